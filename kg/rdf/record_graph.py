"""The graph of one record: made by the mapping, checked by the shapes, written in every format.

Triples are kept by subject and predicate, the order in which they are stated, checked and written,
so that they never have to be regrouped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.rdf import vocabulary as vocab
from kg.rdf.nodes import Nodes, NodeStore, PlainNodes
from kg.rdf.terms import Triple
from kg.records import Finding
from kg.registries.numbers import registry_of


@dataclass(frozen=True, slots=True)
class RecordGraph:
    """One record's triples and where they belong.

    `number` is the trial's number in its registry, `trial` and `name` are the terms of the trial
    and of the record's named graph. The subjects of `nodes`, their predicates and the objects are
    sorted; none is a blank node. `findings` are what a user should know about the record.
    """

    number: str
    trial: str
    name: str
    nodes: NodeStore
    findings: list[Finding] = field(default_factory=list)

    @property
    def triples(self) -> list[Triple]:
        """The triples, sorted and without duplicates; built at each call."""
        return triples(self.nodes)

    @property
    def nct_id(self) -> str:
        """The number, by the name that it had before there were other registries."""
        return self.number

    @property
    def size(self) -> int:
        """The number of triples."""
        return self.nodes.size

    def __repr__(self) -> str:
        return f"<RecordGraph {self.name[1:-1]}: {self.size:,} triples>"


def is_of_record(graph: RecordGraph) -> bool:
    """Whether a graph is that of a record; others have links between trials."""
    return vocab.KG_RECORD_GRAPH in graph.nodes.get(graph.name, {}).get(vocab.RDF_TYPE, ())


def triples(nodes: Nodes) -> list[Triple]:
    """The triples of a graph, in its order."""
    return [
        (subject, predicate, term)
        for subject, properties in nodes.items()
        for predicate, objects in properties.items()
        for term in objects
    ]


def recorded_trials(nodes: Nodes) -> dict[str, str]:
    """The trials that have a record among these nodes: their terms -> their numbers.

    Such a trial is schema:subjectOf a kg:RecordGraph; others are only mentioned.
    """
    records = (vocab.KG_RECORD_GRAPH,)
    trials = {}
    for subject, properties in nodes.items():
        for graph in properties.get(vocab.SCHEMA_SUBJECT_OF, ()):
            if nodes.get(graph, {}).get(vocab.RDF_TYPE) == records:
                for term in properties.get(vocab.DCTERMS_IDENTIFIER, ()):
                    if registry_of(term[1:-1]):
                        trials[subject] = term[1:-1]
    return trials


def by_subject(found: Iterable[Triple]) -> PlainNodes:
    """The nodes of triples in any order, duplicates dropped."""
    nodes: dict[str, dict[str, list[str]]] = {}
    for subject, predicate, term in sorted(set(found)):
        nodes.setdefault(subject, {}).setdefault(predicate, []).append(term)
    return PlainNodes(
        (subject, {predicate: tuple(terms) for predicate, terms in properties.items()})
        for subject, properties in nodes.items()
    )
