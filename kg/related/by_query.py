"""The links of a trial by SPARQL, from any store."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from kg.errors import SourceError, StoreError
from kg.rdf.terms import NOT_IN_IRI, literal
from kg.registries.numbers import slug_of
from kg.related.facts import PROPERTIES, facts_of
from kg.related.links import (
    BY_NAME,
    GRAPH_QUERY,
    OWN_QUERY,
    OWN_VARIABLES,
    QUERY,
    SHARED,
    SIMILAR,
    STATED,
    Evidence,
    Feature,
    RelatedQuery,
    RelatedTrial,
    SharedThing,
    SimilarLink,
)
from kg.related.same_trial import followed, other_records
from kg.stores.store import SparqlStore, answered, rows

_ORDER: Final = tuple(
    "related reason direction name city field thing quote cue kind relation".split()
)

_CURRENT: Final = """
SELECT DISTINCT ?earlier ?nct
WHERE {{
  VALUES ?earlier {{ {numbers} }}
  GRAPH ?graph {{ ?trial kg:alias ?earlier ; dcterms:identifier ?nct }}
}}
ORDER BY DESC(?nct)
"""
_KNOWN: Final = """
SELECT ?nct ?trial WHERE { GRAPH ?graph { ?trial dcterms:identifier ?nct } } LIMIT 1
"""
_COMPUTED: Final = """
SELECT ?graph WHERE { GRAPH ?graph { ?graph a kg:SimilarityGraph } } LIMIT 1
"""
_TITLES: Final = """
SELECT DISTINCT ?nct ?title ?own
WHERE {{
  VALUES ?nct {{ {numbers} }}
  GRAPH ?graph {{
    ?trial dcterms:identifier | kg:alias ?nct .
    OPTIONAL {{ ?trial schema:name ?title }}
    OPTIONAL {{ ?trial schema:subjectOf ?own }}
  }}
  FILTER(BOUND(?title) || BOUND(?own))
}}
ORDER BY ?nct ?title ?own
"""
_FACTS: Final = """
SELECT DISTINCT ?nct ?fact ?value ?name
WHERE {{
  VALUES ?nct {{ {numbers} }}
  VALUES (?property ?fact) {{ {facts} }}
  GRAPH ?graph {{
    ?trial dcterms:identifier ?nct ; schema:subjectOf ?graph ; ?property ?value .
    OPTIONAL {{ ?value schema:name ?name }}
  }}
}}
"""
_FEATURES: Final = """
SELECT DISTINCT ?relation ?feature ?kind ?name ?weight ?field
WHERE {{
  VALUES ?relation {{ {relations} }}
  GRAPH ?graph {{
    ?relation kg:sharedFeature ?feature .
    ?feature kg:featureKind ?kindOf ; schema:name ?name ; kg:weight ?weight .
    OPTIONAL {{ ?feature kg:textField ?fieldOf }}
  }}
  BIND(STRAFTER(STR(?kindOf), "FeatureKind-") AS ?kind)
  BIND(STRAFTER(STR(?fieldOf), "TextField-") AS ?field)
}}
"""


class ByQuery:
    """The links of one trial in a store that answers SPARQL."""

    def __init__(self, store: SparqlStore, asked: RelatedQuery) -> None:
        self._store = store
        self._asked = asked

    def evidence(self) -> Evidence:
        """All links of the trial. SourceError if it is not in the store."""
        found = self.own_links()
        if not other_records(found):
            return found
        now = current(self._store, replace(self._asked, other=None))
        return followed(found, (self._asked.number, now.number), self._links_of)

    def _links_of(self, number: str) -> Evidence:
        asked = replace(self._asked, number=number, other=None)
        return ByQuery(self._store, asked).own_links()

    def own_links(self) -> Evidence:
        """The links that the trial has by the number that was asked for."""
        found = related_rows(self._store, self._asked)
        try:
            evidence = evidence_of(found)
        except ValueError:
            raise unreadable(self._store) from None
        require_known(self._store, self._asked, evidence)
        return evidence

    def add_facts(self, trials: Iterable[RelatedTrial]) -> None:
        """Sets the facts of trials from their records; a title also from one that links to them."""
        by_number = {trial.number: trial for trial in trials}
        if not by_number:
            return
        numbers = " ".join(map(literal, by_number))
        for trial, row in self._of(by_number, _TITLES.format(numbers=numbers)):
            take_title(trial, row)
        asked = " ".join(f"({has} {literal(name)})" for name, has in PROPERTIES.items())
        values: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for trial, row in self._of(by_number, _FACTS.format(numbers=numbers, facts=asked)):
            values[trial.number].append((row["fact"], row.get("name", row["value"])))
        for number, found in values.items():
            by_number[number].facts = facts_of(found)

    def _of(
        self, trials: Mapping[str, RelatedTrial], text: str
    ) -> Iterator[tuple[RelatedTrial, dict[str, str]]]:
        """The rows of a query about these trials, each with its trial."""
        for row in rows(self._store, self._asked.query(text), ("nct",)):
            if row["nct"] not in trials:
                place = self._store.place
                raise StoreError(f"{place} returned {row['nct']}, which was not asked for")
            yield trials[row["nct"]], row

    def add_features(self, links: Iterable[SimilarLink]) -> None:
        """Sets the reasons why trials are similar, the weightiest first."""
        by_relation = {link.relation: link for link in links}
        if any(map(NOT_IN_IRI.search, by_relation)):
            raise unreadable(self._store)
        if not by_relation:
            return
        text = _FEATURES.format(relations=" ".join(f"<{each}>" for each in by_relation))
        always = ("relation", "feature", "kind", "name", "weight")
        found: dict[str, dict[str, list[Mapping[str, str]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for row in rows(self._store, self._asked.query(text), always):
            found[row["relation"]][row["feature"]].append(row)
        for relation, features in found.items():
            if relation in by_relation:
                by_relation[relation].features = in_order(map(_feature, features.values()))

    def own_things(self) -> list[dict[str, str]]:
        """What the trial itself is linked to, as the rows of OWN_QUERY."""
        return rows(self._store, self._asked.named(OWN_QUERY), OWN_VARIABLES)

    def has_similar_trials(self) -> bool:
        """Whether similar trials were ever computed for the store."""
        return bool(rows(self._store, self._asked.query(_COMPUTED)))


def current(store: SparqlStore, asked: RelatedQuery) -> RelatedQuery:
    """The query with the current numbers in place of earlier ones."""
    numbers = list(filter(None, (asked.number, asked.other)))
    query = asked.query(_CURRENT.format(numbers=" ".join(map(literal, numbers))))
    current_ids = {row["earlier"]: row["nct"] for row in rows(store, query, ("earlier", "nct"))}
    now = [current_ids.get(each, each) for each in numbers]
    return replace(asked, number=now[0], other=now[1] if asked.other else None)


def related_rows(store: SparqlStore, asked: RelatedQuery) -> list[dict[str, str]]:
    """The rows of QUERY."""
    found = rows(store, asked.named(QUERY), ("related", "reason"))
    if not all(map(is_link, found)):
        raise unreadable(store)
    found.sort(key=row_order)
    return found


def related_graph(store: SparqlStore, asked: RelatedQuery) -> str:
    """The links as a graph in Turtle. SourceError if the trial is not in the store."""
    asked = current(store, asked)
    require_known(store, asked, Evidence())
    with answered(store, asked.named(GRAPH_QUERY), None, "turtle") as answer:
        return answer.file.read().decode()


def require_known(store: SparqlStore, asked: RelatedQuery, evidence: Evidence) -> None:
    """Raises SourceError if a trial has no link, and its record is not in the store."""
    trials = evidence.trials()
    if trials and (asked.other is None or asked.other in trials):
        return
    for number in filter(None, (asked.number, asked.other)):
        if not rows(store, asked.query(_KNOWN, {"nct": literal(number)})):
            raise SourceError(
                f"{store.place} has no record of {number}, and no link to it:"
                f" load its record with `kg load SOURCE {store.option}`"
            )


def evidence_of(found: Iterable[Mapping[str, str]]) -> Evidence:
    """The links that the rows of QUERY contain; ValueError if a number is none."""
    evidence = Evidence()
    trials: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
    for row in found:
        if row["reason"] == SIMILAR:
            take_similar(evidence, row["related"], similar_link(row))
        elif "direction" in row:
            evidence.stated.append(dict(row))
        else:
            thing = row["reason"], row.get("thing", ""), row["name"], row.get("city", "")
            trials[thing].add(row["related"])
    evidence.shared = [SharedThing(*thing, frozenset(has)) for thing, has in trials.items()]
    return evidence


def take_similar(evidence: Evidence, trial: str, link: SimilarLink) -> None:
    """Adds a similar trial. Each of two trials may have the other in its list: the rank is that of
    the trial asked for.
    """
    known = evidence.similar.get(trial)
    if known is None or _better(trial, link) < _better(trial, known):
        evidence.similar[trial] = link


def take_title(trial: RelatedTrial, row: Mapping[str, str]) -> None:
    """Sets the title of a trial from a row of titles; its own record is preferred."""
    own = "own" in row
    if "title" in row and (own or not trial.title):
        trial.title = row["title"]
    trial.loaded |= own


def in_order(features: Iterable[Feature]) -> list[Feature]:
    """The reasons why two trials are similar: conditions, interventions, words, by weight."""
    return sorted(features, key=lambda each: (each.kind, -each.weight, each.name))


def row_order(row: Mapping[str, str]) -> list[str]:
    """The order of the rows of QUERY."""
    return [row.get(name, "") for name in _ORDER]


def unreadable(store: SparqlStore) -> StoreError:
    """The error of a store whose links are not those that kg writes."""
    return StoreError(f"{store.place} has a link between trials that this version can't read")


def _better(trial: str, link: SimilarLink) -> tuple[bool, float, float, str]:
    is_of_its_list = f"trial/{slug_of(trial)}/similar/" in link.relation
    return is_of_its_list, -link.confidence, -link.score, link.relation


def is_link(row: Mapping[str, str]) -> bool:
    """Whether a row of QUERY has what every link of its kind has."""
    reason = row["reason"]
    if reason == SIMILAR:
        return row.keys() >= {"relation", "confidence", "score", "rank"}
    if "direction" in row:
        return "field" in row and reason in STATED[:-1]
    return "name" in row and reason in SHARED and ("thing" in row or reason in BY_NAME)


def similar_link(row: Mapping[str, str]) -> SimilarLink:
    """The link of a row of QUERY; ValueError if its numbers are none, or not from 0 to 1."""
    confidence, score = float(row["confidence"]), float(row["score"])
    if not (0 <= confidence <= 1 and 0 <= score <= 1):
        raise ValueError(row)
    return SimilarLink(
        row["relation"], confidence, score, int(row["rank"]), row.get("kind") or None
    )


def _feature(found: list[Mapping[str, str]]) -> Feature:
    row = found[0]
    fields = sorted({each["field"] for each in found if each.get("field")})
    return Feature(row["kind"], row["name"], float(row["weight"]), tuple(fields))
