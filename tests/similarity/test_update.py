"""An index that is updated gives the lists of one in which every record is ranked anew."""

from __future__ import annotations

from random import Random
from typing import Final

import pytest

from kg.similarity.index import SimilarityIndex, index_of
from kg.similarity.links import SimilarTrials
from kg.similarity.ranked_lists import RankedLists
from kg.similarity.reading import Described
from kg.similarity.update import ChangedRecords, changes_of, row_numbers, updated
from tests.support.made_up_texts import corpus_of, described, record

pytestmark = pytest.mark.slow

TOP: Final = 4
SURE: Final = 0.3

Lists = dict[str, SimilarTrials]


def ranked(index: SimilarityIndex, lists: RankedLists, rows: list[int], into: Lists) -> set[str]:
    """Ranks rows; the ids of those whose list differs from what was written."""
    differing = set()
    with index.ranking(rows, TOP, SURE) as found:
        for row, (similar, scores) in zip(rows, found, strict=True):
            if lists.keep(row, similar, scores):
                differing.add(similar.number)
            into[similar.number] = similar
    return differing


def first_lists(
    records: dict[str, Described], exact: int
) -> tuple[SimilarityIndex, RankedLists, Lists]:
    index = index_of(corpus_of(records.values()), exact)
    lists, into = RankedLists.of(len(records), TOP), Lists()
    ranked(index, lists, list(range(len(records))), into)
    return index, lists, into


def edited(
    index: SimilarityIndex, records: dict[str, Described], random: Random, most: int
) -> ChangedRecords:
    """Some records changed, removed, added and loaded again as they are."""
    found: list[Described] = []
    gone = []
    for nct_id in random.sample(sorted(records), k=random.randrange(most)):
        kind = random.choice(("changed", "gone", "same"))
        if kind == "gone":
            gone.append(nct_id)
            del records[nct_id]
            continue
        if kind == "changed":
            records[nct_id] = record(nct_id, random)
        found.append(records[nct_id])
    for _ in range(random.randrange(most)):
        nct_id = f"NCT9{random.randrange(10**6):07}"
        if nct_id not in records:
            records[nct_id] = record(nct_id, random)
            found.append(records[nct_id])
    changes = changes_of(index, 10**6, found, gone)
    assert changes is not None
    return changes


@pytest.mark.parametrize("seed", range(12))
def test_lists_are_those_of_ranking_everything_anew(seed: int) -> None:
    random = Random(seed)
    ids = [f"NCT9{number:07}" for number in random.sample(range(10**6), k=random.randrange(1, 60))]
    records = {nct_id: record(nct_id, random) for nct_id in ids}
    index, lists, found = first_lists(records, exact=10_000)
    for _ in range(4):
        changes = edited(index, records, random, 6)
        done = updated(index, lists, changes)
        index, lists = done.index, done.lists
        for nct_id in changes.gone:
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
    done = updated(index, lists, edited(index, records, random, 40))
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
    changes = changes_of(index, 20, records.values(), {"NCT90000099"})
    assert changes == ChangedRecords()
    assert updated(index, lists, ChangedRecords()).stale == []


def test_another_condition_is_a_change() -> None:
    words = "trial of galcanezumab in attacks"
    records = {f"NCT9000000{n}": described(f"NCT9000000{n}", words, "headache") for n in range(5)}
    index, lists, found = first_lists(records, 100)
    records["NCT90000001"] = described("NCT90000001", words, "migraine")
    changes = changes_of(index, 5, records.values(), ())
    assert changes == ChangedRecords([records["NCT90000001"]])
    done = updated(index, lists, changes)
    assert len(ranked(done.index, done.lists, done.stale, found)) == 5


@pytest.mark.parametrize("number", [2, 3])
def test_more_than_a_fifth_of_changes_is_too_much(number: int) -> None:
    records = [described(f"NCT9000000{n}", "word", "c") for n in range(10)]
    index, lists, _ = first_lists({each.number: each for each in records}, 100)
    changed = [described(each.number, "other", "c") for each in records[:number]]
    ids = [each.number for each in changed]
    assert (changes_of(index, 10, changed, ()) is None) == (number == 3)
    assert (changes_of(index, 10, (), ids) is None) == (number == 3)
    done = updated(index, lists, ChangedRecords([changed[0]]))
    assert (changes_of(done.index, 10, changed[1:], ()) is None) == (number == 3)
