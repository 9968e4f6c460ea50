"""What a constraint compiles to: a check of value nodes, and what its results have in common.

A check answers whether the value nodes of a focus node satisfy the constraint, and gives the
results if they do not. https://www.w3.org/TR/shacl/#validation
"""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from kg.shacl.compiled.graph import Graph, Values
from kg.shacl.report import Result

OfValue = Callable[[str], bool]
"""Whether a value node satisfies a constraint, decided from the node alone."""

InGraph = Callable[[Graph, str], bool]
"""Whether a value node satisfies a constraint, decided from the graph."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What all results of one constraint of one shape have in common."""

    path: str | None
    component: str
    severity: str
    message: str
    shape: str

    def result(self, focus: str, value: str | None, path: str | None = None) -> Result:
        """The result for a focus node; `path` replaces the shape's own."""
        return Result(
            focus, path or self.path, value, self.component, self.severity, self.message, self.shape
        )


class OnAllValues(NamedTuple):
    """Whether all of some value nodes satisfy a constraint, and whether none does."""

    all_hold: Callable[[Graph, Values], bool]
    none_holds: Callable[[Graph, Values], bool]


class Check(ABC):
    """One constraint, without the shape that it belongs to.

    - `asks_for_values`: there may be a result without a value node.
    - `alone`: True for a value node that certainly satisfies the constraint, in any graph.
    - `exact`: a False of `alone` is certain as well.
    - `quick`: calling `alone` costs less than looking up an earlier answer.
    - `together`: decides many value nodes at once.
    """

    asks_for_values = False
    alone: OfValue | None = None
    together: OnAllValues | None = None
    exact = False
    quick = False

    @abstractmethod
    def conforms(self, graph: Graph, focus: str, values: Values) -> bool:
        """Whether there is no result."""

    @abstractmethod
    def report(
        self, graph: Graph, focus: str, values: Values, source: Origin, results: list[Result]
    ) -> None:
        """Adds the results."""

    def report_nodes(
        self, graph: Graph, nodes: Collection[str], source: Origin, results: list[Result]
    ) -> None:
        """Adds the results of a node shape for focus nodes, each of which is its own value node."""
        for node in nodes:
            self.report(graph, node, (node,), source, results)


class OnEach(Check):
    """A constraint on each value node; one that violates it is the sh:value of a result."""

    def __init__(
        self, holds: InGraph, alone: OfValue | None = None, together: OnAllValues | None = None
    ) -> None:
        self.holds = holds
        self.alone = alone
        self.together = together

    def conforms(self, graph: Graph, focus: str, values: Values) -> bool:
        """Whether all value nodes satisfy the constraint."""
        if self.together is not None:
            return self.together.all_hold(graph, values)
        return all(self.holds(graph, value) for value in values)

    def report(
        self, graph: Graph, focus: str, values: Values, source: Origin, results: list[Result]
    ) -> None:
        """Adds a result for each value node that does not."""
        for value in values:
            if not self.holds(graph, value):
                results.append(source.result(focus, value))

    def report_nodes(
        self, graph: Graph, nodes: Collection[str], source: Origin, results: list[Result]
    ) -> None:
        """Adds a result for each focus node that does not."""
        if self.alone is None or not all(map(self.alone, nodes)):
            super().report_nodes(graph, nodes, source, results)


class OnEachAlone(OnEach):
    """A constraint on each value node that needs no graph."""

    exact = True

    def __init__(self, alone: OfValue, *, quick: bool = False) -> None:
        super().__init__(lambda _, value: alone(value), alone)
        self._alone = alone
        self.quick = quick

    def report(
        self, graph: Graph, focus: str, values: Values, source: Origin, results: list[Result]
    ) -> None:
        """Adds a result for each value node that does not satisfy the constraint."""
        for value in values:
            if not self._alone(value):
                results.append(source.result(focus, value))


class OnAll(Check):
    """A constraint on the value nodes together: `find` gives the sh:value of each result."""

    def __init__(
        self,
        find: Callable[[Graph, str, Values], Iterable[str | None]],
        *,
        asks_for_values: bool = False,
    ) -> None:
        self.find = find
        self.asks_for_values = asks_for_values

    def conforms(self, graph: Graph, focus: str, values: Values) -> bool:
        """Whether nothing is found."""
        return not any(True for _ in self.find(graph, focus, values))

    def report(
        self, graph: Graph, focus: str, values: Values, source: Origin, results: list[Result]
    ) -> None:
        """Adds a result for each thing found."""
        results.extend(source.result(focus, value) for value in self.find(graph, focus, values))


class Count(OnAll):
    """A constraint on the number of value nodes only."""

    def __init__(self, least: int = 0, most: int = sys.maxsize) -> None:
        super().__init__(
            lambda graph, focus, values: () if least <= len(values) <= most else (None,),
            asks_for_values=least > 0,
        )
        self.least = least
        self.most = most


class Constraint(NamedTuple):
    """A check, and the source that its results state."""

    check: Check
    source: Origin
