"""The index of a corpus: what is learned from it, where each record lies, who is near to whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.similarity.candidates import (
    EXACT,
    Candidates,
    Either,
    Everything,
    NearestByGraph,
    NearestExactly,
    SharingRareWords,
    first_copies,
    graph_of,
)
from kg.similarity.corpus import Corpus
from kg.similarity.links import Method, SimilarTrials
from kg.similarity.neighbours import Neighbours
from kg.similarity.scoring import Scorer, Scores
from kg.similarity.statistics import WordStatistics, learned
from kg.system import processes

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from usearch.index import Index

VERSION: Final = "1"
"""Of the computation: another version may give other links for the same records."""

_BLOCK: Final = 4_096
_ROWS_A_TASK: Final = 64


@dataclass(slots=True)
class SimilarityIndex:
    """A corpus with its statistics and topic vectors, and their graph if the corpus is large.

    Rows of records that changed or were removed since are `dead`: nothing is compared with them.
    """

    corpus: Corpus
    statistics: WordStatistics
    positions: NDArray[np.float16]
    graph: Index | None
    dead: set[int] = field(default_factory=set)

    def method(self, top: int, min_confidence: float) -> Method:
        """How links are computed with this index."""
        learned_from = self.statistics
        return Method(VERSION, learned_from.digest(), learned_from.records, top, min_confidence)

    def similar(
        self, rows: Sequence[int], top: int, min_confidence: float, jobs: int = 1
    ) -> Iterator[SimilarTrials]:
        """The similar trials of some rows, in their order, by `jobs` processes."""
        with self.ranking(rows, top, min_confidence, jobs) as ranked:
            for links, _ in ranked:
                yield links

    @contextmanager
    def ranking(
        self, rows: Sequence[int], top: int, min_confidence: float, jobs: int = 1
    ) -> Iterator[Iterator[tuple[SimilarTrials, Scores | None]]]:
        """The same with the scores that the links are chosen from; the processes are there until
        the block ends.
        """
        work = Neighbours(self.corpus, self.scorer(), self.candidates(), top, min_confidence)
        tasks = (rows[start : start + _ROWS_A_TASK] for start in range(0, len(rows), _ROWS_A_TASK))
        with processes.in_order(_Task(work), tasks, jobs) as done:
            yield (each for _, found in done for each in found)

    def scorer(self) -> Scorer:
        """Compares the records."""
        return Scorer(self.corpus.rows, self.statistics.idf, self.positions)

    def alive(self) -> NDArray[np.bool_]:
        """For each row whether it is that of a record."""
        alive = np.ones(len(self.corpus.rows), bool)
        alive[list(self.dead)] = False
        return alive

    def candidates(self) -> Candidates:
        """Finds the records to compare with each."""
        filled = self.corpus.rows.filled()
        filled = filled[self.alive()[filled]]
        if self.statistics.topics is None:
            return Everything(first_copies(self.corpus.rows.texts, filled))
        rare = SharingRareWords(self.corpus.rows, filled, len(self.corpus.vocabulary))
        if self.graph is None:
            return Either(NearestExactly(self.positions, filled), rare)
        return Either(NearestByGraph(self.graph, self.positions), rare)


@dataclass(frozen=True, slots=True)
class _Task:
    work: Neighbours

    def __call__(self, rows: Sequence[int]) -> list[tuple[SimilarTrials, Scores | None]]:
        return list(self.work.similar(rows))


def index_of(corpus: Corpus, exact: int = EXACT) -> SimilarityIndex:
    """Learns from a corpus; candidates are found by a graph if it has more than `exact` records."""
    rows = corpus.rows
    statistics = learned(rows, len(corpus.vocabulary))
    filled = rows.filled()
    width = 0 if statistics.topics is None else statistics.topics.shape[1]
    positions = np.zeros((len(rows), width), np.float16)
    for start in range(0, len(filled) if width else 0, _BLOCK):
        block = filled[start : start + _BLOCK]
        positions[block] = statistics.positions(rows, block)
    graph = graph_of(positions, filled) if width and len(filled) > exact else None
    return SimilarityIndex(corpus, statistics, positions, graph)
