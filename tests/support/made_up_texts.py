"""Records of made-up words, as what is kept of them for comparing."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Final

from kg.similarity.corpus import Corpus, CorpusBuilder
from kg.similarity.reading import Described
from kg.similarity.trial_text import Thing, TrialText
from kg.similarity.words import words_of

_SUBJECTS: Final = ("headache", "leukaemia", "asthma", "fracture", "glaucoma")
_WORDS: Final = tuple(
    f"{first}{last}" for first in "bdfgklmnpr" for last in ("ando", "iru", "esto")
)


def record(nct_id: str, random: Random) -> Described:
    """A record on one of a few subjects, with words that others use too; some have none."""
    subject = random.choice(_SUBJECTS)
    size = random.choice((0, 5, 10, 20))
    words = " ".join(random.choices(_WORDS, k=size)) + f" {subject}" * bool(size)
    return described(nct_id, words, subject)


def described(nct_id: str, words: str, condition: str) -> Described:
    """A record whose title and summary have these words."""
    fields = {"TITLE": (words[:40],), "SUMMARY": (words,)}
    things = {("CONDITION", condition): Thing("CONDITION", condition)}
    text = TrialText(nct_id, fields, things)
    return Described(nct_id, words_of(text), things)


def corpus_of(records: Iterable[Described]) -> Corpus:
    """The corpus of some records."""
    builder = CorpusBuilder()
    for each in records:
        builder.add(*each)
    return builder.corpus()
