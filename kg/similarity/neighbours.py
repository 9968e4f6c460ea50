"""The similar trials of each trial of a corpus: candidates, scores, confidence, reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.similarity.candidates import Candidates
from kg.similarity.confidence import confidence
from kg.similarity.corpus import Corpus
from kg.similarity.kinds import kind_of
from kg.similarity.links import SimilarTrial, SimilarTrials
from kg.similarity.reasons import features
from kg.similarity.scoring import Comparison, Scorer, Scores

if TYPE_CHECKING:
    from numpy.typing import NDArray

DIGITS: Final = 3
"""Decimal places of scores and confidences."""

_SAME: Final = 9
"""Decimal places of a score that are the same in both directions."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Ranks the trials of a corpus: at most `top` for each, with at least `min_confidence`."""

    corpus: Corpus
    scorer: Scorer
    candidates: Candidates
    top: int
    min_confidence: float

    def similar(self, rows: Sequence[int]) -> Iterator[tuple[SimilarTrials, Scores | None]]:
        """The links of some rows, and the scores that they are chosen from, by rank."""
        filled = [row for row in rows if self.scorer.rows.has_words(row)]
        near = dict(zip(filled, self.candidates.near(np.array(filled, np.int64)), strict=True))
        for row in rows:
            others = near.get(row)
            if others is None or not len(others):
                yield SimilarTrials(self.corpus.numbers[row]), None
                continue
            with self.scorer.comparing(row) as compared:
                found = self._ranked(compared, others)
                links = tuple(self._links(compared, found))
            yield SimilarTrials(self.corpus.numbers[row], links), found

    def _ranked(self, compared: Comparison, others: NDArray[np.int64]) -> Scores:
        """The others with the highest scores, by score and then by id."""
        found = compared.scores(others)
        scores = -np.round(found.score, _SAME)
        if len(scores) > self.top:
            least = np.partition(scores, self.top - 1)[self.top - 1]
            chosen = np.flatnonzero(scores <= least)
        else:
            chosen = np.arange(len(scores))
        ids = [self.corpus.numbers[row] for row in others[chosen].tolist()]
        order = sorted(range(len(ids)), key=lambda place: (scores[chosen[place]], ids[place]))
        return compared.kept(found, chosen[order[: self.top]])

    def _links(self, compared: Comparison, found: Scores) -> Iterator[SimilarTrial]:
        others = found.others.tolist()
        same = np.array([self.name_one_condition(compared.row, other) for other in others], bool)
        sure = np.round(confidence(found, same), DIGITS)
        places = np.flatnonzero(sure >= self.min_confidence).tolist()
        for rank, place in enumerate(places, start=1):
            other, score = others[place], float(found.score[place])
            cosines = [float(cosine[place]) for cosine in found.fields]
            yield SimilarTrial(
                self.corpus.numbers[other],
                rank,
                min(round(score, DIGITS), 1.0),
                float(sure[place]),
                tuple(features(self.corpus, compared, other, score)),
                kind_of(self.corpus.things, compared.row, other, score, cosines),
            )

    def name_one_condition(self, row: int, other: int) -> bool:
        """Whether both name a condition, or one names none and has the name in its text."""
        table = self.corpus.things
        mine, theirs = (
            {number for number in table.of(each) if table.things[number].kind == "CONDITION"}
            for each in (row, other)
        )
        if mine and theirs:
            return not mine.isdisjoint(theirs)
        words = self.scorer.rows.words_of(other if mine else row)
        names = map(self.corpus.words_of_thing, mine or theirs)
        return any(len(name) > 1 and name <= words for name in names)
