"""What is computed: the similar trials of a trial, ranked, each with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kg.rdf.code_lists import FEATURE_KIND, SIMILARITY_KIND, TEXT_FIELD

FEATURE_KINDS: Final = tuple(FEATURE_KIND.terms)
"""What two trials can share, as a reason."""

TEXT_FIELDS: Final = tuple(TEXT_FIELD.terms)
"""The parts of a record whose words are compared."""

SIMILARITY_KINDS: Final = tuple(SIMILARITY_KIND.terms)
"""What the two records are to each other, where the data say more than that they are similar."""


@dataclass(frozen=True, slots=True)
class SharedFeature:
    """A reason: what both trials have, `kind` being one of FEATURE_KINDS.

    `name` is spelled as in a record. `fields` are those of TEXT_FIELDS in which both records have
    the word. `weight` is its share of the score, from 0 to 1. `thing` is the term of a condition or
    of a MeSH concept, where both records have it.
    """

    kind: str
    name: str
    weight: float
    fields: tuple[str, ...] = ()
    thing: str | None = None


@dataclass(frozen=True, slots=True)
class SimilarTrial:
    """One similar trial; `rank` is 1 for the most similar one.

    `score` is the similarity of the texts, from 0 to 1, `confidence` the probability that the two
    trials are related. `kind` is one of SIMILARITY_KINDS or None. `features` begin with the
    conditions, then the interventions, then the words, the weightiest first.
    """

    number: str
    rank: int
    score: float
    confidence: float
    features: tuple[SharedFeature, ...] = ()
    kind: str | None = None

    @property
    def nct_id(self) -> str:
        """The number, by the name that it had before there were other registries."""
        return self.number


@dataclass(frozen=True, slots=True)
class SimilarTrials:
    """A trial and the trials that are similar to it, the most similar first."""

    number: str
    others: tuple[SimilarTrial, ...] = ()

    @property
    def nct_id(self) -> str:
        """The number, by the name that it had before there were other registries."""
        return self.number

    def __repr__(self) -> str:
        others = ", ".join(f"{one.number} {one.confidence:.2f}" for one in self.others)
        return f"<SimilarTrials of {self.number}: {others or 'none'}>"


@dataclass(frozen=True, slots=True)
class Method:
    """How links were computed: the same method and the same records give the same links.

    `version` changes with the computation. `statistics` is a digest of the word statistics and
    topics, which are learned from `records` records and then kept while records change.
    """

    version: str
    statistics: str
    records: int
    top: int
    min_confidence: float
