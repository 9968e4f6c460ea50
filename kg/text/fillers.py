"""What only fills a field: "Nil known", "Not Applicable: Not Applicable", "-".

Unlike what `kg.text.placeholders` knows, such a text says nothing wherever it stands, not only in
place of a name.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from kg.text.placeholder_words import PLACEHOLDERS
from kg.text.plain_words import plain_words

_LONGEST: Final = 100
"""Characters of the longest text that may only fill its field."""

_PARTS: Final = re.compile(r"[:\n]")
_OF_ISRCTN: Final = (
    "Nil known",
    "Not provided at time of registration",
    "Not provided at registration",
    "Plain English summary of protocol not provided at time of registration",
    "Added soon",
)
_SINGLE_LETTERS: Final = re.compile(r"\b\w(?: \w)+\b")


def _phrase(text: str) -> str:
    """The plain words of a text; single letters ("N/A") are one word."""
    words = " ".join(plain_words(text))
    return _SINGLE_LETTERS.sub(lambda letters: letters[0].replace(" ", ""), words)


_NOTHING: Final = frozenset(
    _phrase(text)
    for texts in (_OF_ISRCTN, *(PLACEHOLDERS[kind].split(", ") for kind in ("absent", "pending")))
    for text in texts
)


@lru_cache(maxsize=4096)
def _is_filler(text: str) -> bool:
    phrase = _phrase(text)
    return not phrase or phrase in _NOTHING


def says_nothing(text: str) -> bool:
    """Whether a text only fills its field: "Nil known", "Not provided at time of registration"."""
    return len(text) <= _LONGEST and _is_filler(text)


def no_part_says_anything(text: str) -> bool:
    """The same of a text of several lines or parts: "Not Applicable: Not Applicable"."""
    return len(text) <= _LONGEST and all(map(_is_filler, _PARTS.split(text)))
