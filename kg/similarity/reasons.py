"""Why two trials are similar: the conditions and interventions that both name, and shared words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from kg.similarity.corpus import Corpus
from kg.similarity.links import TEXT_FIELDS, SharedFeature
from kg.similarity.scoring import Comparison
from kg.similarity.words import BITS, SHORT_FIELDS
from kg.text.plain_words import plain_words

MOST_NAMES: Final = 3
"""Conditions that are given as reasons, and interventions."""

MOST_WORDS: Final = 3
LEAST_WEIGHT: Final = 0.02
"""The share of the score from which a word is a reason."""

_TELLING: Final = sum(BITS[name] for name in (*SHORT_FIELDS, "SUMMARY"))
"""The fields in which a word is about the trial as a whole."""

LEAST_IDF: Final = 3.0
"""The weight from which a word is a reason: about that of one that 5 % of the records use."""

DIGITS: Final = 3
"""Decimal places of a weight."""

_SAME: Final = 9
"""Decimal places that do not depend on the order in which a sum was made."""


def features(
    corpus: Corpus, compared: Comparison, other: int, score: float
) -> Iterator[SharedFeature]:
    """The reasons for a score: conditions, interventions, then words, the weightiest first.

    A word is spelled as the record with the lower id mostly spells it.
    """
    shared = compared.shared_words(other)
    weights = np.round(shared.parts / score, _SAME)
    weight_of = dict(zip(shared.words.tolist(), weights.tolist(), strict=True))
    named: set[int] = set()
    terms = _shared_terms(corpus, compared.row, other)
    for kind in ("CONDITION", "INTERVENTION"):
        for number, weight in _shared_names(corpus, kind, compared.row, other, weight_of):
            named |= corpus.words_of_thing(number)
            name, term = corpus.things.things[number].name, terms.get(corpus.things.keys[number])
            yield SharedFeature(kind, name, round(weight, DIGITS), thing=term)
    rows, idf = compared.scorer.rows, compared.scorer.idf
    entries = shared.mine if corpus.numbers[compared.row] < corpus.numbers[other] else shared.theirs
    free = []
    for place in np.flatnonzero(weights >= LEAST_WEIGHT).tolist():
        word = int(shared.words[place])
        mask = int(rows.masks[shared.mine[place]]) & int(rows.masks[shared.theirs[place]])
        if word not in named and idf[word] >= LEAST_IDF and _is_telling(mask):
            spelling = corpus.spellings[rows.spellings[entries[place]]]
            free.append((-weights[place], spelling, mask))
    for weight, spelling, mask in sorted(free)[:MOST_WORDS]:
        fields = tuple(name for name in TEXT_FIELDS if BITS[name] & mask)
        yield SharedFeature("WORD", spelling, round(float(-weight), DIGITS), fields)


def _is_telling(mask: int) -> bool:
    """Whether a word in these fields says something to a reader, and not only to statistics."""
    return bool(mask & _TELLING) or mask.bit_count() > 1


def _shared_terms(corpus: Corpus, row: int, other: int) -> dict[str, str]:
    """The terms that both records have for a name, by its plain words; a MeSH concept comes first.

    Records may have a name in common and no term for it.
    """
    table = corpus.things
    found: dict[str, str] = {}
    for number in set(table.of(row)).intersection(table.of(other)):
        if table.things[number].kind == "TERM":
            name = " ".join(plain_words(table.things[number].name))
            found[name] = min(table.keys[number], found.get(name, table.keys[number]))
    return found


def _shared_names(
    corpus: Corpus, kind: str, row: int, other: int, weight_of: Mapping[int, float]
) -> Iterator[tuple[int, float]]:
    """The things that both trials name, the weightiest first, and their weights.

    A name whose words are all in a weightier one says nothing more and is left out.
    """
    table = corpus.things
    found = []
    for number in set(table.of(row)).intersection(table.of(other)):
        if table.things[number].kind == kind:
            weight = sum(weight_of.get(word, 0.0) for word in corpus.words_of_thing(number))
            found.append((-round(weight, _SAME), table.keys[number], number))
    chosen: list[frozenset[int]] = []
    for weight, _, number in sorted(found):
        words = corpus.words_of_thing(number)
        if len(chosen) < MOST_NAMES and not any(words <= each for each in chosen):
            chosen.append(words)
            yield number, -weight
