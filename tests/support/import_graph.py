"""Circles in a graph of who imports whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from graphlib import CycleError, TopologicalSorter


def circle_in(graph: Mapping[str, Iterable[str]]) -> list[str]:
    """The modules of one circle, in their order; empty if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []
