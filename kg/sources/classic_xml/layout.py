"""Block text of the classic XML, without its hard indentation and wrapping.

The registry wrapped long texts at a hundred characters, indented below their element, with a blank
line between blocks. Blocks are paragraphs; list items, each level five columns deeper, with "-" or
a number before them; and paragraphs within an item, indented like its text. Here they get the form
of the v2 JSON: one line a paragraph, "* " or "1. " before an item, and the items of a list on
consecutive lines (https://spec.commonmark.org/0.28/). Characters that are markup there are not
escaped.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg.sources.xml_characters import WHITE_SPACE, normalized_space

_ITEM = re.compile(r"( *)(-  |([0-9]{1,3})\. +)(?=\S)")
_STEP = 5  # columns from a text to an item nested in it
_INSET = 2  # columns from the indentation of an element to its text


class _Block(NamedTuple):
    """A paragraph, or an item (with its `marker`) of a list; `level` 0 is no list."""

    level: int
    marker: str
    text: str


def unwrapped(text: str) -> str | None:
    """The paragraphs and lists of a block of text; None if it is blank."""
    text = text.replace("\r", "")
    base = _base(text)
    blocks = [_block(block, base) for block in _cut(text)]
    lines: list[str] = []
    inset: list[int] = []  # the width of each marker that the next block is indented by
    in_list = False
    for block in blocks:
        deeper = block.level > len(inset)
        inset = inset[: block.level - bool(block.marker)]
        if lines and not (in_list and block.marker and not deeper):
            lines.append("")
        lines.append(f"{' ' * sum(inset)}{block.marker}{block.text}")
        if block.marker:
            inset.append(len(block.marker))
        in_list = bool(inset)
    return "\n".join(lines) or None


def _cut(text: str) -> list[str]:
    """The blocks between blank lines."""
    blocks: list[str] = []
    lines: list[str] = []
    for line in text.split("\n"):
        if line.strip(WHITE_SPACE):
            lines.append(line)
        elif lines:
            blocks.append("\n".join(lines))
            lines = []
    if lines:
        blocks.append("\n".join(lines))
    return blocks


def _base(text: str) -> int:
    """The column of a paragraph: the end tag is on a line of its own, a little to the left."""
    last = text[text.rfind("\n") + 1 :]
    return len(last) + _INSET if "\n" in text and not last.strip(WHITE_SPACE) else 0


def _block(block: str, base: int) -> _Block:
    words = normalized_space(block)
    item = _ITEM.match(block)
    column = item.end() if item else len(block) - len(block.lstrip(WHITE_SPACE))
    level, off = divmod(column - base, _STEP)
    if level < 1 or off:
        return _Block(0, "", words)
    if item is None:
        return _Block(level, "", words)
    marker = f"{item[3]}. " if item[3] else "* "
    return _Block(level, marker, words[len(item[2].rstrip(WHITE_SPACE)) :].lstrip(WHITE_SPACE))
