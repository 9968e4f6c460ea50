"""The rows of one record: its graph as lists of values, in the order of the tables' columns.

They are made by a pure function of the graph and packed as MessagePack, for the process that
writes: an array of tables, each its place among TABLES and its rows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final, NamedTuple

import msgspec

from kg.graph_tables import values
from kg.graph_tables.tables.definitions import (
    NODE,
    ROLE,
    TABLES,
    TRIAL,
    TableColumn,
    TableDefinition,
    alternatives,
)
from kg.rdf import vocabulary as vocab
from kg.rdf.nodes import Properties
from kg.rdf.record_graph import RecordGraph

Row = list[Any]
"""The values of a row; None is absent."""


_RELATIONS: Final = next(place for place, each in enumerate(TABLES) if each.name == "relations")

_NOTHING: Final[Properties] = {}

_ONE: Final[Mapping[str, Callable[[str], Any]]] = {
    "whole": values.whole,
    "number": values.number,
    "flag": values.flag,
    "day": values.day,
}
"""Types of columns whose value must be the only one: a second would be a guess."""


class _Record:
    """A graph while its rows are made, with the subjects of the predicates that paths reverse."""

    __slots__ = ("_subjects", "graph", "nodes")

    def __init__(self, graph: RecordGraph) -> None:
        self.graph = graph
        self.nodes = graph.nodes
        self._subjects: dict[str, dict[str, list[str]]] | None = None

    def subjects(self, predicate: str, term: str) -> list[str]:
        """The nodes that have this term as their value of a predicate."""
        if self._subjects is None:
            self._subjects = {each: defaultdict(list) for each in _reversed()}
            for subject, properties in self.nodes.items():
                for each, found in self._subjects.items():
                    for value in properties.get(each, ()):
                        found[value].append(subject)
        return self._subjects[predicate].get(term, [])

    def follow(self, terms: Iterable[str], path: tuple[str, ...]) -> list[str]:
        """The terms at the end of a path, each once, sorted where it has several steps."""
        found = list(terms)
        for step in path:
            if step[0] == "^":
                found = [each for term in found for each in self.subjects(step[1:], term)]
            else:
                found = [
                    each for term in found for each in self.nodes.get(term, _NOTHING).get(step, ())
                ]
        return sorted(set(found)) if len(path) > 1 and len(found) > 1 else found


class _Place(NamedTuple):
    """A row while it is made: its node, how it was reached, and what is said of it."""

    term: str
    role: str
    properties: Properties
    record: _Record


_Cell = Callable[[_Place], Any]
_Values = Callable[[Any, _Record], Any]


def packed_rows(graph: RecordGraph) -> bytes:
    """The rows of a record in all tables, as MessagePack."""
    record = _Record(graph)
    made = ((place, list(rows(record))) for place, rows in enumerate(_makers()))
    return msgspec.msgpack.encode([(place, rows) for place, rows in made if rows])


def packed_relations(graph: RecordGraph) -> bytes:
    """The relations of a graph that is not of a record, as MessagePack."""
    made = list(_makers()[_RELATIONS](_Record(graph)))
    return msgspec.msgpack.encode([(_RELATIONS, made)] if made else [])


@cache
def _makers() -> tuple[Callable[[_Record], Iterator[Row]], ...]:
    return tuple(_maker(each) for each in TABLES)


@cache
def _reversed() -> tuple[str, ...]:
    """The predicates that some path reverses."""
    paths = [path for table in TABLES for path in table.paths.values()]
    paths += [column.property for table in TABLES for column in table.columns]
    found = (steps for path in paths if "^" in path for steps in alternatives(path))
    return tuple({step[1:] for steps in found for step in steps if step[0] == "^"})


def _maker(table: TableDefinition) -> Callable[[_Record], Iterator[Row]]:
    """The function that makes the rows of a table."""
    paths = [(role, each) for role, path in table.paths.items() for each in alternatives(path)]
    cells = [_cell(column) for column in table.columns] if paths else []

    def rows(record: _Record) -> Iterator[Row]:
        done: set[str] = set()
        for role, path in paths:
            for term in record.follow((record.graph.trial,), path):
                if table.once:
                    if term in done:
                        continue
                    done.add(term)
                place = _Place(term, role, _properties(term, record), record)
                yield [cell(place) for cell in cells]

    return rows


def _properties(term: str, record: _Record) -> Properties:
    """What is said of a node; a literal is its own value."""
    return record.nodes.get(term, _NOTHING) if term[0] == "<" else {vocab.SCHEMA_VALUE: (term,)}


def _cell(column: TableColumn) -> _Cell:
    """The function that gives the value of a column."""
    if column.type == ROLE:
        return lambda place: place.role
    if column.property == TRIAL:
        return lambda place: place.record.graph.number
    if column.property == NODE:
        return lambda place: place.term[1:-1] if place.term[0] == "<" else None
    value = _value(column.type)
    cells = [_by_path(path, value) for path in alternatives(column.property)]
    if len(cells) == 1:
        return cells[0]

    def first_found(place: _Place) -> Any:
        return next((found for cell in cells if (found := cell(place)) is not None), None)

    return first_found


def _by_path(path: tuple[str, ...], value: _Values) -> _Cell:
    """The function that gives the value at the end of a path."""
    first, *rest = path
    if first[0] == "^":
        return lambda place: value(place.record.follow((place.term,), path), place.record)
    further = tuple(rest)
    if not further:

        def direct(place: _Place) -> Any:
            terms = place.properties.get(first)
            return value(terms, place.record) if terms else None

        return direct

    def remote(place: _Place) -> Any:
        terms = place.properties.get(first)
        return value(place.record.follow(terms, further), place.record) if terms else None

    return remote


def _value(kind: str) -> _Values:
    """The function that makes the value of a column of this type from the terms that it has."""
    if one := _ONE.get(kind):

        def only(terms: Any, _: _Record) -> Any:
            return one(terms[0]) if len(terms) == 1 else None

        return only
    if kind in ("texts", "iris"):
        return lambda terms, _: [values.text(each) for each in terms] or None
    if kind == "codes":
        return lambda terms, record: sorted(_codes(terms, record)) or None
    if kind == "code":
        return lambda terms, record: values.JOIN.join(sorted(_codes(terms, record))) or None

    def joined(terms: Any, _: _Record) -> str | None:
        if len(terms) == 1:
            return values.text(terms[0])
        return values.JOIN.join(map(values.text, terms)) or None

    return joined


def _codes(terms: Iterable[str], record: _Record) -> list[str]:
    return [values.code(each, record.nodes) for each in terms]
