"""Cuts a stream of ICTRP's CSV into rows, in constant memory.

A row ends where a line ends outside of quotation marks, that is behind an even number of them.
Where one is missing or too many, the next line that is a whole row of its own is the next row, so
that a bad row is one error and none behind it is lost.
"""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from functools import partial
from io import BufferedReader
from typing import Final

from kg.errors import KgError, RecordError
from kg.registries.numbers import trial_number
from kg.sources.found import Blob, Found
from kg.sources.ictrp.columns import FULL_DUMP, LEAST_KNOWN, REFRESHED, field_of
from kg.sources.ictrp.csv_row import DELIMITERS, Header, header_of, number_in, rows_of
from kg.sources.ictrp.dates import date

LONGEST_ROW: Final = 16 << 20
"""The most bytes of a row."""

_MOST_LINES: Final = 2_000
"""The most lines within which it shows whether a line begins a row."""

_MAY_BEGIN: Final = re.compile(rb'\s*"?[A-Za-z0-9][A-Za-z0-9 /_-]{5,60}"?[,;\t]')


def header_in(head: bytes) -> Header | str | None:
    """The header of a table, by its first bytes; that of the full dump where it has none.

    A sentence if the table seems to be one of ICTRP's, but can't be read; None for anything else.
    """
    head = head.lstrip()
    line = re.split(rb"\r\n?|\n", head, maxsplit=1)[0].strip()
    found = header_of(line)
    if found:
        ends_in_cr = head[head.find(line) + len(line) :][:1] == b"\r"
        if ends_in_cr and b"\n" not in head:
            return "a table whose lines end in CR alone: save it with LF or CRLF and try again"
        return found
    return _of_full_dump(head) or _why_not(line)


def _of_full_dump(head: bytes) -> Header | str | None:
    text = head.decode("utf-8", "ignore")
    if not _MAY_BEGIN.match(head):
        return None
    cells = _first_row(text)
    if not cells or trial_number(cells[0].strip()) is None:
        return None
    for names in (FULL_DUMP, (FULL_DUMP[0], REFRESHED, *FULL_DUMP[1:])):
        if len(cells) == len(names) and _fits(dict(zip(names, cells, strict=True))):
            return header_of(",".join(names).encode())
    return (
        f"rows of trials without a header, which kg knows of ICTRP's full dump alone: that has"
        f" {len(FULL_DUMP)} columns in ICTRP's order, this has {len(cells)}; add a first line with"
        " the names of the columns"
    )


def _first_row(text: str) -> list[str]:
    """The first row, if the delimiter is a comma."""
    try:
        return next(csv.reader(text.splitlines(keepends=True)), [])
    except csv.Error:
        return []


def _fits(cells: dict[str, str]) -> bool:
    """Whether cells are those of their columns: addresses and dates where these are."""
    address, refreshed = cells["url"].strip(), cells.get(REFRESHED, "").strip()
    return (not address or address.startswith(("http", "NULL", "NA"))) and (
        REFRESHED not in cells or date(refreshed) is not None
    )


def _why_not(line: bytes) -> str | None:
    """What a table with a column of trial ids lacks; None for anything else."""
    text = line.decode("utf-8", "replace")
    for delimiter in DELIMITERS:
        names = [name.strip(' "') for name in text.split(delimiter)]
        if len(names) > 1 and any(field_of(name) == "trialid" for name in names):
            known = [name for name in names if field_of(name)]
            return (
                f"a table with a column {known[0]}, but with {len(known)} of ICTRP's columns, of"
                f" which kg needs {LEAST_KNOWN}: is the header that of WHO's ICTRP?"
            )
    return None


class CsvStream:
    """The rows of a stream, each below the header; the place of one ends in its line's number."""

    def __init__(self, stream: BufferedReader, place: str, header: Header) -> None:
        self._lines = iter(partial(stream.readline, LONGEST_ROW), b"")
        self._ahead: deque[bytes] = deque()
        self._place = place
        self._use(header)
        self._number = 0
        self._failure: KgError | OSError | None = None

    def _use(self, header: Header) -> None:
        self._header = header
        self._head = header.line + b"\n"
        self._beginning = header.line[:12]
        self._blank = f'{header.delimiter}" \t\r\n'.encode()

    def rows(self) -> Iterator[Found]:
        """The bytes of each row, or the error in its place."""
        lines = self._lines
        while True:
            try:
                line = self._ahead.popleft() if self._ahead else next(lines, b"")
            except (KgError, OSError) as error:
                self._failure, line = error, b""
            if not line:
                break
            self._number += 1
            if line.startswith(self._beginning) and self._is_header(line):
                continue
            if line.count(b'"') & 1:
                yield from self._several(line)
            elif line.strip(self._blank):
                yield Blob(f"{self._place}:{self._number}", self._head + line)
        if self._failure:
            raise self._failure

    def _is_header(self, line: bytes) -> bool:
        """Whether a line is a header again, as where files were joined."""
        found = header_of(line.strip())
        if found and found.delimiter == self._header.delimiter:
            self._use(found)
            return True
        return False

    def _next(self) -> bytes:
        try:
            return self._ahead.popleft() if self._ahead else next(self._lines, b"")
        except (KgError, OSError) as error:
            self._failure = error
            return b""

    def _several(self, line: bytes) -> Iterator[Found]:
        """The row of several lines that begins with this one."""
        first, found, size = self._number, [line], len(line)
        while True:
            line = self._next()
            ended = not line or size > LONGEST_ROW
            if ended or (_may_begin(line, self._header) and self._is_row(line)):
                if line:
                    self._ahead.appendleft(line)
                yield self._unbalanced(b"".join(found), first, ended=ended)
                return
            self._number += 1
            found.append(line)
            size += len(line)
            if line.count(b'"') & 1:
                yield Blob(f"{self._place}:{first}", self._head + b"".join(found))
                return

    def _unbalanced(self, row: bytes, first: int, *, ended: bool) -> Found:
        """A row with an odd number of quotation marks: it may be sound, with one in a text."""
        place, blob = f"{self._place}:{first}", self._head + row
        if self._cells(row) == len(self._header.layout.names):
            return Blob(place, blob)
        if self._number > first:
            place += f"-{self._number}"
        reason = "a quotation mark is missing or too many" + (
            ", or the file is cut off" if ended else ""
        )
        return RecordError(place, f"not a sound row of CSV: {reason}", number_in(blob))

    def _is_row(self, line: bytes) -> bool:
        """Whether a whole row begins with this line, which is within quotation marks."""
        found, marks = [line], line.count(b'"')
        while marks & 1 and len(found) < _MOST_LINES and (more := self._next()):
            found.append(more)
            marks += more.count(b'"')
        self._ahead.extendleft(reversed(found[1:]))
        row = b"".join(found)
        if marks & 1:
            return False
        return self._cells(row) == len(self._header.layout.names) and (
            number_in(self._head + row) is not None
        )

    def _cells(self, row: bytes) -> int:
        """The number of cells of a row; 0 if it is not a sound one."""
        try:
            rows = rows_of(row.decode("utf-8", "replace"), self._header.delimiter)
        except csv.Error:
            return 0
        return len(rows[0]) if len(rows) == 1 else 0


def _may_begin(line: bytes, header: Header) -> bool:
    if header.layout.trial_id == 0:
        return _MAY_BEGIN.match(line) is not None
    return line.count(header.delimiter.encode()) >= len(header.layout.names) - 1
