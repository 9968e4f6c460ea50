"""Which trials are worth comparing: the nearest in the topic space, and those with its rare words.

The nearest are found by a graph (HNSW, https://github.com/unum-cloud/usearch). A topic says little
of a word that few trials use, such as the name of a new drug, so these are looked up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from usearch.index import Index

    from kg.similarity.rows import Rows

    Places = NDArray[np.int64]

CANDIDATES: Final = 100
"""Trials that are compared word by word with each trial."""

RARE: Final = 200
"""Trials that have a rare word in their short fields, at most."""

RARE_WORDS: Final = 6
"""Rare words of a trial that are looked up, the rarest first."""

EXACT: Final = 10_000
"""Records up to which all topic vectors are compared with each other."""

_CONNECTIVITY: Final = 16
_EXPANSION_ADD: Final = 128
_EXPANSION_SEARCH: Final = 192
_BLOCK: Final = 256


class Candidates(Protocol):
    """Finds the rows to compare with a row."""

    def near(self, rows: Places, most: int = CANDIDATES) -> list[Places]:
        """For each of some rows the rows to compare it with, itself not among them."""


class Everything:
    """All rows that have words, for a corpus that is too small for topics."""

    def __init__(self, filled: Places) -> None:
        self._filled = filled

    def near(self, rows: Places, most: int = CANDIDATES) -> list[Places]:
        """For each row all others."""
        return [self._filled[self._filled != row] for row in rows]


def first_copies(texts: NDArray[np.uint64], filled: Places) -> Places:
    """These rows, with CANDIDATES of the same text at most: more would only take time."""
    order = np.argsort(texts[filled], kind="stable")
    of = texts[filled][order]
    copies = np.arange(len(of)) - np.searchsorted(of, of)
    return np.sort(filled[order[copies < CANDIDATES]])


class NearestExactly:
    """The nearest in the topic space, by comparing all."""

    def __init__(self, positions: NDArray[np.float16], filled: Places) -> None:
        self._vectors = positions[filled].astype(np.float32)
        self._positions, self._filled = positions, filled

    def near(self, rows: Places, most: int = CANDIDATES) -> list[Places]:
        """For each row the nearest ones."""
        most = min(most + 1, len(self._filled))
        found = []
        for start in range(0, len(rows), _BLOCK):
            block = self._positions[rows[start : start + _BLOCK]].astype(np.float32)
            close = self._vectors @ block.T
            best = np.argpartition(-close, most - 1, axis=0)[:most]
            found += [self._filled[each] for each in best.T]
        return [_others(row, each) for row, each in zip(rows, found, strict=True)]


class NearestByGraph:
    """The nearest in the topic space, by a graph of neighbours; a few of them may be missed."""

    def __init__(self, index: Index, positions: NDArray[np.float16]) -> None:
        self._index, self._positions = index, positions

    def near(self, rows: Places, most: int = CANDIDATES) -> list[Places]:
        """For each row the nearest ones."""
        found = []
        for start in range(0, len(rows), _BLOCK):
            block = rows[start : start + _BLOCK]
            vectors = self._positions[block].astype(np.float32)
            matches = self._index.search(vectors, most + 1, threads=1)
            keys = np.atleast_2d(matches.keys).astype(np.int64)
            found += [_others(row, each) for row, each in zip(block, keys, strict=True)]
        return found


class SharingRareWords:
    """Those of some rows that have one of the rarest words of a row in their short fields."""

    def __init__(self, rows: Rows, filled: Places, words: int) -> None:
        entries, _ = rows.entries(filled)
        short = entries[rows.short_counts[entries] > 0]
        found = rows.words[short]
        order = short[np.argsort(found, kind="stable")]
        self._rows = rows
        self._holders = np.searchsorted(rows.starts, order, side="right") - 1
        self._starts = np.append(0, np.cumsum(np.bincount(found, minlength=words)))

    def near(self, rows: Places, most: int = CANDIDATES) -> list[Places]:
        """For each row those that share a rare word with it."""
        words = RARE_WORDS * most // CANDIDATES
        return [_others(row, self._sharing(row, words)) for row in rows]

    def _sharing(self, row: int, most: int) -> Places:
        mine = slice(int(self._rows.starts[row]), int(self._rows.starts[row + 1]))
        words = self._rows.words[mine][self._rows.short_counts[mine] > 0]
        holders = self._starts[words + 1] - self._starts[words]
        rare = (holders > 1) & (holders <= RARE)
        chosen = words[rare][np.argsort(holders[rare], kind="stable")][:most]
        found = [self._holders[self._starts[word] : self._starts[word + 1]] for word in chosen]
        return np.unique(np.concatenate([np.empty(0, np.int64), *found]))


class Either:
    """What one of several finds."""

    def __init__(self, *several: Candidates) -> None:
        self._several = several

    def near(self, rows: Places, most: int = CANDIDATES) -> list[Places]:
        """For each row the rows that are found, each once."""
        found = zip(*(each.near(rows, most) for each in self._several), strict=True)
        return [np.unique(np.concatenate(each)) for each in found]


def graph_of(positions: NDArray[np.float16], filled: Places) -> Index:
    """The graph of these rows; built by one thread, so that it is always the same."""
    graph = empty_graph(positions.shape[1])
    add_to_graph(graph, positions, filled)
    return graph


def empty_graph(dimensions: int) -> Index:
    """A graph without rows."""
    from usearch.index import Index

    return Index(
        ndim=dimensions,
        metric="cos",
        dtype="i8",
        connectivity=_CONNECTIVITY,
        expansion_add=_EXPANSION_ADD,
        expansion_search=_EXPANSION_SEARCH,
    )


def add_to_graph(graph: Index, positions: NDArray[np.float16], filled: Places) -> None:
    """Adds these rows."""
    for start in range(0, len(filled), _BLOCK):
        rows = filled[start : start + _BLOCK]
        graph.add(rows.astype(np.uint64), positions[rows].astype(np.float32), threads=1)


def _others(row: int, found: Places) -> Places:
    return np.sort(found[found != row])
