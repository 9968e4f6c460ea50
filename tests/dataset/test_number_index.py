"""The index of numbers: a list's positions, in a fraction of its memory."""

from __future__ import annotations

import tracemalloc
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from kg.dataset.number_index import NumberIndex

NCT_IDS: Final = st.integers(0, 10**8 - 1).map("NCT{:08}".format)
ALIKE: Final = st.integers(0, 40).map(lambda n: f"NCT{n * 1024:08}")
"""Ids of which some come again, and whose last bits are the same."""

NUMBERS: Final = NCT_IDS | ALIKE | st.integers(0, 10**8 - 1).map("ISRCTN{:08}".format)


@given(st.lists(NUMBERS), NUMBERS)
def test_positions_are_those_of_a_list(numbers: list[str], other: str) -> None:
    index = NumberIndex()
    expected = list(dict.fromkeys(numbers))
    assert [index.add(number) for number in numbers] == [*map(expected.index, numbers)]
    assert list(index) == expected
    assert [*map(index.position, expected)] == [*range(len(expected))]
    assert (other in index) == (other in expected)
    assert (index.position(other) is None) == (other not in expected)


def test_memory_is_some_bytes_an_id() -> None:
    tracemalloc.start()
    try:
        index = NumberIndex()
        for number in range(20_000):
            index.add(f"NCT{number * 367 % 10**8:08}")
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held < 20 * len(index)
    for position in range(0, 20_000, 97):
        assert index.position(f"NCT{position * 367 % 10**8:08}") == position
