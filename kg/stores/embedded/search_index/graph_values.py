"""The values of properties in one named graph, sorted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.rdf import vocabulary as vocab
from kg.stores.embedded.quads import Quads

if TYPE_CHECKING:
    from kg.stores.embedded.quads import Node


class GraphValues:
    """What a named graph says of its nodes."""

    def __init__(self, quads: Quads, graph: Node) -> None:
        self.name = graph.value
        self._quads = quads
        self._graph = graph
        self._names: dict[Node, str] = {}

    def texts(self, subject: Node, property_: str) -> list[str]:
        """The texts of values, or their IRIs."""
        return sorted(self._quads.texts(subject, property_, self._graph))

    def nodes(self, subject: Node, property_: str) -> list[Node]:
        """The values that are no literals."""
        found = self._quads.nodes(subject, property_, self._graph)
        return sorted(found, key=lambda node: node.value)

    def name_of(self, node: Node) -> str:
        """The first name of a node, which is read once."""
        if node not in self._names:
            self._names[node] = first_of(self.texts(node, vocab.SCHEMA_NAME))
        return self._names[node]


def first_of(found: Sequence[str]) -> str:
    """The first text; an empty one if there is none."""
    return found[0] if found else ""
