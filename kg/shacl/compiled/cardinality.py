"""The number of value nodes. https://www.w3.org/TR/shacl/#core-components-count"""

from __future__ import annotations

from kg.shacl.compiled.constraints import Count
from kg.shacl.compiled.declaration import Declaration


def compile_min_count(shape: Declaration, _: str) -> Count:
    """https://www.w3.org/TR/shacl/#MinCountConstraintComponent"""
    return Count(least=shape.count("minCount"))


def compile_max_count(shape: Declaration, _: str) -> Count:
    """https://www.w3.org/TR/shacl/#MaxCountConstraintComponent"""
    return Count(most=shape.count("maxCount"))
