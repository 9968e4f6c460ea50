"""What two similar records are to each other, where the data say more than that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.similarity.things import ThingTable

SAME_TITLE: Final = 0.95
"""The cosine from which titles count as the same."""

SAME_TEXT: Final = 0.75
"""The score from which two records have much the same text."""

OTHER_CONDITION: Final = 0.1
"""The cosine of the conditions below which they differ."""


def kind_of(
    table: ThingTable, row: int, other: int, score: float, cosines: Iterable[float]
) -> str | None:
    """One of SIMILARITY_KINDS, or None, for two rows; `cosines` are those of COSINE_FIELDS."""
    condition, _, title = cosines
    mine, theirs = table.of(row), table.of(other)
    shared = {table.things[number].kind for number in set(mine).intersection(theirs)}
    if "SPONSOR" in shared:
        if "NUMBER" in shared and title >= SAME_TITLE:
            return "SAME_STUDY"
        if _series(table, mine) & _series(table, theirs) and "SERIES" not in shared:
            return "SAME_MASTER_PROTOCOL"
    if score < SAME_TEXT or condition >= OTHER_CONDITION or "CONDITION" in shared:
        return None
    both = all(any(table.things[n].kind == "CONDITION" for n in each) for each in (mine, theirs))
    return "SAME_TEXT" if both else None


def _series(table: ThingTable, numbers: Iterable[int]) -> set[str]:
    """The names of the protocols that a record is a part of."""
    return {table.keys[number] for number in numbers if table.things[number].kind == "SERIES"}
