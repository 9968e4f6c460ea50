"""Lists of things by name, as a reader without a search finds a condition or a person by them."""

from __future__ import annotations

from functools import lru_cache
from typing import Final, NamedTuple

from kg.serve.pages.paging import asked_page
from kg.serve.pages.searching import searched
from kg.serve.view import Page, View
from kg.stores.embedded.search_index import SearchIndex, Suggestion

A_PAGE: Final = 1_000
"""Things of a page."""

_LONGEST: Final = 30

KINDS: Final = {
    "condition": "Conditions",
    "organization": "Organisations",
    "person": "People",
    "site": "Sites",
}
"""The kinds that have a list, with their headings."""


class PartOfList(NamedTuple):
    """A page of a list: its number, and the beginning of the name that comes first."""

    number: int
    first: str


def thing_list(view: View) -> Page:
    """The page at `/list/KIND`."""
    kind = view.request.path_params["kind"]
    number = asked_page(view)
    things = _named(searched(view.snapshot), kind)
    starts = range(0, len(things), A_PAGE)
    parts = [PartOfList(at // A_PAGE + 1, things[at].name[:_LONGEST]) for at in starts]
    shown = things[(number - 1) * A_PAGE : number * A_PAGE]
    values = {"kind": kind, "total": len(things), "things": shown, "parts": parts, "number": number}
    return Page("site_things.html", KINDS[kind], values, styles=("list.css",))


@lru_cache(maxsize=1)
def _named(index: SearchIndex, kind: str) -> list[Suggestion]:
    """All things of a kind, which the next page of their list needs too."""
    return index.named(kind)
