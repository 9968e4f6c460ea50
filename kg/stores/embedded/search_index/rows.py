"""Pages of trials in an order, and their rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Final

from kg.stores.embedded.search_index import bits as sets
from kg.stores.embedded.search_index.answers import TrialRow
from kg.stores.embedded.search_index.codes import label_of, place_of
from kg.stores.embedded.search_index.database import Database
from kg.stores.embedded.search_index.layout import PRESENT
from kg.stores.embedded.search_index.places import Distances

_FEW: Final = 2_000
"""Trials up to which they are sorted; if they are more, all trials are walked through in order."""

_ORDER: Final = {
    "start": "start {0}, number {0}",
    "title": "title COLLATE NOCASE {0}, number {0}",
    "enrollment": "enrollment {0}, number {0}",
    "number": "number {0}",
}
"""What an order is called -> its columns, of which each has an index."""


class RowPage:
    """The ids from `offset` on, at most `limit`, of the groups of trials that are added to it."""

    def __init__(
        self,
        database: Database,
        known: Mapping[tuple[str, str], int],
        offset: int,
        limit: int,
    ) -> None:
        self.ids: list[int] = []
        self._database = database
        self._sets = known
        self._offset = offset
        self._limit = limit

    @property
    def is_full(self) -> bool:
        """Whether nothing more fits."""
        return len(self.ids) >= self._limit

    def add(self, trials: int, order: str, *, descending: bool) -> None:
        """Adds trials in an order; those that lack what they are sorted by come last."""
        has = trials & self._sets.get((PRESENT, order), 0)
        self._add(has, order, descending)
        self._add(trials & ~has, "number", descending)

    def add_by_status(self, trials: int, *, descending: bool) -> None:
        """Adds trials by their status, in the order of the registry, or in reverse."""
        values = [value for facet, value in self._sets if facet == "status"]
        for value in sorted(values, key=lambda one: (place_of("status", one), one)):
            self._add(trials & self._sets["status", value], "number", descending)

    def add_in_order(self, ids: Iterable[int], trials: int) -> None:
        """Adds those ids that are among the trials."""
        among = set(sets.ids_of(trials))
        self.ids += islice(
            (one for one in ids if one in among), self._offset, self._offset + self._limit
        )

    def _add(self, trials: int, order: str, descending: bool) -> None:
        count, room = trials.bit_count(), self._limit - len(self.ids)
        if room > 0 and self._offset < count:
            self.ids += self._sorted(trials, count, order, descending, room)
        self._offset = max(self._offset - count, 0)

    def _sorted(
        self, trials: int, count: int, order: str, descending: bool, room: int
    ) -> list[int]:
        by = _ORDER[order].format("DESC" if descending else "ASC")
        end = f"ORDER BY {by} LIMIT ? OFFSET ?"
        if count <= _FEW:
            ids = json.dumps(list(sets.ids_of(trials)))
            asked = f"SELECT id FROM trials WHERE id IN (SELECT value FROM json_each(?)) {end}"
            rows = self._database.rows(asked, ids, room, self._offset)
        else:
            data = trials.to_bytes(trials.bit_length() // 8 + 1, "little")
            places = 8 * len(data)
            self._database.connection().create_function(
                "selected", 1, lambda one: one < places and data[one >> 3] >> (one & 7) & 1
            )
            filled = "" if order == "number" else f"{order} IS NOT NULL AND"
            asked = f"SELECT id FROM trials WHERE {filled} selected(id) {end}"
            rows = self._database.rows(asked, room, self._offset)
        return [number for (number,) in rows]


def rows_of(
    database: Database,
    countries: Mapping[str, str],
    ids: Iterable[int],
    distances: Distances | None = None,
) -> list[TrialRow]:
    """The rows of trials, in the order of their ids."""
    ids = list(ids)
    asked = (
        "SELECT id, number, iri, graph, title, acronym, status, phase, types, sponsor, start,"
        " enrollment, countries, sites, results FROM trials"
        " WHERE id IN (SELECT value FROM json_each(?))"
    )
    found = {row[0]: row[1:] for row in database.rows(asked, json.dumps(ids))}
    nearest = distances.nearest(ids) if distances is not None else {}
    return [
        TrialRow(
            number, iri, graph, title or "", acronym,
            label_of("status", status), status,
            (label_of("phase", phase),) if phase else (), phase,
            tuple(label_of("type", one) for one in types.split()),
            sponsor, start or "", enrollment,
            tuple(countries.get(one, one) for one in lands.split()),
            sites, None if results is None else bool(results), nearest.get(one_id),
        )
        for one_id in ids
        for number, iri, graph, title, acronym, status, phase, types, sponsor, start, enrollment,
            lands, sites, results in [found[one_id]]
    ]  # fmt: skip
