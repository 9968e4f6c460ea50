"""A shape as the shapes graph declares it: what the compile functions read.

https://www.w3.org/TR/shacl/#shapes-graph
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import rdflib
from rdflib import RDF, SH
from rdflib.term import Node

from kg.errors import ShapesError
from kg.rdflib_graph import to_term
from kg.shacl.report import short
from kg.terms import XSD as XSD_NAMESPACE

if TYPE_CHECKING:
    from kg.shacl.compiled.shape import Shape


@dataclass(frozen=True, slots=True)
class Declaration:
    """A node of the shapes graph that is a shape; `shape_of` compiles those that it refers to."""

    graph: rdflib.Graph
    node: Node
    shape_of: Callable[[Node], Shape]

    def values(self, parameter: str) -> list[Node]:
        """All values of a parameter, given by its local name."""
        return sorted(self.graph.objects(self.node, SH[parameter]), key=to_term)

    def value(self, parameter: str) -> Node | None:
        """The one value of a parameter; None where there is none."""
        values = self.values(parameter)
        if len(values) > 1:
            raise self.refused(f"sh:{parameter} has {len(values)} values where one may be")
        return values[0] if values else None

    def integer(self, parameter: str) -> int:
        """The value of a parameter that is there and must be an integer."""
        value = self.value(parameter)
        number = value.value if isinstance(value, rdflib.Literal) else None
        if isinstance(number, bool) or not isinstance(number, int):
            raise self.refused(f"sh:{parameter} is no integer")
        return number

    def flag(self, parameter: str) -> bool:
        """Whether the value of a parameter is the literal `true`, of which alone SHACL speaks."""
        value = self.value(parameter)
        if value is None:
            return False
        if not isinstance(value, rdflib.Literal) or not isinstance(value.value, bool):
            raise self.refused(f"sh:{parameter} is neither true nor false")
        return str(value) == "true"

    def text(self, parameter: str) -> str | None:
        """The value of a parameter that is a string."""
        value = self.value(parameter)
        if value is not None and not isinstance(value, rdflib.Literal):
            raise self.refused(f"sh:{parameter} is no text")
        return None if value is None else str(value)

    def iri(self, parameter: str, value: Node) -> str:
        """The term of a value that must be an IRI."""
        if not isinstance(value, rdflib.URIRef):
            raise self.refused(f"sh:{parameter} is no IRI")
        return to_term(value)

    def items(self, value: Node) -> list[Node]:
        """The members of a list."""
        return items(self.graph, value)

    def shapes(self, value: Node) -> list[Shape]:
        """The shapes that are members of a list."""
        return [self.shape_of(each) for each in self.items(value)]

    def refused(self, reason: str) -> ShapesError:
        """The error that says why this shape can't be used."""
        return refused(self.graph, self.node, reason)


def items(graph: rdflib.Graph, node: Node) -> list[Node]:
    """The members of a SHACL list: https://www.w3.org/TR/shacl/#dfn-shacl-list"""
    found: list[Node] = []
    cells: set[Node] = set()
    cell = node
    while cell != RDF.nil:
        first, rest = list(graph.objects(cell, RDF.first)), list(graph.objects(cell, RDF.rest))
        if len(first) != 1 or len(rest) != 1 or cell in cells:
            raise refused(graph, node, "a list is not well-formed")
        cells.add(cell)
        found += first
        cell = rest[0]
    return found


def refused(graph: rdflib.Graph, node: Node, reason: str) -> ShapesError:
    """The error that names the shape which can't be used."""
    owner: Node = node
    seen: set[Node] = set()
    while isinstance(owner, rdflib.BNode) and owner not in seen:
        seen.add(owner)
        owner = min(graph.subjects(None, owner), key=to_term, default=owner)
    where = "a shape without a name" if isinstance(owner, rdflib.BNode) else short(to_term(owner))
    return ShapesError(f"{where}{' (inside)' if owner != node else ''}: {reason}")


def term_of(node: Node) -> str:
    """An RDF term in N-Triples text; xsd:string is not written, as in canonical N-Triples."""
    return to_term(node).removesuffix(f"^^<{XSD_NAMESPACE}string>")


def shape_term(graph: rdflib.Graph, node: Node) -> str:
    """The term of a shape; a nameless one is named by what it says, the same in every run."""
    if not isinstance(node, rdflib.BNode):
        return to_term(node)
    told = _told(graph, node, ())
    return f"_:shape-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def _told(graph: rdflib.Graph, node: Node, above: tuple[Node, ...]) -> str:
    if not isinstance(node, rdflib.BNode) or node in above:
        return "_:" if isinstance(node, rdflib.BNode) else to_term(node)
    inside = (*above, node)
    if (node, RDF.first, None) in graph:
        return f"({' '.join(_told(graph, each, inside) for each in items(graph, node))})"
    pairs = graph.predicate_objects(node)
    return f"[{';'.join(sorted(f'{to_term(p)} {_told(graph, o, inside)}' for p, o in pairs))}]"
