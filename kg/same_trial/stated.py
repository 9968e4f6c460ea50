"""The numbers that a record gives to its trial, and the fields that state them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.rdf import vocabulary as vocab
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import split_literal
from kg.registries.numbers import trial_number

FIELDS: Final = {
    vocab.KG_ORGANIZATION_IDENTIFIER: "identificationModule.orgStudyIdInfo.id",
    vocab.KG_SECONDARY_IDENTIFIER: "identificationModule.secondaryIdInfos.id",
}
"""Property of an identifier -> its field in the record, unless the identifier names another."""


class NumberInField(NamedTuple):
    """A number of another registry, and the field of the record that states it."""

    number: str
    field: str


class RecordNumbers(NamedTuple):
    """What the record of a trial says about its numbers.

    `earlier` are numbers of the same registry that the trial had before.
    """

    number: str
    stated: tuple[NumberInField, ...] = ()
    earlier: tuple[str, ...] = ()


def record_numbers(graph: RecordGraph) -> RecordNumbers | None:
    """What the graph of a record says about the numbers of its trial; None if it has only one."""
    objects = graph.nodes.objects
    registered = objects(graph.trial, vocab.KG_REGISTERED_AS)
    earlier = tuple(split_literal(term)[0] for term in objects(graph.trial, vocab.KG_ALIAS))
    found = {
        each
        for has in FIELDS
        for node in objects(graph.trial, has)
        for each in _stated(graph, node, FIELDS[has])
        if f'"{each.number}"' in registered
    }
    return RecordNumbers(graph.number, tuple(sorted(found)), earlier) if found or earlier else None


def number_in(identifier: str) -> str | None:
    """The number of a trial that an identifier denotes as a whole."""
    known = trial_number(identifier)
    return known.number if known else None


def _stated(graph: RecordGraph, node: str, field: str) -> Iterator[NumberInField]:
    for given in graph.nodes.objects(node, vocab.KG_SOURCE_FIELD):
        field, _ = split_literal(given)
    for value in graph.nodes.objects(node, vocab.SCHEMA_VALUE):
        if number := number_in(split_literal(value)[0]):
            yield NumberInField(number, field)
