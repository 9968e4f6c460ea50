"""The records that other registries have of a trial, and where they differ from its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph

from kg.rdf import vocabulary as vocab
from kg.registries.numbers import registry_of
from kg.serve.pages.trial_record import StoredTrial, stored_trial
from kg.serve.view import View
from kg.stores.embedded.quads import Quads
from kg.trial_card.card import CardSection
from kg.trial_card.comparison import SAME
from kg.trial_card.comparison_report import of_graphs, sections
from kg.trial_card.fields import name_of
from kg.trial_card.trial_graph import TrialGraph


@dataclass(frozen=True, slots=True)
class OtherRecord:
    """A record of the trial in another registry: its number, the registry's name, its title."""

    number: str
    registry: str
    title: str


@dataclass(frozen=True, slots=True)
class OtherRecords:
    """The records of a trial in other registries, and tables of the facts that differ."""

    records: tuple[OtherRecord, ...]
    tables: tuple[CardSection, ...]


def other_records(view: View, found: StoredTrial, graph: TrialGraph) -> OtherRecords | None:
    """What other registries say of a trial; None if the store has no record of theirs."""
    graphs = dict(_graphs(view, found))
    if not graphs:
        return None
    records = tuple(
        OtherRecord(number, row.name if (row := registry_of(number)) else "", name_of(it, it.trial))
        for number, it in graphs.items()
    )
    tables = sections(of_graphs({found.number: graph, **graphs}))
    return OtherRecords(records, tuple(each for each in tables if each.name != SAME))


def _graphs(view: View, found: StoredTrial) -> Iterator[tuple[str, TrialGraph]]:
    """The graphs of the records that are of the same trial, by number."""
    quads, trial = Quads(view.snapshot.store), pyoxigraph.NamedNode(found.iri)
    numbers = {
        number
        for _, other, graph in quads.statements(trial, vocab.KG_SAME_TRIAL_AS)
        if isinstance(other, pyoxigraph.NamedNode)
        for number in quads.texts(other, vocab.DCTERMS_IDENTIFIER, graph)
    }
    for number in sorted(numbers):
        if record := stored_trial(view, number):
            yield record.number, record.read(record.triples(view, whole=False))
