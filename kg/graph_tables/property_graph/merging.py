"""One row for a node that several records describe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final, NamedTuple

import msgspec

from kg.graph_tables.property_graph.columns import columns_of
from kg.graph_tables.property_graph.names import TRIAL

_ROW: Final = msgspec.json.Decoder(list[Any])


class _Said(NamedTuple):
    """A line of a shared node: `rank` is 0 if its own record says it, otherwise 1."""

    label: str
    iri: str
    rank: str
    row: str


def merged_nodes(lines: Iterable[str]) -> Iterator[tuple[str, list[Any]]]:
    """The label and the row of each node, from sorted lines.

    A list has what all records say, another column what the first one does. A trial is what its own
    record says, if there is one.
    """
    said = (_Said(*line.split("\t", 3)) for line in lines)
    for (label, _), group in groupby(said, key=lambda each: each[:2]):
        found = list(group)
        if label == TRIAL:
            found = [each for each in found if each.rank == found[0].rank]
        rows = [_ROW.decode(each.row) for each in found]
        yield label, rows[0] if len(rows) == 1 else _together(label, rows)


def _together(label: str, rows: list[list[Any]]) -> list[Any]:
    """One row of several."""
    return [
        _all(values) if column.kind == "texts" else _first(values)
        for column, values in zip(columns_of(label), zip(*rows, strict=True), strict=True)
    ]


def _all(values: Iterable[list[str] | None]) -> list[str] | None:
    return sorted({each for value in values if value for each in value}) or None


def _first(values: Iterable[Any]) -> Any:
    return min((value for value in values if value is not None), default=None)
