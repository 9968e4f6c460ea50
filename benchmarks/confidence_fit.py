"""Fits the confidence of similar trials to pairs that readers judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

import similarity_kg
from kg.similarity.neighbours import Neighbours
from kg.similarity.scoring import COSINE_FIELDS
from report_table import table
from similarity_labels import Pool

PENALTY: Final = 1 / 3
"""Of the squares of the coefficients, against fitting chance."""

Judged = tuple[str, str, bool]
"""Trial, other, and whether they are related."""


def fitted(pools: Iterable[Pool], judged: Sequence[Judged]) -> str:
    """The coefficients, from each pool that has both trials of a pair."""
    rows = [row for trials in pools for row in _measured(trials, judged)]
    signs = np.array([signs for signs, _ in rows])
    related = np.array([right for _, right in rows])
    coefficients = _logistic(np.hstack([np.ones((len(signs), 1)), signs]), related)
    names = (
        "intercept",
        "score",
        *(f"{name.lower()} cosine" for name in COSINE_FIELDS),
        "same condition",
    )
    rounded = [(name, f"{value:.2f}") for name, value in zip(names, coefficients, strict=True)]
    return table((f"{len(rows):,} pairs, {related.mean():.0%} related", "coefficient"), rounded)


def _measured(trials: Pool, judged: Iterable[Judged]) -> Iterator[tuple[list[float], bool]]:
    """What the confidence is computed from, for each pair of the pool."""
    index = similarity_kg.index(trials)
    row = {nct_id: number for number, nct_id in enumerate(index.corpus.numbers)}
    ranks = Neighbours(index.corpus, index.scorer(), index.candidates(), 1, 0.0)
    for trial, other, related in judged:
        if trial in row and other in row:
            with ranks.scorer.comparing(row[trial]) as compared:
                found = compared.scores(np.array([row[other]]))
                found = compared.kept(found, np.array([0]))
            fields = [float(cosine[0]) for cosine in found.fields]
            same = ranks.name_one_condition(row[trial], row[other])
            yield [float(found.score[0]), *fields, float(same)], related


def _logistic(signs: NDArray[np.float64], related: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The coefficients of a logistic regression; the first one, of the intercept, is free."""
    directions = np.where(related, 1.0, -1.0)

    def loss(coefficients: NDArray[np.float64]) -> float:
        misses = np.logaddexp(0, -directions * (signs @ coefficients)).sum()
        return float(misses + PENALTY / 2 * (coefficients[1:] ** 2).sum())

    found: NDArray[np.float64] = minimize(loss, np.zeros(signs.shape[1])).x
    return found
