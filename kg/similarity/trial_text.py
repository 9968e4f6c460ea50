"""The text of a trial that is compared with others, by field, from the nodes of its graph.

It is taken from the graph and not from the record, so that records, RDF files and stores are
compared in the same way, whatever registry they are from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from kg.rdf import vocabulary as vocab
from kg.rdf.nodes import Nodes, Properties
from kg.rdf.terms import split_literal
from kg.similarity.stop_words import STOP_WORDS
from kg.text.no_treatment import names_no_treatment
from kg.text.plain_words import plain_words

LONGEST_DESCRIPTION: Final = 4_000
"""Characters of a detailed description that are compared; what follows is rarely on the subject."""

_NAMES: Final = (vocab.SCHEMA_NAME, vocab.SCHEMA_DESCRIPTION)
_DERIVED: Final = vocab.DERIVED

PATHS: Final[tuple[tuple[str, str | None, tuple[str, ...]], ...]] = (
    ("TITLE", None, (vocab.SCHEMA_NAME, vocab.KG_OFFICIAL_TITLE, vocab.KG_ACRONYM)),
    ("CONDITION", vocab.SCHEMA_HEALTH_CONDITION, (vocab.SCHEMA_NAME,)),
    ("CONDITION", _DERIVED["condition"].concept, (vocab.SKOS_PREF_LABEL,)),
    ("INTERVENTION", vocab.SCHEMA_STUDY_SUBJECT, (vocab.SCHEMA_NAME, vocab.SCHEMA_ALTERNATE_NAME)),
    ("INTERVENTION", _DERIVED["intervention"].concept, (vocab.SKOS_PREF_LABEL,)),
    ("KEYWORD", None, (vocab.KG_KEYWORD,)),
    ("SUMMARY", None, (vocab.SCHEMA_DESCRIPTION,)),
    ("DESCRIPTION", None, (vocab.KG_DETAILED_DESCRIPTION,)),
    (
        "CRITERIA",
        vocab.KG_ELIGIBILITY,
        (vocab.KG_ELIGIBILITY_CRITERIA, vocab.KG_STUDY_POPULATION),
    ),
    *(("OUTCOME", predicate, _NAMES) for predicate, _ in vocab.OUTCOMES.values()),
    ("ARM", vocab.KG_ARM, _NAMES),
    ("ARM", vocab.SCHEMA_STUDY_SUBJECT, (vocab.SCHEMA_DESCRIPTION,)),
)
"""Field, the property that leads from the trial to a node (None: the trial), the node's texts."""

_THINGS: Final = (
    ("CONDITION", vocab.SCHEMA_HEALTH_CONDITION, vocab.SCHEMA_NAME),
    ("CONDITION", _DERIVED["condition"].concept, vocab.SKOS_PREF_LABEL),
    ("INTERVENTION", vocab.SCHEMA_STUDY_SUBJECT, vocab.SCHEMA_NAME),
    ("INTERVENTION", _DERIVED["intervention"].concept, vocab.SKOS_PREF_LABEL),
)
"""Kind of a shared feature, the property of the trial, the property of its name."""

NEEDED: Final = frozenset(
    {
        vocab.RDF_TYPE,
        vocab.DCTERMS_IDENTIFIER,
        vocab.SCHEMA_SUBJECT_OF,
        vocab.SCHEMA_SPONSOR,
        vocab.KG_ORGANIZATION_IDENTIFIER,
        vocab.SCHEMA_VALUE,
        *(via for _, via, _ in PATHS if via is not None),
        *(predicate for _, _, predicates in PATHS for predicate in predicates),
    }
)
"""The predicates that matter here; other triples of a graph need not be read."""

_SERIES: Final = re.compile(
    r"(?P<name>[\w'/+-]{1,40}(?: [\w'/+-]{1,40}){0,4})\s{0,3}[-–—:,(]{0,3}\s{0,3}"
    r"\b(?i:sub-?protocol|sub-?study|part|module|cohort|arm)"
    r"\s{1,3}(?P<part>[A-Z]?[0-9]{1,2}[A-Z]?|[A-Z]|[IVX]{1,5})\b"
)
"""A name with one of its parts at the end of it, as in "MATCH - Subprotocol Q"."""

