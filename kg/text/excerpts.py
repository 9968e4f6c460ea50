"""Excerpts: a part of a text around some words of it, cut between words."""

from __future__ import annotations

import re
from typing import Final

CUT: Final = "…"
"""Marks where an excerpt leaves text out."""

_BLANK: Final = re.compile(r"\s+")


def excerpt(text: str, start: int, end: int, most: int) -> str:
    """About `most` characters of a text, with `text[start:end]` in their middle.

    The whole text, if it is no longer. What is around the words is never cut within a word, unless
    there is no blank in so many characters.
    """
    if len(text) <= most:
        return text
    first = max(0, (start + end - most) // 2)
    last = min(len(text), max(end, (start + end + most) // 2))
    if first and (blank := _BLANK.search(text, first - 1, start)):
        first = blank.end()
    if last < len(text):
        blanks = list(_BLANK.finditer(text, end, last + 1))
        last = blanks[-1].start() if blanks else last
    return f"{CUT} " * (first > 0) + text[first:last] + f" {CUT}" * (last < len(text))
