"""What is suggested while somebody types a search, as JSON for search.js."""

from __future__ import annotations

from typing import Final

from starlette.responses import JSONResponse

from kg.serve.links import PageLinks, is_intervention
from kg.serve.pages.searching import searched
from kg.serve.pages.trial_query import LONGEST_TEXT
from kg.serve.view import View
from kg.stores.embedded.search_index import Suggestion

MOST: Final = 12
"""Suggestions at once."""

KIND_NAMES: Final = {
    "trial": "Trial",
    "condition": "Condition",
    "intervention": "Intervention",
    "organization": "Organisation",
    "person": "Person",
    "site": "Site",
    "city": "Trials near",
}
"""The kinds of things that are suggested, in words."""


def suggestions(view: View) -> JSONResponse:
    """What has words that begin as those of `q`: its kind, name, number of trials and address.

    A text longer than one may search for has no suggestions.
    """
    text = " ".join(view.request.query_params.get("q", "").split())
    found = searched(view.snapshot).suggested(text, MOST) if 0 < len(text) <= LONGEST_TEXT else []
    shown = [_shown(each, view.links) for each in found]
    return JSONResponse({"q": text[:LONGEST_TEXT], "suggestions": shown})


def _shown(each: Suggestion, links: PageLinks) -> dict[str, str | int]:
    return {
        "kind": KIND_NAMES[each.kind],
        "name": each.name,
        "trials": each.trials,
        "href": _address(each, links),
    }


def _address(suggested: Suggestion, links: PageLinks) -> str:
    if suggested.kind == "city":
        return links.trials(near=suggested.name)
    if is_intervention(suggested.iri, links.base):
        return links.intervention(suggested.name)
    return links.thing(suggested.iri)
