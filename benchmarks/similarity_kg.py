"""kg's own rankings: the one place of the similarity benchmark that calls `kg.similarity`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from kg.related.links import Evidence, SharedThing, SimilarLink
from kg.related.order import Ranking
from kg.similarity.candidates import EXACT, Candidates, Everything
from kg.similarity.corpus import CorpusBuilder
from kg.similarity.defaults import DEFAULT_MIN_CONFIDENCE, DEFAULT_TOP
from kg.similarity.index import SimilarityIndex, index_of
from kg.similarity.links import SimilarTrials
from kg.similarity.neighbours import Neighbours
from kg.similarity.scoring import Scores
from kg.similarity.words import words_of
from shared_things import Index
from similarity_labels import LabelSet, Pool

Rankings = dict[str, list[str]]
"""Query -> the ids of other trials, the best first."""

NO_LINKS: Final = 2.0
"""A confidence that no link has: rankings are by score, whether or not a link is stated."""


class Unavailable(Exception):
    """Why a method has no row, in a few words."""


@lru_cache(maxsize=2)
def index(trials: Pool, exact: int = EXACT) -> SimilarityIndex:
    """The index of a pool; candidates are found by a graph if it has more than `exact` trials."""
    builder = CorpusBuilder()
    for nct_id, text in trials.texts.items():
        builder.add(nct_id, words_of(text), text.things)
    return index_of(builder.corpus(), exact)


@dataclass(frozen=True, slots=True)
class Given:
    """The candidates of a closed list."""

    rows: NDArray[np.int64]

    def near(self, rows: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        """For each row all candidates but itself."""
        return [self.rows[self.rows != row] for row in rows]


def similar(trials: Pool, labels: LabelSet, depth: int) -> Rankings:
    """By score: as kg finds them in the pool, or all candidates of a closed list."""
    known = index(trials)
    if len(labels.candidates) == len(trials.texts):
        return _by_score(known, labels.relevant, depth)
    rows = np.array(_rows(known, labels.candidates), np.int64)
    closed = Given(rows[np.isin(rows, known.corpus.rows.filled())])
    return _by_score(known, labels.relevant, depth, closed)


def related(trials: Pool, labels: LabelSet, depth: int) -> Rankings:
    """The order of `kg related`, with the links that `kg similar` states by default."""
    shared, known, candidates = Index(trials.facts), index(trials), set(labels.candidates)
    queries = list(labels.relevant)
    lists = known.similar(_rows(known, queries), DEFAULT_TOP, DEFAULT_MIN_CONFIDENCE)
    found = {}
    for links in lists:
        order = Ranking(_evidence(trials, labels, shared, links)).trials
        found[links.number] = [each for each in order if each in candidates][:depth]
    return found


def _evidence(trials: Pool, labels: LabelSet, shared: Index, links: SimilarTrials) -> Evidence:
    query = links.number
    stated = shared.stated(trials.facts, query) if labels.stated_links else ()
    return Evidence(
        stated=[
            {"related": trial, "reason": link.basis, "direction": way, "field": link.source_field}
            for trial, way, link in stated
        ],
        shared=[
            SharedThing(reason, term, name, "", frozenset(shared.sharing[reason, term]) - {query})
            for reason, term, name in trials.facts[query].features
        ],
        similar={
            each.number: SimilarLink("", each.confidence, each.score, each.rank)
            for each in links.others
        },
    )


def approximate(trials: Pool, queries: Sequence[str], top: int) -> Rankings:
    """The most similar trials as kg finds them in a corpus of more than EXACT trials."""
    return _by_score(index(trials, exact=0), queries, top)


def exact(trials: Pool, queries: Sequence[str], top: int) -> Rankings:
    """The same, with every pair scored."""
    known = index(trials, exact=0)
    return _by_score(known, queries, top, Everything(known.corpus.rows.filled()))


def links(trials: Pool, least: float) -> Iterable[tuple[str, str, float]]:
    """Trial, other trial and confidence of each link of at least a confidence, a pair once."""
    known = index(trials)
    pairs: dict[tuple[str, str], float] = {}
    for found in known.similar(range(len(known.corpus.numbers)), DEFAULT_TOP, least):
        for other in found.others:
            if (other.number, found.number) not in pairs:
                pairs[found.number, other.number] = other.confidence
    return [(trial, other, confidence) for (trial, other), confidence in pairs.items()]


def command(source: Path, output: Path) -> list[str]:
    """The command line that computes the similar trials of a corpus."""
    return ["-m", "kg", "similar", str(source), "-q", "-o", str(output)]


def _rows(known: SimilarityIndex, trials: Iterable[str]) -> list[int]:
    row = {nct_id: number for number, nct_id in enumerate(known.corpus.numbers)}
    return [row[trial] for trial in trials]


def _by_score(
    known: SimilarityIndex,
    queries: Iterable[str],
    top: int,
    candidates: Candidates | None = None,
) -> Rankings:
    """The first trials of each query, among the index's own candidates or others."""
    rows = _rows(known, queries)
    if candidates is None:
        with known.ranking(rows, top, NO_LINKS) as ranked:
            return _first(known, ranked)
    work = Neighbours(known.corpus, known.scorer(), candidates, top, NO_LINKS)
    return _first(known, work.similar(rows))


def _first(
    known: SimilarityIndex, ranked: Iterable[tuple[SimilarTrials, Scores | None]]
) -> Rankings:
    nct_ids = known.corpus.numbers
    return {
        found.number: [nct_ids[row] for row in scores.others.tolist()] if scores else []
        for found, scores in ranked
    }
