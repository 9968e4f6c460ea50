"""The datatypes of numbers, dates and truth values, as IRIs without brackets.

https://www.w3.org/TR/xmlschema11-2/#built-in-datatypes
"""

from __future__ import annotations

from typing import Final

from kg.rdf.terms import XSD

_INTEGERS: Final = (
    "integer", "long", "int", "short", "byte",
    "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger",
    "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
)  # fmt: skip

INTEGERS: Final = frozenset(f"{XSD}{name}" for name in _INTEGERS)
"""xsd:integer and the types derived from it."""

FRACTIONS: Final = frozenset(f"{XSD}{name}" for name in ("decimal", "double", "float"))
"""The types of numbers that need not be whole."""

NUMBERS: Final = INTEGERS | FRACTIONS
"""The types of all numbers."""

STRING: Final = f"{XSD}string"
BOOLEAN: Final = f"{XSD}boolean"
DATE: Final = f"{XSD}date"
DATE_TIME: Final = f"{XSD}dateTime"

BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False}
"""Lexical form of a boolean -> its value."""


def truth_in_words(lexical: str) -> str:
    """Yes or No for a lexical form of xsd:boolean; another text as it is."""
    value = BOOLEANS.get(lexical)
    return lexical if value is None else "Yes" if value else "No"
