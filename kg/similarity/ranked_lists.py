"""What is kept of the lists of an index, so that an update knows which of them it changes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.similarity.links import SimilarTrials
from kg.similarity.scoring import Scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

NONE: Final = -1


@dataclass(slots=True)
class RankedLists:
    """For each row of an index: the rows that it was ranked with, also those of too low a
    confidence, and their scores (rows by `top`, NONE and 0 where there are fewer); the number of
    the links that are stated, and a digest of them, which is 0 before there is a list.
    """

    others: NDArray[np.int32]
    scores: NDArray[np.float32]
    links: NDArray[np.uint32]
    digests: NDArray[np.uint64]

    @classmethod
    def of(cls, rows: int, top: int) -> RankedLists:
        """No list for any of these rows."""
        return cls(
            np.full((rows, top), NONE, np.int32),
            np.zeros((rows, top), np.float32),
            np.zeros(rows, np.uint32),
            np.zeros(rows, np.uint64),
        )

    @property
    def top(self) -> int:
        """The length of a full list."""
        return int(self.others.shape[1])

    def keep(self, row: int, similar: SimilarTrials, found: Scores | None) -> bool:
        """Keeps a list, and says whether it differs from the one before."""
        self.others[row], self.scores[row] = NONE, 0
        if found is not None:
            size = len(found.others)
            self.others[row, :size], self.scores[row, :size] = found.others, found.score
        self.links[row] = len(similar.others)
        digest = _digest(similar)
        differs = bool(self.digests[row] != digest)
        self.digests[row] = digest
        return differs

    def forget(self, row: int) -> None:
        """Makes the list of a row one that was never written."""
        self.digests[row] = 0

    def extended(self, before: NDArray[np.int64]) -> RankedLists:
        """The same with further rows; `before` is the earlier row of each, or NONE: what was
        written for that is what was written for the new one.
        """
        more = RankedLists.of(len(before), self.top)
        known = np.flatnonzero(before != NONE)
        more.digests[known] = self.digests[before[known]]
        more.links[known] = self.links[before[known]]
        return RankedLists(
            np.concatenate((self.others, more.others)),
            np.concatenate((self.scores, more.scores)),
            np.concatenate((self.links, more.links)),
            np.concatenate((self.digests, more.digests)),
        )

    def with_any(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The rows that were ranked with one of these rows."""
        wanted = np.zeros(len(self.others) + 1, bool)  # NONE is the last
        wanted[rows] = True
        return np.flatnonzero(wanted[self.others].any(axis=1))

    def least(self) -> NDArray[np.float32]:
        """The score that another row must have to be ranked, for each row; 0 if any would do."""
        return np.where(self.others[:, -1] == NONE, np.float32(0), self.scores[:, -1])


def _digest(similar: SimilarTrials) -> int:
    return int.from_bytes(hashlib.sha256(repr(similar).encode()).digest()[:8]) or 1
