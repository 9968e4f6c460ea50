"""Tables of results with the groups of participants as columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

from kg.rdf import vocabulary as vocab
from kg.trial_card.card import Grid
from kg.trial_card.fields import name_of, table_of
from kg.trial_card.trial_graph import TrialGraph

_UNKNOWN: Final = "Group not given"


class GroupRow(NamedTuple):
    """A row: the cells before those of the groups, the nodes of its counts, the cells after."""

    before: tuple[str, ...]
    counts: Sequence[str]
    after: tuple[str, ...] = ()


def groups(graph: TrialGraph, table: str, prefix: str) -> list[str]:
    """The groups that a table lists, in the order of their ids; `prefix` is that of the table."""
    found = graph.nodes(table, vocab.KG_GROUP)
    ids = {
        group: min(
            (each for each in graph.texts(group, vocab.KG_GROUP_ID) if each[:2] == prefix),
            default="",
        )
        for group in found
    }
    return sorted(found, key=lambda group: ids[group])


def table_by_group(
    graph: TrialGraph,
    header: GroupRow,
    rows: Iterable[GroupRow],
    cell: Callable[[str], str],
    title: str = "",
) -> tuple[Grid, ...]:
    """A table with a column for each group of the header; `cell` puts a count in words.

    A count of a group that is not in the header has a column of its own, behind the others.
    """
    found = [(row, _by_group(graph, row.counts, cell)) for row in rows]
    listed = header.counts
    others = dict.fromkeys(key for _, cells in found for key in cells if key not in listed)
    keys = [*listed, *others]
    names = [name_of(graph, key) if key in listed else key for key in keys]
    lines = [
        [*row.before, *(cells.get(key, "") for key in keys), *row.after] for row, cells in found
    ]
    return table_of([*header.before, *names, *header.after], lines, title)


def _by_group(
    graph: TrialGraph, counts: Iterable[str], cell: Callable[[str], str]
) -> dict[str, str]:
    cells: dict[str, str] = {}
    for count in counts:
        given = graph.nodes(count, vocab.KG_GROUP) or graph.texts(count, vocab.KG_GROUP_ID)
        for key in given or [_UNKNOWN]:
            cells[key] = "\n".join(filter(None, (cells.get(key), cell(count))))
    return cells