_PHASE: Final = re.compile("[ivx0-9]+[ab]?")
"""What is no name by itself: the number of a phase or a part."""

SHORTEST_NUMBER: Final = 5
"""Letters and digits of an identifier that is unlikely to be another one's by chance."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What records can share, with its name in one of them.

    `kind` is CONDITION, INTERVENTION, TERM (what a record means by the name of one of these: a node
    of its own or a MeSH concept), NUMBER (the sponsor's own number of the trial), SPONSOR, or
    SERIES: a protocol of several parts, of which the name of this thing is one.
    """

    kind: str
    name: str


Things = Mapping[tuple[str, str], Thing]
"""Things by their kind and a key: the term of a TERM, of a SPONSOR; else the plain words of a name,
as two spellings are one thing.
"""


@dataclass(frozen=True, slots=True)
class TrialText:
    """What of a trial is compared: its texts by field, and what it names."""

    number: str
    fields: Mapping[str, tuple[str, ...]]
    things: Things


def text_of(number: str, trial: str, nodes: Nodes) -> TrialText:
    """The text of the trial with this number and term, from the nodes of its graph."""
    properties = nodes.get(trial, {})
    fields: dict[str, tuple[str, ...]] = {}
    for field, via, predicates in PATHS:
        found = tuple(_texts(_reached(properties, via, nodes), predicates))
        if found:
            fields[field] = fields.get(field, ()) + found
    if "DESCRIPTION" in fields:
        fields["DESCRIPTION"] = tuple(t[:LONGEST_DESCRIPTION] for t in fields["DESCRIPTION"])
    things = {**dict(_named(properties, nodes)), **dict(_identity(properties, nodes))}
    return TrialText(number, fields, things)


def _reached(properties: Properties, via: str | None, nodes: Nodes) -> Iterator[Properties]:
    if via is None:
        yield properties
    else:
        yield from (nodes[term] for term in properties.get(via, ()) if term in nodes)


def _texts(nodes: Iterator[Properties], predicates: tuple[str, ...]) -> Iterator[str]:
    for node in nodes:
        for predicate in predicates:
            yield from (split_literal(term)[0] for term in node.get(predicate, ()))


def _named(properties: Properties, nodes: Nodes) -> Iterator[tuple[tuple[str, str], Thing]]:
    """The conditions and interventions, and what the record means by their names."""
    for kind, via, naming in _THINGS:
        for term in properties.get(via, ()):
            for name in _texts(_reached({via: (term,)}, via, nodes), (naming,)):
                key = " ".join(plain_words(name))
                if key and not (kind == "INTERVENTION" and names_no_treatment(name)):
                    yield (kind, key), Thing(kind, name)
                    if via != vocab.SCHEMA_STUDY_SUBJECT:  # a node of this trial alone
                        yield ("TERM", term), Thing("TERM", name)


def _identity(properties: Properties, nodes: Nodes) -> Iterator[tuple[tuple[str, str], Thing]]:
    for term in properties.get(vocab.SCHEMA_SPONSOR, ()):
        yield ("SPONSOR", term), Thing("SPONSOR", term)
    own = _reached(properties, vocab.KG_ORGANIZATION_IDENTIFIER, nodes)
    for number in _texts(own, (vocab.SCHEMA_VALUE,)):
        key = "".join(plain_words(number))
        if len(key) >= SHORTEST_NUMBER and not key.isalpha():
            yield ("NUMBER", key), Thing("NUMBER", number)
    titles = _texts(iter((properties,)), (vocab.SCHEMA_NAME, vocab.KG_OFFICIAL_TITLE))
    for title in titles:
        for found in _SERIES.finditer(title):
            words = [word for word in plain_words(found["name"]) if word not in STOP_WORDS]
            key = " ".join(words)
            if not all(map(_PHASE.fullmatch, words)):
                yield ("SERIES", key), Thing("SERIES", found["part"])
