"""Finding trials in the search index of a store."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from kg.errors import UsageError
from kg.stores.embedded.search_index import bits as sets
from kg.stores.embedded.search_index.answers import (
    FACETS,
    NOT_GIVEN,
    Choice,
    Near,
    Sort,
    Suggestion,
    TrialFilter,
    TrialRow,
)
from kg.stores.embedded.search_index.codes import has_codes, label_of, place_of
from kg.stores.embedded.search_index.database import Database, is_readable
from kg.stores.embedded.search_index.interventions import NamedIntervention, named_intervention
from kg.stores.embedded.search_index.layout import NAME, PRESENT
from kg.stores.embedded.search_index.matching import query_of, within, words_of
from kg.stores.embedded.search_index.places import Distances, understood
from kg.stores.embedded.search_index.rows import RowPage, rows_of
from kg.stores.embedded.search_index.suggestions import named, suggestions, things

FARTHEST: Final = 1_000.0
"""Kilometres within which sites are looked for."""

_REMEMBERED: Final = 64
"""Texts whose trials are remembered, as long as the version of the store is open."""

_LABELS: Final = {"yes": "Has results", "no": "No results", NOT_GIVEN: "Not given"}
"""The labels of values that are neither codes nor names."""


class SearchIndex:
    """The search index of a version of a store, to read from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.sets: dict[tuple[str, str], int] = {
            (facet, value): int.from_bytes(blob, "little")
            for facet, value, blob in database.rows("SELECT facet, value, trials FROM sets")
        }
        replaced = database.rows(
            "SELECT id FROM trials WHERE number IN (SELECT alias FROM aliases)"
        )
        self.all = self.sets.get((PRESENT, ""), 0) & ~sets.of_ids(number for (number,) in replaced)
        self.countries: dict[str, str] = dict(
            database.rows(
                "SELECT key, name FROM names WHERE kind = 'country' ORDER BY trials, name DESC"
            )
        )

        self.matching = lru_cache(_REMEMBERED)(self._matching)

    def _matching(self, query: str) -> int:
        """The trials that fit a query of FTS5, and perhaps some that are gone."""
        asked = "SELECT rowid FROM trial_words WHERE trial_words MATCH ?"
        return sets.of_ids(number for (number,) in self._database.rows(asked, query))

    def found(self, asked: TrialFilter) -> Found:
        """The trials that fit a filter; UsageError for a facet or a distance that there is not."""
        unknown = [facet for facet in asked.chosen if facet not in FACETS]
        if unknown:
            raise UsageError(f"{unknown[0]!r} is not one of the facets {', '.join(FACETS)}")
        if not 0 < asked.within <= FARTHEST:
            raise UsageError(f"the distance must be between 0 and {FARTHEST:,.0f} km")
        return Found(self, self._database, asked)

    def of_numbers(self, numbers: Iterable[str]) -> list[TrialRow]:
        """The trials of the store that have these numbers now."""
        ids = sets.ids_of(self._known(numbers))
        return rows_of(self._database, self.countries, ids)

    def _known(self, numbers: Iterable[str]) -> int:
        asked = "SELECT id FROM trials WHERE number IN (SELECT value FROM json_each(?))"
        found = self._database.rows(asked, json.dumps(list(numbers)))
        return sets.of_ids(number for (number,) in found) & self.all

    def newest(
        self, numbers: Iterable[str], offset: int = 0, limit: int = 50
    ) -> tuple[int, list[TrialRow]]:
        """How many of these trials there are, and the rows of a page, the latest start first."""
        trials = self._known(numbers)
        page = RowPage(self._database, self.sets, offset, limit)
        page.add(trials, "start", descending=True)
        return trials.bit_count(), rows_of(self._database, self.countries, page.ids)

    def suggested(self, text: str, most: int = 10) -> list[Suggestion]:
        """The things whose names have words that begin so, the most used of each kind first."""
        return suggestions(self._database, self.all, text, most)

    def named(self, kind: str) -> list[Suggestion]:
        """All conditions, organizations, persons or sites, by the name that most trials use."""
        return named(self._database, kind)

    def intervention(self, name: str) -> NamedIntervention:
        """The trials whose records name an intervention so, in any spelling."""
        return named_intervention(self._database, name)

    def totals(self) -> dict[str, int]:
        """How many things of each of KINDS the store has."""
        return {"trial": self.all.bit_count(), **things(self._database)}

    def close(self) -> None:
        """Closes the file in every thread."""
        self._database.close()


