"""Lookups in the named graphs of an opened store, without SPARQL: a few microseconds each.

Predicates are terms of `kg.rdf.vocabulary`; other terms are those of pyoxigraph. Only named
graphs are read, as in the queries, and a triple in the place of a node is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from kg.rdf.datatypes import STRING
from kg.rdf.terms import Triple, literal

if TYPE_CHECKING:
    import pyoxigraph

    Node: TypeAlias = pyoxigraph.NamedNode | pyoxigraph.BlankNode
    Term: TypeAlias = Node | pyoxigraph.Literal


class Quads:
    """The named graphs of a store."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        import pyoxigraph

        self._store = store
        self._node = pyoxigraph.NamedNode
        self.literal = pyoxigraph.Literal
        self._triple = pyoxigraph.Triple
        self._default = pyoxigraph.DefaultGraph

    def statements(
        self,
        subject: Node | None,
        predicate: str | None,
        value: Term | None = None,
        graph: Node | None = None,
    ) -> Iterator[tuple[Node, Term, Node]]:
        """The subjects, values and graphs of a property; None stands for any."""
        known = None if predicate is None else self._node(predicate[1:-1])
        for quad in self._store.quads_for_pattern(subject, known, value, graph):
            it, has, place = quad.subject, quad.object, quad.graph_name
            if not (
                isinstance(place, self._default)
                or isinstance(it, self._triple)
                or isinstance(has, self._triple)
            ):
                yield it, has, place

    def reached(self, start: Node, graph: Node, without: str = "") -> Iterator[Triple]:
        """The triples of a node, of their values, of the values of these, and so on.

        They are in N-Triples text. The values of the property `without` are not followed.
        """
        seen, waiting = {start.value}, [start]
        while waiting:
            node = waiting.pop()
            for quad in self._store.quads_for_pattern(node, None, None, graph):
                value, property = quad.object, f"<{quad.predicate.value}>"
                if isinstance(value, self._triple):
                    continue
                yield f"<{node.value}>", property, self._text(value)
                if (
                    not isinstance(value, self.literal)
                    and property != without
                    and value.value not in seen
                ):
                    seen.add(value.value)
                    waiting.append(value)

    def triples(self, graph: Node) -> Iterator[Triple]:
        """All triples of a graph, in N-Triples text."""
        for quad in self._store.quads_for_pattern(None, None, None, graph):
            node, value = quad.subject, quad.object
            if not isinstance(node, self._triple) and not isinstance(value, self._triple):
                yield f"<{node.value}>", f"<{quad.predicate.value}>", self._text(value)

    def about(
        self, node: Node, graph: Node | None = None, *, referring: bool = True
    ) -> Iterator[tuple[str, Triple]]:
        """The triples that have a node as subject, and then those that have it as object.

        Each is in N-Triples text, with its graph; those of several graphs come several times. Only
        the former are read unless `referring`.
        """
        patterns = ((node, None), (None, node)) if referring else ((node, None),)
        for subject, value in patterns:
            for quad in self._store.quads_for_pattern(subject, None, value, graph):
                it, has, place = quad.subject, quad.object, quad.graph_name
                if not (
                    isinstance(place, self._default)
                    or isinstance(it, self._triple)
                    or isinstance(has, self._triple)
                ):
                    triple = f"<{it.value}>", f"<{quad.predicate.value}>", self._text(has)
                    yield f"<{place.value}>", triple

    def _text(self, value: Term) -> str:
        if not isinstance(value, self.literal):
            return f"<{value.value}>"
        if value.language:
            return f"{literal(value.value)}@{value.language}"
        kind = value.datatype.value
        return literal(value.value) if kind == STRING else f"{literal(value.value)}^^<{kind}>"

    def subjects(
        self, predicate: str, value: Term, graph: Node | None = None
    ) -> list[tuple[Node, Node]]:
        """What has a property with this value, each with the graph that says so."""
        found = self.statements(None, predicate, value, graph)
        return [(subject, place) for subject, _, place in found]

    def properties(self, subject: Node, value: Term, graph: Node) -> list[str]:
        """The properties of a node that have this value in a graph, in N-Triples text."""
        found = self._store.quads_for_pattern(subject, None, value, graph)
        return [f"<{quad.predicate.value}>" for quad in found]

    def nodes(self, subject: Node, predicate: str, graph: Node) -> list[Node]:
        """The values of a property in a graph that are no literals."""
        found = self.terms(subject, predicate, graph)
        return [value for value in found if not isinstance(value, self.literal)]

    def terms(self, subject: Node, predicate: str, graph: Node) -> list[Term]:
        """The values of a property in a graph."""
        return [value for _, value, _ in self.statements(subject, predicate, None, graph)]

    def texts(self, subject: Node, predicate: str, graph: Node, after: str = "") -> list[str]:
        """The texts of these values; of an IRI only the part that follows `after`."""
        texts = [value.value for value in self.terms(subject, predicate, graph)]
        return [text.partition(after)[2] for text in texts] if after else texts
