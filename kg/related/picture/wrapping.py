"""Text in lines of a width, estimated for a wide sans-serif, as the viewer's font is unknown."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

TEXT: Final = 13
"""Size of a text, in pixels."""

BLANK: Final = re.compile(r"[^\S\xa0]+")
"""Where a line may be broken."""

_NARROW: Final = frozenset("iljtfrI.,;:!|'’()[]/-· \xa0")
_BROAD: Final = frozenset("mwMW@%&—…")


@lru_cache(maxsize=4_096)
def wrapped(text: str, width: float, most: int) -> tuple[str, ...]:
    """The lines of a text at most `width` wide; three dots mark what is left out."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in filter(None, BLANK.split(paragraph)):
            for piece in _pieces(word, width):
                longer = f"{line} {piece}" if line else piece
                if line and length(longer) > width:
                    lines.append(line)
                    longer = piece
                line = longer
        lines.append(line)
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    while last and length(f"{last} …") > width:
        last = last.rpartition(" ")[0]
    return (*lines[: most - 1], f"{last} …")


def length(text: str, size: float = TEXT) -> float:
    """The approximate maximum width of a text."""
    return size * sum(map(_em, text))


@lru_cache(maxsize=4_096)
def _em(character: str) -> float:
    if character in _NARROW:
        return 0.36
    if character in _BROAD or unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return 0.7 if character.isupper() else 0.58


def _pieces(word: str, width: float) -> list[str]:
    """A word, in several pieces if it is wider than a line."""
    if length(word) <= width:
        return [word]
    pieces, start = [], 0
    for end in range(1, len(word) + 1):
        if length(word[start : end + 1]) > width:
            pieces.append(word[start:end])
            start = end
    return [*pieces, word[start:]] if start < len(word) else pieces
