"""A shape as the shapes graph declares it: what the compile functions read.

https://www.w3.org/TR/shacl/#shapes-graph
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.errors import ShapesError
from kg.rdf.terms import XSD, boolean, is_iri
from kg.shacl.compiled.comparison import value_of
from kg.shacl.compiled.graph import Graph
from kg.shacl.compiled.literals import datatype_of, is_literal, is_string, text_of
from kg.shacl.compiled.shapes_graph import items, refused, sh
from kg.shacl.report import short

if TYPE_CHECKING:
    from kg.shacl.compiled.shape import Shape

_TRUE, _FALSE = boolean(True), boolean(False)


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
        """The only value of a parameter; None if there is none."""
        values = self.values(parameter)
        if len(values) > 1:
            raise self.refused(f"sh:{parameter} has {len(values)} values, not one")
        return values[0] if values else None

    def count(self, parameter: str) -> int:
        """The value of a parameter that is present and must be an xsd:integer of 0 or more."""
        term = self.value(parameter)
        _, value = (value_of(term) if term else None) or ("", None)
        if (
            datatype_of(term or "_") != f"{XSD}integer"
            or not isinstance(value, Decimal)
            or value < 0
        ):
            raise self.refused(f"sh:{parameter} {short(term or '')} is not an integer of 0 or more")
        return int(value)

    def flag(self, parameter: str) -> bool:
        """Whether the value of a parameter is the literal `true`; SHACL has no `1`."""
        term = self.value(parameter)
        if term not in (None, _TRUE, _FALSE):
            raise self.refused(f"sh:{parameter} {short(term or '')} is neither true nor false")
        return term == _TRUE

    def text(self, parameter: str) -> str | None:
        """The value of a parameter that is a string."""
        value = self.value(parameter)
        if value is not None and not is_string(value):
            raise self.refused(f"sh:{parameter} {short(value)} is not a string")
        return None if value is None else text_of(value)

    def iri(self, parameter: str, value: str) -> str:
        """The value itself, which must be an IRI."""
        if not is_iri(value):
            raise self.refused(f"sh:{parameter} {short(value)} is not an IRI")
        return value

    def items(self, value: str) -> list[str]:
        """The members of a list."""
        return items(self.graph, value)

    def shape(self, value: str) -> Shape:
        """The shape of a node; a literal is refused."""
        if is_literal(value):
            raise self.refused(f"the literal {short(value)} is not a shape")
        return self.shape_of(value)

    def shapes(self, value: str) -> list[Shape]:
        """The shapes that are members of a list."""
        return [self.shape(each) for each in self.items(value)]

    def refused(self, reason: str) -> ShapesError:
        """The error that says why this shape can't be used."""
        return refused(self.graph, self.node, reason)
