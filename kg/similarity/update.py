"""Brings an index up to date with records that changed, and finds the lists that this changes.

What was learned from the corpus stays as it is: words that are new count as rare ones. A record
whose text has changed gets a new row, and its earlier one is dead.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.similarity.candidates import add_to_graph
from kg.similarity.corpus import Corpus
from kg.similarity.index import SimilarityIndex
from kg.similarity.ranked_lists import NONE, RankedLists
from kg.similarity.reading import Described
from kg.similarity.rows import RowsBuilder

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_CHANGED: Final = 0.2
"""The share of the records that may change before the statistics are learned anew."""

NEIGHBOURS: Final = 1_000
"""Records that are compared with each new row, as it may be similar to them."""

_SAME: Final = 1e-6
"""Scores that differ by less may be the same, as they are kept in single precision."""


@dataclass(slots=True)
class ChangedRecords:
    """Records that are new, or others than those of the same id, and the ids of what is gone."""

    records: list[Described] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Updated:
    """An index that is up to date, and its lists before `stale` rows are ranked again."""

    index: SimilarityIndex
    lists: RankedLists
    stale: list[int]


def changes_of(
    index: SimilarityIndex, learned_rows: int, found: Iterable[Described], gone: Iterable[str]
) -> ChangedRecords | None:
    """What of some records, and of the ids that are gone, is another than in the index.

    None if so many have changed, since it learned from `learned_rows`, that it should be made anew.
    """
    rows = row_numbers(index)
    room = MOST_CHANGED * learned_rows - max(len(index.corpus.rows) - learned_rows, len(index.dead))
    changes = ChangedRecords(gone=sorted(each for each in gone if each in rows))
    for each in found:
        if len(changes.records) + len(changes.gone) > room:
            break
        if not _is_same(index, rows.get(each.number), each):
            changes.records.append(each)
    return changes if len(changes.records) + len(changes.gone) <= room else None


def updated(index: SimilarityIndex, lists: RankedLists, changes: ChangedRecords) -> Updated:
    """The index with the changes, and the rows whose lists are to be made again.

    The index given can't be used any more.
    """
    rows, new = row_numbers(index), changes.records
    before = np.array([rows.get(each.number, NONE) for each in new], np.int64)
    gone = [rows[each] for each in changes.gone]
    dying = np.array([*before[before != NONE], *gone], np.int64)
    first = len(index.corpus.rows)
    index = _extended(index, new, dying)
    lists = lists.extended(before)
    added = np.arange(first, first + len(new))
    stale = set(lists.with_any(dying).tolist()) - index.dead
    stale |= _entered(index, lists, added[index.corpus.rows.are_filled(added)])
    stale.update(added.tolist())
    ids = index.corpus.numbers
    return Updated(index, lists, sorted(stale, key=ids.__getitem__))


def row_numbers(index: SimilarityIndex) -> dict[str, int]:
    """The row of each record by its id."""
    ids = index.corpus.numbers
    return {ids[row]: row for row in np.flatnonzero(index.alive()).tolist()}


def _is_same(index: SimilarityIndex, row: int | None, found: Described) -> bool:
    if row is None or int(index.corpus.rows.texts[row]) != found.words.digest:
        return False
    return index.corpus.things.are_of(row, found.things)


def _extended(
    index: SimilarityIndex, new: Collection[Described], dying: NDArray[np.int64]
) -> SimilarityIndex:
    corpus, statistics = _with_rows(index.corpus, new), index.statistics
    statistics.extended(len(corpus.vocabulary))
    rows, first = corpus.rows, len(index.corpus.rows)
    added = np.arange(first, len(rows))
    positions = np.concatenate(
        (index.positions, statistics.positions(rows, added).astype(index.positions.dtype))
    )
    if index.graph is not None:
        index.graph.remove(dying[index.corpus.rows.are_filled(dying)].astype(np.uint64))
        add_to_graph(index.graph, positions, added[rows.are_filled(added)])
    dead = index.dead | set(dying.tolist())
    return SimilarityIndex(corpus, statistics, positions, index.graph, dead)


def _with_rows(corpus: Corpus, new: Iterable[Described]) -> Corpus:
    spellings = {spelling: number for number, spelling in enumerate(corpus.spellings)}
    builder = RowsBuilder(dict(corpus.vocabulary), spellings)
    ids = list(corpus.numbers)
    for each in new:
        ids.append(each.number)
        builder.add(each.words)
        corpus.things.add(each.things)
    rows = corpus.rows.joined(builder.rows())
    return Corpus(ids, rows, corpus.things, builder.vocabulary, list(builder.spellings))


def _entered(index: SimilarityIndex, lists: RankedLists, added: NDArray[np.int64]) -> set[int]:
    """The rows whose lists one of these rows would enter."""
    scorer, least = index.scorer(), lists.least()
    found: set[int] = set()
    for row, others in zip(added, index.candidates().near(added, NEIGHBOURS), strict=True):
        if len(others):
            with scorer.comparing(int(row)) as compared:
                scores = compared.scores(others).score
            found.update(others[scores >= least[others] - _SAME].tolist())
    return found
