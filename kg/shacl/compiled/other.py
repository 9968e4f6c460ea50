"""Closed shapes, a required value, a list of allowed values.

https://www.w3.org/TR/shacl/#core-components-others
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from kg.rdf.terms import is_iri
from kg.shacl.compiled.constraints import Check, OnAll, OnEachAlone, Origin
from kg.shacl.compiled.declaration import Declaration
from kg.shacl.compiled.graph import Graph, Values
from kg.shacl.compiled.literals import same
from kg.shacl.compiled.shapes_graph import sh
from kg.shacl.report import Result


class Closed(Check):
    """Nodes that have only these predicates; the path of a result is the extra one."""

    def __init__(self, predicates: Iterable[str]) -> None:
        self.predicates = frozenset(predicates)

    def conforms(self, graph: Graph, focus: str, values: Values) -> bool:
        """Whether no node has another predicate."""
        return all(graph.of(node).keys() <= self.predicates for node in values)

    def report(
        self, graph: Graph, focus: str, values: Values, source: Origin, results: list[Result]
    ) -> None:
        """Adds a result for each triple with another predicate."""
        for node in values:
            properties = graph.of(node)
            if not self.predicates.issuperset(properties):
                for predicate in properties.keys() - self.predicates:
                    results.extend(
                        source.result(focus, value, predicate) for value in properties[predicate]
                    )

    def report_nodes(
        self, graph: Graph, nodes: Collection[str], source: Origin, results: list[Result]
    ) -> None:
        """Adds a result for each triple of the focus nodes with another predicate."""
        if not all(map(self.predicates.issuperset, map(graph.of, nodes))):
            super().report_nodes(graph, nodes, source, results)


def compile_closed(shape: Declaration, _: str) -> Check:
    """https://www.w3.org/TR/shacl/#ClosedConstraintComponent"""
    ignored = shape.value("ignoredProperties")
    listed = [] if ignored is None else shape.items(ignored)
    listed = [shape.iri("ignoredProperties", each) for each in listed]
    paths = [
        path
        for property_shape in shape.values("property")
        for path in shape.graph.of(property_shape).get(sh("path"), ())
        if is_iri(path)
    ]
    closed = Closed([*listed, *paths])
    return closed if shape.flag("closed") else OnAll(lambda graph, focus, values: ())


def compile_has_value(shape: Declaration, value: str) -> OnAll:
    """https://www.w3.org/TR/shacl/#HasValueConstraintComponent"""
    wanted = same(value)

    def validate_has_value(graph: Graph, focus: str, values: Values) -> Iterable[None]:
        return () if wanted in map(same, values) else (None,)

    return OnAll(validate_has_value, asks_for_values=True)


def compile_in(shape: Declaration, value: str) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#InConstraintComponent"""
    members = frozenset(same(member) for member in shape.items(value))

    def validate_in(node: str) -> bool:
        return node in members or same(node) in members

    return OnEachAlone(validate_in)
