"""The table of a mapping set: lines, columns and rows of tab-separated values.

https://mapping-commons.github.io/sssom/spec-formats-tsv/
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from kg.errors import SourceError

COLUMNS: Final = ("predicate_id", "mapping_justification")
"""Columns that every set has; those of the subject and the object may be missing for literals."""

LARGEST_CELL: Final = 1 << 20
"""The most characters of a cell."""

LONGEST_LINE: Final = 1 << 24
"""The most characters of a line, so that memory does not run out."""

_CSV_ERRORS: Final = {
    "unexpected end of data": "a quotation mark is not closed",
    "'\t' expected after '\"'": "a text follows a closing quotation mark",
}
"""What the reader of the table says -> the same in the words of a file."""


class RowError(Exception):
    """What is wrong with a row, as the end of a sentence."""


def lines_of(text: io.TextIOWrapper, place: Path) -> Iterator[str]:
    """The lines of a file, each with its end."""
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise SourceError(f"{place}, line {number}: has more than {LONGEST_LINE:,} characters")
        yield line


def columns_of(line: str, number: int, place: Path) -> list[str]:
    """The names of the columns; those without a name at the end are none."""
    columns = [name.strip().strip('"') for name in line.rstrip().split("\t")]
    missing = [name for name in COLUMNS if name not in columns]
    if missing:
        raise SourceError(
            f"{place} is not a mapping set of SSSOM: line {number}, which names"
            f" the columns, has no {missing[0]}"
        )
    if "" in columns:
        raise SourceError(f"{place}, line {number}: column {columns.index('') + 1} has no name")
    twice = sorted({name for name in columns if columns.count(name) > 1})
    if twice:
        raise SourceError(f"{place}, line {number}: the column {twice[0][:80]} is there twice")
    return columns


def rows_of(
    lines: Iterator[str], columns: list[str], line: int
) -> Iterator[tuple[int, dict[str, str] | RowError]]:
    """The cells of each row that are not empty, or what is wrong with it, by its first line.

    `line` is that of the columns; `lines` are those after it.
    """
    csv.field_size_limit(LARGEST_CELL)
    table = csv.reader(lines, delimiter="\t", strict=True)
    while True:
        number = line + table.line_num + 1
        try:
            cells = [cell.strip() for cell in next(table)]
        except StopIteration:
            return
        except csv.Error as error:
            last = line + table.line_num
            rest = f"; the lines to {last} are not read" if last > number else ""
            yield number, RowError(f"{_CSV_ERRORS.get(str(error), error)}{rest}")
            continue
        if any(cells[len(columns) :]):
            yield (
                number,
                RowError(f"has {len(cells)} cells, more than there are columns ({len(columns)})"),
            )
        elif any(cells):
            yield (
                number,
                {name: cell for name, cell in zip(columns, cells, strict=False) if cell},
            )
