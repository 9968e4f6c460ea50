"""The nodes of a graph: subjects with their predicates and objects, in the order of code points.

`Nodes` is what reads them takes. A graph of kg's own has them in a store, which also writes them:
`PlainNodes` here, or that of the core with the same methods. `NodeCounts` counts them, here or in
the core.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from kg.rdf.vocabulary import RDF_TYPE
from kg.system.core import core

if TYPE_CHECKING:
    import kg_trials_core

Properties = Mapping[str, tuple[str, ...]]
"""Predicate -> objects, each once; never empty."""

Nodes = Mapping[str, Properties]
"""Subject -> its predicates and objects."""

Types = tuple[str, ...]
"""The classes of a node, sorted."""


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

    def objects(self, subject: str, predicate: str) -> tuple[str, ...]:
        """The objects of a predicate of a node; none if there is no such node."""
        properties = self.get(subject)
        return () if properties is None else properties.get(predicate, ())

    def instances(self, class_: str) -> list[str]:
        """The nodes of a class."""
        return [node for node, has in self.items() if class_ in has.get(RDF_TYPE, ())]


NodeStore: TypeAlias = "PlainNodes | kg_trials_core.Nodes"
"""The nodes of a graph of kg's own."""


@dataclass(slots=True)
class PlainNodeCounts:
    """Nodes by their classes, those of them that other records may have, too, and triples by the
    classes of their subject and by predicate; there are few combinations of classes.
    """

    nodes: Counter[Types] = field(default_factory=Counter)
    shared: Counter[Types] = field(default_factory=Counter)
    triples: defaultdict[Types, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @classmethod
    def of(
        cls,
        nodes: Mapping[Types, int],
        shared: Mapping[Types, int],
        triples: Mapping[Types, Mapping[str, int]],
    ) -> PlainNodeCounts:
        """The counts that are in mappings."""
        counts = cls(Counter(nodes), Counter(shared))
        for types, found in triples.items():
            counts.triples[types] = Counter(found)
        return counts

    def add(self, nodes: Nodes, number: str) -> list[Types]:
        """Adds the nodes of a graph, and returns the classes that they have; those without
        `number` in their IRI are shared.
        """
        found: dict[Types, None] = {}
        for subject, properties in nodes.items():
            types = properties.get(RDF_TYPE, ())
            found[types] = None
            self.nodes[types] += 1
            if number not in subject:
                self.shared[types] += 1
            triples = self.triples[types]
            for predicate, objects in properties.items():
                triples[predicate] += len(objects)
        return list(found)

    def update(self, later: NodeCounts) -> None:
        """Adds other counts."""
        self.nodes.update(later.nodes)
        self.shared.update(later.shared)
        for types, counts in later.triples.items():
            self.triples[types].update(counts)


if TYPE_CHECKING:
    NodeCounts = PlainNodeCounts
else:
    NodeCounts = PlainNodeCounts if core is None else core.NodeCounts

if core is not None:
    Mapping.register(core.Nodes)
