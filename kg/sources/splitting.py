"""Plain streams cut into records: JSON of any form, an XML document of many, a page or document of
one record.

The kind of a stream shows in its first bytes. A sequence of JSON documents can be read in parts;
each begins at a line where a record begins.
"""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from functools import partial
from typing import Final, NamedTuple

from kg.errors import RecordError, SourceError
from kg.sources import found, ictrp, record_starts, xml_records
from kg.sources.euctr import cutting
from kg.sources.found import Blob, Found
from kg.sources.json_stream import JsonStream
from kg.sources.text_encoding import BYTE_ORDER_MARKS, undecodable
from kg.system.compression import PIECE, stream_of

LARGEST_PART: Final = 64 << 20
"""The most bytes of a part; if no line begins with a record, the file is not cut further."""

_FIRST_SEAM: Final = 16 << 20
_NEXT: Final = 1 << 18
_SEAM: Final = re.compile(
    rb"\}[ \t\r]*+\n\s*+(?=%b|%b)" % (record_starts.RECORD.pattern, record_starts.PAGE.pattern),
    re.DOTALL,
)
_LONGEST_SEAM: Final = 1 << 12

_WIDE: Final = (
    (re.compile(rb"[{\[]\0\0\0"), "utf-32-le"),
    (re.compile(rb"\0\0\0[{\[]"), "utf-32-be"),
    (re.compile(rb"[{\[<]\0[^\0]\0"), "utf-16-le"),
    (re.compile(rb"\0[{\[<]\0[^\0]"), "utf-16-be"),
)
"""The first bytes of wide encodings without a mark: https://www.rfc-editor.org/rfc/rfc4627#section-3"""

_JSON: Final = re.compile(rb'\s*+(?:[{\[]|"\s*+(?:\{\s*+\\"|\[))')
_PRINTED: Final = re.compile(rb"\s*+\[?\s*+\{\s*+'")  # by Python
_MARKUP: Final = re.compile(rb"\s*+<[!?/a-zA-Z]")


class LineRange(NamedTuple):
    """Whole lines of a file: the first byte, the end, and the number of the first line."""

    start: int
    end: int
    number: int


def documents(stream: io.BufferedReader, place: str) -> Iterator[Found]:
    """Every record in a plain stream. Raises KgError if no more of it can be read."""
    encoding = _encoding(stream)
    if encoding == "utf-8-sig":
        stream.read(len(codecs.BOM_UTF8))
    elif encoding:
        stream = stream_of(_in_utf_8(stream, encoding, place))
    head = stream.peek(PIECE)
    if _is_json(head):
        yield from JsonStream(stream, place).records()
    elif head[:1] not in b"<" and cutting.BEGINNING.search(head):
        yield from cutting.trials(stream, place)
    elif parts := xml_records.records(stream, place):
        yield from parts
    elif ictrp.TABLE.match(head) and (rows := _rows(head, stream, place)):
        yield from rows
    else:
        yield _whole(stream, place)


def _rows(head: bytes, stream: io.BufferedReader, place: str) -> Iterator[Found] | None:
    """The rows of a table of WHO's ICTRP; None if it is not one."""
    from kg.sources.ictrp import csv_stream  # here, as most runs have none

    header = csv_stream.header_in(head)
    if isinstance(header, str):
        raise RecordError(place, header)
    return csv_stream.CsvStream(stream, place, header).rows() if header else None


def _encoding(stream: io.BufferedReader) -> str | None:
    """The encoding that the first bytes announce; None if they don't."""
    head = stream.peek(4)[:4]
    for mark, encoding in BYTE_ORDER_MARKS.items():
        if head.startswith(mark):
            return encoding
    return next((encoding for pattern, encoding in _WIDE if pattern.match(head)), None)


def _in_utf_8(stream: io.BufferedReader, encoding: str, place: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    before = 0
    while True:
        data = stream.read(PIECE)
        before -= len(decoder.getstate()[0])
        try:
            text = decoder.decode(data, final=not data)
        except UnicodeDecodeError as error:
            raise undecodable(error, place, encoding, before) from None
        before += len(data)
        if text:
            yield text.encode("utf-8", "surrogatepass")
        if not data:
            return


def _is_json(head: bytes) -> bool:
    if _MARKUP.match(head) or _PRINTED.match(head):
        return False
    return bool(_JSON.match(head) or record_starts.SECTION.search(head))


def _whole(stream: io.BufferedReader, place: str) -> Found:
    pieces: list[bytes] = []
    size = 0
    for piece in iter(partial(stream.read, PIECE), b""):
        pieces.append(piece)
        size += len(piece)
        if size > found.LARGEST_RECORD:
            return RecordError(place, found.too_large())
    data = b"".join(pieces)
    if not data or data.isspace():
        raise SourceError(f"{place} is empty: was it downloaded or saved completely?")
    return Blob(place, data)


def line_ranges(stream: io.BufferedReader, size: int) -> Iterator[LineRange] | None:
    """A file of several documents cut into ranges of about `size` bytes; None if it is not one.

    The last range may have any size.
    """
    head = stream.peek(4)
    if _encoding(stream) or not _is_json(head):
        return None
    stream.seek(0)
    near = b""
    while not (seam := _SEAM.search(near)) and stream.tell() < _FIRST_SEAM:
        piece = stream.read(_NEXT)
        if not piece:
            break
        near = near[-_LONGEST_SEAM:] + piece
    stream.seek(0)
    return _ranges(stream, size) if seam else None


def _ranges(stream: io.BufferedReader, size: int) -> Iterator[LineRange]:
    start, number, data, searched = 0, 1, b"", size
    while True:
        seam = _SEAM.search(data, searched) if len(data) > searched else None
        if seam:
            yield LineRange(start, start + seam.end(), number)
            number += data.count(b"\n", 0, seam.end())
            start += seam.end()
            data, searched = data[seam.end() :], size
            continue
        searched = max(searched, len(data) - _LONGEST_SEAM)
        piece = stream.read(size)
        if not piece or len(data) > LARGEST_PART:
            end = stream.seek(0, io.SEEK_END)
            if start < end:
                yield LineRange(start, end, number)
            return
        data += piece


def lines_of(stream: io.BufferedReader, place: str, part: LineRange) -> Iterator[Found]:
    """The records in a part of a file."""
    return JsonStream(stream, place, line=part.number, base=part.start, several=True).records()