class Found:
    """The trials that fit a filter."""

    def __init__(self, index: SearchIndex, database: Database, asked: TrialFilter) -> None:
        self._index = index
        self._database = database
        self._asked = asked
        self._query = query_of(words_of(asked.text))
        self._near = understood(database, asked.near) if asked.near.strip() else None
        self._distances = (
            None if self._near is None else Distances(database, self._near, asked.within)
        )
        self._chosen = {
            facet: self._any_of(facet, values) for facet, values in asked.chosen.items() if values
        }

    @property
    def near(self) -> Near | None:
        """What the city of the filter was understood to mean; None if none was given."""
        return self._near

    @cached_property
    def _others(self) -> int:
        """The trials that fit all but the facets."""
        found = self._index.all
        if self._query:
            found &= self._index.matching(self._query)
        if self._distances is not None:
            found &= self._distances.trials
        return found

    @cached_property
    def bits(self) -> int:
        """The trials as bits."""
        return self._without("")

    @property
    def count(self) -> int:
        """How many trials."""
        return self.bits.bit_count()

    def facets(self) -> dict[str, list[Choice]]:
        """The values of each facet, with how many of the trials have them.

        The counts of a facet ignore what is chosen of it, so that another value can be added.
        Values without trials are left out unless they are chosen.
        """
        found: dict[str, list[Choice]] = {facet: [] for facet in FACETS}
        bases = {facet: self._without(facet) for facet in FACETS}
        chosen = {facet: set(self._asked.chosen.get(facet, ())) for facet in FACETS}
        for (facet, value), trials in self._index.sets.items():
            if facet in found:
                count = (trials & bases[facet]).bit_count()
                if count or value in chosen[facet]:
                    label = self._label(facet, value)
                    found[facet].append(Choice(value, label, count, value in chosen[facet]))
        for facet, values in chosen.items():
            for value in values - {choice.value for choice in found[facet]}:
                found[facet].append(Choice(value, self._label(facet, value), 0, chosen=True))
        for facet, choices in found.items():
            choices.sort(key=_order(facet))
        return found

    def rows(
        self, sort: Sort = "start", *, descending: bool = True, offset: int = 0, limit: int = 50
    ) -> list[TrialRow]:
        """A page of the trials; those that are equal in `sort` are in the order of numbers.

        The nearest and the most relevant come first, whatever `descending` is: those with all words
        in a number, in a title, in conditions and interventions, and elsewhere.
        """
        page = RowPage(self._database, self._index.sets, offset, limit)
        if sort == "distance" and self._distances is not None:
            page.add_in_order(self._distances.order(), self.bits)
        elif sort == "relevance" and self._query:
            for tier in self._tiers():
                page.add(tier, "start", descending=True)
                if page.is_full:
                    break
        elif sort == "status":
            page.add_by_status(self.bits, descending=descending)
        else:
            column = sort if sort in ("title", "enrollment") else "start"
            page.add(self.bits, column, descending=descending)
        return rows_of(self._database, self._index.countries, page.ids, self._distances)

    def _without(self, facet: str) -> int:
        """The trials that fit all but the choice of a facet."""
        found = self._others
        for name, trials in self._chosen.items():
            if name != facet:
                found &= trials
        return found

    def _any_of(self, facet: str, values: tuple[str, ...]) -> int:
        found = 0
        for value in values:
            found |= self._index.sets.get((facet, value), 0)
        return found

    def _tiers(self) -> Iterator[int]:
        """The trials with all words in a number, a title, a title or subject, and elsewhere."""
        rest = self.bits
        for columns in ("numbers", "titles", "titles subjects"):
            tier = rest & self._index.matching(within(columns, self._query))
            yield tier
            rest &= ~tier
        yield rest

    def _label(self, facet: str, value: str) -> str:
        if value in _LABELS:
            return _LABELS[value]
        if facet == "country":
            return self._index.countries.get(value, value)
        return label_of(facet, value) if has_codes(facet) else value


def _order(facet: str) -> Callable[[Choice], tuple[object, ...]]:
    """Codes in their own order, years from the last one, all others by their counts."""
    if facet == "year":
        return lambda choice: (choice.value == NOT_GIVEN, [-ord(digit) for digit in choice.value])
    if facet in ("status", "phase"):
        return lambda choice: (choice.value == NOT_GIVEN, place_of(facet, choice.value))
    return lambda choice: (choice.value == NOT_GIVEN, -choice.count, choice.label)


def open_search_index(folder: Path) -> SearchIndex | None:
    """The index in the index folder of a store; None if it has none that this version can read."""
    return SearchIndex(Database(folder / NAME)) if is_readable(folder) else None
