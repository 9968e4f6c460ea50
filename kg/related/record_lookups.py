"""What a record in an embedded store says: its relations to other trials, and what it can share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.rdf import vocabulary as vocab
from kg.stores.embedded.postings import INTERVENTION
from kg.stores.embedded.quads import Quads
from kg.text.no_treatment import names_no_treatment

if TYPE_CHECKING:
    from kg.stores.embedded.quads import Node

_ONE_THING: Final = (
    ("INVESTIGATOR", vocab.KG_OVERALL_OFFICIAL, vocab.SCHEMA_NAME),
    ("CONDITION", vocab.SCHEMA_HEALTH_CONDITION, vocab.SCHEMA_NAME),
    ("CONDITION", vocab.DERIVED["condition"].concept, vocab.SKOS_PREF_LABEL),
    ("SPONSOR", vocab.SCHEMA_SPONSOR, vocab.SCHEMA_NAME),
    ("SITE", vocab.KG_SITE, vocab.SCHEMA_NAME),
)
"""Reason, property, and property of the name, of what two trials share as one thing."""

_INTERVENTIONS: Final = (
    (vocab.SCHEMA_STUDY_SUBJECT, vocab.SCHEMA_NAME),
    (vocab.DERIVED["intervention"].concept, vocab.SKOS_PREF_LABEL),
)

_OPTIONAL: Final = (
    ("name", vocab.KG_STATED_NUMBER, ""),
    ("quote", vocab.KG_QUOTE, ""),
    ("cue", vocab.KG_CUE, ""),
    ("kind", vocab.KG_RELATION_KIND, "RelationKind-"),
)

_OWN: Final = {
    "sponsor": vocab.SCHEMA_SPONSOR,
    "collaborator": vocab.KG_COLLABORATOR,
    "principal investigator": vocab.KG_PRINCIPAL_INVESTIGATOR,
    "study director": vocab.KG_STUDY_DIRECTOR,
    "study chair": vocab.KG_STUDY_CHAIR,
    "sub-investigator": vocab.KG_SUB_INVESTIGATOR,
    "site": vocab.KG_SITE,
    "condition": vocab.SCHEMA_HEALTH_CONDITION,
    "intervention": vocab.SCHEMA_STUDY_SUBJECT,
    "protocol paper": vocab.KG_PROTOCOL_REFERENCE,
    "results paper": vocab.KG_RESULT_REFERENCE,
    "derived paper": vocab.KG_DERIVED_REFERENCE,
    "background paper": vocab.KG_BACKGROUND_REFERENCE,
}
"""Role in OWN_QUERY -> the property of the trial."""

_COUNTRY: Final = (vocab.SCHEMA_ADDRESS, vocab.SCHEMA_ADDRESS_COUNTRY, vocab.SCHEMA_NAME)
_CITY: Final = (vocab.SCHEMA_ADDRESS, vocab.SCHEMA_ADDRESS_LOCALITY)
_AFFILIATION: Final = (vocab.SCHEMA_AFFILIATION, vocab.SCHEMA_NAME)


class SharedTerm(NamedTuple):
    """A thing of a trial, as in a row of QUERY, with what the postings know it by."""

    reason: str
    thing: str
    name: str
    city: str
    kind: str
    term: str


def said(quads: Quads, relation: Node, graph: Node) -> Iterator[dict[str, str]]:
    """The reasons, fields, numbers, quotes, cues and kinds of a relation that a record states."""
    optional = [
        [(name, text) for text in quads.texts(relation, predicate, graph, after)] or [("", "")]
        for name, predicate, after in _OPTIONAL
    ]
    reasons = quads.texts(relation, vocab.KG_BASIS, graph, "RelationBasis-")
    fields = quads.texts(relation, vocab.KG_SOURCE_FIELD, graph)
    for reason, field in product(reasons, fields):
        if reason != "ALIAS":
            for more in product(*optional):
                given = {name: text for name, text in more if name}
                yield {"reason": reason, "field": field, **given}


def things(quads: Quads, trial: Node, graph: Node) -> Iterator[SharedTerm]:
    """What a record says that its trial has, and other trials may have too."""
    for number in quads.terms(trial, vocab.KG_REGISTERED_AS, graph):
        yield SharedTerm("NUMBER", "", number.value, "", vocab.KG_REGISTERED_AS, str(number))
    for has, naming in _INTERVENTIONS:
        for it in quads.nodes(trial, has, graph):
            for name in quads.terms(it, naming, graph):
                if not names_no_treatment(name.value):
                    yield SharedTerm("INTERVENTION", "", name.value, "", INTERVENTION, str(name))
    for reason, has, naming in _ONE_THING:
        for it in quads.nodes(trial, has, graph):
            cities = _cities(quads, it, graph) if reason == "SITE" else [""]
            for text, city in product(quads.texts(it, naming, graph), cities):
                yield SharedTerm(reason, it.value, text, city, has, str(it))


def own_things(quads: Quads, trial: Node, graph: Node) -> Iterator[dict[str, str]]:
    """What a trial is linked to, as the rows of OWN_QUERY."""
    for role, has in _OWN.items():
        for thing in quads.terms(trial, has, graph):
            if isinstance(thing, quads.literal):
                yield {"role": role, "name": thing.value, "thing": thing.value}
                continue
            names = quads.texts(thing, vocab.SCHEMA_NAME, graph) or quads.texts(
                thing, vocab.DCTERMS_BIBLIOGRAPHIC_CITATION, graph
            )
            at = [_along(quads, thing, path, graph) for path in (_AFFILIATION, _CITY, _COUNTRY)]
            for name, member, city, country in product(names or [thing.value], *at):
                more = {"place": member or city, "country": country}
                yield {
                    "role": role,
                    "name": name,
                    "thing": thing.value,
                    **{key: text for key, text in more.items() if text},
                }


def own_order(row: Mapping[str, str]) -> tuple[str, ...]:
    """What the rows of OWN_QUERY are ordered by."""
    return row["role"], row["name"], row.get("place", ""), row["thing"]


def _along(quads: Quads, node: Node, path: tuple[str, ...], graph: Node) -> list[str]:
    """The texts at the end of a path; an empty one if there are none."""
    *steps, last = path
    nodes = [node]
    for step in steps:
        nodes = [each for node in nodes for each in quads.nodes(node, step, graph)]
    return [text for node in nodes for text in quads.texts(node, last, graph)] or [""]


def _cities(quads: Quads, site: Node, graph: Node) -> list[str]:
    return [
        city
        for address in quads.nodes(site, vocab.SCHEMA_ADDRESS, graph)
        for city in quads.texts(address, vocab.SCHEMA_ADDRESS_LOCALITY, graph)
    ] or [""]
