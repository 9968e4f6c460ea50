"""The score of two trials, and the confidence that follows from it.

The score is the weighted mean of three cosines: of all words, of the words of the short fields,
and of the topics. All are computed in double precision, so that they are the same in both
directions when rounded.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.similarity.rows import TF, Rows
from kg.similarity.statistics import WordStatistics
from kg.similarity.words import BITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Doubles = NDArray[np.float64]
    Places = NDArray[np.int64]

SHORT: Final = 0.3
TOPIC: Final = 0.5
WHOLE: Final = 1 + SHORT + TOPIC
"""The weights of the short fields and of the topics beside all words with weight 1, and their sum.

Chosen on trials that one review includes or one article cites; docs/similarity.md has the figures.
"""

CONFIDENCE_FIELDS: Final = ("CONDITION", "INTERVENTION", "TITLE")
"""The fields whose own cosines count for the confidence, beside the score."""

INTERCEPT: Final = -4.12
COEFFICIENTS: Final = (3.30, 2.82, 2.35, 5.79)
"""The logit of the confidence: for the score and the cosines of CONFIDENCE_FIELDS, fitted by
logistic regression on pairs that readers judged (benchmarks/judging.py).
"""

_TF: Final = TF.astype(np.float64)


@dataclass(frozen=True, slots=True)
class Scores:
    """A trial compared with others: `others` are their rows, all arrays have their order.

    `score` is the mean, `words` the part of it that shared words explain, `fields` the cosines of
    CONFIDENCE_FIELDS, one array for each.
    """

    others: Places
    score: Doubles
    words: Doubles
    fields: tuple[Doubles, ...] = ()

    def confidence(self) -> Doubles:
        """The probability that the trials are related."""
        logit = INTERCEPT + COEFFICIENTS[0] * self.score
        for coefficient, cosine in zip(COEFFICIENTS[1:], self.fields, strict=True):
            logit = logit + coefficient * cosine
        return 1 / (1 + np.exp(-logit))

    def chosen(self, kept: Places) -> Scores:
        """Some of the others, in this order."""
        return Scores(
            self.others[kept],
            self.score[kept],
            self.words[kept],
            tuple(cosine[kept] for cosine in self.fields),
        )


class Scorer:
    """Compares the rows of a corpus; `positions` are the topic vectors of all rows."""

    def __init__(self, rows: Rows, statistics: WordStatistics, positions: NDArray[np.float16]):
        self.rows = rows
        self.idf = statistics.idf.astype(np.float64)
        self.positions = positions
        self.has_topics = positions.shape[1] > 0
        self._norms = _norms(rows, self.idf, rows.counts)
        self._short_norms = _norms(rows, self.idf, rows.short_counts)
        self._own = np.zeros(len(self.idf))
        self._own_short = np.zeros(len(self.idf))

    def compared(self, row: int, others: Places) -> Scores:
        """The scores of a trial with others; none of the rows is without words."""
        rows, mine = self.rows, self._entries(row)
        words = rows.words[mine]
        self._own[words] = _TF[rows.counts[mine]] * self.idf[words]
        self._own_short[words] = _TF[rows.short_counts[mine]] * self.idf[words]
        entries, begins = rows.entries(others)
        theirs = rows.words[entries]
        idf = self.idf[theirs]
        all_ = _TF[rows.counts[entries]] * idf * self._own[theirs]
        short = _TF[rows.short_counts[entries]] * idf * self._own_short[theirs]
        self._own[words] = self._own_short[words] = 0
        all_ = np.add.reduceat(all_, begins) / (self._norms[others] * self._norms[row])
        short = np.add.reduceat(short, begins)
        short = short / (self._short_norms[others] * self._short_norms[row])
        topics = self._topics(row, others) if self.has_topics else all_
        words_part = (all_ + SHORT * short) / WHOLE
        return Scores(others, words_part + TOPIC / WHOLE * topics, words_part)

    def with_fields(self, row: int, found: Scores) -> Scores:
        """The same scores with the cosines of CONFIDENCE_FIELDS."""
        cosines = tuple(self._field(row, found.others, name) for name in CONFIDENCE_FIELDS)
        return Scores(found.others, found.score, found.words, cosines)

    def contributions(self, row: int, other: int) -> tuple[NDArray[np.int64], Doubles]:
        """The entries of `row` for words that both have, and what each adds to the score."""
        rows = self.rows
        mine, theirs = self._entries(row), self._entries(other)
        words, at, there = np.intersect1d(
            rows.words[mine], rows.words[theirs], assume_unique=True, return_indices=True
        )
        at, there = at + mine.start, there + theirs.start
        squared = self.idf[words] ** 2
        all_ = _TF[rows.counts[at]] * _TF[rows.counts[there]]
        all_ = all_ / (self._norms[row] * self._norms[other])
        short = _TF[rows.short_counts[at]] * _TF[rows.short_counts[there]]
        short = short / (self._short_norms[row] * self._short_norms[other])
        return at, squared * (all_ + SHORT * short) / WHOLE

    def _topics(self, row: int, others: Places) -> Doubles:
        return self.positions[others].astype(np.float64) @ self.positions[row].astype(np.float64)

    def _field(self, row: int, others: Places, name: str) -> Doubles:
        """The cosine of the words of one field, each counted once."""
        rows, mine, bit = self.rows, self._entries(row), BITS[name]
        words = rows.words[mine][(rows.masks[mine] & bit) > 0]
        self._own[words] = squared = self.idf[words] ** 2
        entries, begins = rows.entries(others)
        theirs = rows.words[entries]
        inside = (rows.masks[entries] & bit) > 0
        shared = np.add.reduceat(self._own[theirs] * inside, begins)
        lengths = np.add.reduceat(self.idf[theirs] ** 2 * inside, begins)
        self._own[words] = 0
        return shared / np.sqrt(np.maximum(lengths * math.fsum(squared), 1e-18))

    def _entries(self, row: int) -> slice:
        return slice(int(self.rows.starts[row]), int(self.rows.starts[row + 1]))


def _norms(rows: Rows, idf: Doubles, counts: NDArray[np.uint8]) -> Doubles:
    """The lengths of all rows; 1 for one without words."""
    squares = (_TF[counts] * idf[rows.words]) ** 2
    sums = np.add.reduceat(np.append(squares, 0), rows.starts[:-1]) if len(rows) else squares
    sums[rows.starts[1:] == rows.starts[:-1]] = 0
    return np.where(sums > 0, np.sqrt(sums), 1)
