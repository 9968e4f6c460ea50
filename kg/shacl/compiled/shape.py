"""A shape as it is run: its path and its constraints. https://www.w3.org/TR/shacl/#shapes"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.shacl.compiled.checks import Constraint, OfValue, Together
from kg.shacl.compiled.graph import Graph, Values
from kg.shacl.compiled.paths import Path
from kg.shacl.report import Result


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A node shape (`path` None) or property shape; a deactivated one has no constraints."""

    term: str
    path: Path | None
    constraints: tuple[Constraint, ...]

    def conforms(self, graph: Graph, node: str) -> bool:
        """Whether a node conforms to the shape: https://www.w3.org/TR/shacl/#conformance."""
        return self.values_conform(graph, node, self._values(graph, node))

    def values_conform(self, graph: Graph, node: str, values: Values) -> bool:
        """Whether a node conforms whose value nodes are known."""
        return all(check.conforms(graph, node, values) for check, _ in self.constraints)

    def validate(self, graph: Graph, node: str, results: list[Result]) -> None:
        """Adds the results for a focus node."""
        self.validate_values(graph, node, self._values(graph, node), results)

    def validate_values(
        self, graph: Graph, node: str, values: Values, results: list[Result]
    ) -> None:
        """Adds the results for a focus node whose value nodes are known."""
        for check, source in self.constraints:
            check.report(graph, node, values, source, results)

    def _values(self, graph: Graph, node: str) -> Values:
        return (node,) if self.path is None else self.path.values(graph, node)

    @property
    def alone(self) -> OfValue | None:
        """True for a node that surely conforms, whatever the graph; None where none does."""
        if self.path is not None:
            return None if self.constraints else _always
        return all_of([each.check.alone for each in self.constraints])

    @property
    def together(self) -> Together | None:
        """Whether all of some nodes conform, and whether none does, if that is told quickly."""
        one = len(self.constraints) == 1 and self.path is None
        return self.constraints[0].check.together if one else None

    @property
    def exact(self) -> bool:
        """Whether a node for which `alone` is False surely does not conform."""
        return all(each.check.exact for each in self.constraints)


def all_of(checks: Sequence[OfValue | None]) -> OfValue | None:
    """All of the checks as one; None where one of them is not to be had."""
    found = [check for check in checks if check is not None]
    if len(found) < len(checks):
        return None
    if len(found) == 1:
        return found[0]
    return lambda value: all(check(value) for check in found)


def any_of(checks: Sequence[OfValue | None]) -> OfValue | None:
    """At least one of those checks that are to be had; None where none is."""
    found = [check for check in checks if check is not None]
    if len(found) <= 1:
        return found[0] if found else None
    return lambda value: any(check(value) for check in found)


def _always(_: str) -> bool:
    return True
