"""The score of two trials, and the confidence that follows from it.

The score is the weighted mean of three cosines: of all words, of the words of the short fields,
and of the topics. All are computed in double precision, so that they are the same in both
directions when rounded.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from kg.similarity.rows import TF, Rows
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

COSINE_FIELDS: Final = ("CONDITION", "INTERVENTION", "TITLE")
"""The fields whose own cosines count for the confidence, beside the score."""

_TF: Final = TF.astype(np.float64)

_BLOCK: Final = 4_096
"""Rows whose lengths are computed at once."""


@dataclass(frozen=True, slots=True)
class Scores:
    """A trial compared with others: `others` are their rows, all arrays have their order.

    `fields` are the cosines of COSINE_FIELDS, one array for each.
    """

    others: Places
    score: Doubles
    fields: tuple[Doubles, ...] = ()


class SharedWords(NamedTuple):
    """The words that two trials share: their numbers, the entries of both rows, and what each word
    adds to the score.
    """

    words: NDArray[np.int32]
    mine: Places
    theirs: Places
    parts: Doubles


class Scorer:
    """Compares the rows of a corpus; `positions` are the topic vectors of all rows."""

    def __init__(
        self, rows: Rows, idf: NDArray[np.float32], positions: NDArray[np.float16]
    ) -> None:
        self.rows = rows
        self.idf = idf.astype(np.float64)
        self.positions = positions
        self.norms = _norms(rows, self.idf, rows.counts)
        self.short_norms = _norms(rows, self.idf, rows.short_counts)
        self._entry = np.full(len(idf), -1, np.int64)

    @contextmanager
    def comparing(self, row: int) -> Iterator[Comparison]:
        """Compares one trial, which has words, with others until the block ends."""
        words = self.rows.words[self.rows.starts[row] : self.rows.starts[row + 1]]
        self._entry[words] = np.arange(self.rows.starts[row], self.rows.starts[row + 1])
        try:
            yield Comparison(self, row, self._entry)
        finally:
            self._entry[words] = -1


class Comparison:
    """A trial that is compared with others; `entry` has its entry for each word, or -1."""

    def __init__(self, scorer: Scorer, row: int, entry: Places) -> None:
        self.scorer, self.row = scorer, row
        self._entry = entry

    def scores(self, others: Places) -> Scores:
        """The scores of other trials, all of which have words; without the cosines of fields."""
        scorer, rows = self.scorer, self.scorer.rows
        mine, theirs, of = self._shared(others)
        squares = scorer.idf[rows.words[mine]] ** 2
        size = len(others)
        all_, short = self._products(mine, theirs)
        lengths = scorer.norms[others] * scorer.norms[self.row]
        words = _sums(of, all_ * squares, size) / lengths
        lengths = scorer.short_norms[others] * scorer.short_norms[self.row]
        brief = _sums(of, short * squares, size) / lengths
        topics = self._topics(others) if scorer.positions.shape[1] else words
        return Scores(others, (words + SHORT * brief + TOPIC * topics) / WHOLE)

    def kept(self, found: Scores, places: Places) -> Scores:
        """Some of the scores, in this order, with the cosines of COSINE_FIELDS."""
        others = found.others[places]
        shared = self._shared(others)
        fields = tuple(self._cosine(others, shared, BITS[name]) for name in COSINE_FIELDS)
        return Scores(others, found.score[places], fields)

    def shared_words(self, other: int) -> SharedWords:
        """The words that another trial shares, and what each adds to the score."""
        scorer, rows = self.scorer, self.scorer.rows
        mine, theirs, _ = self._shared(np.array([other]))
        words = rows.words[mine]
        all_, short = self._products(mine, theirs)
        parts = all_ / (scorer.norms[self.row] * scorer.norms[other])
        parts += SHORT * short / (scorer.short_norms[self.row] * scorer.short_norms[other])
        return SharedWords(words, mine, theirs, parts * scorer.idf[words] ** 2 / WHOLE)

    def _shared(self, others: Places) -> tuple[Places, Places, Places]:
        """For each word shared with one of the others: my entry, theirs, the place of the other."""
        rows = self.scorer.rows
        entries, begins = rows.entries(others)
        mine = self._entry[rows.words[entries]]
        shared = np.flatnonzero(mine >= 0)
        return mine[shared], entries[shared], np.searchsorted(begins, shared, side="right") - 1

    def _products(self, mine: Places, theirs: Places) -> tuple[Doubles, Doubles]:
        rows = self.scorer.rows
        all_ = _TF[rows.counts[mine]] * _TF[rows.counts[theirs]]
        return all_, _TF[rows.short_counts[mine]] * _TF[rows.short_counts[theirs]]

    def _topics(self, others: Places) -> Doubles:
        positions = self.scorer.positions
        own = positions[self.row].astype(np.float64)
        cosines: Doubles = positions[others].astype(np.float64) @ own
        return cosines

    def _cosine(self, others: Places, shared: tuple[Places, Places, Places], bit: int) -> Doubles:
        """The cosine of the words of one field, each counted once.

        Where one of two records has nothing in the field, it is the share of the other's words in
        it that the whole text of the first one has.
        """
        rows, idf = self.scorer.rows, self.scorer.idf
        mine, theirs, of = shared
        weights, size = idf[rows.words[mine]] ** 2, len(others)
        in_mine, in_theirs = (rows.masks[mine] & bit) > 0, (rows.masks[theirs] & bit) > 0
        dots = _sums(of, weights * (in_mine & in_theirs), size)
        entries, begins = rows.entries(np.append(others, self.row))
        inside = (rows.masks[entries] & bit) > 0
        squares = np.add.reduceat(idf[rows.words[entries]] ** 2 * inside, begins)
        their_squares, my_square = squares[:-1], squares[-1]
        lengths = np.sqrt(np.maximum(their_squares * my_square, 1e-18))
        named = _sums(of, weights * (in_mine | in_theirs), size)
        named = named / np.maximum(np.maximum(their_squares, my_square), 1e-9)
        one_has_none = (their_squares * my_square == 0) & (their_squares + my_square > 0)
        cosines: Doubles = np.where(one_has_none, named, dots / lengths)
        return cosines


def _sums(places: Places, values: Doubles, size: int) -> Doubles:
    """The sum of the values of each of `size` places."""
    return np.asarray(np.bincount(places, values, size), np.float64)


def _norms(rows: Rows, idf: Doubles, counts: NDArray[np.uint8]) -> Doubles:
    """The lengths of all rows; 1 for one without words."""
    found = [np.ones(0)]
    for first in range(0, len(rows), _BLOCK):
        starts = rows.starts[first : first + _BLOCK + 1]
        inside = slice(starts[0], starts[-1])
        squares = np.append((_TF[counts[inside]] * idf[rows.words[inside]]) ** 2, 0)
        sums = np.add.reduceat(squares, starts[:-1] - starts[0])
        sums[starts[1:] == starts[:-1]] = 0
        found.append(np.where(sums > 0, np.sqrt(sums), 1))
    return np.concatenate(found)
