"""The mapping: one record in, the triples of its graph out; pure, one module an entity."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from kg.errors import UsageError
from kg.mapping import (
    arm,
    condition,
    country,
    document,
    eligibility,
    identifier,
    official,
    outcome,
    oversight,
    product,
    provenance,
    publication,
    registration,
    relation,
    results,
    review,
    site,
    sponsor,
    trial,
)
from kg.mapping.statements import Statements
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.records import Record

Entity = Callable[[Record, Statements], None]
"""A part of the mapping."""

ENTITIES: Final[tuple[Entity, ...]] = (
    trial.describe,
    identifier.describe,
    sponsor.describe,
    official.describe,
    oversight.describe,
    condition.describe,
    arm.describe,
    outcome.describe,
    eligibility.describe,
    site.describe,
    country.describe,
    registration.describe,
    review.describe,
    product.describe,
    publication.describe,
    document.describe,
    results.describe,
    relation.describe,
    provenance.describe,
)
"""Every part of the mapping; each states its part of the record."""


def map_record(
    record: Record, iris: Iris | None = None, entities: Iterable[Entity] = ENTITIES
) -> RecordGraph:
    """The graph of one record; the same record gives the same triples in the same order.

    With other `entities` the graph has these parts of the record alone. Raises UsageError for what
    is not a Record.
    """
    say = Statements(checked_record(record), iris or Iris())
    for describe in entities:
        describe(record, say)
    return RecordGraph(
        number=say.number,
        trial=say.trial,
        name=say.iris.graph(say.number),
        nodes=say.nodes(),
        findings=say.findings,
    )


def checked_record(record: object) -> Record:
    """The record; UsageError for what is not one."""
    if isinstance(record, Record):
        return record
    raise UsageError(f"this is a {type(record).__name__}, not a kg.Record: kg.read gives records")
