"""What records say about publications, sites and organisations, from mapping or RDF files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.rdf import vocabulary as vocab
from kg.rdf.nodes import Nodes, Properties
from kg.rdf.record_graph import RecordGraph, by_subject, recorded_trials
from kg.rdf.terms import Triple, split_literal
from kg.registries.numbers import TrialNumber, trial_number

REFERENCE_TYPES: Final = {
    vocab.KG_BACKGROUND_REFERENCE: "BACKGROUND",
    vocab.KG_RESULT_REFERENCE: "RESULT",
    vocab.KG_DERIVED_REFERENCE: "DERIVED",
}
"""The property of a reference -> what the record says of it."""

NEEDED: Final = frozenset(
    {
        vocab.RDF_TYPE,
        vocab.DCTERMS_IDENTIFIER,
        vocab.SCHEMA_SUBJECT_OF,
        vocab.SCHEMA_NAME,
        vocab.SCHEMA_ADDRESS,
        vocab.SCHEMA_ADDRESS_COUNTRY,
        vocab.KG_ALIAS,
        vocab.KG_REGISTERED_AS,
        vocab.KG_REFERENCE,
        *REFERENCE_TYPES,
        vocab.BIBO_PMID,
        vocab.BIBO_DOI,
    }
)
"""The predicates that matter here; other triples of an RDF file are dropped."""


@dataclass(frozen=True, slots=True)
class InputFacts:
    """The properties of each node; `trials` are the terms -> numbers of those with a record."""

    nodes: Nodes
    trials: Mapping[str, str]


def of_record(graph: RecordGraph) -> InputFacts:
    """The facts in a record's graph."""
    return InputFacts(graph.nodes, {graph.trial: graph.number})


def of_triples(triples: Iterable[Triple]) -> InputFacts:
    """The facts in the triples of one graph, or of a file without graphs."""
    nodes = by_subject(triples)
    return InputFacts(nodes, recorded_trials(nodes))


def texts(properties: Properties, predicate: str) -> list[str]:
    """The texts of a predicate; an RDF file may have other terms there."""
    return [
        split_literal(term)[0] for term in properties.get(predicate, ()) if term.startswith('"')
    ]


def numbers_of(trial: Properties) -> set[TrialNumber]:
    """Every number of a trial that has a record: its own, earlier ones, and those of other
    registries.
    """
    given = (vocab.DCTERMS_IDENTIFIER, vocab.KG_ALIAS, vocab.KG_REGISTERED_AS)
    found = (trial_number(each) for predicate in given for each in texts(trial, predicate))
    return set(filter(None, found))
