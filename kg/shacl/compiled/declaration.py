"""A shape as the shapes graph declares it: what the compile functions read.

https://www.w3.org/TR/shacl/#shapes-graph
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from kg.errors import ShapesError
from kg.rdf.terms import XSD, is_iri
from kg.rdf.vocabulary import RDF
from kg.shacl.compiled.comparison import value_of
from kg.shacl.compiled.graph import Graph
from kg.shacl.compiled.literals import datatype_of, is_blank, is_literal, text_of
from kg.shacl.report import SH, short

if TYPE_CHECKING:
    from kg.shacl.compiled.shape import Shape

RDF_FIRST: Final = f"<{RDF}first>"
RDF_REST: Final = f"<{RDF}rest>"
RDF_NIL: Final = f"<{RDF}nil>"


def sh(local: str) -> str:
    """The term of SHACL with this local name."""
    return f"<{SH}{local}>"


@dataclass(frozen=True, slots=True)
class Declaration:
    """A node of the shapes graph that is a shape; `shape_of` compiles those that it refers to."""

    graph: Graph
    node: str
    shape_of: Callable[[str], Shape]

    def values(self, parameter: str) -> Sequence[str]:
        """All values of a parameter, given by its local name."""
        return self.graph.of(self.node).get(sh(parameter), ())

    def value(self, parameter: str) -> str | None:
        """The one value of a parameter; None where there is none."""
        values = self.values(parameter)
        if len(values) > 1:
            raise self.refused(f"sh:{parameter} has {len(values)} values where one may be")
        return values[0] if values else None

    def integer(self, parameter: str) -> int:
        """The value of a parameter that is there and must be an integer."""
        term = self.value(parameter)
        _, value = (value_of(term) if term else None) or ("", None)
        if not isinstance(value, Decimal) or datatype_of(term or "") == f"{XSD}decimal":
            raise self.refused(f"sh:{parameter} is no integer")
        return int(value)

    def flag(self, parameter: str) -> bool:
        """Whether the value of a parameter is the literal `true`, of which alone SHACL speaks."""
        term = self.value(parameter)
        if term is None:
            return False
        _, value = value_of(term) or ("", None)
        if not isinstance(value, bool):
            raise self.refused(f"sh:{parameter} is neither true nor false")
        return text_of(term) == "true"

    def text(self, parameter: str) -> str | None:
        """The value of a parameter that is a string."""
        value = self.value(parameter)
        if value is not None and not is_literal(value):
            raise self.refused(f"sh:{parameter} is no text")
        return None if value is None else text_of(value)

    def iri(self, parameter: str, value: str) -> str:
        """The value itself, which must be an IRI."""
        if not is_iri(value):
            raise self.refused(f"sh:{parameter} is no IRI")
        return value

    def items(self, value: str) -> list[str]:
        """The members of a list."""
        return items(self.graph, value)

    def shapes(self, value: str) -> list[Shape]:
        """The shapes that are members of a list."""
        return [self.shape_of(each) for each in self.items(value)]

    def refused(self, reason: str) -> ShapesError:
        """The error that says why this shape can't be used."""
        return refused(self.graph, self.node, reason)


def items(graph: Graph, node: str) -> list[str]:
    """The members of a SHACL list: https://www.w3.org/TR/shacl/#dfn-shacl-list"""
    found: list[str] = []
    cells: set[str] = set()
    cell = node
    while cell != RDF_NIL:
        first, rest = (graph.of(cell).get(each, ()) for each in (RDF_FIRST, RDF_REST))
        if len(first) != 1 or len(rest) != 1 or cell in cells:
            raise refused(graph, node, "a list is not well-formed")
        cells.add(cell)
        found += first
        cell = rest[0]
    return found


def refused(graph: Graph, node: str, reason: str) -> ShapesError:
    """The error that names the shape which can't be used."""
    owner = node
    seen: set[str] = set()
    while is_blank(owner) and owner not in seen:
        seen.add(owner)
        above = graph.with_value(owner).values()
        owner = min((each for subjects in above for each in subjects), default=owner)
    where = "a shape without a name" if is_blank(owner) else short(owner)
    return ShapesError(f"{where}{' (inside)' if owner != node else ''}: {reason}")


def shape_term(graph: Graph, node: str) -> str:
    """The term of a shape; a nameless one is named by what it says, the same in every run."""
    if not is_blank(node):
        return node
    told = _told(graph, node, ())
    return f"_:shape-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


def _told(graph: Graph, node: str, above: tuple[str, ...]) -> str:
    if not is_blank(node) or node in above:
        return "_:" if is_blank(node) else node
    inside = (*above, node)
    properties = graph.of(node)
    if RDF_FIRST in properties:
        return f"({' '.join(_told(graph, each, inside) for each in items(graph, node))})"
    pairs = sorted(f"{p} {_told(graph, o, inside)}" for p in properties for o in properties[p])
    return f"[{';'.join(pairs)}]"
