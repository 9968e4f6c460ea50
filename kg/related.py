"""Related trials: what the rows of the query `related-trials` say of each, the strongest first.

The order is that of STRENGTH, with no score: what the registry declares goes before what a text
mentions, that before what a page lists, and that before what two trials share; more of one thing
goes before less of it, whatever comes later in the order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kg.errors import SourceError
from kg.queries import named_query
from kg.stores.asking import Query, rows
from kg.stores.embedded import EmbeddedStore

QUERY: Final = "related-trials"
GRAPH_QUERY: Final = "related-trials-graph"

DECLARED: Final = ("ALIAS", "EXPANDED_ACCESS", "SECONDARY_IDENTIFIER")
SHARED: Final = ("INVESTIGATOR", "INTERVENTION", "SITE", "CONDITION", "SPONSOR")
STRENGTH: Final = (*DECLARED, "MENTIONED", "LISTED", *SHARED)
"""Every reason for which a trial is related, the strongest first."""

_BY_NAME: Final = ("INTERVENTION", "CONDITION")
"""What is shared where it has the same name: a condition as given, and the concept of MeSH."""

_KNOWN: Final = """
SELECT ?nct ?graph WHERE { ?trial dcterms:identifier ?nct ; schema:subjectOf ?graph } LIMIT 1
"""


@dataclass(slots=True)
class Stated:
    """A link that a record states: `direction` "to" or "from" the trial that was asked for."""

    reason: str
    direction: str
    source_field: str
    quotes: list[str] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RelatedTrial:
    """A trial, why it is related and what it shares; `loaded` says that its record is there."""

    nct_id: str
    title: str | None = None
    loaded: bool = False
    stated: list[Stated] = field(default_factory=list)
    shared: dict[str, list[str]] = field(default_factory=dict)

    def strength(self) -> tuple[int, ...]:
        """How much there is of each reason, in the order of STRENGTH."""
        links = [link.reason for link in self.stated]
        return tuple(len(self.shared.get(reason, ())) or links.count(reason) for reason in STRENGTH)


def related_query(nct_id: str, name: str = QUERY) -> Query:
    """The query for the trials that are related to one."""
    query = named_query(name)
    return Query(query.text, query.bindings({"nct": nct_id}))


def related_trials(store: EmbeddedStore, nct_id: str) -> list[RelatedTrial]:
    """The related trials, the strongest first. SourceError where the store knows no such trial."""
    query = related_query(nct_id)
    found = rows(store, query)
    if not found and not rows(store, Query(_KNOWN, query.bindings)):
        raise SourceError(
            f"the store {store.folder} has no record of {nct_id}, and no link to it:"
            f" load its record with `kg load SOURCE --store {store.folder}`"
        )
    return in_order(found)


def in_order(found: Iterable[Mapping[str, str]]) -> list[RelatedTrial]:
    """The trials of the rows, the strongest first."""
    by_trial: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in found:
        by_trial[row["related"]].append(row)
    trials = [_trial(nct_id, said) for nct_id, said in by_trial.items()]
    return sorted(trials, key=lambda trial: ([-n for n in trial.strength()], trial.nct_id))


def _trial(nct_id: str, said: list[Mapping[str, str]]) -> RelatedTrial:
    trial = RelatedTrial(nct_id, said[0].get("title"), said[0]["loaded"] == "true")
    stated: dict[tuple[str, str, str], Stated] = {}
    shared: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in said:
        if "direction" in row:
            key = row["reason"], row["direction"], row["field"]
            link = stated.setdefault(key, Stated(*key))
            for variable, texts in (
                ("quote", link.quotes),
                ("cue", link.cues),
                ("kind", link.kinds),
            ):
                if variable in row and row[variable] not in texts:
                    texts.append(row[variable])
        else:
            shared[row["reason"]].append(row)
    trial.stated = sorted(stated.values(), key=lambda link: STRENGTH.index(link.reason))
    trial.shared = {reason: _names(reason, shared[reason]) for reason in SHARED if reason in shared}
    return trial


def _names(reason: str, said: Iterable[Mapping[str, str]]) -> list[str]:
    """What is shared, each thing once; where two places have one name their cities tell them."""
    named: dict[str, tuple[str, str]] = {}
    for row in said:
        key = row["name"].casefold() if reason in _BY_NAME else row["thing"]
        name = row["name"], row.get("city", "")
        named[key] = min(name, named.get(key, name))
    times = Counter(name for name, _ in named.values())
    return sorted(
        f"{name}, {city}" if city and times[name] > 1 else name for name, city in named.values()
    )
