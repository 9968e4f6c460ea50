"""The value nodes compared with the values of another property of the focus node.

https://www.w3.org/TR/shacl/#core-components-property-pairs
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.shacl.compiled.comparison import compare
from kg.shacl.compiled.constraints import OnAll
from kg.shacl.compiled.declaration import Declaration
from kg.shacl.compiled.graph import Graph, Values
from kg.shacl.compiled.literals import same


def compile_equals(shape: Declaration, value: str) -> OnAll:
    """https://www.w3.org/TR/shacl/#EqualsConstraintComponent"""
    other = shape.iri("equals", value)

    def validate_equals(graph: Graph, focus: str, values: Values) -> Iterator[str]:
        mine = {same(node): node for node in values}
        others = {same(node): node for node in graph.objects(focus, other)}
        yield from (node for key, node in mine.items() if key not in others)
        yield from (node for key, node in others.items() if key not in mine)

    return OnAll(validate_equals, asks_for_values=True)


def compile_disjoint(shape: Declaration, value: str) -> OnAll:
    """https://www.w3.org/TR/shacl/#DisjointConstraintComponent"""
    other = shape.iri("disjoint", value)

    def validate_disjoint(graph: Graph, focus: str, values: Values) -> Iterator[str]:
        others = set(map(same, graph.objects(focus, other)))
        return (node for node in values if same(node) in others)

    return OnAll(validate_disjoint)


def compile_less_than(shape: Declaration, value: str) -> OnAll:
    """https://www.w3.org/TR/shacl/#LessThanConstraintComponent"""
    return _compile_order(shape.iri("lessThan", value), {-1})


def compile_less_than_or_equals(shape: Declaration, value: str) -> OnAll:
    """https://www.w3.org/TR/shacl/#LessThanOrEqualsConstraintComponent"""
    return _compile_order(shape.iri("lessThanOrEquals", value), {-1, 0})


def _compile_order(other: str, allowed: set[int]) -> OnAll:
    def validate_order(graph: Graph, focus: str, values: Values) -> Iterator[str]:
        others = graph.objects(focus, other)
        return (node for node in values for limit in others if compare(node, limit) not in allowed)

    return OnAll(validate_order)
