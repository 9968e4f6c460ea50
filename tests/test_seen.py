"""The ids that a run has met: like a dictionary, in a fraction of its memory."""

from __future__ import annotations

import tracemalloc
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from kg.dataset.duplicates import Seen
from kg.dataset.nct_id_index import NctIndex

NCT_IDS: Final = st.integers(0, 10**8 - 1).map("NCT{:08}".format)
ALIKE: Final = st.integers(0, 40).map(lambda n: f"NCT{n * 1024:08}")
"""Ids of which some come again, and whose last bits are the same."""


@given(st.lists(st.tuples(NCT_IDS | ALIKE, st.text())))
def test_the_first_place_is_remembered(met: list[tuple[str, str]]) -> None:
    seen, expected = Seen(), dict[str, str]()
    for nct_id, place in met:
        assert seen.first_place(nct_id, place) == expected.get(nct_id)
        expected.setdefault(nct_id, place)
        assert nct_id in seen
    assert len(seen) == len(expected)


@given(st.lists(NCT_IDS | ALIKE), NCT_IDS)
def test_positions_are_those_of_a_list(nct_ids: list[str], other: str) -> None:
    index = NctIndex()
    expected = list(dict.fromkeys(nct_ids))
    assert [index.add(nct_id) for nct_id in nct_ids] == [*map(expected.index, nct_ids)]
    assert list(index) == expected
    assert [*map(index.position, expected)] == [*range(len(expected))]
    assert (other in index) == (other in expected)
    assert (index.position(other) is None) == (other not in expected)


def test_names_that_are_no_unicode_are_kept() -> None:
    seen = Seen()
    seen.first_place("NCT00000001", "caf\udce9.json")
    assert seen.first_place("NCT00000001", "again.json") == "caf\udce9.json"


def test_memory_grows_by_less_than_a_hundred_bytes_an_id() -> None:
    tracemalloc.start()
    try:
        seen = Seen()
        for number in range(20_000):
            nct_id = f"NCT{number * 367 % 10**8:08}"
            assert seen.first_place(nct_id, f"ctg-studies.json.zip!{nct_id}.json") is None
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 100 * len(seen)
    for number in range(0, 20_000, 97):
        nct_id = f"NCT{number * 367 % 10**8:08}"
        assert seen.first_place(nct_id, "again") == f"ctg-studies.json.zip!{nct_id}.json"
