"""What is learned from a corpus: how rare each word is, and the topics that words form.

Both are kept while records change, so that the score of two unchanged records stays the same.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from scipy.sparse import csr_array
from threadpoolctl import threadpool_limits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.similarity.rows import Rows

    Floats = NDArray[np.float32]

TOPICS: Final = 256
"""The dimensions of the topic space, if the corpus is large enough."""

RECORDS_A_TOPIC: Final = 4
"""Records needed for each topic; fewer would make a topic of each record."""

FEWEST: Final = 200
"""Records below which there are no topics: the words alone are compared."""

FEWEST_ASSUMED: Final = 1_000
"""Records of which a smaller corpus counts as a part: its own subject is rare among them."""

MOST_FITTED: Final = 50_000
"""Records that topics are learned from, at regular intervals."""

MOST_WORDS: Final = 100_000
"""Words that topics are made of: those of most records."""

_OVERSAMPLING: Final = 10
_ITERATIONS: Final = 4
_SEED: Final = 20_080_721


@dataclass(slots=True)
class WordStatistics:
    """`idf` is the weight of each word, `topics` the words (rows) by topics (columns), or None.

    A word has its number in the vocabulary. The first `words` were learned, from `records` records;
    those added later have the weight of a word that a single record uses, and are in no topic.
    """

    records: int
    words: int
    idf: Floats
    topics: Floats | None

    def digest(self) -> str:
        """A name for what was learned: 16 hexadecimal digits."""
        hashed = hashlib.sha256(np.ascontiguousarray(self.idf[: self.words]).tobytes())
        if self.topics is not None:
            hashed.update(np.ascontiguousarray(self.topics).tobytes())
        return hashed.hexdigest()[:16]

    def extended(self, words: int) -> None:
        """Makes room for the words of new records."""
        rare = np.log1p(np.float32(max(self.records, FEWEST_ASSUMED)))
        more = np.full(words - len(self.idf), rare, np.float32)
        self.idf = np.concatenate((self.idf, more))

    def positions(self, rows: Rows, chosen: NDArray[np.int64]) -> Floats:
        """The unit vectors of records in the topic space: records by topics."""
        if self.topics is None:
            return np.zeros((len(chosen), 0), np.float32)
        weighted = rows.weighted(chosen, self.idf)[:, : len(self.topics)]
        with threadpool_limits(1):
            found = np.asarray(weighted @ self.topics, np.float32)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        unit: Floats = found / np.maximum(lengths, np.float32(1e-9))
        return unit


def learned(rows: Rows, words: int) -> WordStatistics:
    """The statistics of a corpus with a vocabulary of `words`; a text that records share counts
    once.
    """
    distinct = rows.distinct()
    frequency = rows.frequency(distinct, words)
    registry = max(len(distinct), FEWEST_ASSUMED)
    idf = np.log1p(registry / np.maximum(frequency, 1)).astype(np.float32)
    return WordStatistics(len(distinct), words, idf, _topics(rows, distinct, idf, frequency))


def _topics(
    rows: Rows, distinct: NDArray[np.int64], idf: Floats, frequency: NDArray[np.int64]
) -> Floats | None:
    """The right singular vectors of the weighted words (latent semantic analysis)."""
    if len(distinct) < FEWEST:
        return None
    step = -(-len(distinct) // MOST_FITTED)
    weighted = rows.weighted(distinct[::step], idf)
    usual = np.flatnonzero(frequency > 1)
    if len(usual) > MOST_WORDS:
        usual = np.sort(usual[np.argsort(-frequency[usual], kind="stable")[:MOST_WORDS]])
    size = min(TOPICS, weighted.shape[0] // RECORDS_A_TOPIC, len(usual))
    found = np.zeros((len(idf), size), np.float32)
    found[usual] = _right_singular_vectors(weighted[:, usual], size)
    return found


def _right_singular_vectors(matrix: csr_array, size: int) -> Floats:
    """The first right singular vectors as columns, by a randomised range finder with power
    iterations (Halko, Martinsson and Tropp 2011, algorithm 4.4, https://arxiv.org/abs/0909.4061).
    """
    random = np.random.default_rng(_SEED)
    width = min(size + _OVERSAMPLING, *matrix.shape)
    turned = matrix.T.tocsr()
    with threadpool_limits(1):
        basis = random.standard_normal((matrix.shape[0], width)).astype(np.float32)
        for _ in range(_ITERATIONS):
            basis = np.linalg.qr(matrix @ (turned @ basis))[0].astype(np.float32)
        _, _, vectors = np.linalg.svd((turned @ basis).T, full_matrices=False)
    return np.ascontiguousarray(vectors[:size].T, np.float32)
