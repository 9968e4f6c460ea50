"""Outcome measures as registered."""

from __future__ import annotations

from typing import Final

from kg.mapping.plan import Plan
from kg.mapping.statements import Statements
from kg.rdf import vocabulary as vocab
from kg.rdf.terms import integer
from kg.records import Record
from kg.records.protocol import Outcome

_OUTCOME: Final = Plan(
    Outcome,
    (vocab.SCHEMA_NAME, "measure"),
    (vocab.SCHEMA_DESCRIPTION, "description"),
    (vocab.KG_TIME_FRAME, "time_frame"),
)


def describe(record: Record, say: Statements) -> None:
    """States the primary, secondary and other outcome measures in their order."""
    module = record.study.protocol_section.outcomes_module
    if not module:
        return
    listed = {
        "primary": module.primary_outcomes,
        "secondary": module.secondary_outcomes,
        "other": module.other_outcomes,
    }
    for rank, outcomes in listed.items():
        predicate, outcome_class = vocab.OUTCOMES[rank]
        terms = [
            _outcome(each, position, rank, outcome_class, say)
            for position, each in enumerate(outcomes, start=1)
        ]
        say.node(say.trial, (predicate, terms))


def outcome_term(rank: str, position: int, say: Statements) -> str:
    """The term of a registered outcome measure, by its rank and its position in the list."""
    return say.iris.part(say.number, "outcome", rank, str(position))


def _outcome(
    outcome: Outcome, position: int, rank: str, outcome_class: str, say: Statements
) -> str:
    return say.node(
        _OUTCOME.state(outcome_term(rank, position, say), outcome, say),
        (vocab.RDF_TYPE, outcome_class),
        (vocab.SCHEMA_POSITION, integer(position)),
    )
