"""Cards of records for tests, without a store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg import sources
from kg.mapping import map_record
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.records import Record
from kg.trial_card import card_of
from kg.trial_card.card import Block, Card
from kg.trial_card.reading import read_graph
from kg.trial_card.trial_graph import TrialGraph


def graphs_of(path: Path) -> Iterator[RecordGraph]:
    """The graphs of the records in a file."""
    for record in sources.read(path):
        if isinstance(record, Record):
            yield map_record(record, Iris())


def read(graph: RecordGraph) -> TrialGraph:
    """The graph as a store returns it."""
    return read_graph(graph.trial, graph.triples)


def card(path: Path) -> Card:
    """The card of the record in a file."""
    [graph] = graphs_of(path)
    return card_of(read(graph), graph.number)


def block(card: Card, section: str, title: str = "") -> Block:
    """The one block of a section with this title."""
    [found] = [
        block
        for each in card.sections
        for block in each.blocks
        if each.name == section and block.title == title
    ]
    return found
