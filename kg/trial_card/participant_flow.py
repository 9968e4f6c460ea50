"""The participant flow of a card: a table a period, its milestones and why participants left."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Final

from kg.rdf import vocabulary as vocab
from kg.trial_card.card import Block
from kg.trial_card.fields import facts, field, quantity, texts, values_of
from kg.trial_card.group_tables import GroupRow, groups, table_by_group
from kg.trial_card.trial_graph import TrialGraph

_FACTS: Final = (
    field("Before assignment", vocab.KG_PRE_ASSIGNMENT_DETAILS),
    field("Recruitment", vocab.KG_RECRUITMENT_DETAILS),
    field("Units", vocab.KG_UNITS_ANALYZED),
)
_STEP: Final = (field("", vocab.SCHEMA_NAME),)
_PARTICIPANTS: Final = quantity("participants", vocab.PARTICIPANTS)
_UNITS: Final = quantity("units", vocab.UNITS)
_COMMENT: Final = field("comment", vocab.KG_COMMENT)
_REASONS: Final = GroupRow(("Reasons for not completing:",), (), ("",))


def participant_flow(graph: TrialGraph, node: str) -> Iterator[Block]:
    """Who started, reached a milestone or left, group by group."""
    yield from facts(graph, node, _FACTS, "Participant flow")
    header = GroupRow(("",), groups(graph, node, "FG"), ("comment",))
    for period in graph.nodes(node, vocab.KG_PERIOD):
        reasons = _rows(graph, period, vocab.KG_DROP_OUT_REASON)
        rows = [
            *_rows(graph, period, vocab.KG_MILESTONE),
            *([_REASONS] if reasons else []),
            *reasons,
        ]
        title = f"Participant flow, {' '.join(graph.texts(period, vocab.SCHEMA_NAME))}"
        yield from table_by_group(graph, header, rows, partial(_count, graph), title)


def _rows(graph: TrialGraph, period: str, path: str) -> list[GroupRow]:
    return [
        GroupRow(
            texts(graph, step, _STEP),
            graph.subjects(vocab.KG_COUNT_OF, step),
            texts(graph, step, (_COMMENT,)),
        )
        for step in graph.nodes(period, path)
    ]


def _count(graph: TrialGraph, count: str) -> str:
    units = [f"{each} units" for each in values_of(graph, count, _UNITS)]
    return "\n".join(
        [*values_of(graph, count, _PARTICIPANTS), *units, *values_of(graph, count, _COMMENT)]
    )
