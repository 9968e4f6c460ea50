"""The pages of a trial: its record, its results, and what it is related to."""

from __future__ import annotations

from typing import Any, Final

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from kg.errors import StoreError
from kg.formats.table import FORMATS
from kg.registries.numbers import slug_of
from kg.registries.trial_iris import OWN_PAGE, iris_of
from kg.serve.negotiation import preferred
from kg.serve.pages.paging import asked_page, page_count
from kg.serve.pages.trial_checks import checked
from kg.serve.pages.trial_facts import arm_matrix, at_a_glance, badges, timeline
from kg.serve.pages.trial_linked_data import linked_data
from kg.serve.pages.trial_other_records import other_records
from kg.serve.pages.trial_record import StoredTrial, asked_number, is_mentioned, stored_trial
from kg.serve.pages.trial_related import BASES, RelatedList, related_list
from kg.serve.pages.trial_sites import site_points
from kg.serve.pages.trial_values import CardAddresses
from kg.serve.pages.world_map import site_map
from kg.serve.view import Page, View, alternates, data_links
from kg.trial_card import SECTIONS, card_of
from kg.trial_card.card import Card, CardSection

A_PAGE: Final = 50
"""Related trials of one page of all of them."""

_STYLES: Final = ("trial.css",)
_VARY: Final = {"Vary": "Accept"}
_RELATED: Final = CardSection("related", "Related trials", ())
_RESULTS: Final = CardSection("results", "Results", ())
_NOTHING: Final = RelatedList((), 0, similar=True)


def trial(view: View) -> Page | Response:
    """The page at `/trial/NCT…`: everything but the results, which have a page of their own."""
    found = _found(view)
    if not isinstance(found, StoredTrial):
        return found
    if form := _format(view):
        return RedirectResponse(view.links.data(found.iri, form), 303, _VARY)
    triples = found.triples(view, whole=False)
    graph, has_results = found.read(triples), found.has_results(triples)
    card = card_of(graph, found.number)
    values = {
        "badges": list(badges(graph)),
        "glance": list(at_a_glance(graph)),
        "timeline": timeline(graph),
        "matrix": arm_matrix(graph),
        "map": site_map(site_points(graph)),
        "sections": _sections(card, has_results=has_results),
        **_related(view, found.number),
        "others": other_records(view, found, graph),
        "checks": None if has_results else checked(found.record(triples)),
        "formats": data_links(view.links, found.iri),
        **_of_record(view, found, card),
    }
    return Page(
        "trial.html",
        f"{found.number}: {card.title}",
        values,
        styles=(*_STYLES, "map.css"),
        alternates=alternates(values["formats"]),
        linked_data=linked_data(graph, view.links.whole(view.links.trial(found.number))),
        headers=_VARY,
    )


def trial_results(view: View) -> Page | Response:
    """The page at `/trial/NCT…/results`."""
    found = _found(view, "results")
    if not isinstance(found, StoredTrial):
        return found
    triples = found.triples(view, whole=True)
    if not found.has_results(triples):
        raise HTTPException(404, f"The record of {found.number} has no results.")
    card = card_of(found.read(triples), found.number).of_sections(("results", "others"))
    values = {
        "sections": card.sections,
        "checks": checked(found.record(triples)),
        **_of_record(view, found, card),
    }
    title = f"Results of {found.number}: {card.title}"
    return Page("trial_results.html", title, values, styles=_STYLES)


def trial_related(view: View) -> Page | Response:
    """The page at `/trial/NCT…/related`: all related trials, A_PAGE at a time."""
    found = _found(view, "related")
    if not isinstance(found, StoredTrial):
        return found
    page = asked_page(view)
    listed = related_list(view, found.number, (page - 1) * A_PAGE, A_PAGE)
    pages = page_count(listed.total, A_PAGE, page)
    values = {"number": found.number, "related": listed, "bases": BASES}
    return Page(
        "trial_related.html",
        f"Trials related to {found.number}",
        values | {"shown": page, "pages": pages, "first": (page - 1) * A_PAGE + 1},
        styles=_STYLES,
    )


def _related(view: View, number: str) -> dict[str, Any]:
    """The related trials; without an index the rest of the page is there, and why they are not."""
    try:
        return {"related": related_list(view, number), "unrelated": ""}
    except StoreError as error:
        text = str(error)
        return {"related": _NOTHING, "unrelated": f"{text[:1].upper()}{text[1:]}."}


def _format(view: View) -> str:
    """The format of RDF that is asked for; empty for the page, as for what is no format."""
    given = view.request.query_params.get("format", "")
    if given in FORMATS:
        return given
    names = {"text/html": "", **{each.media_type: name for name, each in FORMATS.items()}}
    return names[preferred(view.request.headers.get("accept"), names) or "text/html"]


def _found(view: View, part: str = "") -> StoredTrial | Page | Response:
    """The trial asked for; or the way to its present number, or the page that says it is absent."""
    number = asked_number(view)
    found = stored_trial(view, number)
    if found is None:
        return _absent(view, number)
    if view.request.path_params["number"] == slug_of(found.number):
        return found
    return RedirectResponse(view.links.trial(found.number, part), 301)


def _absent(view: View, number: str) -> Page:
    """The page of a trial that has no record here, with what other records say of it."""
    listed = related_list(view, number) if is_mentioned(view, number) else _NOTHING
    address = iris_of(number).get(OWN_PAGE, "")
    values = {"number": number, "address": address, "related": listed, "bases": BASES}
    return Page("trial_absent.html", f"{number} is not in this store", values, 404, styles=_STYLES)


def _sections(card: Card, *, has_results: bool) -> list[CardSection]:
    """The sections of the page in their order; two of them have more than the card."""
    found = {each.name: each for each in card.sections}
    if has_results:
        found["results"] = _RESULTS
    found.setdefault("related", _RELATED)
    return [found[name] for name in SECTIONS if name in found]


def _of_record(view: View, found: StoredTrial, card: Card) -> dict[str, Any]:
    """What the templates of a record need."""
    return {
        "number": found.number,
        "iri": found.iri,
        "name": card.title,
        "bases": BASES,
        "cards": CardAddresses(view.links),
    }
