"""Tables for a terminal: columns of whole words, or records one below the other if they don't fit.

A column of less than ten characters, or of less than its longest word, is not readable.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from kg.text.printable import printable

if TYPE_CHECKING:
    from rich.console import Console

_GAP: Final = "  "
"""What is between two columns."""

_LEAST: Final = 10
_MOST: Final = 40
"""The least and the most characters that a column of text must have."""

_LINES: Final = 6
"""A text should not be in more lines than this, as far as `_MOST` allows."""

_DENSE: Final = 3
"""If a row has more lines than this, there is a blank line between rows."""

_NAME: Final = 16
"""The characters that the name of a value may always have; else a third of the line."""

_LONGEST_WORD: Final = 60
"""A longer word, such as an address of the web, is broken rather than the table."""

_BULLET: Final = re.compile(r"\s{0,12}(?:(?:[-*•–]|\d{1,2}[.)]|[a-zA-Z][.)])\s+)?")
"""The indentation and the bullet or number of an item of a list."""


def as_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], width: int, right: Collection[int] = ()
) -> str:
    """Rows of text, in lines of at most `width` characters: as a table, or as records.

    `right` are the numbers of the columns that are aligned at the right.
    """
    header = [printable(name) for name in header]
    rows = [[printable(cell) for cell in row] for row in rows]
    columns = [[name, *cells] for name, *cells in zip(header, *rows, strict=True)]
    needs = [_need(cells) for cells in columns]
    room = max(1, width - len(_GAP) * (len(columns) - 1))
    if len(columns) > 1 and sum(needs) > room:
        return _text(_records(header, rows, width))
    wants = [max(map(_longest_line, cells)) for cells in columns]
    return _text(_table(header, rows, _widths(needs, wants, room), right))


def as_pairs(pairs: Sequence[tuple[str, str]], width: int) -> str:
    """Names with their values beside them, in lines of at most `width` characters."""
    return _text(_pairs([(name, printable(value)) for name, value in pairs], width))


def as_text(text: str, width: int) -> str:
    """A text, whose lines are broken between words; below an item its words are aligned."""
    return _text(
        line for given in printable(text).strip().splitlines() for line in _item(given, width)
    )


def _item(line: str, width: int) -> Iterator[str]:
    found = _BULLET.match(line)
    bullet = found[0] if found else ""
    for each in _wrapped(line[len(bullet) :], max(width - len(bullet), 1)):
        yield bullet + each
        bullet = " " * len(bullet)


def _records(header: Sequence[str], rows: Iterable[Sequence[str]], width: int) -> Iterator[str]:
    """Each row by itself: its number, and a line or more for each value that it has."""
    for number, row in enumerate(rows, 1):
        yield f"{number:,} ".ljust(width, "─")
        yield from _pairs([pair for pair in zip(header, row, strict=True) if pair[1]], width)
        yield ""


def _pairs(pairs: Sequence[tuple[str, str]], width: int) -> Iterator[str]:
    longest = max((_cells(name) for name, _ in pairs), default=0)
    names = min(longest, max(_NAME, width // 3))
    widths = [names, max(width - names - len(_GAP), 1)]
    for pair in pairs:
        yield from _lines([_wrapped(*each) for each in zip(pair, widths, strict=True)], widths)


def _table(
    header: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
    right: Collection[int],
) -> Iterator[str]:
    head, *body = (
        [_wrapped(*each) for each in zip(row, widths, strict=True)] for row in (header, *rows)
    )
    yield from _lines(head, widths, right)
    yield "─" * (sum(widths) + len(_GAP) * (len(widths) - 1))
    is_high = any(len(cell) > _DENSE for row in body for cell in row)
    for row in body:
        yield from _lines(row, widths, right)
        if is_high:
            yield ""


def _lines(
    cells: Sequence[Sequence[str]], widths: Sequence[int], right: Collection[int] = ()
) -> Iterator[str]:
    """The lines of cells beside each other."""
    for texts in zip_longest(*cells, fillvalue=""):
        padded = []
        for number, (text, width) in enumerate(zip(texts, widths, strict=True)):
            space = " " * (width - _cells(text))
            padded.append(space + text if number in right else text + space)
        yield _GAP.join(padded)


def _text(lines: Iterable[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


def _wrapped(text: str, width: int) -> list[str]:
    """The lines of a text of at most `width` characters, broken between words if possible."""
    if len(text) <= width and text.isascii() and text.isprintable():
        return [text]
    from rich.text import Text

    return [line.plain.rstrip() for line in Text(text).wrap(_console(), width, overflow="fold")]


@cache
def _console() -> Console:
    from rich.console import Console

    return Console(color_system=None, legacy_windows=False)


def _need(cells: Sequence[str]) -> int:
    """The characters that a column must have."""
    longest = max(map(_cells, cells))
    words = max((_cells(word) for cell in cells for word in cell.split()), default=0)
    lines = max(_LEAST, min(_MOST, longest // _LINES))
    return max(min(words, _LONGEST_WORD), min(longest, lines))


def _longest_line(cell: str) -> int:
    return max(map(_cells, cell.splitlines()), default=0)


def _cells(text: str) -> int:
    """The width of a text in characters of a terminal."""
    from rich.cells import cell_len

    return len(text) if text.isascii() else cell_len(text)


def _widths(needs: Sequence[int], wants: Sequence[int], room: int) -> list[int]:
    """The widths of columns: what each needs, and of the rest the same for all that want more."""
    widths = [min(need, room) for need in needs]
    spare = room - sum(widths)
    modest = sorted(range(len(widths)), key=lambda number: wants[number] - widths[number])
    for before, number in enumerate(modest):
        share = spare // (len(modest) - before)
        more = max(0, min(share, wants[number] - widths[number]))
        widths[number] += more
        spare -= more
    return widths
