"""Tables for a terminal: columns of whole words, or records one below the other if they don't fit.

A column of less than ten characters, or of less than its longest word, is not readable.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any, Final

from kg.text.printable import printable

_GAP: Final = 3
"""Characters between two columns."""

_LEAST: Final = 10
_MOST: Final = 40
"""The least and the most characters that a column of text must have."""

_LINES: Final = 12
"""A text should not be in more lines than this, as far as `_MOST` allows."""

_BULLET: Final = re.compile(r"\s{0,12}(?:(?:[-*•–]|\d{1,2}[.)]|[a-zA-Z][.)])\s+)?")
"""The indentation and the bullet or number of an item of a list."""

_LONGEST_WORD: Final = 60
"""A longer word, such as an address of the web, is broken rather than the table."""


def as_table(
    header: Sequence[str], rows: Sequence[Sequence[str]], width: int, right: Collection[int] = ()
) -> str:
    """Rows of text, in lines of at most `width` characters: as a table, or as records.

    `right` are the numbers of the columns that are aligned at the right.
    """
    rows = [[printable(cell) for cell in row] for row in rows]
    columns = [[name, *cells] for name, *cells in zip(header, *rows, strict=True)]
    needs = [_need(cells) for cells in columns]
    room = width - _GAP * (len(columns) - 1) - 2
    if len(columns) > 1 and sum(needs) > room:
        return as_records(header, rows, width)
    wants = [max(map(_longest_line, cells)) for cells in columns]
    return _table(header, rows, _widths(needs, wants, room), width, right)


def as_records(header: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    """Each row by itself, a line or more for each value that it has, below its number."""
    from rich.console import Group
    from rich.rule import Rule
    from rich.text import Text

    parts: list[Any] = []
    for number, row in enumerate(rows, 1):
        rule = Rule(f"{number:,}", align="left", characters="─")
        parts += [rule, _pairs([each for each in zip(header, row, strict=True) if each[1]]), Text()]
    return drawn(Group(*parts), width)


def as_pairs(pairs: Sequence[tuple[str, str]], width: int) -> str:
    """Names with their values beside them, in lines of at most `width` characters."""
    return drawn(_pairs(pairs), width)


def as_text(text: str, width: int) -> str:
    """A text, whose lines are broken between words; below an item its words are aligned."""
    return "".join(_item(line, width) for line in printable(text).strip().splitlines())


def _item(line: str, width: int) -> str:
    from rich.text import Text

    found = _BULLET.match(line)
    bullet = found[0] if found else ""
    rest = drawn(Text(line[len(bullet) :], overflow="fold"), max(width - len(bullet), 1))
    return bullet + rest.replace("\n", "\n" + " " * len(bullet)).rstrip(" ")


def drawn(content: Any, width: int) -> str:
    """What rich draws, as plain lines of at most `width` characters."""
    from rich.console import Console

    console = Console(width=width, color_system=None, legacy_windows=False)
    with console.capture() as captured:
        console.print(content)
    lines = [line.rstrip() for line in captured.get().splitlines()]
    return "\n".join(lines).strip("\n") + "\n"


def _pairs(pairs: Sequence[tuple[str, str]]) -> Any:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in pairs:
        grid.add_row(Text(name), Text(printable(value)))
    return grid


def _table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    width: int,
    right: Collection[int],
) -> str:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, (name, each) in enumerate(zip(header, widths, strict=True)):
        table.add_column(
            Text(name), width=each, overflow="fold", justify="right" if number in right else "left"
        )
    for row in rows:
        table.add_row(*map(Text, row))
    return drawn(table, width)


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
