"""The NCT ids that a run has met, with the place of the first record of each.

600,000 of them with places like "registry.json.zip!NCT01234567.json" take some 35 MB.
"""

from __future__ import annotations

from array import array
from typing import Final

from kg.dataset.nct_id_index import NctIndex

_BLOCK: Final = 4096
"""Places that stand in one block: what grows as a whole leaves its smaller selves in the memory."""


class Seen:
    """Remembers where each id was met first."""

    __slots__ = ("_blocks", "_ends", "_ids")

    def __init__(self) -> None:
        self._ids = NctIndex()
        self._blocks: list[bytearray] = []
        self._ends = array("I")

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, nct_id: str) -> bool:
        return nct_id in self._ids

    def first_place(self, nct_id: str, place: str) -> str | None:
        """Where the id was met before; None where it is new, and `place` remembered."""
        count = len(self._ids)
        position = self._ids.add(nct_id)
        if position < count:
            return self._place(position)
        if count % _BLOCK == 0:
            self._blocks.append(bytearray())
        self._blocks[-1] += place.encode("utf-8", "surrogateescape")
        self._ends.append(len(self._blocks[-1]))
        return None

    def _place(self, position: int) -> str:
        start = self._ends[position - 1] if position % _BLOCK else 0
        block = self._blocks[position // _BLOCK]
        return block[start : self._ends[position]].decode("utf-8", "surrogateescape")
