"""The page that says why there is no other: an error, in a sentence."""

from __future__ import annotations

from http import HTTPStatus

from kg.serve.view import Page


def message_page(status: int, sentence: str) -> Page:
    """The page of an error with this status."""
    title = HTTPStatus(status).phrase
    return Page("message.html", title, {"sentence": sentence}, status=status)
