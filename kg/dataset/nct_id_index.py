"""NCT ids in the order they were added, with their positions: the whole registry in 10 MB.

A dictionary of 600,000 ids and positions takes ten times as much. The ids are kept as numbers in an
array, and found through a table of positions with open addressing and linear probing; see Knuth,
The Art of Computer Programming, volume 3, section 6.4.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Final, Protocol

_GOLDEN: Final = 0x9E3779B1
"""2 to the 32nd, divided by the golden ratio: scatters consecutive ids over the table."""

_FIRST_BITS: Final = 10


class NctIds(Protocol):
    """Anything with a membership test for ids: a set, an index, a manifest."""

    def __contains__(self, nct_id: str, /) -> bool: ...


class NctIdIndex:
    """A set of NCT ids (NCT followed by eight digits) that knows the position of each."""

    __slots__ = ("_mask", "_numbers", "_shift", "_table")

    def __init__(self) -> None:
        self._numbers = array("I")
        self._sized(_FIRST_BITS)

    def __len__(self) -> int:
        return len(self._numbers)

    def __contains__(self, nct_id: str) -> bool:
        return self._table[self._slot(int(nct_id[3:]))] > 0

    def __iter__(self) -> Iterator[str]:
        """The ids in the order they were added."""
        return (f"NCT{number:08}" for number in self._numbers)

    def position(self, nct_id: str) -> int | None:
        """The number of ids added before this one; None if it was not added."""
        found = self._table[self._slot(int(nct_id[3:]))]
        return found - 1 if found else None

    def add(self, nct_id: str) -> int:
        """Adds an id if it is new; its position."""
        number = int(nct_id[3:])
        slot = self._slot(number)
        if found := self._table[slot]:
            return found - 1
        self._numbers.append(number)
        self._table[slot] = count = len(self._numbers)
        if 3 * count > 2 * len(self._table):
            self._sized(33 - self._shift)
        return count - 1

    def _slot(self, number: int) -> int:
        """The slot of a number in the table, which has its position plus one, or 0 if it is new."""
        table, numbers, mask = self._table, self._numbers, self._mask
        slot = (number * _GOLDEN & 0xFFFFFFFF) >> self._shift
        while (found := table[slot]) and numbers[found - 1] != number:
            slot = (slot + 1) & mask
        return slot

    def _sized(self, bits: int) -> None:
        self._shift = 32 - bits
        self._mask = (1 << bits) - 1
        self._table = array("I", bytes(4 << bits))
        for position, number in enumerate(self._numbers, start=1):
            self._table[self._slot(number)] = position
