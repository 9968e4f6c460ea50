"""Participant flow: how many of each group started, reached a milestone, left, and why."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Final

from kg.mapping.lexical import whole_number
from kg.mapping.plan import Form, Plan
from kg.mapping.results.group import Groups, TableGroups
from kg.mapping.statements import Statements
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.rdf.terms import integer
from kg.records.results import (
    DropWithdraw,
    FlowMilestone,
    FlowPeriod,
    FlowStats,
    ParticipantFlowModule,
)

STARTED, COMPLETED, NOT_COMPLETED = "STARTED", "COMPLETED", "NOT COMPLETED"
"""The milestones that every period has."""

_FIELD = "participantFlowModule.periods"

_FLOW: Final = Plan(
    ParticipantFlowModule,
    (vocab.KG_PRE_ASSIGNMENT_DETAILS, "pre_assignment_details"),
    (vocab.KG_RECRUITMENT_DETAILS, "recruitment_details"),
    (vocab.KG_UNITS_ANALYZED, "type_units_analyzed"),
    a=vocab.KG_PARTICIPANT_FLOW_CLASS,
    part="results/flow",
)

_PERIOD: Final = Plan(FlowPeriod, (vocab.SCHEMA_NAME, "title"), a=vocab.KG_FLOW_PERIOD)

_STEP: Final = ((vocab.SCHEMA_NAME, "type"), (vocab.KG_COMMENT, "comment"))
_MILESTONE: Final = Plan(FlowMilestone, *_STEP, a=vocab.KG_MILESTONE_CLASS)
_DROP_OUT: Final = Plan(DropWithdraw, *_STEP, a=vocab.KG_DROP_OUT_REASON_CLASS)

_COUNT: Final = Plan(
    FlowStats,
    (vocab.PARTICIPANTS, "num_subjects", Form.COUNTED),
    (vocab.UNITS, "num_units", Form.COUNTED),
    (vocab.KG_COMMENT, "comment"),
    a=vocab.KG_FLOW_COUNT,
)


def participant_flow(module: ParticipantFlowModule, groups: Groups, say: Statements) -> str:
    """The node of the participant flow, with its periods."""
    table = groups.of_table(module.groups)
    return say.node(
        _FLOW.node(module, say),
        (vocab.KG_GROUP, table.listed),
        (
            vocab.KG_PERIOD,
            [_period(each, n, table, say) for n, each in enumerate(module.periods, start=1)],
        ),
    )


def _period(period: FlowPeriod, position: int, table: TableGroups, say: Statements) -> str:
    path = f"results/flow/period/{position}"
    _add_up(period, say)
    return say.node(
        _PERIOD.state(say.part(path), period, say),
        (vocab.SCHEMA_POSITION, integer(position)),
        (
            vocab.KG_MILESTONE,
            [
                _step(each, each.achievements, n, f"{path}/milestone", table, say)
                for n, each in enumerate(period.milestones, start=1)
            ],
        ),
        (
            vocab.KG_DROP_OUT_REASON,
            [
                _step(each, each.reasons, n, f"{path}/drop-out", table, say)
                for n, each in enumerate(period.drop_withdraws, start=1)
            ],
        ),
    )


def _step(
    step: FlowMilestone | DropWithdraw,
    counts: list[FlowStats],
    position: int,
    path: str,
    table: TableGroups,
    say: Statements,
) -> str:
    plan = _MILESTONE if isinstance(step, FlowMilestone) else _DROP_OUT
    place = (vocab.SCHEMA_POSITION, integer(position))
    term = plan.state(say.part(f"{path}/{position}"), step, say, place)
    for each in counts:
        _COUNT.state(
            say.part(f"{path}/{position}/{slug(each.group_id or 'unnamed')}"),
            each,
            say,
            (vocab.KG_COUNT_OF, term),
            table.named(each.group_id),
        )
    return term


def _add_up(period: FlowPeriod, say: Statements) -> None:
    """Reports the groups whose numbers of started, completed and left do not add up."""
    reached = {step.type: _by_group(step.achievements) for step in period.milestones}
    left = _by_group(chain.from_iterable(reason.reasons for reason in period.drop_withdraws))
    gone = reached.get(NOT_COMPLETED, {})
    for group, started in reached.get(STARTED, {}).items():
        completed = reached.get(COMPLETED, {}).get(group)
        if completed is not None and group in gone and completed + gone[group] != started:
            say.note(
                _FIELD,
                f"in {period.title!r} {started} of {group} started,"
                f" {completed} completed and {gone[group]} did not: these do not add up",
            )
    for group, number in left.items():
        if group in gone and number != gone[group]:
            say.note(
                _FIELD,
                f"in {period.title!r} {gone[group]} of {group} did not complete,"
                f" but reasons are given for {number}",
            )


def _by_group(counts: Iterable[FlowStats]) -> dict[str, int]:
    """The participants of each group, if all its counts are whole numbers."""
    numbers: dict[str, list[int | None]] = {}
    for each in counts:
        numbers.setdefault(each.group_id or "", []).append(whole_number(each.num_subjects or ""))
    whole = {group: [n for n in found if n is not None] for group, found in numbers.items()}
    return {group: sum(whole[group]) for group in whole if len(whole[group]) == len(numbers[group])}
