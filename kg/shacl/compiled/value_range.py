"""Between which bounds a value node lies. https://www.w3.org/TR/shacl/#core-components-range"""

from __future__ import annotations

import rdflib
from rdflib.term import Node

from kg.shacl.compiled.checks import OnEachAlone
from kg.shacl.compiled.declaration import Declaration, term_of
from kg.shacl.compiled.order import compare


def compile_min_exclusive(shape: Declaration, value: Node) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#MinExclusiveConstraintComponent"""
    return _compile_range(shape, value, {1})


def compile_min_inclusive(shape: Declaration, value: Node) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#MinInclusiveConstraintComponent"""
    return _compile_range(shape, value, {0, 1})


def compile_max_exclusive(shape: Declaration, value: Node) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#MaxExclusiveConstraintComponent"""
    return _compile_range(shape, value, {-1})


def compile_max_inclusive(shape: Declaration, value: Node) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#MaxInclusiveConstraintComponent"""
    return _compile_range(shape, value, {-1, 0})


def _compile_range(shape: Declaration, value: Node, allowed: set[int]) -> OnEachAlone:
    if not isinstance(value, rdflib.Literal):
        raise shape.refused("the bound of a range is no literal")
    bound = term_of(value)

    def validate_range(node: str) -> bool:
        return compare(node, bound) in allowed

    return OnEachAlone(validate_range)
