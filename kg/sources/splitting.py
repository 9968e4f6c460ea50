"""Plain streams cut into records: one study, an array, a page of the API, JSON lines, a web page.

JSON lines: https://jsonlines.org; a page of the API: `{"studies": [...], "nextPageToken": ...}`,
https://clinicaltrials.gov/data-api/api. The kind of a stream shows in its first two lines.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from itertools import count
from typing import NamedTuple, TypeAlias

import msgspec

from kg.errors import KgError, RecordError, SourceError
from kg.sources.text_encoding import BYTE_ORDER_MARKS, decoded, json_fault

LARGEST_RECORD = 200 << 20
"""The most bytes of one record, one line of JSON lines or one web page."""

LARGEST_DOCUMENT = 1 << 30
"""The most bytes of a JSON document of many records (array, API page), which is read whole."""


class Blob(NamedTuple):
    """One record as raw bytes, and its place for messages."""

    place: str
    data: bytes


class LineRange(NamedTuple):
    """Whole lines of a file: the first byte, the end, and the number of the first line."""

    start: int
    end: int
    number: int


Found: TypeAlias = Blob | KgError
"""The next item read: a record's bytes, or the error in its place."""


class _ApiPage(msgspec.Struct):
    studies: list[msgspec.Raw] | None = None


_decode_value = msgspec.json.Decoder(msgspec.Raw).decode
_decode_array = msgspec.json.Decoder(list[msgspec.Raw]).decode
_decode_page = msgspec.json.Decoder(_ApiPage).decode

_MOST_BLANK_LINES = 1000  # between the first line and the second

_ARRAY = re.compile(rb"\s*\[")
_PERHAPS_PAGE = re.compile(rb'\s*\{\s*"(?!protocolSection")')
_ELEMENTS = re.compile(r'\s*(?:\{.*?"studies"\s*:\s*)?\[', re.DOTALL)
_BETWEEN = re.compile(r"[ \t\r\n,]*")


def documents(stream: io.BufferedReader, place: str) -> Iterator[Found]:
    """Every record in a plain stream. Raises KgError if no more of it can be read."""
    head = stream.peek(4)
    mark = next((mark for mark in BYTE_ORDER_MARKS if head.startswith(mark)), b"")
    if len(mark) == 3:
        stream.read(len(mark))
    elif mark:
        text = decoded(_whole(stream, place), place, BYTE_ORDER_MARKS[mark])
        stream = io.BufferedReader(io.BytesIO(text.encode()))
    yield from _cut(stream, place)


def line_ranges(stream: io.BufferedReader, size: int) -> Iterator[LineRange] | None:
    """A file of JSON lines cut into ranges of about `size` bytes; None if it is not one."""
    if stream.peek(4).startswith(tuple(BYTE_ORDER_MARKS)) or not _beginning(stream).is_lines:
        return None
    stream.seek(0)
    return _ranges(stream, size)


def _ranges(stream: io.BufferedReader, size: int) -> Iterator[LineRange]:
    start, position, number = 0, 0, 1
    while piece := stream.read(size):
        end = piece.rfind(b"\n") + 1
        if end:
            yield LineRange(start, position + end, number)
            start = position + end
            number += piece.count(b"\n")
        position += len(piece)
    if start < position:
        yield LineRange(start, position, number)


def lines_of(stream: io.BufferedReader, place: str, number: int) -> Iterator[Found]:
    """The records in JSON lines; `number` is that of the first line."""
    for at, line in _lines(stream, number):
        yield from _records(line, f"{place}:{at}")


class _Beginning(NamedTuple):
    """The first lines of a stream up to the second that is not blank; `number` is the first's."""

    number: int
    lines: list[bytes]
    is_lines: bool


def _beginning(stream: io.BufferedReader) -> _Beginning:
    number, first = next(_lines(stream, 1), (0, b""))
    ahead = _ahead(stream) if first.endswith(b"\n") else []
    is_lines = bool(ahead) and _are_lines(first, ahead[-1])
    return _Beginning(number, [first, *ahead] if first else [], is_lines)


