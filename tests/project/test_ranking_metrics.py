"""The measures of benchmarks/similarity.py, by cases whose answers are known."""

from __future__ import annotations

import math

import pytest

from benchmarks.ranking_metrics import (
    MEASURES,
    Bootstrap,
    connected,
    difference,
    graded,
    wilson,
)

RANKING = ["a", "b", "c", "d", "e", "f"]


@pytest.mark.parametrize(
    ("relevant", "expected"),
    [
        ({"a"}, {"P@1": 1, "P@5": 1 / 5, "R@5": 1, "R@20": 1, "nDCG@5": 1, "MAP": 1}),
        ({"f"}, {"P@1": 0, "P@5": 0, "R@5": 0, "R@20": 1, "nDCG@5": 0, "MAP": 1 / 6}),
        ({"z"}, {"P@1": 0, "P@5": 0, "R@5": 0, "R@20": 0, "nDCG@5": 0, "MAP": 0}),
        (
            {"a", "c", "z"},  # gains at ranks 1 and 3, discounted by log2(2) and log2(4)
            {
                "P@1": 1,
                "P@5": 2 / 5,
                "R@5": 2 / 3,
                "R@20": 2 / 3,
                "nDCG@5": 1.5 / (1 + 1 / math.log2(3) + 0.5),
                "MAP": (1 / 1 + 2 / 3) / 3,
            },
        ),
        (set(RANKING), {"P@5": 1, "R@5": 5 / 6, "nDCG@5": 1, "MAP": 1}),
    ],
)
def test_measures_of_a_query(relevant: set[str], expected: dict[str, float]) -> None:
    found = dict(zip(MEASURES, graded({"q": RANKING}, {"q": relevant})["q"], strict=True))
    assert {name: found[name] for name in expected} == pytest.approx(expected)


def test_a_query_without_a_ranking_counts_as_nothing_found() -> None:
    assert graded({}, {"q": {"a"}}) == {"q": [0] * len(MEASURES)}


def test_groups_are_joined_through_others() -> None:
    pairs = [("a", "b"), ("c", "d"), ("e", "f"), ("d", "b")]
    assert connected(pairs) == [["a", "b", "c", "d"], ["e", "f"]]


def test_a_mean_is_over_queries_and_its_interval_is_drawn_by_groups() -> None:
    grades = {"a": [1.0], "b": [1.0], "c": [1.0], "d": [0.0]}
    [interval] = Bootstrap([["a", "b", "c"], ["d"]], rounds=1000, seed=1).intervals(grades)
    assert interval.mean == 0.75
    assert (interval.low, interval.high) == (0, 1)  # either group may be drawn twice
    [narrow] = Bootstrap([[each] for each in grades], rounds=1000, seed=1).intervals(grades)
    assert 0 < narrow.low < narrow.mean < narrow.high == 1


def test_the_same_seed_gives_the_same_interval() -> None:
    grades = {str(n): [n / 40] for n in range(40)}
    groups = [[each] for each in grades]
    first, again, other = (Bootstrap(groups, 500, seed).intervals(grades) for seed in (1, 1, 2))
    assert first == again != other


def test_a_difference_is_paired() -> None:
    theirs = {str(n): [n / 40] for n in range(40)}
    ours = {query: [grade + 0.1] for query, [grade] in theirs.items()}
    bootstrap = Bootstrap([[each] for each in theirs], 500, 1)
    [interval] = bootstrap.intervals(difference(ours, theirs))
    assert interval == pytest.approx((0.1, 0.1, 0.1))


def test_interval_of_a_proportion() -> None:
    # for none of n it ends at z² / (n + z²), with z = 1.96
    assert wilson(0, 10) == pytest.approx((0, 0, 0.2775), abs=1e-4)
    assert wilson(10, 10) == pytest.approx((1, 0.7225, 1), abs=1e-4)
    assert wilson(5, 10) == pytest.approx((0.5, 0.2366, 0.7634), abs=1e-4)
