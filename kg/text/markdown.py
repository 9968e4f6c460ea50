"""Text in GitHub Flavored Markdown: none of it becomes markup, and web addresses are links.

https://github.github.com/gfm/
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Final

from kg.text.printable import printable

_ADDRESS: Final = re.compile(r"(https?://[^\s<>|\\`\"]*[^\s<>|\\`\".,;:!?()\[\]'*_])")
_MARKUP: Final = re.compile(r"[\\`*\[\]<>|~&$]|(?<![^\W_])_|_(?![^\W_])")
_AT_LINE_START: Final = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)](?:\s|$)))", re.MULTILINE)
"""Headings, list items and underlines of headings.

https://github.github.com/gfm/#leaf-blocks"""

_LINE_END: Final = re.compile(r"\r\n|\r|\n")


def escaped(text: str) -> str:
    """The text with backslashes before what would be markup; its lines stay."""
    return _AT_LINE_START.sub(_with_backslash, _inline(text))


def in_one_line(text: str) -> str:
    """The same in one line, as a cell of a table needs it."""
    return _LINE_END.sub("<br>", _inline(text.strip()))


def list_item(text: str, marker: str = "-") -> str:
    """The same as an item of a list, in which a number or a dash begins no list of its own."""
    return f"{marker} {_AT_LINE_START.sub(_with_backslash, in_one_line(text))}\n"


def table(header: Sequence[str], rows: Iterable[Sequence[str]], right: Collection[int] = ()) -> str:
    """A table; `right` are the numbers of the columns that are aligned at the right.

    https://github.github.com/gfm/#tables-extension-
    """
    line = ["---:" if number in right else "---" for number in range(len(header))]
    cells = [map(in_one_line, header), line, *(map(in_one_line, row) for row in rows)]
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)


def _with_backslash(match: re.Match[str]) -> str:
    space, mark = match.groups()
    return f"{space}{mark}\\" if mark.isdigit() else f"{space}\\{mark}"


def _inline(text: str) -> str:
    parts = _ADDRESS.split(printable(text))
    parts[::2] = [_MARKUP.sub(r"\\\g<0>", part) for part in parts[::2]]
    parts[1::2] = [f"<{address}>" for address in parts[1::2]]
    return "".join(parts)
