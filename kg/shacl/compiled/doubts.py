"""Which focus nodes of a graph may not conform: the only ones that have to be validated.

In Python these are all focus nodes. The core finds most of them to conform.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TypeAlias

from kg.shacl.compiled.graph import Graph
from kg.shacl.compiled.shapes_data import shapes_data
from kg.shacl.compiled.targets import FocusNodes
from kg.system.core import core

Doubts: TypeAlias = Iterable[tuple[str, Collection[str]]]
"""Shapes by their names in the shapes graph, each with the focus nodes that are in doubt."""

InDoubt: TypeAlias = Callable[[Graph], Doubts]
"""A function that finds the doubts of a graph."""

Targeted: TypeAlias = Sequence[tuple[FocusNodes, str]]
"""The focus nodes of the shapes that have targets, and their names."""


def all_in_doubt(targeted: Targeted) -> InDoubt:
    """The function for which every focus node is in doubt."""
    return lambda graph: ((name, focus_nodes(graph)) for focus_nodes, name in targeted)


def core_in_doubt(shapes: Graph, targeted: Targeted) -> InDoubt:
    """The function that asks the core."""
    assert core is not None
    handed = shapes_data(shapes, [name for _, name in targeted])
    compiled, store, every = core.Shapes(handed.data), core.Nodes, all_in_doubt(targeted)

    def by_core(graph: Graph) -> Doubts:
        nodes = graph.nodes
        doubts = compiled.doubts(nodes if isinstance(nodes, store) else store.of(nodes))
        if doubts is None:
            return every(graph)
        return ((handed.names[place], (node,)) for place, node in doubts)

    return by_core


def from_the_second_graph(make: Callable[[], InDoubt], first: InDoubt) -> InDoubt:
    """A function that takes the time to be made only if there is a second graph."""
    made: list[InDoubt] = [first]

    def in_doubt(graph: Graph) -> Doubts:
        if len(made) == 1:
            made.append(first)
            return first(graph)
        if made[1] is first:
            made[1] = make()
        return made[1](graph)

    return in_doubt
