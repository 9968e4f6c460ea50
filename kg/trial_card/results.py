"""The results of a card: participant flow, baseline, outcomes and adverse events."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.rdf import vocabulary as vocab
from kg.trial_card.adverse_events import adverse_events
from kg.trial_card.card import Block, CardSection, Grid
from kg.trial_card.fields import Listing, facts, field, grid, listing
from kg.trial_card.group_tables import groups
from kg.trial_card.measures import baseline, measure
from kg.trial_card.participant_flow import participant_flow
from kg.trial_card.sections import CONTACT
from kg.trial_card.trial_graph import TrialGraph

_GROUP: Final = (
    field("group", vocab.SCHEMA_NAME),
    field("arm", vocab.KG_GROUP_ARM),
    field("description", vocab.SCHEMA_DESCRIPTION),
)
_TABLES: Final = (
    (vocab.KG_PARTICIPANT_FLOW, "FG"),
    (vocab.KG_BASELINE, "BG"),
    (vocab.KG_REPORTED_OUTCOME, "OG"),
    (vocab.KG_ADVERSE_EVENT_TABLE, "EG"),
)
"""The tables that list groups, and how the ids of their groups begin."""

_AGREEMENT: Final = vocab.KG_PUBLICATION_AGREEMENT
_MORE: Final = (
    field("Limitations", vocab.KG_LIMITATIONS),
    field("Investigators employed by the sponsor", _AGREEMENT, vocab.KG_INVESTIGATOR_EMPLOYED),
    field("Publication restricted", _AGREEMENT, vocab.KG_RESTRICTIVE_AGREEMENT),
    field("Restriction", _AGREEMENT, vocab.KG_RESTRICTION_TYPE),
    field("", _AGREEMENT, vocab.SCHEMA_DESCRIPTION),
)
_CONTACTS: Final = Listing("Contact for the results", (vocab.KG_RESULTS_CONTACT,), CONTACT)


def results(graph: TrialGraph) -> CardSection:
    """What was found, as the record reports it."""
    found = graph.nodes(graph.trial, vocab.KG_RESULTS)
    blocks = tuple(block for node in found for block in _blocks(graph, node))
    return CardSection("results", "Results", blocks)


def _blocks(graph: TrialGraph, node: str) -> Iterator[Block]:
    yield from _groups(graph, node)
    for flow in graph.nodes(node, vocab.KG_PARTICIPANT_FLOW):
        yield from participant_flow(graph, flow)
    for table in graph.nodes(node, vocab.KG_BASELINE):
        yield from baseline(graph, table)
    for outcome in graph.nodes(node, vocab.KG_REPORTED_OUTCOME):
        yield from measure(graph, outcome, groups(graph, outcome, "OG"), "Outcome")
    for events in graph.nodes(node, vocab.KG_ADVERSE_EVENT_TABLE):
        yield from adverse_events(graph, events)
    yield from facts(graph, node, _MORE, "Limitations and agreements")
    yield from listing(graph, node, _CONTACTS)


def _groups(graph: TrialGraph, node: str) -> tuple[Grid, ...]:
    """The groups of all tables, each once."""
    found = dict.fromkeys(
        group
        for path, prefix in _TABLES
        for table in graph.nodes(node, path)
        for group in groups(graph, table, prefix)
    )
    return grid(graph, found, _GROUP, "Groups")
