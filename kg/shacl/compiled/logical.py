"""Shapes joined by not, and, or, and exactly one.

https://www.w3.org/TR/shacl/#core-components-logical
"""

from __future__ import annotations

from kg.shacl.compiled.constraints import InGraph, OfValue, OnAllValues, OnEach, OnEachAlone
from kg.shacl.compiled.declaration import Declaration
from kg.shacl.compiled.graph import Graph
from kg.shacl.compiled.shape import Shape, all_of, any_of


def compile_not(shape: Declaration, value: str) -> OnEach:
    """https://www.w3.org/TR/shacl/#NotConstraintComponent"""
    other = shape.shape(value)

    def validate_not(graph: Graph, node: str) -> bool:
        return not other.conforms(graph, node)

    alone, together = other.alone, other.together
    if alone is not None and other.exact:
        return OnEachAlone(lambda node: not alone(node))
    turned = OnAllValues(together.none_holds, together.all_hold) if together else None
    return OnEach(validate_not, together=turned)


def compile_and(shape: Declaration, value: str) -> OnEach:
    """https://www.w3.org/TR/shacl/#AndConstraintComponent"""
    members = shape.shapes(value)

    def validate_and(graph: Graph, node: str) -> bool:
        return all(member.conforms(graph, node) for member in members)

    return _joined(members, validate_and, all_of([member.alone for member in members]))


def compile_or(shape: Declaration, value: str) -> OnEach:
    """https://www.w3.org/TR/shacl/#OrConstraintComponent"""
    members = shape.shapes(value)

    def validate_or(graph: Graph, node: str) -> bool:
        return any(member.conforms(graph, node) for member in members)

    return _joined(members, validate_or, any_of([member.alone for member in members]))


def compile_xone(shape: Declaration, value: str) -> OnEach:
    """https://www.w3.org/TR/shacl/#XoneConstraintComponent"""
    members = shape.shapes(value)

    def validate_xone(graph: Graph, node: str) -> bool:
        return sum(member.conforms(graph, node) for member in members) == 1

    return OnEach(validate_xone)


def _joined(members: list[Shape], holds: InGraph, alone: OfValue | None) -> OnEach:
    exact = all(member.alone is not None and member.exact for member in members)
    return OnEachAlone(alone) if alone is not None and exact else OnEach(holds, alone)
