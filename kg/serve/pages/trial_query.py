"""Which trials a list has, in which order: the query string of `/trials`, both ways."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Final

from starlette.datastructures import QueryParams

from kg.errors import UsageError
from kg.rdf.code_lists import AGENCY_CLASS, PHASE, STATUS, STUDY_TYPE
from kg.serve.pages.downloads import DOWNLOADS
from kg.stores.embedded.search_index import FACETS, NOT_GIVEN, Choice, Sort, TrialFilter
from kg.stores.embedded.search_index.reading import FARTHEST

PAGE_SIZE: Final = 50
"""Trials on a page of the list."""

LONGEST_TEXT: Final = 200
"""Characters of `q` and `near`."""

MOST_VALUES: Final = 50
"""Values of a facet at once."""

DEFAULT_WITHIN: Final = 50.0

FACET_NAMES: Final = {
    "status": "Status",
    "phase": "Phase",
    "type": "Study type",
    "country": "Country",
    "class": "Sponsor",
    "results": "Results posted",
    "year": "Start year",
}
"""The facets in the order of the page, with their headings."""

SORTS: Final[dict[Sort, bool]] = {
    "relevance": True,
    "distance": False,
    "start": True,
    "title": False,
    "status": False,
    "enrollment": True,
}
"""What trials are sorted by, and whether that is descending at first."""

_ONE_WAY: Final = ("relevance", "distance")
"""The orders that have no reverse."""

_ORDERS: Final[dict[str, tuple[Sort, bool]]] = {
    **{sort: (sort, SORTS[sort] if sort in _ONE_WAY else False) for sort in SORTS},
    **{f"-{sort}": (sort, True) for sort in SORTS if sort not in _ONE_WAY},
}
"""What `sort` may be: the order, and whether it descends."""

_ONCE: Final = ("q", "near", "within", "sort", "page", "format")
_KILOMETRES: Final = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,3})?")
_WHOLE: Final = re.compile(r"[1-9][0-9]{0,6}")
_FORMS: Final = {"country": re.compile("[A-Z]{3}"), "year": re.compile("[0-9]{4}")}
_CODES: Final = {
    "status": STATUS.terms,
    "phase": PHASE.terms,
    "type": STUDY_TYPE.terms,
    "class": AGENCY_CLASS.terms,
    "results": {"yes": "", "no": ""},
}


@dataclass(frozen=True, slots=True)
class TrialQuery:
    """The trials of a list, and how it is shown; an empty `sort` is what suits the filter.

    `page` counts from 1, `form` is the name of a download or empty for the page.
    """

    filter: TrialFilter = field(default_factory=TrialFilter)
    sort: Sort | None = None
    descending: bool = True
    page: int = 1
    form: str = ""

    @property
    def order(self) -> tuple[Sort, bool]:
        """What the trials are sorted by, and whether that descends."""
        if self.sort:
            return self.sort, self.descending
        suits = _suiting(self.filter)
        return suits, SORTS[suits]

    def parameters(self) -> dict[str, str | tuple[str, ...]]:
        """The query string of this list, without what it would have anyway."""
        asked = self.filter
        order = (self.sort, self.descending)
        return {
            "q": asked.text,
            **{name: asked.chosen.get(name, ()) for name in FACETS},
            "near": asked.near,
            "within": kilometres(asked.within) if asked.near else "",
            "sort": next((name for name, each in _ORDERS.items() if each == order), ""),
            "page": str(self.page) if self.page > 1 else "",
            "format": self.form,
        }

    def filtered(self, changed: TrialFilter) -> TrialQuery:
        """The first page of the trials of another filter, in the same order if that is possible."""
        possible = self.sort in _sorts(changed)
        return TrialQuery(changed, self.sort if possible else None, self.descending)

    def sorted_by(self, sort: Sort) -> TrialQuery:
        """The first page of the trials in another order, or in the reverse of the present one."""
        now, descending = self.order
        turned = sort == now and sort not in _ONE_WAY
        return TrialQuery(self.filter, sort, not descending if turned else SORTS[sort])

    def sorts(self) -> list[Sort]:
        """What the trials can be sorted by."""
        return _sorts(self.filter)


def without(asked: TrialFilter, name: str, value: str) -> TrialFilter:
    """The filter without one of its choices: a value of a facet, the text or the place."""
    if name == "q":
        return replace(asked, text=value)
    if name == "near":
        return replace(asked, near="")
    left = tuple(each for each in asked.chosen.get(name, ()) if each != value)
    return replace(asked, chosen={**asked.chosen, name: left})


def trial_query(given: QueryParams) -> TrialQuery:
    """The list that a query string asks for; UsageError, with what to do, for any other."""
    _check_names(given)
    sort, descending = _order(given.get("sort", ""))
    asked = TrialFilter(
        text=_text(given, "q"),
        chosen={name: values for name in FACETS if (values := _values(given, name))},
        near=_text(given, "near"),
        within=_within(given.get("within", "")),
    )
    if sort and sort not in _sorts(asked):
        needed = {"relevance": "words to search for", "distance": "a city with near="}[sort]
        raise UsageError(f"trials can be sorted by {sort} only with {needed}")
    page = given.get("page") or "1"
    if not _WHOLE.fullmatch(page):
        raise UsageError(f"there is no page {_quoted(page)}: pages are counted from 1")
    form = given.get("format", "")
    if form and form not in DOWNLOADS:
        raise UsageError(_unknown("format", form, _names(DOWNLOADS)))
    return TrialQuery(asked, sort, descending, int(page), form)


def check_values(
    shown: Mapping[str, list[Choice]], in_store: Mapping[str, list[Choice]], asked: TrialFilter
) -> None:
    """UsageError for a chosen value that neither the store nor the registry has.

    `shown` are the choices beside the list, `in_store` those of all trials.
    """
    for name, values in asked.chosen.items():
        counted = {choice.value for choice in shown[name] if choice.count}
        for value in values:
            if value not in counted and not _is_known(name, value, in_store[name]):
                raise UsageError(
                    _unknown(FACET_NAMES[name].lower(), value, _likely(name, in_store[name]))
                )


def kilometres(distance: float) -> str:
    """A distance as people write it: 50 rather than 50.0."""
    return f"{distance:g}"


def _suiting(asked: TrialFilter) -> Sort:
    if asked.near:
        return "distance"
    return "relevance" if asked.text else "start"


def _sorts(asked: TrialFilter) -> list[Sort]:
    needed = {"relevance": asked.text, "distance": asked.near}
    return [sort for sort in SORTS if needed.get(sort, "always")]


def _check_names(given: QueryParams) -> None:
    for name in given:
        if name not in _ONCE and name not in FACETS:
            raise UsageError(_unknown("parameter", name, _names((*_ONCE, *FACETS))))
    for name in _ONCE:
        if len(given.getlist(name)) > 1:
            raise UsageError(f"{name} is given more than once: leave one")


def _text(given: QueryParams, name: str) -> str:
    text = " ".join(given.get(name, "").split())
    if len(text) > LONGEST_TEXT:
        raise UsageError(f"{name} has {len(text):,} characters, and may have {LONGEST_TEXT}")
    return text


def _values(given: QueryParams, name: str) -> tuple[str, ...]:
    values = tuple(dict.fromkeys(filter(None, given.getlist(name))))
    if len(values) > MOST_VALUES:
        raise UsageError(f"{name} has {len(values):,} values, and may have {MOST_VALUES} at once")
    return values


def _within(text: str) -> float:
    if not text:
        return DEFAULT_WITHIN
    if not _KILOMETRES.fullmatch(text) or not 1 <= float(text) <= FARTHEST:
        raise UsageError(
            f"within is {_quoted(text)}, and must be a number of kilometres, from 1 to"
            f" {FARTHEST:,.0f}"
        )
    return float(text)


def _order(text: str) -> tuple[Sort | None, bool]:
    if not text:
        return None, True
    if text not in _ORDERS:
        raise UsageError(_unknown("order", text, _names(_ORDERS)))
    return _ORDERS[text]


def _is_known(name: str, value: str, in_store: Iterable[Choice]) -> bool:
    form = _FORMS.get(name)
    return (
        value == NOT_GIVEN
        or value in _CODES.get(name, ())
        or (form is not None and form.fullmatch(value) is not None)
        or any(choice.value == value for choice in in_store)
    )


def _likely(name: str, in_store: Iterable[Choice]) -> dict[str, str]:
    """What may have been meant, value or label in any case -> the value."""
    values = {value.lower(): value for value in _CODES.get(name, ())}
    labels = {choice.label.lower(): choice.value for choice in in_store}
    return {**labels, **values, **{each.value.lower(): each.value for each in in_store}}


def _names(known: Iterable[str]) -> dict[str, str]:
    return {each: each for each in known}


def _unknown(what: str, given: str, meant: Mapping[str, str]) -> str:
    """A sentence about a name or value that there is not, with the nearest that there is.

    `meant` are texts that come near to it, and the value that each of them stands for.
    """
    near = get_close_matches(given[:60].lower(), list(meant), n=1)
    values = list(dict.fromkeys(meant.values()))
    hint = f"the nearest is {meant[near[0]]}" if near else f"there is {', '.join(values[:12])}"
    return f"there is no {what} {_quoted(given)}: {hint}"


def _quoted(text: str) -> str:
    return f'"{text if len(text) <= 60 else text[:59] + "…"}"'
