"""A trial as a card for people: all that its record says, in words, section by section.

`reading` reads the graph of the record from a store; `sections` and its neighbours make facts,
texts and tables of it (`card`); `terminal` and `markdown` write them. Nothing is lost: what no
other section shows is in the last one, or `LEFT_OUT` of `others` has the reason why not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Final

from kg.related.links import RelatedQuery
from kg.stores.store import SparqlStore
from kg.trial_card import sections as tables
from kg.trial_card.card import Block, Card, CardSection
from kg.trial_card.eligibility import eligibility
from kg.trial_card.fields import name_of
from kg.trial_card.others import others
from kg.trial_card.publications import publications
from kg.trial_card.reading import trial_graph
from kg.trial_card.registration import REGISTRATION
from kg.trial_card.related import related
from kg.trial_card.results import results
from kg.trial_card.sections import section
from kg.trial_card.sites import sites
from kg.trial_card.trial_graph import TrialGraph

SECTIONS: Final[dict[str, Callable[[TrialGraph], CardSection]]] = {
    "identification": partial(section, table=tables.IDENTIFICATION),
    "status": partial(section, table=tables.STATUS),
    "sponsor": partial(section, table=tables.SPONSOR),
    "summary": partial(section, table=tables.SUMMARY),
    "conditions": partial(section, table=tables.CONDITIONS),
    "design": partial(section, table=tables.DESIGN),
    "arms": partial(section, table=tables.ARMS),
    "outcomes": partial(section, table=tables.OUTCOMES),
    "eligibility": eligibility,
    "contacts": partial(section, table=tables.CONTACTS),
    "sites": sites,
    "registration": partial(section, table=REGISTRATION),
    "publications": publications,
    "documents": partial(section, table=tables.DOCUMENTS),
    "results": results,
    "related": partial(section, table=tables.RELATED),
    "provenance": partial(section, table=tables.PROVENANCE),
    "others": others,
}
"""The sections of a card in their order, and how each is made; the last one needs all others."""


def trial_card(store: SparqlStore, asked: RelatedQuery) -> Card:
    """The card of a trial. SourceError if the store has no record of it."""
    number, graph = trial_graph(store, asked)
    return card_of(graph, number, related(store, replace(asked, number=number)))


def card_of(graph: TrialGraph, number: str, related: Iterable[Block] = ()) -> Card:
    """The card of a record's graph, with these tables of related trials."""
    found = {name: make(graph) for name, make in SECTIONS.items()}
    own = found["related"]
    found["related"] = CardSection(own.name, own.title, (*own.blocks, *related))
    filled = tuple(each for each in found.values() if each.blocks)
    return Card(number, name_of(graph, graph.trial), graph.trial[1:-1], filled)
