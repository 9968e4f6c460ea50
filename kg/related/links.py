"""What links a trial to others: the links that records state, what is shared, similar trials."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from kg.queries import named_query
from kg.rdf.terms import literal
from kg.stores.query_limits import DEFAULT_MEMORY, DEFAULT_TIMEOUT
from kg.stores.store import SparqlQuery

QUERY: Final = "related-trials"
GRAPH_QUERY: Final = "related-trials-graph"
OWN_QUERY: Final = "links-of-trial"

OWN_VARIABLES: Final = ("role", "name", "thing")
"""The variables that every row of OWN_QUERY has."""

COLUMNS: Final = tuple(
    (
        "nct related reason direction name city thing field quote cue kind"
        " confidence score rank relation"
    ).split()
)
"""The variables of QUERY."""

SAME_TRIAL: Final = "SAME_TRIAL"
"""The reason of a trial of another registry that is the same one."""

DECLARED: Final = ("EXPANDED_ACCESS", "SECONDARY_IDENTIFIER")
STATED: Final = (SAME_TRIAL, *DECLARED, "MENTIONED", "ARTICLE", "LISTED", "NUMBER")
"""The reasons that a record states, the strongest first; the last is what two records have."""

SIMILAR: Final = "SIMILAR"
SHARED: Final = ("NUMBER", "INVESTIGATOR", "INTERVENTION", "CONDITION", "SPONSOR", "SITE")
"""What two trials may share."""

REASONS: Final = (*STATED, SIMILAR, *SHARED[1:])
"""Every reason why a trial may be related."""

BY_NAME: Final = ("NUMBER", "INTERVENTION", "CONDITION")
"""What is the same if it has the same name: a condition as given, and its MeSH concept."""


@dataclass(slots=True)
class StatedLink:
    """A link that a record states; `direction` is "to" or "from", as in QUERY.

    `record` is the number of the record to which the link belongs: that of the trial asked for, or
    of the same trial in another registry. `numbers` are those that show that two trials are one.
    """

    reason: str
    direction: str
    source_field: str
    quotes: list[str] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)
    record: str = ""


@dataclass(frozen=True, slots=True)
class Feature:
    """A reason why two trials are similar: `kind` is CONDITION, INTERVENTION or WORD.

    `fields` are those in which both records have the word, `weight` is its share of the score.
    """

    kind: str
    name: str
    weight: float
    fields: tuple[str, ...] = ()


@dataclass(slots=True)
class SimilarLink:
    """That two trials are similar; `confidence` is the probability that they are related.

    `relation` is the IRI of the link, `rank` is 1 for the most similar trial of its list. `kind`
    says what the two records are to each other, where it is more than similar.
    """

    relation: str
    confidence: float
    score: float
    rank: int
    kind: str | None = None
    features: list[Feature] = field(default_factory=list)


@dataclass(slots=True)
class RelatedTrial:
    """A trial, why it is related and what it shares; `loaded` if its record is in the store.

    `facts` are those of kg.related.facts that the record states.

    `shared` has the names of what is shared, the rarest first, and `holders` for each of them how
    many trials of the store have it. `relevance` weighs what is shared and how similar the trials
    are, from 0 to 1.
    """

    number: str
    title: str | None = None
    loaded: bool = False
    facts: dict[str, str] = field(default_factory=dict)
    stated: list[StatedLink] = field(default_factory=list)
    similar: SimilarLink | None = None
    shared: dict[str, list[str]] = field(default_factory=dict)
    holders: dict[str, list[int]] = field(default_factory=dict)
    relevance: float = 0.0

    @property
    def nct_id(self) -> str:
        """The number, by the name that it had before there were other registries."""
        return self.number

    def __repr__(self) -> str:
        similar = [SIMILAR] if self.similar else []
        reasons = dict.fromkeys([*(link.reason for link in self.stated), *similar, *self.shared])
        return f"<RelatedTrial {self.number}: {', '.join(reasons)}>"


@dataclass(frozen=True, slots=True)
class SharedThing:
    """A thing of the trial and the related trials that have it too.

    `thing` is its IRI, or empty where it is compared by name; `city` is that of a site.
    """

    reason: str
    thing: str
    name: str
    city: str
    trials: frozenset[str]

    @property
    def key(self) -> str:
        """What makes two things of one reason the same."""
        return self.name.casefold() if self.reason in BY_NAME else self.thing


@dataclass(slots=True)
class Evidence:
    """All that links a trial to others: rows of stated links, what is shared, similar trials."""

    stated: list[dict[str, str]] = field(default_factory=list)
    shared: list[SharedThing] = field(default_factory=list)
    similar: dict[str, SimilarLink] = field(default_factory=dict)

    def trials(self) -> set[str]:
        """The numbers of all related trials."""
        stated = {row["related"] for row in self.stated}
        return stated.union(self.similar, *(one.trials for one in self.shared))


@dataclass(frozen=True, slots=True)
class RelatedQuery:
    """The trial whose related trials are queried, or only its links to the `other` trial.

    `timeout` (seconds) and `memory` (GiB) are limits of each query.
    """

    number: str
    other: str | None = None
    timeout: float = DEFAULT_TIMEOUT
    memory: float = DEFAULT_MEMORY

    def named(self, name: str) -> SparqlQuery:
        """The named query for the trial; GRAPH_QUERY is limited to the other trial, if any."""
        found = named_query(name)
        text, bindings = found.sparql({"nct": self.number})
        if self.other and name == GRAPH_QUERY:
            bindings["related"] = literal(self.other)
        return self.query(found.unordered if name == QUERY else text, bindings)

    def query(self, text: str, bindings: Mapping[str, str] | None = None) -> SparqlQuery:
        """A query within the limits."""
        return SparqlQuery(text, bindings or {}, timeout=self.timeout, memory=self.memory)
