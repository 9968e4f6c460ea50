"""The numbers of trials in the order they were added, with their positions: all of
ClinicalTrials.gov in 10 MB.

A dictionary of 600,000 numbers and positions takes ten times as much. NCT ids are kept as integers
in an array, and found through a table of positions with open addressing and linear probing; see
Knuth, The Art of Computer Programming, volume 3, section 6.4. A number of another registry is in a
dictionary, and its place there, after the largest NCT id, is its integer.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Final, Protocol

_GOLDEN: Final = 0x9E3779B1
"""2 to the 32nd, divided by the golden ratio: scatters consecutive ids over the table."""

_FIRST_BITS: Final = 10

_NCT: Final = "NCT"
_AFTER_NCT: Final = 10**8
"""The first integer that has more digits than an NCT id."""


class Numbers(Protocol):
    """Anything with a membership test for numbers: a set, an index, a manifest."""

    def __contains__(self, number: str, /) -> bool: ...


class NumberIndex:
    """A set of trials' numbers, in their registries' spellings, that knows the position of each."""

    __slots__ = ("_integers", "_mask", "_others", "_shift", "_table")

    def __init__(self) -> None:
        self._integers = array("I")
        self._others: dict[str, int] = {}
        self._sized(_FIRST_BITS)

    def __len__(self) -> int:
        return len(self._integers)

    def __contains__(self, number: str) -> bool:
        return self.position(number) is not None

    def __iter__(self) -> Iterator[str]:
        """The numbers in the order they were added."""
        others = list(self._others)
        return (
            f"{_NCT}{integer:08}" if integer < _AFTER_NCT else others[integer - _AFTER_NCT]
            for integer in self._integers
        )

    def position(self, number: str) -> int | None:
        """How many numbers were added before this one; None if it was not added."""
        integer = int(number[3:]) if number.startswith(_NCT) else self._others.get(number)
        found = 0 if integer is None else self._table[self._slot(integer)]
        return found - 1 if found else None

    def add(self, number: str) -> int:
        """Adds a number if it is new; its position."""
        if number.startswith(_NCT):
            integer = int(number[3:])
        else:
            integer = self._others.setdefault(number, _AFTER_NCT + len(self._others))
        slot = self._slot(integer)
        if found := self._table[slot]:
            return found - 1
        self._integers.append(integer)
        self._table[slot] = count = len(self._integers)
        if 3 * count > 2 * len(self._table):
            self._sized(33 - self._shift)
        return count - 1

    def _slot(self, integer: int) -> int:
        """The slot of a number in the table, which has its position plus one, or 0 if it is new."""
        table, integers, mask = self._table, self._integers, self._mask
        slot = (integer * _GOLDEN & 0xFFFFFFFF) >> self._shift
        while (found := table[slot]) and integers[found - 1] != integer:
            slot = (slot + 1) & mask
        return slot

    def _sized(self, bits: int) -> None:
        self._shift = 32 - bits
        self._mask = (1 << bits) - 1
        self._table = array("I", bytes(4 << bits))
        for position, integer in enumerate(self._integers, start=1):
            self._table[self._slot(integer)] = position
