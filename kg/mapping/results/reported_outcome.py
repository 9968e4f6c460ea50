"""Outcome measures as reported: what was measured, in whom, and what was found."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from kg.mapping.outcome import outcome_term
from kg.mapping.plan import Form, Plan
from kg.mapping.results import analysis
from kg.mapping.results.group import Groups
from kg.mapping.results.measurement import MeasureTable, measure
from kg.mapping.statements import Statements, text
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.records import Record
from kg.records.protocol import Outcome
from kg.records.results import OutcomeMeasure
from kg.text.name_index import folded

RANKS: Final = {"PRIMARY": "primary", "SECONDARY": "secondary", "OTHER_PRE_SPECIFIED": "other"}
"""Type of a reported outcome measure -> rank of the registered one that it reports."""

_REPORTED: Final = Plan(
    OutcomeMeasure,
    (vocab.KG_OUTCOME_TYPE, "type", codes.OUTCOME_TYPE, "outcomeMeasures.type"),
    (vocab.KG_REPORTING_STATUS, "reporting_status", codes.REPORTING_STATUS),
    (vocab.KG_ANTICIPATED_POSTING_DATE, "anticipated_posting_date", Form.DATE),
    (vocab.KG_TIME_FRAME, "time_frame"),
    (vocab.KG_UNITS_ANALYZED, "type_units_analyzed"),
)
"""What is reported of an outcome measure, but not of a measure of the baseline."""

_Registered = dict[tuple[str, str], list[tuple[Outcome, str]]]


def reported_outcomes(
    measures: list[OutcomeMeasure], groups: Groups, record: Record, say: Statements
) -> list[str]:
    """The nodes of the outcome measures, each with the registered one that it reports."""
    registered = _registered(record, say)
    return [
        _reported(each, position, groups, _match(each, registered), say)
        for position, each in enumerate(measures, start=1)
    ]


def _reported(
    each: OutcomeMeasure, position: int, groups: Groups, outcome: str | None, say: Statements
) -> str:
    path = f"results/outcome/{position}"
    table = groups.of_table(each.groups)
    place = MeasureTable(say.part(path), path, table, text(each.unit_of_measure))
    term = measure(vocab.KG_REPORTED_OUTCOME_CLASS, each, position, place, [], say)
    return say.node(
        _REPORTED.state(term, each, say),
        (vocab.KG_GROUP, table.listed),
        (vocab.KG_REPORTS, outcome),
        (
            vocab.KG_ANALYSIS,
            [
                analysis.analysis(one, n, f"{path}/analysis", table, say)
                for n, one in enumerate(each.analyses, start=1)
            ],
        ),
    )


def _registered(record: Record, say: Statements) -> _Registered:
    module = record.study.protocol_section.outcomes_module
    found: _Registered = defaultdict(list)
    if module:
        for rank, outcomes in (
            ("primary", module.primary_outcomes),
            ("secondary", module.secondary_outcomes),
            ("other", module.other_outcomes),
        ):
            for position, each in enumerate(outcomes, start=1):
                term = outcome_term(rank, position, say)
                found[rank, folded(each.measure)].append((each, term))
    return found


def _match(each: OutcomeMeasure, registered: _Registered) -> str | None:
    """The one registered outcome measure of the same rank and title; of several, by time frame."""
    titled = registered.get((RANKS.get(each.type or "", ""), folded(each.title)), [])
    if len(titled) > 1:
        frame = folded(each.time_frame)
        titled = [
            (outcome, term) for outcome, term in titled if folded(outcome.time_frame) == frame
        ]
    return titled[0][1] if each.title and len(titled) == 1 else None
