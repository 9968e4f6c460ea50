"""Related trials: what the rows of the query `related-trials` say of each, the strongest first.

The order is that of STRENGTH, with no score: what the registry declares goes before what a text
mentions, that before what an article states that the trial cites, that before what a page lists,
and that before what two trials share; more of one thing goes before less of it, whatever comes
later in the order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kg.errors import SourceError
from kg.queries import named_query
from kg.rdf.terms import literal
from kg.stores.store import DEFAULT_MEMORY, DEFAULT_TIMEOUT, SparqlQuery, Store, answered, rows

QUERY: Final = "related-trials"
GRAPH_QUERY: Final = "related-trials-graph"

COLUMNS: Final = tuple("nct related reason direction name city thing field quote cue kind".split())
"""The variables of QUERY."""

_ORDER: Final = ("related", "reason", "direction", "name", "field", "thing", "quote", "cue", "kind")

DECLARED: Final = ("ALIAS", "EXPANDED_ACCESS", "SECONDARY_IDENTIFIER")
SHARED: Final = ("INVESTIGATOR", "INTERVENTION", "SITE", "CONDITION", "SPONSOR")
STRENGTH: Final = (*DECLARED, "MENTIONED", "ARTICLE", "LISTED", *SHARED)
"""Every reason for which a trial is related, the strongest first."""

_BY_NAME: Final = ("INTERVENTION", "CONDITION")
"""What is shared where it has the same name: a condition as given, and the concept of MeSH."""

_KNOWN: Final = """
SELECT ?nct ?trial WHERE { GRAPH ?graph { ?trial dcterms:identifier ?nct } } LIMIT 1
"""
_TITLES: Final = """
SELECT DISTINCT ?nct ?title ?own
WHERE {{
  VALUES ?nct {{ {numbers} }}
  GRAPH ?graph {{
    ?trial dcterms:identifier ?nct .
    OPTIONAL {{ ?trial schema:name ?title }}
    OPTIONAL {{ ?trial schema:subjectOf ?own }}
  }}
  FILTER(BOUND(?title) || BOUND(?own))
}}
ORDER BY ?nct ?title ?own
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


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose related trials are asked for, or what links it to one `other`, and within what limits.

    `timeout` in seconds, `memory` in GiB, of each query.
    """

    nct_id: str
    other: str | None = None
    timeout: float = DEFAULT_TIMEOUT
    memory: float = DEFAULT_MEMORY

    def query(self, name: str) -> SparqlQuery:
        """The named query for the trial; the one for a graph, for the other one too."""
        found = named_query(name)
        bindings = found.bindings({"nct": self.nct_id})
        if self.other and name == GRAPH_QUERY:
            bindings["related"] = literal(self.other)
        return SparqlQuery(found.text, bindings, timeout=self.timeout, memory=self.memory)


def related_trials(store: Store, nct_id: str) -> list[RelatedTrial]:
    """The related trials, the strongest first. SourceError where the store knows no such trial."""
    asked = Asked(nct_id)
    trials = in_order(related_rows(store, asked))
    add_titles(store, asked, trials)
    return trials


def related_rows(store: Store, asked: Asked) -> list[dict[str, str]]:
    """The rows of QUERY, of COLUMNS. SourceError where the store knows no such trial."""
    query = replace(asked.query(QUERY), text=named_query(QUERY).unordered)
    found = sorted(rows(store, query), key=lambda row: [row.get(name, "") for name in _ORDER])
    if asked.other:
        found = [row for row in found if row["related"] == asked.other]
    if not found:
        _require_known(store, asked)
    return found


def related_graph(store: Store, asked: Asked) -> str:
    """The links as a graph in Turtle. SourceError where the store knows no such trial."""
    _require_known(store, asked)
    with answered(store, asked.query(GRAPH_QUERY), None, "turtle") as answer:
        return answer.file.read().decode()


def add_titles(store: Store, asked: Asked, trials: Iterable[RelatedTrial]) -> None:
    """Tells the trials their titles, by their own record or one that links to them.

    They are asked for apart from the links, because of thousands of links a few are shown.
    """
    by_number = {trial.nct_id: trial for trial in trials}
    if not by_number:
        return
    text = _TITLES.format(numbers=" ".join(map(literal, by_number)))
    for row in rows(store, SparqlQuery(text, timeout=asked.timeout, memory=asked.memory)):
        trial = by_number[row["nct"]]
        own = "own" in row
        if "title" in row and (own or not trial.title):
            trial.title = row["title"]
        trial.loaded |= own


def _require_known(store: Store, asked: Asked) -> None:
    for nct_id in filter(None, (asked.nct_id, asked.other)):
        given = {"nct": literal(nct_id)}
        if not rows(store, SparqlQuery(_KNOWN, given, timeout=asked.timeout, memory=asked.memory)):
            raise SourceError(
                f"{store.place} has no record of {nct_id}, and no link to it:"
                f" load its record with `kg load SOURCE {store.option}`"
            )


def in_order(found: Iterable[Mapping[str, str]]) -> list[RelatedTrial]:
    """The trials of the rows without their titles, the strongest first."""
    by_trial: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in found:
        by_trial[row["related"]].append(row)
    trials = [_trial(nct_id, said) for nct_id, said in by_trial.items()]
    return sorted(trials, key=lambda trial: ([-n for n in trial.strength()], trial.nct_id))


def _trial(nct_id: str, said: list[Mapping[str, str]]) -> RelatedTrial:
    trial = RelatedTrial(nct_id)
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
