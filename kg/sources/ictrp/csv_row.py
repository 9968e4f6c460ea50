"""One row of ICTRP's CSV as bytes: the line of the header, then the row.

So the bytes are CSV themselves (https://www.rfc-editor.org/rfc/rfc4180), and say all that the
record is made from.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from kg.errors import RecordError
from kg.records import Finding, Record
from kg.registries.numbers import trial_number
from kg.sources.ictrp import CSV
from kg.sources.ictrp.columns import TableLayout, layout_of
from kg.sources.ictrp.record import record_of
from kg.sources.ictrp.row import Row
from kg.sources.ictrp.texts import NOTHING
from kg.sources.text_encoding import decoded
from kg.sources.xml_characters import clean_text

DELIMITERS: Final = ",;\t"
LONGEST_CELL: Final = 4 << 20
"""Characters of the longest text of a cell."""

_CR: Final = "\x1f"
"""Stands for CR while a row is taken apart; no text has it."""

_UNFIT: Final = bytes(each for each in range(32) if each not in b"\t\n\r")
_UNFIT_WIDE: Final = re.compile(rb"\xef\xbf[\xbe\xbf]")
_FAULTS: Final = (
    ("expected after", "a quotation mark within a quoted text is not doubled"),
    ("unexpected end", "a quotation mark is missing, or the file is cut off"),
    ("field limit", f"a text has more than {LONGEST_CELL:,} characters"),
    ("new-line character", "a line ends within the row, outside of quotation marks"),
)


class Header(NamedTuple):
    """The header of a table as one line, with the delimiter of its columns."""

    line: bytes
    delimiter: str
    layout: TableLayout


@lru_cache(maxsize=256)
def header_of(line: bytes) -> Header | None:
    """The header that a line is; None if it is not one of ICTRP's."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return None
    for delimiter in DELIMITERS:
        names = _first(text, delimiter)
        layout = layout_of(names) if names else None
        if layout:
            return Header(line, delimiter, layout)
    return None


def _first(text: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([text], delimiter=delimiter), [])
    except csv.Error:
        return []


def rows_of(text: str, delimiter: str) -> list[list[str]]:
    """The rows of a piece of a table, blank ones left out; csv.Error for a fault.

    Only LF and CRLF end a line: CR alone is a part of a text, which some programs leave without
    quotation marks.
    """
    text = text.removesuffix("\n").removesuffix("\r")
    if csv.field_size_limit() < LONGEST_CELL:
        csv.field_size_limit(LONGEST_CELL)  # one limit for all of this process
    try:
        return _taken_apart(text, delimiter)
    except csv.Error as error:
        if "new-line" not in str(error):
            raise
    rows = _taken_apart(text.replace("\r\n", "\n").replace("\r", _CR), delimiter)
    return [[cell.replace(_CR, "\n") for cell in row] for row in rows]


def _taken_apart(text: str, delimiter: str) -> list[list[str]]:
    return [row for row in csv.reader([text], delimiter=delimiter, strict=True) if row]


def looks_like(data: bytes) -> bool:
    """Whether the first line is a header of ICTRP's."""
    end = data.find(b"\n")
    return end > 0 and header_of(data[:end]) is not None


def read(data: bytes, place: str) -> Record:
    """The record of the row below the header; RecordError says why there is none."""
    layout, cells, is_fit = row_in(data, place)
    findings: list[Finding] = []
    if not is_fit:
        cells = list(_cleaned(cells, layout.names, findings))
    found = record(layout, cells, place)
    found.findings += findings
    return found


class DataRow(NamedTuple):
    """The cells of a row below their columns; `is_fit` says that all its characters can be kept."""

    layout: TableLayout
    cells: list[str]
    is_fit: bool


def row_in(data: bytes, place: str) -> DataRow:
    """The row below the header; RecordError says why there is none."""
    end = data.find(b"\n")
    header = header_of(data[:end])
    if header is None:
        raise RecordError(place, "the first line is not a header of ICTRP's CSV")
    row = data[end + 1 :]
    cells = _cells(decoded(row, place), header, place)
    is_fit = len(row.translate(None, _UNFIT)) == len(row) and not _UNFIT_WIDE.search(row)
    return DataRow(header.layout, cells, is_fit)


def record(layout: TableLayout, cells: list[str], place: str) -> Record:
    """The record that the cells of a row are."""
    names = layout.names
    given = {
        field: cell
        for field, cell in zip(layout.fields, cells, strict=True)
        if field and cell not in NOTHING and not cell.isspace()
    }
    found = Row(given, layout.by_field, place)
    if len(layout.by_field) < len(names):
        for field, name, cell in zip(layout.fields, names, cells, strict=True):
            if field is None:
                found.keep_column(name, cell)
    return record_of(found, place, CSV)


def number_in(data: bytes) -> str | None:
    """The number of the trial whose row this is; None if it has none."""
    end = data.find(b"\n")
    header = header_of(data[:end])
    if header is None:
        return None
    if header.layout.trial_id == 0:
        text = data[end + 1 : end + 200].decode("utf-8", "replace")
        text = text.partition(header.delimiter)[0].strip().strip('"')
    else:
        text = data[end + 1 :].decode("utf-8", "replace")
        try:
            text = rows_of(text, header.delimiter)[0][header.layout.trial_id]
        except (csv.Error, IndexError):
            return None
    found = trial_number(text.strip())
    return found.number if found else None


def _cells(text: str, header: Header, place: str) -> list[str]:
    try:
        rows = rows_of(text, header.delimiter)
    except csv.Error as error:
        reason = next((told for words, told in _FAULTS if words in str(error)), str(error))
        raise RecordError(
            place, f"not a sound row of CSV: {reason}", _number(text, header)
        ) from None
    if len(rows) != 1:
        raise RecordError(place, f"{len(rows)} rows, not one")
    given, wanted = len(rows[0]), len(header.layout.names)
    if given != wanted:
        raise RecordError(
            place,
            f"a row of {given} cells below a header of {wanted} columns: is the file complete, and"
            f" every {'tab' if header.delimiter == chr(9) else header.delimiter!r} within a text"
            " between quotation marks?",
            _number(text, header),
        )
    return rows[0]


def _number(text: str, header: Header) -> str | None:
    return number_in(header.line + b"\n" + text.encode()) if header.layout.trial_id == 0 else None


def _cleaned(
    cells: Iterable[str], names: tuple[str, ...], findings: list[Finding]
) -> Iterable[str]:
    for cell, name in zip(cells, names, strict=False):
        text, unfit = clean_text(cell)
        if unfit:
            replaced = ", ".join(sorted(unfit))
            findings.append(Finding(name, f"{replaced} can't be published; U+FFFD is in its place"))
        yield text
