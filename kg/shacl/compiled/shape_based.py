"""Value nodes that conform to other shapes.

https://www.w3.org/TR/shacl/#core-components-shape
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from kg.shacl.compiled.constraints import Check, OnAll, OnEach, OnEachAlone, Origin
from kg.shacl.compiled.declaration import Declaration
from kg.shacl.compiled.graph import Graph, Values
from kg.shacl.compiled.shape import Shape
from kg.shacl.compiled.shapes_graph import sh
from kg.shacl.report import Result


class OnProperty(Check):
    """A property shape of each value node; it reports its own results."""

    def __init__(self, shape: Shape) -> None:
        self.shape = shape

    def conforms(self, graph: Graph, focus: str, values: Values) -> bool:
        """Whether each value node conforms to the property shape."""
        return all(self.shape.conforms(graph, node) for node in values)

    def report(
        self, graph: Graph, focus: str, values: Values, source: Origin, results: list[Result]
    ) -> None:
        """Adds the results of the property shape, with each value node as focus node."""
        for node in values:
            self.shape.validate(graph, node, results)


def compile_node(shape: Declaration, value: str) -> OnEach:
    """https://www.w3.org/TR/shacl/#NodeConstraintComponent"""
    other = shape.shape(value)
    if other.path is not None:
        raise shape.refused("sh:node is a property shape")
    alone = other.alone
    if alone is not None and other.exact:
        return OnEachAlone(alone)
    return OnEach(other.conforms, alone, other.together)


def compile_property(shape: Declaration, value: str) -> OnProperty:
    """https://www.w3.org/TR/shacl/#PropertyConstraintComponent"""
    other = shape.shape(value)
    if other.path is None:
        raise shape.refused("sh:property is not a property shape: it has no sh:path")
    return OnProperty(other)


def compile_qualified_min_count(shape: Declaration, _: str) -> OnAll:
    """https://www.w3.org/TR/shacl/#QualifiedMinCountConstraintComponent"""
    least = shape.count("qualifiedMinCount")
    count = _compile_count(shape)

    def validate_qualified_min_count(graph: Graph, focus: str, values: Values) -> Iterable[None]:
        return (None,) if count(graph, values) < least else ()

    return OnAll(validate_qualified_min_count, asks_for_values=least > 0)


def compile_qualified_max_count(shape: Declaration, _: str) -> OnAll:
    """https://www.w3.org/TR/shacl/#QualifiedMaxCountConstraintComponent"""
    most = shape.count("qualifiedMaxCount")
    count = _compile_count(shape)

    def validate_qualified_max_count(graph: Graph, focus: str, values: Values) -> Iterable[None]:
        return (None,) if count(graph, values) > most else ()

    return OnAll(validate_qualified_max_count)


def _compile_count(shape: Declaration) -> Callable[[Graph, Values], int]:
    """The count of value nodes that conform to the qualified value shape and no sibling of it."""
    value = shape.value("qualifiedValueShape")
    assert value is not None
    qualified = shape.shape(value)
    siblings = [shape.shape(other) for other in _siblings(shape, value)]

    def count(graph: Graph, values: Values) -> int:
        return sum(
            qualified.conforms(graph, node)
            and not any(sibling.conforms(graph, node) for sibling in siblings)
            for node in values
        )

    return count


def _siblings(shape: Declaration, value: str) -> set[str]:
    """https://www.w3.org/TR/shacl/#dfn-sibling-shapes"""
    if not shape.flag("qualifiedValueShapesDisjoint"):
        return set()
    graph = shape.graph
    return {
        other
        for parent in graph.with_value(shape.node).get(sh("property"), ())
        for property_shape in graph.of(parent).get(sh("property"), ())
        for other in graph.of(property_shape).get(sh("qualifiedValueShape"), ())
    } - {value}
