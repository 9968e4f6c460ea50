"""The adverse events of a card: totals, and each event with the participants of each group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from kg.rdf import vocabulary as vocab
from kg.trial_card.card import Block, Fact, Facts, Grid
from kg.trial_card.fields import facts, field, name_of, quantity, table_of, texts
from kg.trial_card.group_tables import GroupRow, groups, table_by_group
from kg.trial_card.trial_graph import TrialGraph

_FACTS: Final = (
    field("Time frame", vocab.KG_TIME_FRAME),
    field("Description", vocab.SCHEMA_DESCRIPTION),
    quantity("Threshold for other adverse events, % of a group", vocab.FREQUENCY_THRESHOLD),
    field("Deaths", vocab.KG_MORTALITY_COMMENT),
)
_TOTALS: Final = (
    ("deaths from any cause", vocab.KG_DEATHS_AFFECTED, vocab.KG_DEATHS_AT_RISK),
    ("serious adverse events", vocab.KG_SERIOUS_AFFECTED, vocab.KG_SERIOUS_AT_RISK),
    ("other adverse events", vocab.KG_OTHER_AFFECTED, vocab.KG_OTHER_AT_RISK),
)
_KINDS: Final = (
    ("Serious adverse events", vocab.KG_SERIOUS_EVENT),
    ("Other adverse events", vocab.KG_OTHER_EVENT),
)
_EVENT: Final = (
    field("organ system", vocab.KG_ORGAN_SYSTEM),
    field("event", vocab.SCHEMA_NAME),
)
_MORE: Final = (
    field("assessment", vocab.KG_ASSESSMENT_TYPE),
    field("vocabulary", vocab.KG_SOURCE_VOCABULARY),
    field("comment", vocab.KG_COMMENT),
)
_HOW: Final = "participants affected / at risk (events)"


def adverse_events(graph: TrialGraph, node: str) -> Iterator[Block]:
    """How many participants of each group had which event."""
    listed = groups(graph, node, "EG")
    yield from facts(graph, node, _FACTS, "Adverse events")
    yield from _totals(graph, listed)
    for title, path in _KINDS:
        events = graph.nodes(node, path)
        more = [list(texts(graph, event, _MORE)) for event in events]
        yield from _same_for_all(more, title)
        rows = sorted(
            GroupRow(
                texts(graph, event, _EVENT), graph.subjects(vocab.KG_COUNT_OF, event), tuple(each)
            )
            for event, each in zip(events, more, strict=True)
        )
        labels = (tuple(each.label for each in fields) for fields in (_EVENT, _MORE))
        header = GroupRow(next(labels), listed, next(labels))
        cell = partial(_count, graph)
        yield from table_by_group(graph, header, rows, cell, f"{title}: {_HOW}")


def _totals(graph: TrialGraph, listed: Sequence[str]) -> tuple[Grid, ...]:
    rows = [
        (label, *(_of(graph, group, affected, at_risk) for group in listed))
        for label, affected, at_risk in _TOTALS
    ]
    header = ("", *(name_of(graph, group) for group in listed))
    found = [row for row in rows if any(row[1:])]
    return table_of(header, found, "Participants affected / at risk")


def _same_for_all(cells: list[list[str]], title: str) -> Iterator[Facts]:
    """What is the same for all events, which is then in no column of their table."""
    same = []
    for column, each in enumerate(_MORE):
        values = {row[column] for row in cells}
        if len(values) == 1 and (value := values.pop()):
            same.append(Fact(each.label.capitalize(), (value,)))
            for row in cells:
                row[column] = ""
    if same:
        yield Facts(tuple(same), title)


def _count(graph: TrialGraph, count: str) -> str:
    text = _of(graph, count, vocab.KG_NUMBER_AFFECTED, vocab.KG_NUMBER_AT_RISK)
    events = "".join(f" ({each})" for each in graph.texts(count, vocab.KG_NUMBER_OF_EVENTS))
    return f"{text}{events}"


def _of(graph: TrialGraph, node: str, affected: str, at_risk: str) -> str:
    """Participants affected and at risk, "3/176"; a number that is not given is a "?"."""
    numbers = ["".join(graph.texts(node, each)) for each in (affected, at_risk)]
    return "/".join(number or "?" for number in numbers) if any(numbers) else ""
