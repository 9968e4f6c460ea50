"""The similar trials of each trial of a corpus: candidates, scores, confidence, reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.similarity.candidates import (
    EXACT,
    Candidates,
    Everything,
    NearestByGraph,
    NearestExactly,
    graph_of,
)
from kg.similarity.corpus import Corpus
from kg.similarity.kinds import kind_of
from kg.similarity.links import SimilarTrial, SimilarTrials
from kg.similarity.reasons import features
from kg.similarity.scoring import Scorer, Scores
from kg.similarity.statistics import WordStatistics, learned

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIGITS: Final = 3
"""Decimal places of scores, confidences and weights."""

_BLOCK: Final = 4_096
_EXACT_DIGITS: Final = 9
"""Decimal places that are the same in both directions."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Ranks the trials of a corpus; made once, and then used by several processes."""

    corpus: Corpus
    scorer: Scorer
    candidates: Candidates

    def similar(self, rows: Iterable[int], top: int, min_confidence: float) -> Iterator[SimilarTrials]:
        """The similar trials of some rows: at most `top`, with at least this confidence."""
        filled = [row for row in rows if self.has_words(row)]
        near = dict(zip(filled, self.candidates.near(np.array(filled, np.int64)), strict=True))
        for row in rows:
            others = near.get(row, ())
            found = self._ranked(row, others, top) if len(others) else None
            yield self._links(row, found, min_confidence)

    def has_words(self, row: int) -> bool:
        """Whether a record has words to compare."""
        starts = self.corpus.rows.starts
        return bool(starts[row + 1] > starts[row])

    def _ranked(self, row: int, others: NDArray[np.int64], top: int) -> Scores:
        """The others with the highest scores, by score and then by id."""
        found = self.scorer.compared(row, others)
        best = np.lexsort((found.others, -np.round(found.score, _EXACT_DIGITS)))[:top]
        return self.scorer.with_fields(row, found.chosen(best))

    def _links(self, row: int, found: Scores | None, least: float) -> SimilarTrials:
        others: list[SimilarTrial] = []
        if found is not None:
            confidence = np.round(found.confidence(), DIGITS)
            for place in np.flatnonzero(confidence >= least).tolist():
                others.append(self._link(row, found, place, len(others) + 1, confidence[place]))
        return SimilarTrials(self.corpus.nct_ids[row], tuple(others))

    def _link(self, row: int, found: Scores, place: int, rank: int, confidence: float) -> SimilarTrial:
        other, score = int(found.others[place]), float(found.score[place])
        things = self.corpus.things
        condition, intervention, title = (float(cosine[place]) for cosine in found.fields)
        return SimilarTrial(
            self.corpus.nct_ids[other],
            rank,
            round(min(score, 1.0), DIGITS),
            float(confidence),
            tuple(features(self.corpus, self.scorer, row, other, score)),
            kind_of(things.of(row), things.of(other), score, condition, intervention, title),
        )


def neighbours(corpus: Corpus, statistics: WordStatistics | None = None) -> Neighbours:
    """Learns the statistics of a corpus, if not given, and prepares the search for candidates."""
    rows = corpus.rows
    statistics = statistics or learned(rows, len(corpus.vocabulary))
    filled = np.flatnonzero(np.diff(rows.starts) > 0)
    width = 0 if statistics.topics is None else statistics.topics.shape[1]
    positions = np.zeros((len(rows), width), np.float16)
    for start in range(0, len(filled), _BLOCK):
        block = filled[start : start + _BLOCK]
        positions[block] = statistics.positions(rows, block)
    candidates: Candidates
    if not width:
        candidates = Everything(filled)
    elif len(filled) <= EXACT:
        candidates = NearestExactly(positions, filled)
    else:
        candidates = NearestByGraph(graph_of(positions, filled), positions)
    return Neighbours(corpus, Scorer(rows, statistics, positions), candidates)
