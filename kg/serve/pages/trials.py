"""The list of trials: found by words, facets and a place, as sorted pages or as a file."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response

from kg.rdf.code_lists import STATUS
from kg.serve.links import PageLinks
from kg.serve.pages.download_turns import turn
from kg.serve.pages.downloads import DOWNLOADS, download
from kg.serve.pages.searching import searched
from kg.serve.pages.trial_facts import status_tone
from kg.serve.pages.trial_list import (
    alternates,
    chosen,
    downloads,
    dropped,
    facet_groups,
    paging,
    sort_links,
)
from kg.serve.pages.trial_query import (
    PAGE_SIZE,
    TrialQuery,
    check_values,
    kilometres,
    trial_query,
)
from kg.serve.view import Page, View
from kg.stores.embedded.search_index import Found, SearchIndex, TrialFilter, TrialRow

STATUS_BADGES: Final = {value: status_tone(term) for value, term in STATUS.terms.items()}
"""The colours of statuses."""


def trials(view: View) -> Page | Response:
    """The page at `/trials`, or the file that `format` asks for.

    UsageError for a query string that has no list, HTTPException for a page behind the last.
    """
    index = searched(view.snapshot)
    query = trial_query(view.request.query_params)
    found = index.found(query.filter)
    _check_values(index, found, query.filter)
    if query.form:
        with turn():
            rows = _rows(found, query, 0, DOWNLOADS[query.form].most)
            return download(view.snapshot, query.form, rows, found.count)
    return _page(index, found, query, view.links)


def _check_values(index: SearchIndex, found: Found, asked: TrialFilter) -> None:
    if not asked.chosen:
        return
    shown = found.facets()
    values = {(name, value) for name, values in asked.chosen.items() for value in values}
    if values - {(name, each.value) for name in shown for each in shown[name] if each.count}:
        check_values(shown, index.found(TrialFilter()).facets(), asked)


def _rows(found: Found, query: TrialQuery, offset: int, limit: int) -> list[TrialRow]:
    sort, descending = query.order
    return found.rows(sort, descending=descending, offset=offset, limit=limit)


def _page(index: SearchIndex, found: Found, query: TrialQuery, links: PageLinks) -> Page:
    pages = paging(query, found.count, links)
    facets = found.facets()
    place = found.near.name if found.near else ""
    values = {
        "query": query,
        "count": found.count,
        "near": found.near,
        "rows": _rows(found, query, pages.first - 1, PAGE_SIZE) if found.count else [],
        "groups": facet_groups(facets),
        "chosen": chosen(query, facets, place, links),
        "dropped": [] if found.count else dropped(index, query, links),
        "sorts": sort_links(query, links),
        "downloads": downloads(query, found.count, links),
        "pages": pages,
        "within": kilometres(query.filter.within),
        "badges": STATUS_BADGES,
    }
    title = f"Trials: {query.filter.text}" if query.filter.text else "Trials"
    return Page(
        "trials.html",
        title,
        values,
        styles=("list.css",),
        alternates=alternates(query, links),
    )
