"""Rows for adverse events.

The XML groups them by organ system, with a default vocabulary and a default way of assessment; v2
states both with each event, and the totals of a group with the group.
"""

from __future__ import annotations

from typing import Final

import msgspec

from kg.records.results import AdverseEvent, AdverseEventsModule, EventGroup, EventStats
from kg.sources.classic_xml.measures import group_id
from kg.sources.classic_xml.reading import (
    Element,
    ElementRow,
    ElementTable,
    ElementText,
    Leftovers,
    Rows,
    part,
    path_of,
)
from kg.sources.classic_xml.values import coded, line, number_of, prose
from kg.sources.classic_xml.vocabulary import ASSESSMENT

TOTAL: Final = "Total"
"""The organ system under which the totals are listed."""

TOTALS: Final = {
    "Total, all-cause mortality": "deaths",
    "Total, other adverse events": "other",
    "Total, serious adverse events": "serious",
}
"""The XML's name of a total, listed among the events -> the fields of a group."""


class _Category(msgspec.Struct):
    title: str | None = None
    events: list[AdverseEvent] = []


class _Kind(msgspec.Struct):
    """The serious or the other events."""

    frequency_threshold: str | None = None
    default_vocab: str | None = None
    default_assessment: str | None = None
    categories: list[_Category] = []


class _Reported(msgspec.Struct):
    time_frame: str | None = None
    description: str | None = None
    groups: list[EventGroup] = []
    serious: _Kind | None = None
    other: _Kind | None = None


_stats = part(
    EventStats,
    {
        "@group_id": ElementText("group_id", group_id),
        "@subjects_affected": ElementText("num_affected", number_of),
        "@subjects_at_risk": ElementText("num_at_risk", number_of),
        "@events": ElementText("num_events", number_of),
    },
)
_TERM: Final = ElementTable(
    {"#text": ElementText("term", str), "@vocab": ElementText("source_vocabulary", str)}
)
_event = part(
    AdverseEvent,
    {
        "sub_title": _TERM,
        "assessment": ElementRow("assessment_type", coded(ASSESSMENT)),
        "description": ElementRow("notes", prose),
        "counts": ElementRow("stats", _stats, repeats=True),
    },
)
_category = part(
    _Category,
    {
        "title": ElementRow("title", line),
        "event_list": ElementTable({"event": ElementRow("events", _event, repeats=True)}),
    },
)
_KIND: Final[Rows] = {
    "default_vocab": ElementRow("default_vocab", line),
    "default_assessment": ElementRow("default_assessment", coded(ASSESSMENT)),
    "category_list": ElementTable({"category": ElementRow("categories", _category, repeats=True)}),
}
_group = part(
    EventGroup,
    {
        "@group_id": ElementText("id", group_id),
        "title": ElementRow("title", line),
        "description": ElementRow("description", prose),
    },
)
_REPORTED: Final = ElementTable(
    {
        "time_frame": ElementRow("time_frame", line),
        "desc": ElementRow("description", prose),
        "group_list": ElementTable({"group": ElementRow("groups", _group, repeats=True)}),
        "serious_events": ElementRow("serious", part(_Kind, _KIND)),
        "other_events": ElementRow(
            "other",
            part(_Kind, {**_KIND, "frequency_threshold": ElementRow("frequency_threshold", line)}),
        ),
    }
)


def reported_events(element: Element, leftovers: Leftovers) -> AdverseEventsModule | None:
    """The adverse events; what the XML says once for all of a kind is repeated for each."""
    reported = _Reported()
    _REPORTED.fill(reported, element, leftovers)
    made = AdverseEventsModule(
        frequency_threshold=reported.other.frequency_threshold if reported.other else None,
        time_frame=reported.time_frame,
        description=reported.description,
        event_groups=reported.groups,
    )
    groups = {group.id: group for group in reported.groups}
    for name, kind, events in (
        ("serious_events", reported.serious, made.serious_events),
        ("other_events", reported.other, made.other_events),
    ):
        if kind:
            _place(kind, events, groups, f"{path_of(element)}.{name}", leftovers)
    return None if made == AdverseEventsModule() else made


def _place(
    kind: _Kind,
    events: list[AdverseEvent],
    groups: dict[str | None, EventGroup],
    path: str,
    leftovers: Leftovers,
) -> None:
    for category in kind.categories:
        if not category.events:
            leftovers.keep_text(f"{path}.category_list.category.title", category.title)
        for event in category.events:
            if category.title == TOTAL and event.term in TOTALS:
                _put_total(event, TOTALS[event.term], groups, path, leftovers)
            else:
                event.organ_system = category.title
                events.append(event)
    if kind.default_vocab and all(event.source_vocabulary for event in events):
        leftovers.keep_text(f"{path}.default_vocab", kind.default_vocab)
    if kind.default_assessment and all(event.assessment_type for event in events):
        leftovers.keep_text(f"{path}.default_assessment", kind.default_assessment)
    for event in events:
        event.source_vocabulary = event.source_vocabulary or kind.default_vocab
        event.assessment_type = event.assessment_type or kind.default_assessment


def _put_total(
    event: AdverseEvent,
    name: str,
    groups: dict[str | None, EventGroup],
    path: str,
    leftovers: Leftovers,
) -> None:
    """Puts a total into its groups; anything else given with it is kept."""
    for stats in event.stats:
        group = groups.get(stats.group_id)
        if group is None or getattr(group, f"{name}_num_at_risk") is not None:
            leftovers.keep_text(f"{path}.{event.term}", msgspec.json.encode(stats).decode())
            continue
        setattr(group, f"{name}_num_affected", stats.num_affected)
        setattr(group, f"{name}_num_at_risk", stats.num_at_risk)
        if stats.num_events is not None:
            leftovers.keep_text(f"{path}.{event.term}@events", str(stats.num_events))
    for text in (event.notes, event.assessment_type, event.source_vocabulary):
        leftovers.keep_text(f"{path}.{event.term}", text)
