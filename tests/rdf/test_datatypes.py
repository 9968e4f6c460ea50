"""The datatypes of numbers, and truth values in words."""

from __future__ import annotations

import pytest

from kg.rdf.datatypes import FRACTIONS, INTEGERS, NUMBERS, truth_in_words
from kg.rdf.terms import XSD
from kg.shacl.compiled.datatypes import DATATYPES


def test_the_numbers_are_those_that_shapes_compare_as_numbers() -> None:
    numbers = {name: each for name, each in DATATYPES.items() if each.kind == "number"}
    assert {f"{XSD}{name}" for name in numbers} == NUMBERS
    whole = {f"{XSD}{name}" for name, each in numbers.items() if each.parse("1.5") is None}
    assert whole == INTEGERS == NUMBERS - FRACTIONS


@pytest.mark.parametrize(
    ("lexical", "words"),
    [("true", "Yes"), ("1", "Yes"), ("false", "No"), ("0", "No"), ("TRUE", "TRUE"), ("", "")],
)
def test_a_truth_value_in_words(lexical: str, words: str) -> None:
    assert truth_in_words(lexical) == words
