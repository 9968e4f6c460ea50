"""Counts of any number of different messages, in bounded memory.

Of more than `MOST` keys, those with the smallest CRC-32 are kept, and the others are counted
together. Which keys are kept depends only on the keys, so parts that are counted separately and
merged give the same result as one run.
https://en.wikipedia.org/wiki/MinHash#Variant_with_a_single_hash_function
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple
from zlib import crc32

MOST: Final = 2000
"""Number of keys that are counted one by one."""

Key = tuple[str, str]
"""What is counted: its place (a shape, a field), and its kind."""

_LONGEST: Final = 300
"""Characters of a text that are kept, including `_END` from its end."""

_END: Final = 100

_PARTICULAR: Final = re.compile(
    r"""(?<!\w)'.*'(?!\w) | (?<!\w)".*"(?!\w) | \bNCT[0-9]{8}\b | \b[0-9]+\b""",
    re.DOTALL | re.VERBOSE,
)
"""What is specific to one record in a message: a value in quotes, a trial, a number."""


class Occurrence(NamedTuple):
    """How often something occurred, and its text and trial the first time."""

    key: Key
    times: int
    text: str
    number: str


class BoundedCounter:
    """Counts by key, each with the text and trial of its first occurrence."""

    __slots__ = ("_met", "_most", "total")

    def __init__(self, most: int = MOST) -> None:
        self._met: dict[Key, tuple[int, str, str]] = {}
        self._most = most
        self.total = 0

    def add(self, key: Key, text: str, number: str) -> None:
        """Counts one more; a key must be short, as `kind` and `shortened` make it."""
        self.total += 1
        self._put(key, 1, text, number)

    def merge(self, later: BoundedCounter) -> None:
        """Adds the counts of records that come after those of this one."""
        self.total += later.total
        for key, (count, text, number) in later._met.items():
            self._put(key, count, text, number)

    def rows(self) -> Iterator[Occurrence]:
        """The keys that are kept: the most frequent first, then in the order of the keys."""
        self._prune()
        for key, met in sorted(self._met.items(), key=lambda item: (-item[1][0], item[0])):
            yield Occurrence(key, *met)

    @property
    def others(self) -> int:
        """Number of occurrences that are not in `rows`."""
        return self.total - sum(row.times for row in self.rows())

    def _put(self, key: Key, count: int, text: str, number: str) -> None:
        if before := self._met.get(key):
            self._met[key] = (before[0] + count, *before[1:])
            return
        self._met[key] = (count, text, number)
        if len(self._met) > 2 * self._most:
            self._prune()

    def _prune(self) -> None:
        if len(self._met) > self._most:
            kept = sorted(self._met, key=_rank)[: self._most]
            self._met = {key: self._met[key] for key in kept}


@lru_cache(maxsize=1_024)
def kind(text: str) -> str:
    """A message without what is specific to one record, so that similar ones are counted as one."""
    return _PARTICULAR.sub("…", text)


def shortened(text: str) -> str:
    """A text of bounded length: a long one is cut in the middle."""
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - _END]} … {text[-_END:]}"


def _rank(key: Key) -> tuple[int, Key]:
    return crc32("\t".join(key).encode("utf-8", "surrogatepass")), key
