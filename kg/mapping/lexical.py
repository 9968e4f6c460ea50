"""Lexical forms: the registry's dates, ages and MeSH ids in valid RDF, or None.

A partial date stays partial (xsd:gYearMonth, xsd:gYear); nothing is padded or guessed.
https://www.w3.org/TR/xmlschema11-2/
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Final

from kg.rdf.terms import literal, typed

_DATE: Final = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_DURATION: Final = re.compile(r"([0-9]{1,9})\s+(year|month|week|day|hour|minute)s?", re.IGNORECASE)
_MINUTES: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})T((?:[01][0-9]|2[0-3]):[0-5][0-9])")
_MESH: Final = re.compile(r"([DC])([0-9]{6}|[0-9]{9})")

_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_COUNT: Final = re.compile(r"[0-9]{1,18}")
_THOUSANDS: Final = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_BOUND: Final = re.compile(rf"\s*([<>]=?|[≤≥])\s*({_DECIMAL.pattern})\s*")

_PHASE: Final = re.compile(
    r"\bphase[ -]*(I{1,3}|IV|[1-4])[ab]?(?:\s*[/-]\s*(?:phase )?(I{1,3}|IV|[1-4])[ab]?)?\b",
    re.IGNORECASE,
)
_ROMAN: Final = {"I": "1", "II": "2", "III": "3", "IV": "4"}

_DESIGNATORS: Final = {
    "Year": ("P", 1, "Y"),
    "Month": ("P", 1, "M"),
    "Week": ("P", 7, "D"),
    "Day": ("P", 1, "D"),
    "Hour": ("PT", 1, "H"),
    "Minute": ("PT", 1, "M"),
}
"""Unit of the registry -> prefix, factor and designator of an xsd:duration (weeks have none)."""

LAST_SHORT_MESH: Final = {"D": 66_330, "C": 587_000}
"""The highest numbers of MeSH ids with six digits; later ones have nine.

NLM lengthened new ids from 2013 on and never changed an earlier one
(https://www.nlm.nih.gov/pubs/techbull/ma13/ma13_mesh_ui_expand.html): a number has one form only.
"""


@lru_cache(maxsize=65_536)
def date_term(value: str) -> str | None:
    """An xsd:date, gYearMonth or gYear, whichever `value` is; None if it is not a date."""
    match = _DATE.fullmatch(value)
    if not match:
        return None
    year, month, day = match.groups()
    try:
        datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return typed(value, "date" if day else "gYearMonth" if month else "gYear")


@lru_cache(maxsize=4_096)
def duration_term(value: str) -> str | None:
    """An xsd:duration from "18 Years"; None for "N/A" and other texts."""
    length = length_of_time(value)
    if not length:
        return None
    prefix, factor, designator = _DESIGNATORS[length[1]]
    return typed(f"{prefix}{length[0] * factor}{designator}", "duration")


def length_of_time(value: str) -> tuple[int, str] | None:
    """The number and the unit of "18 Years", which is "Year"; None for "N/A" and other texts."""
    match = _DURATION.fullmatch(value.strip())
    return (int(match.group(1)), match.group(2).title()) if match else None


def whole_years(value: str | None) -> int | None:
    """The years of an age that is given in years; None for any other unit."""
    length = length_of_time(value) if value else None
    return length[0] if length and length[1] == "Year" else None


def date_and_time(value: str) -> tuple[str, str] | None:
    """The xsd:date and the hh:mm of a time given to the minute, which has no type of its own."""
    match = _MINUTES.fullmatch(value)
    date = date_term(match.group(1)) if match else None
    return (date, match.group(2)) if match and date else None


@lru_cache(maxsize=65_536)
def mesh_id(value: str) -> str | None:
    """A MeSH id as NLM writes it; the registry pads older ones to nine digits (D000003920)."""
    match = _MESH.fullmatch(value)
    if not match:
        return None
    kind, digits = match.groups()
    return f"{kind}{int(digits):06}" if int(digits) <= LAST_SHORT_MESH[kind] else value


def stated_phases(text: str) -> list[str]:
    """The last phase stated in running text, as values of the registry: "phase I/II" is two."""
    matches = list(_PHASE.finditer(text))
    stated = matches[-1].groups() if matches else ()
    return [f"PHASE{_ROMAN.get(phase.upper(), phase)}" for phase in stated if phase]


@lru_cache(maxsize=65_536)
def decimal_terms(value: str) -> tuple[str | None, str | None]:
    """An xsd:decimal with the digits as given, and the text if it says more.

    "1.50" is only a decimal; "26,300" and "=0.2" are decimals with their text; "NA" and "<0.001"
    are only texts, and blank text is nothing.
    """
    return _number(value, _DECIMAL, "decimal")


@lru_cache(maxsize=65_536)
def count_terms(value: str) -> tuple[str | None, str | None]:
    """An xsd:integer from a count, and the text if it says more; like `decimal_terms`."""
    return _number(value, _COUNT, "integer")


def whole_number(value: str) -> int | None:
    """The number that a count is; None for any other text."""
    return int(value) if _COUNT.fullmatch(value) else None


def _number(value: str, form: re.Pattern[str], datatype: str) -> tuple[str | None, str | None]:
    if form.fullmatch(value):
        return typed(value, datatype), None
    digits = value.strip().removeprefix("=").strip()
    if _THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "")
    number = typed(digits, datatype) if form.fullmatch(digits) else None
    return number, literal(value) if value.strip() else None


def bound_terms(value: str) -> tuple[str | None, ...]:
    """The terms of a number that may be a bound: the number, its text, a lower and an upper bound.

    "<0.001" is its text and at most 0.001; any other text is as `decimal_terms` has it.
    """
    match = _BOUND.fullmatch(value)
    if not match:
        return *decimal_terms(value), None, None
    limit = typed(match.group(2), "decimal")
    lower, upper = (None, limit) if match.group(1)[0] in "<≤" else (limit, None)
    return None, literal(value), lower, upper
