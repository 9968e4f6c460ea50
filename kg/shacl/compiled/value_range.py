"""The bounds of a value node. https://www.w3.org/TR/shacl/#core-components-range"""

from __future__ import annotations

from kg.shacl.compiled.comparison import compare
from kg.shacl.compiled.constraints import OnEachAlone
from kg.shacl.compiled.declaration import Declaration
from kg.shacl.compiled.literals import is_literal


def compile_min_exclusive(shape: Declaration, value: str) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#MinExclusiveConstraintComponent"""
    return _compile_range(shape, value, {1})


def compile_min_inclusive(shape: Declaration, value: str) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#MinInclusiveConstraintComponent"""
    return _compile_range(shape, value, {0, 1})


def compile_max_exclusive(shape: Declaration, value: str) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#MaxExclusiveConstraintComponent"""
    return _compile_range(shape, value, {-1})


def compile_max_inclusive(shape: Declaration, value: str) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#MaxInclusiveConstraintComponent"""
    return _compile_range(shape, value, {-1, 0})


def _compile_range(shape: Declaration, value: str, allowed: set[int]) -> OnEachAlone:
    if not is_literal(value):
        raise shape.refused("the bound of a range is not a literal")

    def validate_range(node: str) -> bool:
        return compare(node, value) in allowed

    return OnEachAlone(validate_range)
