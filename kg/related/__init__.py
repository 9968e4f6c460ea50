"""Related trials from the rows of the query `related-trials`, the strongest first.

The order is that of STRENGTH, without a score: first what the registry declares, then what a text
mentions, what an article states that the trial cites, what a page lists, and last what two trials
share, a number in another registry before all. More links of a stronger kind precede any number of
a weaker kind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from kg.errors import SourceError, StoreError
from kg.queries import named_query
from kg.rdf.terms import literal
from kg.stores.query_limits import DEFAULT_MEMORY, DEFAULT_TIMEOUT
from kg.stores.store import SparqlQuery, Store, answered, rows

QUERY: Final = "related-trials"
GRAPH_QUERY: Final = "related-trials-graph"

COLUMNS: Final = tuple("nct related reason direction name city thing field quote cue kind".split())
"""The variables of QUERY."""

_ORDER: Final = ("related", "reason", "direction", "name", "field", "thing", "quote", "cue", "kind")

DECLARED: Final = ("EXPANDED_ACCESS", "SECONDARY_IDENTIFIER")
SHARED: Final = ("NUMBER", "INVESTIGATOR", "INTERVENTION", "SITE", "CONDITION", "SPONSOR")
STRENGTH: Final = (*DECLARED, "MENTIONED", "ARTICLE", "LISTED", *SHARED)
"""Every reason why a trial may be related, the strongest first."""

_BY_NAME: Final = ("NUMBER", "INTERVENTION", "CONDITION")
"""What is the same if it has the same name: a condition as given, and its MeSH concept."""

_CURRENT: Final = """
SELECT DISTINCT ?earlier ?nct
WHERE {{
  VALUES ?earlier {{ {nct_ids} }}
  GRAPH ?graph {{ ?trial kg:alias ?earlier ; dcterms:identifier ?nct }}
}}
ORDER BY DESC(?nct)
"""
_KNOWN: Final = """
SELECT ?nct ?trial WHERE { GRAPH ?graph { ?trial dcterms:identifier ?nct } } LIMIT 1
"""
_TITLES: Final = """
SELECT DISTINCT ?nct ?title ?own
WHERE {{
  VALUES ?nct {{ {nct_ids} }}
  GRAPH ?graph {{
    ?trial dcterms:identifier | kg:alias ?nct .
    OPTIONAL {{ ?trial schema:name ?title }}
    OPTIONAL {{ ?trial schema:subjectOf ?own }}
  }}
  FILTER(BOUND(?title) || BOUND(?own))
}}
ORDER BY ?nct ?title ?own
"""


@dataclass(slots=True)
class StatedLink:
    """A link that a record states; `direction` is "to" or "from", as in QUERY."""

    reason: str
    direction: str
    source_field: str
    quotes: list[str] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)


@dataclass(slots=True)
class RelatedTrial:
    """A trial, why it is related and what it shares; `loaded` if its record is in the store."""

    nct_id: str
    title: str | None = None
    loaded: bool = False
    stated: list[StatedLink] = field(default_factory=list)
    shared: dict[str, list[str]] = field(default_factory=dict)

    def strength(self) -> tuple[int, ...]:
        """The number of links for each reason, in the order of STRENGTH."""
        links = [link.reason for link in self.stated]
        return tuple(len(self.shared.get(reason, ())) or links.count(reason) for reason in STRENGTH)


@dataclass(frozen=True, slots=True)
class RelatedQuery:
    """The trial whose related trials are queried, or only its links to the `other` trial.

    `timeout` (seconds) and `memory` (GiB) are limits of each query.
    """

    nct_id: str
    other: str | None = None
    timeout: float = DEFAULT_TIMEOUT
    memory: float = DEFAULT_MEMORY

    def query(self, name: str) -> SparqlQuery:
        """The named query for the trial; GRAPH_QUERY is limited to the other trial, if any."""
        found = named_query(name)
        bindings = found.bindings({"nct": self.nct_id})
        if self.other and name == GRAPH_QUERY:
            bindings["related"] = literal(self.other)
        return SparqlQuery(found.text, bindings, timeout=self.timeout, memory=self.memory)


def current(store: Store, asked: RelatedQuery) -> RelatedQuery:
    """The query with the current NCT ids in place of earlier ones."""
    numbers = list(filter(None, (asked.nct_id, asked.other)))
    text = _CURRENT.format(nct_ids=" ".join(map(literal, numbers)))
    query = SparqlQuery(text, timeout=asked.timeout, memory=asked.memory)
    current_ids = {row["earlier"]: row["nct"] for row in rows(store, query, ("earlier", "nct"))}
    now = [current_ids.get(each, each) for each in numbers]
    return replace(asked, nct_id=now[0], other=now[1] if asked.other else None)


def related_trials(store: Store, nct_id: str) -> list[RelatedTrial]:
    """The related trials, the strongest first. SourceError if the trial is not in the store."""
    asked = RelatedQuery(nct_id)
    trials = in_order(related_rows(store, asked))
    add_titles(store, asked, trials)
    return trials


def related_rows(store: Store, asked: RelatedQuery) -> list[dict[str, str]]:
    """The rows of QUERY. SourceError if the trial is not in the store."""
    query = replace(asked.query(QUERY), text=named_query(QUERY).unordered)
    found = rows(store, query, ("related", "reason"))
    if not all(map(_is_link, found)):
        raise StoreError(f"{store.place} has a link between trials that this version can't read")
    found.sort(key=lambda row: [row.get(name, "") for name in _ORDER])
    if asked.other:
        found = [row for row in found if row["related"] == asked.other]
    if not found:
        _require_known(store, asked)
    return found


def related_graph(store: Store, asked: RelatedQuery) -> str:
    """The links as a graph in Turtle. SourceError if the trial is not in the store."""
    asked = current(store, asked)
    _require_known(store, asked)
    with answered(store, asked.query(GRAPH_QUERY), None, "turtle") as answer:
        return answer.file.read().decode()


def add_titles(store: Store, asked: RelatedQuery, trials: Iterable[RelatedTrial]) -> None:
    """Sets the titles of trials, from their own record or one that links to them.

    They are queried separately, because only a few of thousands of links are shown.
    """
    by_nct_id = {trial.nct_id: trial for trial in trials}
    if not by_nct_id:
        return
    text = _TITLES.format(nct_ids=" ".join(map(literal, by_nct_id)))
    query = SparqlQuery(text, timeout=asked.timeout, memory=asked.memory)
    for row in rows(store, query, ("nct",)):
        trial = by_nct_id.get(row["nct"])
        if trial is None:
            raise StoreError(f"{store.place} returned {row['nct']}, which was not asked for")
        own = "own" in row
        if "title" in row and (own or not trial.title):
            trial.title = row["title"]
        trial.loaded |= own


def _is_link(row: Mapping[str, str]) -> bool:
    """Whether a row of QUERY has what every link of its kind has."""
    reason = row["reason"]
    if "direction" in row:
        return "field" in row and reason in STRENGTH
    return "name" in row and reason in SHARED and ("thing" in row or reason in _BY_NAME)


def _require_known(store: Store, asked: RelatedQuery) -> None:
    for nct_id in filter(None, (asked.nct_id, asked.other)):
        given = {"nct": literal(nct_id)}
        if not rows(store, SparqlQuery(_KNOWN, given, timeout=asked.timeout, memory=asked.memory)):
            raise SourceError(
                f"{store.place} has no record of {nct_id}, and no link to it:"
                f" load its record with `kg load SOURCE {store.option}`"
            )


def in_order(found: Iterable[Mapping[str, str]]) -> list[RelatedTrial]:
    """The trials of the rows, without titles, the strongest first."""
    by_trial: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in found:
        by_trial[row["related"]].append(row)
    trials = [_trial(nct_id, group) for nct_id, group in by_trial.items()]
    return sorted(trials, key=lambda trial: ([-n for n in trial.strength()], trial.nct_id))


def _trial(nct_id: str, found: list[Mapping[str, str]]) -> RelatedTrial:
    trial = RelatedTrial(nct_id)
    stated: dict[tuple[str, str, str], StatedLink] = {}
    shared: dict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in found:
        if "direction" in row:
            key = row["reason"], row["direction"], row["field"]
            link = stated.setdefault(key, StatedLink(*key))
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


def _names(reason: str, found: Iterable[Mapping[str, str]]) -> list[str]:
    """What is shared, without duplicates; places of the same name have their city added."""
    named: dict[str, tuple[str, str]] = {}
    for row in found:
        key = row["name"].casefold() if reason in _BY_NAME else row["thing"]
        name = row["name"], row.get("city", "")
        named[key] = min(name, named.get(key, name))
    times = Counter(name for name, _ in named.values())
    return sorted(
        f"{name}, {city}" if city and times[name] > 1 else name for name, city in named.values()
    )
