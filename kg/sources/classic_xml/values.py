"""Readers of single values: lines, texts, dates, numbers, yes or no, the words of a vocabulary."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Final

from kg.records.base import DateStruct
from kg.sources.classic_xml.layout import unwrapped
from kg.sources.classic_xml.reading import (
    Element,
    ElementRow,
    ElementTable,
    ElementText,
    Leftovers,
    Reader,
    part,
    path_of,
)
from kg.sources.classic_xml.vocabulary import DATE_TYPE
from kg.sources.xml_characters import WHITE_SPACE, normalized_space

_NAMES: Final = (
    "January February March April May June July August September October November December"
)
_MONTHS: Final = {name: number for number, name in enumerate(_NAMES.split(), start=1)}
_DAY: Final = re.compile(r"([A-Za-z]+)\s+(?:([0-9]{1,2}),?\s*\b)?([0-9]{4})")
_YES_OR_NO: Final = {"yes": True, "no": False}
_MONTH_OF_YEAR: Final = re.compile(r"([0-9]{2})/([0-9]{4})")


def words(element: Element, leftovers: Leftovers) -> str | None:
    """The text of an element that has only text; None if it is blank."""
    if len(element) or element.attrib:
        leftovers.keep_rest(element)
    text = element.text
    return text.strip(WHITE_SPACE) or None if text else None


def line(element: Element, leftovers: Leftovers) -> str | None:
    """A text of one line."""
    text = words(element, leftovers)
    return normalized_space(text) if text and "\n" in text else text


def prose(element: Element, leftovers: Leftovers) -> str | None:
    """A text that is not wrapped: each of its lines is a paragraph."""
    text = words(element, leftovers)
    return paragraphs(text) if text else None


def paragraphs(text: str) -> str:
    """A text whose lines become paragraphs."""
    if "\n" not in text:
        return text
    return "\n\n".join(filter(None, (each.strip(WHITE_SPACE) for each in text.split("\n"))))


def wrapped(element: Element, leftovers: Leftovers) -> str | None:
    """A text that is wrapped and indented."""
    if len(element) or element.attrib:
        leftovers.keep_rest(element)
    return unwrapped(element.text or "")


class _Block:
    __slots__ = ("text",)

    def __init__(self) -> None:
        self.text: str | None = None


_BLOCK: Final = ElementTable({"textblock": ElementRow("text", wrapped)})


def block(element: Element, leftovers: Leftovers) -> str | None:
    """The text in an element's textblock."""
    found = _Block()
    _BLOCK.fill(found, element, leftovers)
    return found.text


@lru_cache(maxsize=4096)
def date(text: str) -> str:
    """A date in words ("April 2, 2020", "March 2021") in figures; any other text as it is."""
    if found := _MONTH_OF_YEAR.fullmatch(text):
        return f"{found[2]}-{found[1]}"
    found = _DAY.fullmatch(text)
    month = _MONTHS.get(found[1].title()) if found else None
    if not found or not month:
        return text
    if not found[2]:
        return f"{found[3]}-{month:02}"
    try:
        return datetime.date(int(found[3]), month, int(found[2])).isoformat()
    except ValueError:  # the thirtieth of February
        return text


def day(element: Element, leftovers: Leftovers) -> str | None:
    """A date, as precise as it is given."""
    text = words(element, leftovers)
    return date(text) if text else None


def coded(codes: Mapping[str, str]) -> Reader[str]:
    """A reader of a word of a vocabulary; an unknown word is not changed."""

    def read(element: Element, leftovers: Leftovers) -> str | None:
        text = line(element, leftovers)
        return codes.get(text, text) if text else None

    return read


def code(codes: Mapping[str, str]) -> Callable[[str], str]:
    """The same for an attribute."""
    return lambda text: codes.get(text, text)


typed_day: Final = part(
    DateStruct, {"#text": ElementText("date", date), "@type": ElementText("type", code(DATE_TYPE))}
)
"""A date with its type, an attribute."""


def flag(element: Element, leftovers: Leftovers) -> bool | None:
    """Yes or no."""
    text = words(element, leftovers)
    if text and text.casefold() in _YES_OR_NO:
        return _YES_OR_NO[text.casefold()]
    if text:
        leftovers.keep(element)
    return None


def whole(element: Element, leftovers: Leftovers) -> int | None:
    """A whole number; any other text is kept as a leftover."""
    text = words(element, leftovers)
    if text is None:
        return None
    number = number_of(text)
    if number is None:
        leftovers.keep(element)
    return number


def number_of(text: str) -> int | None:
    """A whole number written as one; None for any other text."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def said_elsewhere(says: Callable[[str, Element, Leftovers], bool]) -> ElementRow[None]:
    """A row for what the rest of the record repeats; kept only if the record does not say it."""

    def read(element: Element, leftovers: Leftovers) -> None:
        text = line(element, leftovers)
        if text and not says(text, element, leftovers):
            leftovers.keep_text(path_of(element), text)

    return ElementRow("", read)
