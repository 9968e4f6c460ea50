"""The pages of a list that is longer than one page."""

from __future__ import annotations

from starlette.exceptions import HTTPException

from kg.serve.view import View


def asked_page(view: View) -> int:
    """The number in `?page=`, from 1; 404 for anything else."""
    text = view.request.query_params.get("page", "1")
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and int(text)):
        raise HTTPException(404, f"There is no page {text[:20]!r}: pages are counted from 1.")
    return int(text)


def page_count(total: int, size: int, asked: int) -> int:
    """The number of pages of `total` things, `size` a page, at least 1; 404 if fewer than asked."""
    pages = max(1, -(-total // size))
    if asked > pages:
        raise HTTPException(404, f"There is no page {asked:,}: the last is {pages:,}.")
    return pages
