"""What stands around the table of trials: facets, what was chosen, headers, pages, downloads."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kg.queries.forms import FORMS
from kg.serve.links import PageLinks
from kg.serve.pages.downloads import DOWNLOADS
from kg.serve.pages.paging import page_count
from kg.serve.pages.trial_query import FACET_NAMES, PAGE_SIZE, TrialQuery, kilometres, without
from kg.serve.view import Alternate
from kg.stores.embedded.search_index import Choice, SearchIndex, Sort, TrialFilter

AT_ONCE: Final = 12
"""Values of a facet that are seen before one asks for all."""

MOST_DROPPED: Final = 12
"""Choices that are left out, one at a time, to say which of them leaves no trial."""

SORT_NAMES: Final[dict[Sort, str]] = {
    "relevance": "Best match",
    "distance": "Nearest site",
    "title": "Trial",
    "status": "Status",
    "start": "Start",
    "enrollment": "Enrolment",
}
"""The orders, as headers of columns and as links."""

_OPEN: Final = ("status", "phase")


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """The choices of a facet: those that are seen at once, and the rest."""

    name: str
    title: str
    seen: Sequence[Choice]
    more: Sequence[Choice]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice in words, and the list without it."""

    what: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """A choice in words, the list without it, and how many trials that has."""

    words: str
    href: str
    count: int


@dataclass(frozen=True, slots=True)
class SortLink:
    """An order: the address that has it, and the present direction, as aria-sort has it."""

    label: str
    href: str
    direction: str


@dataclass(frozen=True, slots=True)
class DownloadLink:
    """A file of the list; `most` trials if it has not all of them."""

    title: str
    href: str
    most: int | None


@dataclass(frozen=True, slots=True)
class Pages:
    """Which trials of the list a page has, and the pages beside it; addresses may be empty."""

    first: int
    last: int
    page: int
    pages: int
    previous: str
    next: str


def facet_groups(facets: Mapping[str, Sequence[Choice]]) -> list[FacetGroup]:
    """The facets in the order of the page; what is chosen is seen at once."""
    groups = []
    for name, title in FACET_NAMES.items():
        choices = facets[name]
        seen = [each for n, each in enumerate(choices) if n < AT_ONCE or each.chosen]
        more = [each for n, each in enumerate(choices) if n >= AT_ONCE and not each.chosen]
        is_open = name in _OPEN or any(each.chosen for each in choices)
        groups.append(FacetGroup(name, title, seen, more, is_open))
    return groups


def chosen(
    query: TrialQuery, facets: Mapping[str, Sequence[Choice]], place: str, links: PageLinks
) -> list[Chosen]:
    """Each choice of a list, with the list without it."""
    labels = {(name, each.value): each.label for name in facets for each in facets[name]}
    asked = query.filter
    return [
        Chosen(what, label, _href(query.filtered(changed), links))
        for what, label, changed in _choices(asked, labels, place)
    ]


def _choices(
    asked: TrialFilter, labels: Mapping[tuple[str, str], str], place: str
) -> Iterator[tuple[str, str, TrialFilter]]:
    """What was chosen, in words, and the filter without it."""
    if asked.text:
        yield "Words", asked.text, without(asked, "q", "")
    for name, title in FACET_NAMES.items():
        for value in asked.chosen.get(name, ()):
            yield title, labels.get((name, value), value), without(asked, name, value)
    if asked.near:
        yield (
            "Near",
            f"{place or asked.near}, {kilometres(asked.within)} km",
            without(asked, "near", ""),
        )


def dropped(index: SearchIndex, query: TrialQuery, links: PageLinks) -> list[Dropped]:
    """Which choices, left out one at a time, leave trials: the most trials first."""
    tried = list(_drops(query.filter))[:MOST_DROPPED]
    counted = [(words, changed, index.found(changed).count) for words, changed in tried]
    found = [
        Dropped(words, _href(query.filtered(changed), links), count)
        for words, changed, count in counted
        if count
    ]
    return sorted(found, key=lambda each: -each.count)


def _drops(asked: TrialFilter) -> Iterator[tuple[str, TrialFilter]]:
    """Each choice in words, and the filter without it; several words are also tried singly."""
    if asked.near:
        yield "the place", without(asked, "near", "")
    for name, title in FACET_NAMES.items():
        if asked.chosen.get(name):
            others = {key: values for key, values in asked.chosen.items() if key != name}
            yield title.lower(), replace(asked, chosen=others)
    words = asked.text.split()
    if asked.text:
        yield "the words", without(asked, "q", "")
    if len(words) > 1:
        for number, word in enumerate(words):
            left = " ".join(words[:number] + words[number + 1 :])
            yield f"“{word}”", without(asked, "q", left)


def sort_links(query: TrialQuery, links: PageLinks) -> dict[str, SortLink]:
    """The orders that a list can have, by their names."""
    now, descending = query.order
    direction = "descending" if descending else "ascending"
    return {
        sort: SortLink(
            SORT_NAMES[sort],
            _href(query.sorted_by(sort), links),
            direction if sort == now else "",
        )
        for sort in query.sorts()
    }


def downloads(query: TrialQuery, count: int, links: PageLinks) -> list[DownloadLink]:
    """The files of a list."""
    return [
        DownloadLink(each.title, href, each.most if count > each.most else None)
        for form, each in DOWNLOADS.items()
        if (href := _href(replace(query, page=1, form=form), links))
    ]


def alternates(query: TrialQuery, links: PageLinks) -> tuple[Alternate, ...]:
    """The list as RDF."""
    return tuple(
        Alternate(FORMS[form].media_type, href)
        for form in DOWNLOADS
        if FORMS[form].is_graph and (href := _href(replace(query, page=1, form=form), links))
    )


def paging(query: TrialQuery, count: int, links: PageLinks) -> Pages:
    """The place of a page in the list; HTTPException for one behind the last."""
    number = query.page
    pages = page_count(count, PAGE_SIZE, number)

    def at(page: int) -> str:
        return _href(replace(query, page=page), links) if 1 <= page <= pages else ""

    first = (number - 1) * PAGE_SIZE + 1
    last = min(count, number * PAGE_SIZE)
    return Pages(first, last, number, pages, at(number - 1), at(number + 1))


def _href(query: TrialQuery, links: PageLinks) -> str:
    return links.trials(query.parameters())
