"""A compiled shape: its path and its constraints. https://www.w3.org/TR/shacl/#shapes"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import reduce

from kg.shacl.compiled.constraints import Constraint, OfValue, OnAllValues
from kg.shacl.compiled.graph import Graph, Values
from kg.shacl.compiled.paths import Path
from kg.shacl.report import Result


class Shape:
    """A node shape (`path` None) or property shape; a deactivated one has no constraints.

    `alone`, `exact` and `together` mean the same as for a check (`kg.shacl.compiled.constraints`).
    """

    __slots__ = ("alone", "constraints", "exact", "path", "term", "together")

    def __init__(self, term: str, path: Path | None, constraints: tuple[Constraint, ...]) -> None:
        self.term = term
        self.path = path
        self.constraints = constraints
        checks = [check for check, _ in constraints]
        self.alone: OfValue | None = None
        self.together: OnAllValues | None = None
        if path is None or not constraints:
            self.alone = all_of(check.alone for check in checks)
        if path is None and len(checks) == 1:
            self.together = checks[0].together
        self.exact = all(check.exact for check in checks)

    def conforms(self, graph: Graph, node: str) -> bool:
        """Whether a node conforms to the shape: https://www.w3.org/TR/shacl/#conformance."""
        return self.values_conform(graph, node, self._values(graph, node))

    def values_conform(self, graph: Graph, node: str, values: Values) -> bool:
        """Whether a node with these value nodes conforms."""
        return all(check.conforms(graph, node, values) for check, _ in self.constraints)

    def validate(self, graph: Graph, node: str, results: list[Result]) -> None:
        """Adds the results for a focus node."""
        self.validate_values(graph, node, self._values(graph, node), results)

    def validate_nodes(self, graph: Graph, nodes: Collection[str], results: list[Result]) -> None:
        """Adds the results for several focus nodes."""
        if self.path is None:
            for check, source in self.constraints:
                check.report_nodes(graph, nodes, source, results)
        else:
            for node in nodes:
                self.validate(graph, node, results)

    def validate_values(
        self, graph: Graph, node: str, values: Values, results: list[Result]
    ) -> None:
        """Adds the results for a focus node with these value nodes."""
        for check, source in self.constraints:
            check.report(graph, node, values, source, results)

    def _values(self, graph: Graph, node: str) -> Values:
        return (node,) if self.path is None else self.path.values(graph, node)


def all_of(checks: Iterable[OfValue | None]) -> OfValue | None:
    """All of the checks as one; None if one of them is None."""
    wanted = dict.fromkeys(checks)
    found = [check for check in wanted if check is not None]
    return reduce(_both, found or [_always]) if len(found) == len(wanted) else None


def any_of(checks: Iterable[OfValue | None]) -> OfValue | None:
    """A check that holds if one of these does, ignoring None; None if all are None."""
    found = [check for check in dict.fromkeys(checks) if check is not None]
    return reduce(_either, found) if found else None


def _always(_: str) -> bool:
    return True


def _both(first: OfValue, second: OfValue) -> OfValue:
    return lambda value: first(value) and second(value)


def _either(first: OfValue, second: OfValue) -> OfValue:
    return lambda value: first(value) or second(value)
