"""The nodes of a graph: subjects with their predicates and objects, in the order of code points.

`Nodes` is what reads them takes. A graph of kg's own has them in a store, which also writes and
counts them: `PlainNodes` here, or that of the core with the same methods.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, TypeAlias

from kg.rdf.vocabulary import RDF_TYPE
from kg.system.core import core

if TYPE_CHECKING:
    import kg_trials_core

Properties = Mapping[str, tuple[str, ...]]
"""Predicate -> objects, each once; never empty."""

Nodes = Mapping[str, Properties]
"""Subject -> its predicates and objects."""

Counted: TypeAlias = tuple[tuple[str, ...], int, int, list[tuple[str, int]]]
"""The classes of some nodes, their number, how many of them are shared, triples by predicate."""


class PlainNodes(dict[str, Properties]):
    """Nodes in a dictionary."""

    __slots__ = ()

    @property
    def size(self) -> int:
        """The number of triples."""
        return sum(len(o) for properties in self.values() for o in properties.values())

    def lines(self, end: str) -> bytes:
        """The triples in UTF-8, one a line, with `end` after the object."""
        return "".join(
            [
                f"{subject} {predicate} {term}{end}"
                for subject, properties in self.items()
                for predicate, objects in properties.items()
                for term in objects
            ]
        ).encode()

    def counted(self, number: str) -> list[Counted]:
        """Counts by the classes of the nodes; shared are those without `number` in their IRI."""
        nodes, shared = Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
        triples: dict[tuple[str, ...], Counter[str]] = {}
        for subject, properties in self.items():
            types = properties.get(RDF_TYPE, ())
            nodes[types] += 1
            if number not in subject:
                shared[types] += 1
            counts = triples.get(types)
            if counts is None:
                counts = triples[types] = Counter()
            for predicate, objects in properties.items():
                counts[predicate] += len(objects)
        return [
            (types, count, shared[types], list(triples[types].items()))
            for types, count in nodes.items()
        ]

    def instances(self, class_: str) -> list[str]:
        """The nodes of a class."""
        return [node for node, has in self.items() if class_ in has.get(RDF_TYPE, ())]


NodeStore: TypeAlias = "PlainNodes | kg_trials_core.Nodes"
"""The nodes of a graph of kg's own."""

if core is not None:
    Mapping.register(core.Nodes)
