"""The order of `kg related` in version 0.1.0, as a function of the graphs of records.

First came the number of links that records state, the strongest kind first, then what two trials
share, kind by kind; each thing counted the same, however many trials have it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from kg.rdf import vocabulary as vocab
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import split_literal

STRENGTH: Final = (
    *("EXPANDED_ACCESS", "SECONDARY_IDENTIFIER", "MENTIONED", "ARTICLE", "LISTED"),
    *("NUMBER", "INVESTIGATOR", "INTERVENTION", "SITE", "CONDITION", "SPONSOR"),
)
"""The reasons of that version, the strongest first."""

_NAMED: Final = {
    "INVESTIGATOR": (vocab.KG_OVERALL_OFFICIAL, vocab.SCHEMA_NAME),
    "SPONSOR": (vocab.SCHEMA_SPONSOR, vocab.SCHEMA_NAME),
    "SITE": (vocab.KG_SITE, vocab.SCHEMA_NAME),
}
"""What is the same if it is the same node: its property of the trial, and that of its name."""

_INTERVENTIONS: Final = (
    (vocab.SCHEMA_STUDY_SUBJECT, vocab.SCHEMA_NAME),
    (vocab.DERIVED["intervention"].concept, vocab.SKOS_PREF_LABEL),
)
_CONDITIONS: Final = (
    (vocab.SCHEMA_HEALTH_CONDITION, vocab.SCHEMA_NAME),
    (vocab.DERIVED["condition"].concept, vocab.SKOS_PREF_LABEL),
)
_CONTROL = re.compile("placebo|sham|standard of care|usual care", re.IGNORECASE)


class Link(NamedTuple):
    """A link that a record states, and the field that it stands in."""

    target: str
    basis: str
    source_field: str


class Feature(NamedTuple):
    """What trials may share: those with the same `term` share it, and each `name` counts once."""

    reason: str
    term: str
    name: str


class Facts(NamedTuple):
    """What the order knows of a trial."""

    links: list[Link]
    features: list[Feature]


def facts_of(stating: RecordGraph, sharing: RecordGraph) -> Facts:
    """The links of one graph of a record, the features of another, without NCT ids in its texts."""
    return Facts(list(_links(stating)), list(dict.fromkeys(_features(sharing))))


def shared_order(
    facts: Mapping[str, Facts], query: str, index: Index, *, stated_links: bool
) -> list[str]:
    """The trials related to one of `facts`, in the order of 0.1.0; others are left out."""
    counted: defaultdict[str, set[tuple[str, str]]] = defaultdict(set)
    for trial, direction, link in index.stated(facts, query) if stated_links else ():
        counted[trial].add((link.basis, f"{direction} {link.source_field}"))
    for feature in facts[query].features:
        for other in index.sharing[feature.reason, feature.term]:
            counted[other].add((feature.reason, feature.name))
    counted.pop(query, None)
    strengths = {
        trial: [-sum(reason == each for reason, _ in found) for each in STRENGTH]
        for trial, found in counted.items()
    }
    return sorted(strengths, key=lambda trial: (strengths[trial], trial))


class Index:
    """Who shares what, and who states a link to whom."""

    def __init__(self, facts: Mapping[str, Facts]) -> None:
        self.sharing: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self.links: defaultdict[str, list[tuple[str, Link]]] = defaultdict(list)
        for nct_id, (links, features) in facts.items():
            for reason, term in {(each.reason, each.term) for each in features}:
                self.sharing[reason, term].append(nct_id)
            for link in links:
                self.links[link.target].append((nct_id, link))

    def stated(self, facts: Mapping[str, Facts], query: str) -> Iterator[tuple[str, str, Link]]:
        """The links of a trial in both directions: the other trial, "to" or "from", the link."""
        yield from ((link.target, "to", link) for link in facts[query].links)
        yield from ((source, "from", link) for source, link in self.links[query])


def _links(graph: RecordGraph) -> Iterator[Link]:
    for properties in graph.nodes.values():
        if properties.get(vocab.KG_SOURCE_TRIAL) != (graph.trial,):
            continue
        basis = properties[vocab.KG_BASIS][0].rpartition("RelationBasis-")[2].rstrip(">")
        if basis != "ALIAS":
            target = graph.nodes[properties[vocab.KG_TARGET_TRIAL][0]]
            field = properties[vocab.KG_SOURCE_FIELD][0]
            yield Link(split_literal(target[vocab.DCTERMS_IDENTIFIER][0])[0], basis, field)


def _features(graph: RecordGraph) -> Iterator[Feature]:
    for number in graph.nodes[graph.trial].get(vocab.KG_REGISTERED_AS, ()):
        yield Feature("NUMBER", number, number.casefold())
    for reason, path in _NAMED.items():
        yield from (Feature(reason, thing, thing) for thing, _ in _named(graph, *path))
    for path in _INTERVENTIONS:
        for _, name in _named(graph, *path):
            if not _CONTROL.search(name):
                yield Feature("INTERVENTION", name, name.casefold())
    for path in _CONDITIONS:
        for thing, name in _named(graph, *path):
            yield Feature("CONDITION", thing, name.casefold())


def _named(graph: RecordGraph, predicate: str, naming: str) -> Iterator[tuple[str, str]]:
    """The values of a property of the trial, with each of their names."""
    for thing in graph.nodes[graph.trial].get(predicate, ()):
        for name in graph.nodes.get(thing, {}).get(naming, ()):
            yield thing, name
