"""Adverse events: how many of each group were affected, event by event, and how often."""

from __future__ import annotations

from kg.mapping.results.group import Groups, TableGroups
from kg.mapping.results.quantity import measured
from kg.mapping.statements import Statements, text, whole
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.rdf.terms import integer
from kg.records.results import AdverseEvent, AdverseEventsModule


def adverse_events(module: AdverseEventsModule, groups: Groups, say: Statements) -> str:
    """The node of the table of adverse events, with the events; totals are at the groups."""
    table = groups.of_table(module.event_groups)
    return say.node(
        say.part("results/adverse-events"),
        (vocab.RDF_TYPE, vocab.KG_ADVERSE_EVENT_TABLE_CLASS),
        *measured(vocab.FREQUENCY_THRESHOLD, module.frequency_threshold),
        (vocab.KG_TIME_FRAME, text(module.time_frame)),
        (vocab.SCHEMA_DESCRIPTION, text(module.description)),
        (vocab.KG_MORTALITY_COMMENT, text(module.all_cause_mortality_comment)),
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
    term = say.node(
        say.part(path),
        (vocab.RDF_TYPE, vocab.KG_ADVERSE_EVENT),
        (vocab.SCHEMA_POSITION, integer(position)),
        (vocab.SCHEMA_NAME, text(event.term)),
        (vocab.KG_ORGAN_SYSTEM, text(event.organ_system)),
        (vocab.KG_SOURCE_VOCABULARY, text(event.source_vocabulary)),
        (
            vocab.KG_ASSESSMENT_TYPE,
            say.code(codes.ASSESSMENT_TYPE, event.assessment_type, "events.assessmentType"),
        ),
        (vocab.KG_COMMENT, text(event.notes)),
    )
    for count in event.stats:
        say.node(
            say.part(f"{path}/{slug(count.group_id or 'unnamed')}"),
            (vocab.RDF_TYPE, vocab.KG_EVENT_COUNT),
            (vocab.KG_COUNT_OF, term),
            table.named(count.group_id),
            (vocab.KG_NUMBER_AFFECTED, whole(count.num_affected)),
            (vocab.KG_NUMBER_AT_RISK, whole(count.num_at_risk)),
            (vocab.KG_NUMBER_OF_EVENTS, whole(count.num_events)),
        )
    return term