def _cut(stream: io.BufferedReader, place: str) -> Iterator[Found]:
    number, begun, is_lines = _beginning(stream)
    if not begun:
        raise SourceError(f"{place} is empty: was it downloaded or saved completely?")
    if not is_lines:
        yield from _records(_whole(stream, place, b"".join(begun)), place)
        return
    second = number + len(begun) - 1
    _pass_over_rest(stream, begun[-1])
    for at, line in ((number, begun[0]), (second, begun[-1])):
        yield from _records(line, f"{place}:{at}")
    yield from lines_of(stream, place, second + 1)


def _lines(stream: io.BufferedReader, number: int) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, and their numbers; a line that is too long is cut."""
    for at in count(number):
        line = stream.readline(LARGEST_RECORD + 1)
        if not line:
            return
        if not line.isspace():
            yield at, line
        _pass_over_rest(stream, line)


def _pass_over_rest(stream: io.BufferedReader, line: bytes) -> None:
    """Skips to the end of a line that is too long to be read."""
    while len(line) > LARGEST_RECORD and not line.endswith(b"\n"):
        line = stream.readline(LARGEST_RECORD + 1)


def _ahead(stream: io.BufferedReader) -> list[bytes]:
    """The next lines up to one that is not blank."""
    ahead: list[bytes] = []
    while len(ahead) < _MOST_BLANK_LINES and (not ahead or ahead[-1].isspace()):
        line = stream.readline(LARGEST_RECORD + 1)
        if not line:
            break
        ahead.append(line)
    return ahead


def _are_lines(first: bytes, second: bytes) -> bool:
    """Whether two lines are a document each, not parts of one document."""
    if first.lstrip()[:1] not in (b"{", b"["):
        return second.startswith(b'{"') and not first.lstrip().startswith(b"<")
    if second.isspace() or first.rstrip()[-1:] in (b"{", b"[", b",", b":"):
        return False
    return second.lstrip().startswith(b"{") or _is_complete(first)


def _is_complete(line: bytes) -> bool:
    try:
        _decode_value(line)
    except (msgspec.DecodeError, RecursionError):
        return False
    return True


def _whole(stream: io.BufferedReader, place: str, begun: bytes = b"") -> bytes:
    data = begun + stream.read(max(0, LARGEST_DOCUMENT + 1 - len(begun)))
    if len(data) > LARGEST_DOCUMENT:
        raise RecordError(
            place,
            f"larger than {LARGEST_DOCUMENT >> 20} MB: "
            "give this many records as JSON lines or as a zip of single records",
        )
    return data


def _records(data: bytes, place: str) -> Iterator[Found]:
    """The records of one JSON document."""
    studies: list[msgspec.Raw] | None = None
    try:
        if _ARRAY.match(data):
            studies = _decode_array(data)
        elif _PERHAPS_PAGE.match(data):
            studies = _decode_page(data).studies
    except msgspec.ValidationError:
        pass  # an object whose "studies" is not a list: its reader reports what it lacks
    except (msgspec.DecodeError, RecursionError) as error:
        yield from _sound_records(data, place, json_fault(data, error))
        return
    if studies is None:
        yield _one(data, place)
        return
    for index, study in enumerate(studies):
        yield _one(bytes(study), f"{place}[{index}]")


def _sound_records(data: bytes, place: str, fault: str) -> Iterator[Found]:
    """The records of a list before the point where it is broken."""
    text = data.decode("latin-1")  # so that a position in the text is one in the bytes
    opening = _ELEMENTS.match(text)
    if not opening:
        yield _one(data, place)
        return
    end = opening.end()
    for index in count():
        start = _BETWEEN.match(text, end).end()  # type: ignore[union-attr]
        try:
            _, end = json.JSONDecoder().raw_decode(text, start)
        except (ValueError, RecursionError):
            yield RecordError(f"{place}[{index}]", f"{fault}; nothing is read from here on")
            return
        yield _one(data[start:end], f"{place}[{index}]")


def _one(data: bytes, place: str) -> Found:
    if len(data) > LARGEST_RECORD:
        return RecordError(place, f"larger than {LARGEST_RECORD >> 20} MB, the limit for a record")
    return Blob(place, data)
