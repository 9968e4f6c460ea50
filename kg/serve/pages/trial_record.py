"""The record of a trial in a snapshot: its number, its IRI, and its graph.

Results are the greater part of a record that has them, and have a page of their own; so they are
read only for that page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pyoxigraph
from starlette.exceptions import HTTPException

from kg.errors import UsageError
from kg.rdf import vocabulary as vocab
from kg.rdf.record_graph import RecordGraph, by_subject
from kg.rdf.terms import Triple
from kg.registries.numbers import given_number
from kg.serve.view import View
from kg.stores.embedded.quads import Quads
from kg.trial_card.reading import current_number, read_graph
from kg.trial_card.trial_graph import TrialGraph


@dataclass(frozen=True, slots=True)
class StoredTrial:
    """A trial by its present number, with the IRIs of itself and of the graph of its record."""

    number: str
    iri: str
    graph: str

    def triples(self, view: View, *, whole: bool) -> Sequence[Triple]:
        """The triples of the record; without those of the results unless the `whole` is asked."""
        quads, graph = Quads(view.snapshot.store), pyoxigraph.NamedNode(self.graph)
        if whole:
            return list(quads.triples(graph))
        return list(quads.reached(pyoxigraph.NamedNode(self.iri), graph, vocab.KG_RESULTS))

    def has_results(self, triples: Sequence[Triple]) -> bool:
        """Whether the record has results, and so triples that are not on the page of the trial."""
        return any(has == vocab.KG_RESULTS and node == f"<{self.iri}>" for node, has, _ in triples)

    def read(self, triples: Sequence[Triple]) -> TrialGraph:
        """The graph of these triples, as the sections of a card read it."""
        return read_graph(f"<{self.iri}>", triples)

    def record(self, triples: Sequence[Triple]) -> RecordGraph:
        """The graph of these triples, as the shapes check it."""
        return RecordGraph(self.number, f"<{self.iri}>", f"<{self.graph}>", by_subject(triples))


def asked_number(view: View) -> str:
    """The number in the address, in its usual form; HTTPException if it is none."""
    text = view.request.path_params["number"]
    try:
        return given_number(text)
    except UsageError as error:
        reason = "No trial has such a number: give that of a registry, such as NCT04745299."
        raise HTTPException(404, reason) from error


def stored_trial(view: View, number: str) -> StoredTrial | None:
    """The trial that has this number now, or had it earlier; None if the store has no record."""
    quads, wanted = Quads(view.snapshot.store), pyoxigraph.Literal(number)
    found = {
        current: StoredTrial(current, trial.value, graph.value)
        for has in (vocab.DCTERMS_IDENTIFIER, vocab.KG_ALIAS)
        for trial, graph in quads.subjects(has, wanted)
        if graph in quads.nodes(trial, vocab.SCHEMA_SUBJECT_OF, graph)
        for current in quads.texts(trial, vocab.DCTERMS_IDENTIFIER, graph)
    }
    return found[current_number(number, found)] if found else None


def is_mentioned(view: View, number: str) -> bool:
    """Whether any record in the store has this number, or names a trial with it."""
    quads, wanted = Quads(view.snapshot.store), pyoxigraph.Literal(number)
    naming = (vocab.DCTERMS_IDENTIFIER, vocab.KG_REGISTERED_AS)
    return any(True for has in naming for _ in quads.statements(None, has, wanted))
