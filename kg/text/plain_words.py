"""The plain words of a text: the same for all its spellings in case, accents and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final, Generic, TypeVar

T = TypeVar("T")

_SPELLED: Final = str.maketrans(
    {"&": " and ", "+": " plus ", "%": " percent ",
     "<": " lt ", ">": " gt ", "≤": " le ", "≥": " ge ",
     "ß": "ss", "æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th",
     "'": "", "’": "", "‘": "", "ʼ": "", "`": "", "´": "", "®": "", "™": ""}
)  # fmt: skip
"""Characters that Unicode does not decompose -> the words or letters that replace them."""

_NEEDS_SPELLING: Final = re.compile(f"[{re.escape(''.join(map(chr, _SPELLED)))}]")
_WORDS: Final = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=8_192)
def plain_words(text: str) -> tuple[str, ...]:
    """The words of `text` in lower case, without accents, punctuation and invisible characters."""
    letters = text.casefold()
    if letters.isascii() and letters.replace(" ", "").isalnum():  # most names
        return tuple(letters.split())
    if _NEEDS_SPELLING.search(letters):
        letters = letters.translate(_SPELLED)
    if letters.isascii():
        return tuple(_WORDS.findall(letters))
    decomposed = unicodedata.normalize("NFKD", letters).casefold()
    return tuple("".join(map(_plain, decomposed)).split())


@lru_cache(maxsize=4_096)
def _plain(character: str) -> str:
    """A letter or digit as it is, a blank between words, and nothing for what has no shape."""
    if character.isalnum():
        return character
    category = unicodedata.category(character)
    if unicodedata.combining(character) or category == "Cf":
        return ""
    # The vowel signs of Indian and Thai scripts are marks, too.
    return character if category.startswith("M") else " "


class ByWords(Mapping[str, T], Generic[T]):
    """A table whose keys are texts for people: a key is found in any spelling of its words."""

    def __init__(self, table: Mapping[str, T]) -> None:
        self._table = dict(table)
        self._by_words = {plain_words(key): value for key, value in table.items()}

    def __getitem__(self, key: str) -> T:
        if key in self._table:
            return self._table[key]
        return self._by_words[plain_words(key)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._table)

    def __len__(self) -> int:
        return len(self._table)
