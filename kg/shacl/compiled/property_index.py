"""The property shapes of a shape, indexed by predicate, which makes validation fast.

All focus nodes of a shape are checked together: their values of a predicate form a column, and a
property shape checks the whole column. Each node is checked by itself only if a column may not
conform. A shape may have hundreds of property shapes, but nodes have few properties: so the loop is
over the properties, not over the shapes. A value that conforms regardless of the graph is
remembered, so that the same date is checked once in a run, not in every record.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Final

from kg.shacl.compiled.constraints import Check, Constraint, Count, OfValue, Origin
from kg.shacl.compiled.graph import Graph, Values
from kg.shacl.compiled.shape import Shape, all_of
from kg.shacl.compiled.shape_based import OnProperty
from kg.shacl.report import Result

_LONGEST: Final = 80
"""The most characters of a remembered term; longer texts are rarely repeated."""

_MOST: Final = 2000
"""The most terms remembered for one predicate of one shape."""


class PropertyChecks:
    """The property shapes with one predicate as their path.

    Those in `simple` can quickly be found to conform: by counting the values, or by checking each
    value alone or all together.
    """

    __slots__ = ("alone", "known", "least", "most", "quick", "rest", "simple", "together")

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self.simple = [shape for shape in shapes if _is_simple(shape)]
        self.rest = [shape for shape in shapes if not _is_simple(shape)]
        checks = [check for shape in self.simple for check, _ in shape.constraints]
        counts = [check for check in checks if isinstance(check, Count)]
        self.least = max((count.least for count in counts), default=0)
        self.most = min((count.most for count in counts), default=sys.maxsize)
        tests = {check.alone: check.quick for check in checks if check.alone is not None}
        self.quick = [test for test, quick in tests.items() if quick]
        slow = [test for test, quick in tests.items() if not quick]
        self.alone: OfValue | None = all_of(slow) if slow else None
        self.together = [check.together.all_hold for check in checks if check.together is not None]
        self.known: set[str] = set()

    def report(self, graph: Graph, focus: str, values: Values, results: list[Result]) -> None:
        """Adds the results for a focus node with these values of the predicate."""
        for shape in self._doubtful(graph, values):
            shape.validate_values(graph, focus, values, results)

    def conforms(self, graph: Graph, focus: str, values: Values) -> bool:
        """Whether there is no result."""
        for shape in self._doubtful(graph, values):
            if not shape.values_conform(graph, focus, values):
                return False
        return True

    def _doubtful(self, graph: Graph, values: Values) -> Sequence[Shape]:
        column = [values] if values else []
        return self.rest if self.are_right(graph, column, 1) else [*self.simple, *self.rest]

    def are_right(self, graph: Graph, column: Sequence[Values], nodes: int) -> bool:
        """Whether `nodes` focus nodes, of which those with values are in the column, conform.

        This covers only the shapes in `simple`. False may mean that it is not quick to decide.
        """
        if self.least and len(column) < nodes:
            return False
        values = column[0] if len(column) == 1 else [*chain.from_iterable(column)]
        if len(values) == len(column):
            if not self.least <= 1 <= self.most:
                return False
        elif not all(self.least <= len(each) <= self.most for each in column):
            return False
        for test in self.quick:
            if not all(map(test, values)):
                return False
        if self.alone is not None and not (
            self.known.issuperset(values) or self._each_conforms(values)
        ):
            return False
        return not self.together or all(hold(graph, values) for hold in self.together)

    def _each_conforms(self, values: Values) -> bool:
        known, alone = self.known, self.alone
        assert alone is not None
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
    """All property shapes of a shape; each reports its own results."""

    def __init__(self, shapes: Iterable[Shape]) -> None:
        by_predicate: dict[str, list[Shape]] = {}
        self.others: list[Shape] = []
        for shape in shapes:
            if shape.path is None or shape.path.predicate is None:
                self.others.append(shape)
            elif shape.constraints:
                by_predicate.setdefault(shape.path.predicate, []).append(shape)
        self.rows = {predicate: PropertyChecks(found) for predicate, found in by_predicate.items()}
        self.asked = frozenset(
            predicate
            for predicate, found in by_predicate.items()
            if any(check.asks_for_values for shape in found for check, _ in shape.constraints)
        )

    def conforms(self, graph: Graph, focus: str, values: Values) -> bool:
        """Whether each value node conforms to all property shapes."""
        for node in values:
            properties = graph.of(node)
            for predicate, row in self.rows.items():
                if predicate in properties:
                    if not row.conforms(graph, node, properties[predicate]):
                        return False
                elif predicate in self.asked and not row.conforms(graph, node, ()):
                    return False
        return all(shape.conforms(graph, node) for shape in self.others for node in values)

    def report(
        self, graph: Graph, focus: str, values: Values, source: Origin, results: list[Result]
    ) -> None:
        """Adds the results of the property shapes, with each value node as focus node."""
        self.report_nodes(graph, values, source, results)

    def report_nodes(
        self, graph: Graph, nodes: Collection[str], source: Origin, results: list[Result]
    ) -> None:
        """Adds the results of the property shapes for focus nodes."""
        if not nodes:
            return
        for predicate in self._doubtful(graph, nodes):
            row = self.rows[predicate]
            for node in nodes:
                row.report(graph, node, graph.of(node).get(predicate, ()), results)
        for shape in self.others:
            for node in nodes:
                shape.validate(graph, node, results)

    def _doubtful(self, graph: Graph, nodes: Collection[str]) -> list[str]:
        """The predicates for which not all nodes are known to conform."""
        rows, number = self.rows, len(nodes)
        columns = self._columns(graph, nodes)
        doubtful = [predicate for predicate in self.asked if predicate not in columns]
        for predicate, column in columns.items():
            row = rows.get(predicate)
            if row is not None and (row.rest or not row.are_right(graph, column, number)):
                doubtful.append(predicate)
        return doubtful

    def _columns(self, graph: Graph, nodes: Collection[str]) -> Mapping[str, list[Values]]:
        """The values of the nodes by predicate."""
        if len(nodes) == 1:
            (node,) = nodes
            properties = graph.of(node)
            return {each: [properties[each]] for each in self.rows.keys() & properties.keys()}
        columns = defaultdict[str, list[Values]](list)
        for node in nodes:
            properties = graph.of(node)
            if len(self.rows) < len(properties):
                for predicate in self.rows:
                    if predicate in properties:
                        columns[predicate].append(properties[predicate])
            else:
                for predicate, values in properties.items():
                    columns[predicate].append(values)
        return columns


def by_predicate(constraints: list[Constraint]) -> tuple[Constraint, ...]:
    """The constraints, with all property shapes joined into one."""
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
