"""Why two trials are similar: the conditions and interventions that both name, and shared words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from kg.similarity.corpus import Corpus
from kg.similarity.links import TEXT_FIELDS, SharedFeature
from kg.similarity.scoring import Scorer
from kg.similarity.words import BITS, stems_of

MOST_NAMES: Final = 3
"""Conditions that are given as reasons, and interventions."""

MOST_WORDS: Final = 3
LEAST_WEIGHT: Final = 0.02
"""The share of the score from which a word is a reason."""


def features(corpus: Corpus, scorer: Scorer, row: int, other: int, score: float) -> Iterator[SharedFeature]:
    """The reasons for a score: conditions, interventions, then words, the weightiest first."""
    entries, parts = scorer.contributions(row, other)
    rows = corpus.rows
    words = rows.words[entries]
    shares = {
        int(word): float(part) / score for word, part in zip(words, parts, strict=True)
    }
    named: set[int] = set()
    for kind in ("CONDITION", "INTERVENTION"):
        for name, thing, used in _shared_names(corpus, kind, row, other, shares):
            named |= used
            yield SharedFeature(kind, name, sum(shares.get(w, 0.0) for w in used), thing=thing)
    masks = {
        int(word): int(rows.masks[entry]) for word, entry in zip(words, entries, strict=True)
    }
    theirs = slice(int(rows.starts[other]), int(rows.starts[other + 1]))
    their_masks = dict(zip(rows.words[theirs].tolist(), rows.masks[theirs].tolist(), strict=True))
    free = [word for word in shares if word not in named and shares[word] >= LEAST_WEIGHT]
    free.sort(key=lambda word: (-round(shares[word], 6), corpus.spellings[word]))
    for word in free[:MOST_WORDS]:
        mask = masks[word] & their_masks[word] or masks[word] | their_masks[word]
        fields = tuple(name for name in TEXT_FIELDS if BITS[name] & mask)
        yield SharedFeature("WORD", corpus.spellings[word], shares[word], fields)


def _shared_names(
    corpus: Corpus, kind: str, row: int, other: int, shares: Mapping[int, float]
) -> Iterator[tuple[str, str | None, set[int]]]:
    """What both trials name, the weightiest first: name, term, and the words of the name.

    A name whose words are all in a weightier one says nothing more and is left out.
    """
    mine, theirs = corpus.things.of(row), corpus.things.of(other)
    found = []
    for key, thing in mine.items():
        if key[0] == kind and key in theirs:
            stems = stems_of(thing.name)
            words = {corpus.vocabulary[stem] for stem in stems if stem in corpus.vocabulary}
            weight = round(sum(shares.get(word, 0.0) for word in words), 6)
            found.append((-weight, key[1], thing, words))
    chosen: list[set[int]] = []
    for _, _, thing, words in sorted(found, key=lambda each: each[:2]):
        if len(chosen) < MOST_NAMES and not any(words <= each for each in chosen):
            chosen.append(words)
            yield thing.name, thing.term, words
