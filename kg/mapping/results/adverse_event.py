"""Adverse events: how many of each group were affected, event by event, and how often."""

from __future__ import annotations

from typing import Final

from kg.mapping.plan import Form, Plan
from kg.mapping.results.group import Groups, TableGroups
from kg.mapping.statements import Statements
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.rdf.terms import integer
from kg.records.results import AdverseEvent, AdverseEventsModule, EventStats

_TABLE: Final = Plan(
    AdverseEventsModule,
    (vocab.FREQUENCY_THRESHOLD, "frequency_threshold", Form.MEASURED),
    (vocab.KG_TIME_FRAME, "time_frame"),
    (vocab.SCHEMA_DESCRIPTION, "description"),
    (vocab.KG_MORTALITY_COMMENT, "all_cause_mortality_comment"),
    a=vocab.KG_ADVERSE_EVENT_TABLE_CLASS,
    part="results/adverse-events",
)

_EVENT: Final = Plan(
    AdverseEvent,
    (vocab.SCHEMA_NAME, "term"),
    (vocab.KG_ORGAN_SYSTEM, "organ_system"),
    (vocab.KG_SOURCE_VOCABULARY, "source_vocabulary"),
    (vocab.KG_ASSESSMENT_TYPE, "assessment_type", codes.ASSESSMENT_TYPE),
    (vocab.KG_COMMENT, "notes"),
    a=vocab.KG_ADVERSE_EVENT,
    name="events",
)

_COUNT: Final = Plan(
    EventStats,
    (vocab.KG_NUMBER_AFFECTED, "num_affected"),
    (vocab.KG_NUMBER_AT_RISK, "num_at_risk"),
    (vocab.KG_NUMBER_OF_EVENTS, "num_events"),
    a=vocab.KG_EVENT_COUNT,
)


def adverse_events(module: AdverseEventsModule, groups: Groups, say: Statements) -> str:
    """The node of the table of adverse events, with the events; totals are at the groups."""
    table = groups.of_table(module.event_groups)
    return say.node(
        _TABLE.node(module, say),
        (vocab.KG_GROUP, table.listed),
        (vocab.KG_SERIOUS_EVENT, _events(module.serious_events, "serious", table, say)),
        (vocab.KG_OTHER_EVENT, _events(module.other_events, "other", table, say)),
    )


def _events(
    events: list[AdverseEvent], kind: str, table: TableGroups, say: Statements
) -> list[str]:
    return [
        _event(each, position, f"results/adverse-events/{kind}/{position}", table, say)
        for position, each in enumerate(events, start=1)
    ]


def _event(
    event: AdverseEvent, position: int, path: str, table: TableGroups, say: Statements
) -> str:
    place = (vocab.SCHEMA_POSITION, integer(position))
    term = _EVENT.state(say.part(path), event, say, place)
    for count in event.stats:
        _COUNT.state(
            say.part(f"{path}/{slug(count.group_id or 'unnamed')}"),
            count,
            say,
            (vocab.KG_COUNT_OF, term),
            table.named(count.group_id),
        )
    return term
