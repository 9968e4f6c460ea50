"""An index that is updated gives the lists of one in which every record is ranked anew."""

from __future__ import annotations

from random import Random
from typing import Final

import pytest

from kg.similarity.index import SimilarityIndex, index_of
from kg.similarity.links import SimilarTrials
from kg.similarity.ranked_lists import RankedLists
from kg.similarity.reading import Described
from kg.similarity.update import Changes, is_worn, row_numbers, updated
from tests.support.made_up_texts import corpus_of, described, record

TOP: Final = 4
SURE: Final = 0.3

Lists = dict[str, SimilarTrials]


def ranked(index: SimilarityIndex, lists: RankedLists, rows: list[int], into: Lists) -> set[str]:
    """Ranks rows; the ids of those whose list differs from what was written."""
    differing = set()
    with index.ranking(rows, TOP, SURE) as found:
        for row, (similar, scores) in zip(rows, found, strict=True):
            if lists.keep(row, similar, scores):
                differing.add(similar.nct_id)
            into[similar.nct_id] = similar
    return differing


def first_lists(records: dict[str, Described], exact: int) -> tuple[SimilarityIndex, RankedLists, Lists]:
    index = index_of(corpus_of(records.values()), exact)
    lists, into = RankedLists.of(len(records), TOP), Lists()
    ranked(index, lists, list(range(len(records))), into)
    return index, lists, into


def edited(records: dict[str, Described], random: Random, most: int) -> Changes:
    """Some records changed, removed, added and loaded again as they are."""
    changes = Changes()
    for nct_id in random.sample(sorted(records), k=random.randrange(most)):
        kind = random.choice(("changed", "gone", "same"))
        if kind == "gone":
            changes.gone.add(nct_id)
            del records[nct_id]
            continue
        if kind == "changed":
            records[nct_id] = record(nct_id, random)
        changes.records.append(records[nct_id])
    for _ in range(random.randrange(most)):
        nct_id = f"NCT9{random.randrange(10**6):07}"
        if nct_id not in records:
            records[nct_id] = record(nct_id, random)
            changes.records.append(records[nct_id])
    return changes


@pytest.mark.parametrize("seed", range(12))
def test_lists_are_those_of_ranking_everything_anew(seed: int) -> None:
    random = Random(seed)
    ids = [f"NCT9{number:07}" for number in random.sample(range(10**6), k=random.randrange(1, 60))]
    records = {nct_id: record(nct_id, random) for nct_id in ids}
    index, lists, found = first_lists(records, exact=10_000)
    for _ in range(4):
        done = updated(index, lists, edited(records, random, 6))
        index, lists = done.index, done.lists
        for nct_id in done.gone:
            del found[nct_id]
        before = dict(found)
        differing = ranked(index, lists, done.stale, found)
        assert {nct_id for nct_id in found if found[nct_id] != before.get(nct_id)} == differing
        rows = row_numbers(index)
        assert set(rows) == set(records)
        anew = Lists()
        ranked(index, RankedLists.of(len(index.corpus.rows), TOP), list(rows.values()), anew)
        assert found == anew


@pytest.mark.parametrize("exact", [10_000, 100])
def test_lists_found_by_topics_are_nearly_those_of_ranking_anew(exact: int) -> None:
    random = Random(5)
    records = {f"NCT9{n:07}": record(f"NCT9{n:07}", random) for n in range(600)}
    index, lists, found = first_lists(records, exact)
    assert (index.graph is None) == (exact > len(records))
    done = updated(index, lists, edited(records, random, 40))
    ranked(done.index, done.lists, done.stale, found)
    anew = Lists()
    rows = row_numbers(done.index)
    ranked(done.index, RankedLists.of(len(done.index.corpus.rows), TOP), list(rows.values()), anew)
    same = sum(found[nct_id] == anew[nct_id] for nct_id in records)
    assert same >= 0.97 * len(records)
    assert len(done.stale) < len(records)


def test_a_record_that_is_the_same_costs_nothing() -> None:
    random = Random(1)
    records = {f"NCT9{n:07}": record(f"NCT9{n:07}", random) for n in range(20)}
    index, lists, _ = first_lists(records, 100)
    done = updated(index, lists, Changes(list(records.values()), {"NCT90000099"}))
    assert (done.stale, done.gone, len(done.index.corpus.rows)) == ([], [], 20)


def test_another_condition_is_a_change() -> None:
    words = "trial of galcanezumab in attacks"
    records = {f"NCT9000000{n}": described(f"NCT9000000{n}", words, "headache") for n in range(3)}
    index, lists, found = first_lists(records, 100)
    changed = described("NCT90000001", words, "migraine")
    done = updated(index, lists, Changes([changed]))
    assert len(ranked(done.index, done.lists, done.stale, found)) == 3


def test_an_index_is_worn_when_a_fifth_has_changed() -> None:
    records = {f"NCT9000000{n}": described(f"NCT9000000{n}", "word", "c") for n in range(10)}
    index, lists, _ = first_lists(records, 100)
    assert not is_worn(index, 10, 2)
    assert is_worn(index, 10, 3)
    done = updated(index, lists, Changes([described("NCT90000011", "other", "c")], {"NCT90000001"}))
    assert not is_worn(done.index, 10, 1)
    assert is_worn(done.index, 10, 2)
