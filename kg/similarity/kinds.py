"""What two similar records are to each other, where the data say more than that."""

from __future__ import annotations

from typing import Final

from kg.similarity.trial_text import Things

SAME_TITLE: Final = 0.95
"""The cosine from which titles count as the same."""

SAME_TEXT: Final = 0.75
"""The score from which two records have much the same text."""

OTHER_SUBJECT: Final = 0.1
"""The cosine of the conditions, or of the interventions, below which they differ."""


def kind_of(
    mine: Things, theirs: Things, score: float, condition: float, intervention: float, title: float
) -> str | None:
    """One of SIMILARITY_KINDS, or None; the last three are the cosines of these fields."""
    shared = mine.keys() & theirs.keys()
    kinds = {kind for kind, _ in shared}
    if "SPONSOR" in kinds:
        if "NUMBER" in kinds and title >= SAME_TITLE:
            return "SAME_STUDY"
        if any(kind == "SERIES" and mine[kind, key] != theirs[kind, key] for kind, key in shared):
            return "SAME_MASTER_PROTOCOL"
    if score >= SAME_TEXT and (
        _differ(mine, theirs, "CONDITION", condition)
        or _differ(mine, theirs, "INTERVENTION", intervention)
    ):
        return "SAME_TEXT"
    return None


def _differ(mine: Things, theirs: Things, kind: str, cosine: float) -> bool:
    """Whether both name something of this kind, and nothing in common."""
    both = any(key[0] == kind for key in mine) and any(key[0] == kind for key in theirs)
    return both and cosine < OTHER_SUBJECT
