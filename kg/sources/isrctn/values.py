"""Readers of single values of ISRCTN's XML."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from kg.records.base import DateStruct
from kg.sources.classic_xml.reading import (
    Element,
    ElementTable,
    ElementText,
    Leftovers,
    Reader,
    path_of,
)
from kg.sources.classic_xml.values import line, number_of, words
from kg.text.fillers import says_nothing
from kg.text.plain_words import plain_words

T = TypeVar("T")

_DAY: Final = r"([0-9]{4}-[0-9]{2}-[0-9]{2})"
_MIDNIGHT: Final = re.compile(rf"{_DAY}T00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)")
"""A date to which the registry adds a time of day that nobody gave."""

_MOMENT: Final = re.compile(rf"{_DAY}T[0-9]{{2}}:[0-9]{{2}}[0-9:.]*Z")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+")
_THOUSANDS: Final = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_AGE: Final = re.compile(r"([0-9.]+) *([A-Za-z]+)")


def only(pattern: str) -> ElementText[str]:
    """A row for an attribute that says nothing if it has this form, and else is kept."""
    form = re.compile(pattern)
    return ElementText("", lambda text: text if form.fullmatch(text) else None)


_KEY: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"

KEY: Final = only(_KEY)
"""A row for the key of an element, to which nothing outside of the document refers."""


def filled(table: ElementTable, made: Callable[[], T]) -> Reader[T]:
    """A reader of an element into a new object."""

    def read(element: Element, leftovers: Leftovers) -> T:
        new = made()
        table.fill(new, element, leftovers)
        return new

    return read


def is_key(text: str) -> bool:
    """Whether a text is the key of an element within the registry, or blank."""
    return not text or re.fullmatch(_KEY, text) is not None


def told(element: Element, leftovers: Leftovers) -> str | None:
    """A text of several lines; one that says nothing is kept as a leftover."""
    return _said(words(element, leftovers), element, leftovers)


def name(element: Element, leftovers: Leftovers) -> str | None:
    """A text of one line; one that says nothing is kept as a leftover."""
    return _said(line(element, leftovers), element, leftovers)


def postal(element: Element, leftovers: Leftovers) -> str | None:
    """The lines of a postal address on one line, with commas between them."""
    text = told(element, leftovers)
    lines = [line.strip() for line in text.split("\n")] if text else []
    return ", ".join(each.rstrip(" ,") for each in lines if each) or None


def _said(text: str | None, element: Element, leftovers: Leftovers) -> str | None:
    if not text or not says_nothing(text):
        return text
    if plain_words(text):
        leftovers.keep_text(path_of(element), text)
    return None


def known(codes: Mapping[str, T]) -> Reader[T]:
    """A reader of a word of a vocabulary; an unknown word is kept as a leftover."""

    def read(element: Element, leftovers: Leftovers) -> T | None:
        text = line(element, leftovers)
        if text and text not in codes:
            leftovers.keep_text(path_of(element), text)
        return codes.get(text) if text else None

    return read


def date_of(text: str) -> str:
    """A date without its false time of day; any other text as it is."""
    found = _MIDNIGHT.fullmatch(text)
    return found[1] if found else text


def day_of(text: str) -> str:
    """The day, in UTC, of a moment; any other text as it is."""
    found = _MOMENT.fullmatch(text)
    return found[1] if found else text


def date(element: Element, leftovers: Leftovers) -> str | None:
    """A date without its false time of day."""
    text = line(element, leftovers)
    return date_of(text) if text else None


def day(element: Element, leftovers: Leftovers) -> DateStruct | None:
    """The same; whether the day has come is not said."""
    text = date(element, leftovers)
    return DateStruct(date=text) if text else None


def flag_of(text: str) -> bool | None:
    """True or false; None for any other text."""
    return {"true": True, "false": False}.get(text.strip().lower())


def yes_or_no(element: Element, leftovers: Leftovers) -> bool | None:
    """True or false."""
    text = line(element, leftovers)
    value = flag_of(text) if text else None
    if text and value is None:
        leftovers.keep_text(path_of(element), text)
    return value


def address(text: str) -> str | None:
    """A web address; None for any other text."""
    return text.strip() if _ADDRESS.fullmatch(text.strip()) else None


def count_of(text: str) -> int | None:
    """A whole number, also with commas between its thousands; None for any other text."""
    return number_of(text.replace(",", "") if _THOUSANDS.fullmatch(text) else text)


def age(element: Element, leftovers: Leftovers) -> str | None:
    """An age with its unit; its attributes say the same in parts, and are kept if they do not."""
    text = (element.text or "").strip()
    value, unit = element.get("value", ""), element.get("unit", "")
    if not text:
        return f"{value.removesuffix('.0')} {unit.capitalize()}" if value and unit else None
    found = _AGE.fullmatch(text)
    number, word = (found[1], found[2].lower()) if found else ("", "")
    for name, given, said in (("value", value.removesuffix(".0"), number), ("unit", unit, word)):
        if given != said:
            leftovers.keep_text(f"{path_of(element)}@{name}", given)
    return text
