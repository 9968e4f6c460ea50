"""The full text cut into trials: the country records of one trial that follow each other."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Final

from kg.errors import RecordError
from kg.registries.numbers import trial_number
from kg.sources import found
from kg.sources.found import Blob, Found
from kg.system.compression import PIECE

_SUMMARY: Final = (
    r"(?:Sponsor(?:'|’)s Protocol Code Number|National Competent Authority|Clinical Trial Type)"
)
_BEGINNING: Final = (
    r"(?<![^\r\n])[ \t]*+(?:Summary[ \t]*+[\r\n]\s*+)?"
    r"EudraCT Number[ \t]*+:[ \t]*+(?P<number>[^\r\n]*+)[\r\n]"
    rf"\s*+{_SUMMARY}[ \t]*+:"
)
BEGINNING: Final = re.compile(_BEGINNING.encode())
"""How a country record begins; the number alone may also be in the middle of a text."""

_BEGINNING_OF_TEXT: Final = re.compile(_BEGINNING)
_LONGEST_BEGINNING: Final = 1 << 10


def country_texts(text: str) -> list[str]:
    """The texts of the country records in the text of one trial, with plain line ends."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    starts = [match.start() for match in _BEGINNING_OF_TEXT.finditer(text)] or [0]
    ends = [*starts[1:], len(text)]
    return [text[start:end] for start, end in zip(starts, ends, strict=True)]


def trials(stream: io.BufferedReader, place: str) -> Iterator[Found]:
    """The country records of each trial as raw bytes, or the error in their place.

    What precedes the first record is left out. If the file has several trials, the place of each
    ends in the number of its first line.
    """
    waiting: tuple[int, bytes] | None = None
    several = False
    for item in _cut(stream):
        several = several or waiting is not None
        if waiting is not None:
            yield _found(*waiting, place)
        waiting = item
    if waiting is not None:
        line, data = waiting
        yield _found(line, data, place) if several else _found(None, data, place)


def _found(line: int | None, data: bytes, place: str) -> Found:
    where = place if line is None else f"{place}:{line}"
    if len(data) > found.LARGEST_RECORD:
        return RecordError(where, found.too_large())
    return Blob(where, data)


def _cut(stream: io.BufferedReader) -> Iterator[tuple[int, bytes]]:
    """The first line of each trial, and its country records; not much more than is allowed."""
    data, line, searched = b"", 1, 0
    number: str | None = None
    while True:
        match = BEGINNING.search(data, searched)
        if match is None:
            searched = max(searched, len(data) - _LONGEST_BEGINNING)
            if len(data) > found.LARGEST_RECORD and number is not None:
                yield line, data
                line += _lines(data, searched)
                data, searched, number = data[searched:], 0, None
            piece = stream.read(PIECE)
            if not piece:
                break
            data += piece
            continue
        next_number = _number(match["number"])
        start = match.start()
        searched = match.end()
        if next_number != number:
            if number is not None:
                yield line, data[:start]
            line += _lines(data, start)
            data, searched, number = data[start:], searched - start, next_number
    if number is not None:
        yield line, data


def _lines(data: bytes, end: int) -> int:
    """The number of line ends before `end`: LF, or CR in a text without LF."""
    return data.count(b"\n", 0, end) or data.count(b"\r", 0, end)


def _number(given: bytes) -> str:
    text = given.decode("ascii", "replace").strip()
    known = trial_number(text)
    return known.number if known else text
