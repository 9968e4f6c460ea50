"""The property shapes of a shape, arranged by predicate: where the gate gets its speed.

A shape may have hundreds of property shapes, and a node but few properties. So the properties of
the node are gone through, not the shapes; and a value that was found right without the graph is
remembered, so that a date or a code is looked at once in a run and not in every record.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Final

from kg.shacl.compiled.checks import Check, Constraint, Count, OfValue, Source
from kg.shacl.compiled.graph import Graph, Values
from kg.shacl.compiled.shape import Shape, all_of
from kg.shacl.compiled.shape_based import OnProperty
from kg.shacl.report import Result

_LONGEST: Final = 80
"""Characters of a term that is remembered; longer texts seldom come twice."""

_MOST: Final = 2000
"""Terms that are remembered for one predicate of one shape."""


class Row:
    """The property shapes with one predicate as their path.

    Of those in `simple` it can quickly be told that they are content: by counting the values, by
    looking at each alone, or at all together. `plain`: a single value that is known will do.
    """

    __slots__ = ("alone", "known", "least", "most", "plain", "rest", "simple", "together")

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self.simple = [shape for shape in shapes if _is_simple(shape)]
        self.rest = [shape for shape in shapes if not _is_simple(shape)]
        checks = [check for shape in self.simple for check, _ in shape.constraints]
        counts = [check for check in checks if isinstance(check, Count)]
        self.least = max((count.least for count in counts), default=0)
        self.most = min((count.most for count in counts), default=sys.maxsize)
        looks = [check.alone for check in checks if check.alone is not None]
        self.alone: OfValue | None = all_of(looks) if looks else None
        self.together = [check.together.all_hold for check in checks if check.together is not None]
        self.known: set[str] = set()
        self.plain = self.least <= 1 and not self.together and not self.rest

    def report(self, graph: Graph, focus: str, values: Values, results: list[Result]) -> None:
        """Adds the results for a focus node with these values of the predicate."""
        if not self.are_right(graph, values):
            for shape in self.simple:
                shape.validate_values(graph, focus, values, results)
        for shape in self.rest:
            shape.validate_values(graph, focus, values, results)

    def conforms(self, graph: Graph, focus: str, values: Values) -> bool:
        """Whether there is no result."""
        doubtful = self.rest if self.are_right(graph, values) else [*self.simple, *self.rest]
        return all(shape.values_conform(graph, focus, values) for shape in doubtful)

    def are_right(self, graph: Graph, values: Values) -> bool:
        """Whether the values surely conform to all of `simple`."""
        return (
            self.least <= len(values) <= self.most
            and (self.known.issuperset(values) or self._look_at(values))
            and (not self.together or all(hold(graph, values) for hold in self.together))
        )

    def _look_at(self, values: Values) -> bool:
        known, alone = self.known, self.alone
        if alone is None:
            return True
        for value in values:
            if value not in known:
                if not alone(value):
                    return False
                if len(value) <= _LONGEST:
                    if len(known) >= _MOST:
                        known.clear()
                    known.add(value)
        return True


class ByPredicate(Check):
    """All property shapes of a shape; their results are their own."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        by_predicate: dict[str, list[Shape]] = {}
        self.others: list[Shape] = []
        for shape in shapes:
            if shape.path is None or shape.path.predicate is None:
                self.others.append(shape)
            elif shape.constraints:
                by_predicate.setdefault(shape.path.predicate, []).append(shape)
        self.rows = {predicate: Row(found) for predicate, found in by_predicate.items()}
        self.asked = frozenset(
            predicate
            for predicate, found in by_predicate.items()
            if any(check.asks_for_values for shape in found for check, _ in shape.constraints)
        )

    def conforms(self, graph: Graph, focus: str, values: Values) -> bool:
        """Whether each value node conforms to all property shapes."""
        return all(self._conforms(graph, node) for node in values)

    def _conforms(self, graph: Graph, node: str) -> bool:
        properties = graph.of(node)
        return (
            all(
                row.conforms(graph, node, properties.get(predicate, ()))
                for predicate, row in self.rows.items()
                if predicate in properties or predicate in self.asked
            )
        ) and all(shape.conforms(graph, node) for shape in self.others)

    def report(
        self, graph: Graph, focus: str, values: Values, source: Source, results: list[Result]
    ) -> None:
        """Adds the results of the property shapes, with each value node as focus node."""
        for node in values:
            self._report(graph, node, results)

    def _report(self, graph: Graph, node: str, results: list[Result]) -> None:
        rows, properties = self.rows, graph.of(node)
        for predicate, objects in properties.items():
            row = rows.get(predicate)
            if row is None or (row.plain and len(objects) == 1 and objects[0] in row.known):
                continue
            row.report(graph, node, objects, results)
        if not properties.keys() >= self.asked:
            for predicate in self.asked - properties.keys():
                rows[predicate].report(graph, node, (), results)
        for shape in self.others:
            shape.validate(graph, node, results)


def by_predicate(constraints: list[Constraint]) -> tuple[Constraint, ...]:
    """The constraints, those on properties as one."""
    shapes = [each.check.shape for each in constraints if isinstance(each.check, OnProperty)]
    if not shapes:
        return tuple(constraints)
    others = [each for each in constraints if not isinstance(each.check, OnProperty)]
    source = next(each.source for each in constraints if isinstance(each.check, OnProperty))
    return (*others, Constraint(ByPredicate(shapes), source))


def _is_simple(shape: Shape) -> bool:
    return all(
        isinstance(check, Count) or check.alone or check.together for check, _ in shape.constraints
    )
