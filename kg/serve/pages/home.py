"""The first page: a search, and what is in the store as numbers and charts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from kg.serve.links import PageLinks
from kg.serve.pages.charts import Chart, bar_chart, year_chart
from kg.serve.pages.searching import NO_INDEX
from kg.serve.view import Page, View
from kg.stores.embedded.search_index import NOT_GIVEN, Choice, TrialFilter

MOST_COUNTRIES: Final = 15

_TITLE: Final = "Clinical trials as linked data"

_KINDS: Final = {
    "trial": ("trial", "trials"),
    "condition": ("condition", "conditions"),
    "intervention": ("intervention", "interventions"),
    "organization": ("organisation", "organisations"),
    "person": ("person", "people"),
    "site": ("site", "sites"),
    "city": ("city", "cities"),
}
"""The kinds of things in the store: one of them, and several."""

Facets = Mapping[str, Sequence[Choice]]


class SearchExample(NamedTuple):
    """A list of trials worth a look."""

    label: str
    href: str


def home(view: View) -> Page:
    """The page at `/`."""
    index = view.snapshot.search
    if index is None:
        return Page("home.html", _TITLE, {"missing": NO_INDEX}, styles=("list.css",))
    facets = index.found(TrialFilter()).facets()
    totals = index.totals()
    values = {
        "missing": "",
        "totals": list(_totals(totals, view.links)),
        "charts": _charts(facets, view.links),
        "examples": list(_examples(facets, view.links)),
    }
    return Page("home.html", _TITLE, values, styles=("list.css",))


def _totals(totals: Mapping[str, int], links: PageLinks) -> Iterator[tuple[int, str, str]]:
    """How many things of each kind there are: the number, the word for them, and their list."""
    for kind, names in _KINDS.items():
        href = links.trials() if kind == "trial" else links.things(kind)
        yield totals[kind], names[totals[kind] != 1], href


def _charts(facets: Facets, links: PageLinks) -> list[Chart]:
    def href(name: str) -> Callable[[str], str]:
        return lambda value: links.trials({name: value})

    return [
        bar_chart("Status", facets["status"], href("status")),
        bar_chart("Phase", facets["phase"], href("phase")),
        bar_chart("Study type", facets["type"], href("type")),
        bar_chart("Sponsor", facets["class"], href("class")),
        bar_chart("Country", facets["country"], href("country"), MOST_COUNTRIES),
        year_chart("Start year", facets["year"], href("year")),
    ]


def _examples(facets: Facets, links: PageLinks) -> Iterator[SearchExample]:
    """Lists that have trials in this store."""
    values = {name: [each.value for each in facets[name] if each.count] for name in facets}
    if "RECRUITING" in values["status"]:
        yield SearchExample("Recruiting trials", links.trials(status="RECRUITING"))
    if "PHASE3" in values["phase"]:
        yield SearchExample("Phase 3 trials", links.trials(phase="PHASE3"))
    if "yes" in values["results"]:
        yield SearchExample("Trials with results", links.trials(results="yes"))
    if years := [year for year in values["year"] if year != NOT_GIVEN]:
        yield SearchExample(f"Trials that start in {max(years)}", links.trials(year=max(years)))
