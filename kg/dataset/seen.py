"""The NCT ids that a run has met, with the place of the first record of each.

600,000 of them with places like "registry.json.zip!NCT01234567.json" take some 35 MB.
"""

from __future__ import annotations

from array import array

from kg.dataset.nct_index import NctIndex


class Seen:
    """Remembers where each id was met first."""

    __slots__ = ("_ends", "_ids", "_places")

    def __init__(self) -> None:
        self._ids = NctIndex()
        self._places = bytearray()
        self._ends = array("Q", [0])

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, nct_id: str) -> bool:
        return nct_id in self._ids

    def first_place(self, nct_id: str, place: str) -> str | None:
        """Where the id was met before; None where it is new, and `place` remembered."""
        count = len(self._ids)
        position = self._ids.add(nct_id)
        if position < count:
            start, end = self._ends[position], self._ends[position + 1]
            return self._places[start:end].decode("utf-8", "surrogateescape")
        self._places += place.encode("utf-8", "surrogateescape")
        self._ends.append(len(self._places))
        return None
