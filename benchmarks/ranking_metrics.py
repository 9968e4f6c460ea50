"""How good rankings are, and how sure that is: measures of single queries, and their bootstrap.

A query has a ranking (a list without duplicates, the best first) and the things that are relevant
to it, all alike; what is not known to be relevant is wrong. The measures are those of trec_eval:
https://trec.nist.gov/trec_eval/.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from functools import partial
from typing import Final, NamedTuple

import numpy as np

Measure = Callable[[Sequence[str], Set[str]], float]
"""A ranking and what is relevant (not empty) -> the measure of the query, from 0 to 1."""

Graded = Mapping[str, Sequence[float]]
"""Query -> its measures, in the order of MEASURES."""


def precision(ranking: Sequence[str], relevant: Set[str], *, first: int) -> float:
    """The share of the first results that is relevant; a missing result is not."""
    return sum(each in relevant for each in ranking[:first]) / first


def recall(ranking: Sequence[str], relevant: Set[str], *, first: int) -> float:
    """The share of the relevant that is among the first results."""
    return sum(each in relevant for each in ranking[:first]) / len(relevant)


def ndcg(ranking: Sequence[str], relevant: Set[str], *, first: int) -> float:
    """Discounted cumulative gain with gains of 0 and 1, divided by that of the best ranking."""
    gain = sum(_discount(rank) for rank, each in enumerate(ranking[:first]) if each in relevant)
    return gain / sum(map(_discount, range(min(first, len(relevant)))))


def average_precision(ranking: Sequence[str], relevant: Set[str]) -> float:
    """The mean precision at the ranks of the relevant; what is not in the ranking counts as 0."""
    ranks = [rank for rank, each in enumerate(ranking, 1) if each in relevant]
    return sum(found / rank for found, rank in enumerate(ranks, 1)) / len(relevant)


def _discount(rank: int) -> float:
    return 1 / math.log2(rank + 2)


MEASURES: Final[dict[str, Measure]] = {
    "P@1": partial(precision, first=1),
    "P@5": partial(precision, first=5),
    "R@5": partial(recall, first=5),
    "R@20": partial(recall, first=20),
    "nDCG@5": partial(ndcg, first=5),
    "MAP": average_precision,
}
"""The name of the mean over queries -> the measure of one."""


def graded(rankings: Mapping[str, Sequence[str]], relevant: Mapping[str, Set[str]]) -> Graded:
    """The measures of every query; one without a ranking has 0 in each."""
    return {
        query: [measure(rankings.get(query, ()), right) for measure in MEASURES.values()]
        for query, right in relevant.items()
    }


class Interval(NamedTuple):
    """A mean, and the ends of its interval of 95 %."""

    mean: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.mean:.3f} [{self.low:.3f}, {self.high:.3f}]"


class Bootstrap:
    """Percentile intervals by drawing whole groups of queries, with replacement.

    Queries that are joined by labels are not independent, so a group is drawn or left out as a
    whole. All means of one bootstrap are from the same draws, which makes differences paired.
    https://doi.org/10.1201/9780429246593 (Efron and Tibshirani, chapters 8 and 13)
    """

    def __init__(self, groups: Sequence[Sequence[str]], rounds: int, seed: int) -> None:
        """`groups` have every query once."""
        self._groups = groups
        draws = np.random.default_rng(seed).integers(len(groups), size=(rounds, len(groups)))
        self._times = np.stack([np.bincount(draw, minlength=len(groups)) for draw in draws])
        self._queries = self._times @ np.array([len(group) for group in groups])

    def intervals(self, grades: Graded) -> list[Interval]:
        """The mean of each measure with its interval."""
        sums = np.array([np.sum([grades[q] for q in group], axis=0) for group in self._groups])
        means = sums.sum(axis=0) / sum(map(len, self._groups))
        drawn = (self._times @ sums) / self._queries[:, None]
        low, high = np.percentile(drawn, [2.5, 97.5], axis=0)
        return [Interval(*map(float, ends)) for ends in zip(means, low, high, strict=True)]


def difference(ours: Graded, theirs: Graded) -> Graded:
    """Ours minus theirs, query by query."""
    return {query: np.subtract(ours[query], theirs[query]).tolist() for query in ours}


def connected(pairs: Iterable[tuple[str, str]]) -> list[list[str]]:
    """The groups of things that pairs join, directly or through others; all sorted."""
    group_of: dict[str, list[str]] = {}
    for one, other in pairs:
        mine, theirs = group_of.setdefault(one, [one]), group_of.setdefault(other, [other])
        if mine is not theirs:
            mine += theirs
            group_of.update(dict.fromkeys(theirs, mine))
    groups = {id(group): group for group in group_of.values()}
    return sorted(map(sorted, groups.values()))


def wilson(right: int, of: int) -> Interval:
    """A proportion with Wilson's interval, for small samples. https://doi.org/10.2307/2276774"""
    z = 1.959964
    share, scale = right / of, 1 + z * z / of
    middle = (share + z * z / (2 * of)) / scale
    half = z / scale * math.sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    return Interval(share, max(0.0, middle - half), min(1.0, middle + half))
