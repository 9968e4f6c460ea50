"""Many records of the same text: the work for each does not grow with their number."""

from __future__ import annotations

from random import Random

import numpy as np

from kg.similarity.candidates import CANDIDATES
from kg.similarity.index import index_of
from tests.support.made_up_texts import corpus_of, described, record

COPIES = 3 * CANDIDATES


def test_a_copy_is_similar_to_the_first_copies() -> None:
    random = Random(3)
    copies = [described(f"NCT9{n:07}", "galcanezumab attacks", "headache") for n in range(COPIES)]
    others = [record(f"NCT8{n:07}", random) for n in range(20)]
    index = index_of(corpus_of([*copies, *others]))
    ids = index.corpus.numbers
    row = ids.index(copies[-1].number)
    [near] = index.candidates().near(np.array([row]))
    assert len(near) <= CANDIDATES + len(others)
    [found] = index.similar([row], 5, 0.5)
    assert [each.number for each in found.others] == [each.number for each in copies[:5]]
