"""The statements of a graph in short form for tests: subject, predicate -> the values."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import kg
from kg.rdf.iris import DEFAULT_BASE, Iris
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import XSD
from kg.rdf.vocabulary import PREFIXES
from kg.records import Record
from tests.support.paths import DATA

RECORDS: Final = DATA / "records"
OTHER_REGISTRIES: Final = DATA / "registries"
"""Small records written for the project, each with one peculiarity."""

NAMESPACES: Final = {
    **PREFIXES,
    "doi": "https://doi.org/",
    "pubmed": "https://pubmed.ncbi.nlm.nih.gov/",
}
"""Short names of a test: the prefixes of kg's documents and more."""

_TYPED: Final = re.compile(rf'"([^"]*)"\^\^<{re.escape(XSD)}(\w+)>')
_BARE: Final = {"integer", "decimal", "boolean"}


class Said:
    """The statements of one graph, queried and returned in short names.

    "." is the trial, "./arm/a" a part of it, "/organization/x" anything else below the base; an
    outside IRI is `prefix:name`. A literal is its text in quotes with `^^xsd:date` behind it if it
    is one; numbers and booleans stand bare.
    """

    def __init__(self, graph: RecordGraph, base: str = DEFAULT_BASE) -> None:
        self.graph = graph
        self._own = f"<{base}trial/{graph.number}/"
        self._base = f"<{base}"
        self._said: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, predicate, term in graph.triples:
            self._said[self.short(subject), self.short(predicate)].append(self.short(term))

    def __call__(self, subject: str, predicate: str) -> list[str]:
        """The values of a property of a node, in the order of the graph."""
        return self._said.get((subject, "rdf:type" if predicate == "a" else predicate), [])

    def statements(self) -> Iterator[tuple[tuple[str, str], list[str]]]:
        """Every node and property with its values."""
        yield from self._said.items()

    def those(self, type_: str) -> set[str]:
        """The nodes of a class."""
        return {s for (s, p), values in self._said.items() if p == "rdf:type" and type_ in values}

    def short(self, term: str) -> str:
        """A term in its short form."""
        if term == self.graph.trial:
            return "."
        if term.startswith(self._own):
            return f"./{term[len(self._own) : -1]}"
        found = _short(term)
        if found == term and term.startswith(self._base):
            return f"/{term[len(self._base) : -1]}"
        return found


@cache
def _short(term: str) -> str:
    if term[0] == "<":
        for prefix, namespace in NAMESPACES.items():
            if term.startswith(namespace, 1):
                return f"{prefix}:{term[len(namespace) + 1 : -1]}"
        return term
    typed = _TYPED.fullmatch(term)
    if typed:
        return typed[1] if typed[2] in _BARE else f'"{typed[1]}"^^xsd:{typed[2]}'
    return term


def said_of(path: str | Path, iris: Iris | None = None) -> Said:
    """The graph of the only record of a file."""
    [record] = kg.read(path)
    return Said(kg.map_record(record, iris), iris.base if iris else DEFAULT_BASE)


def small_record(name: str) -> Record:
    """A small record."""
    [path] = RECORDS.glob(f"{name}.*")
    [record] = kg.read(path)
    return record


@cache
def small(name: str) -> Said:
    """The graph of a small record."""
    return Said(kg.map_record(small_record(name)), DEFAULT_BASE)
