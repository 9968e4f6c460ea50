"""The validation report: results, the most severe first. https://www.w3.org/TR/shacl/#validation-report

`kg.shacl.report_forms` writes it, `kg.shacl.report_rdf` makes it RDF and reads it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from kg.rdf.terms import XSD, literal
from kg.rdf.vocabulary import PREFIXES

SH: Final = "http://www.w3.org/ns/shacl#"
SHAPES: Final = "https://w3id.org/kg-trials/shapes#"

VIOLATION: Final = f"<{SH}Violation>"
WARNING: Final = f"<{SH}Warning>"
INFO: Final = f"<{SH}Info>"

_SEVERITIES: Final = {VIOLATION: 1, WARNING: 2, INFO: 3}
"""Severity -> its place in a report; a user-defined one comes first and is a violation."""

_INTEGER: Final = re.compile(rf'"([+-]?[0-9]+)"\^\^<{XSD}integer>')

_NAMESPACES: Final = sorted(
    (namespace, prefix) for prefix, namespace in {**PREFIXES, "sh": SH, "kgsh": SHAPES}.items()
)


@dataclass(frozen=True, slots=True)
class Result:
    """One result of a shape for a node.

    All but `message` are terms in N-Triples text. `path` is Turtle if it is more than one IRI.
    """

    focus_node: str
    path: str | None
    value: str | None
    component: str
    severity: str
    message: str
    source_shape: str

    def as_dict(self) -> dict[str, str | None]:
        """The result for JSON."""
        return asdict(self)


class Report:
    """The results of one validation, the most severe first, in a deterministic order."""

    __slots__ = ("results",)

    def __init__(self, results: Iterable[Result]) -> None:
        self.results: tuple[Result, ...] = tuple(sorted(results, key=_place))

    def __repr__(self) -> str:
        found = ("violations", self.violations), ("warnings", self.warnings), ("infos", self.infos)
        counts = ", ".join(f"{len(results):,} {name}" for name, results in found)
        return f"<Report: {'conforms' if self.conforms else 'does not conform'}; {counts}>"

    @property
    def conforms(self) -> bool:
        """Whether there are no violations; there may be warnings and information.

        The standard is stricter: its sh:conforms, in Turtle and JSON-LD, is true only if there is
        no result at all.
        """
        return not self.violations

    @property
    def violations(self) -> tuple[Result, ...]:
        """The results that make the graph invalid."""
        return tuple(r for r in self.results if r.severity not in (WARNING, INFO))

    @property
    def warnings(self) -> tuple[Result, ...]:
        """The results that a user should know about."""
        return self._of(WARNING)

    @property
    def infos(self) -> tuple[Result, ...]:
        """The results that are only information."""
        return self._of(INFO)

    def _of(self, severity: str) -> tuple[Result, ...]:
        return tuple(result for result in self.results if result.severity == severity)


def _place(result: Result) -> tuple[int, str, str, str, str, str, str]:
    return (
        _SEVERITIES.get(result.severity, 0),
        result.focus_node,
        result.path or "",
        result.source_shape,
        result.component,
        result.value or "",
        result.message,
    )


def statements(result: Result) -> list[tuple[str, str]]:
    """The local name of each SHACL property of a result, with its term; a path may be Turtle."""
    pairs = [
        ("resultSeverity", result.severity),
        ("focusNode", result.focus_node),
        ("resultPath", result.path),
        ("value", result.value),
        ("resultMessage", literal(result.message)),
        ("sourceConstraintComponent", result.component),
        ("sourceShape", result.source_shape),
    ]
    return [(name, term) for name, term in pairs if term is not None]


def short(term: str) -> str:
    """An IRI with a prefix if there is one, a literal without its datatype; for people.

    An integer has no quotes, as in Turtle.
    """
    if integer := _INTEGER.fullmatch(term):
        return integer[1]
    if term.startswith('"'):
        return term[: term.rindex('"') + 1]
    for namespace, prefix in _NAMESPACES:
        local = term[1:-1].removeprefix(namespace)
        if len(local) < len(term) - 2 and "/" not in local.rstrip("/"):
            return f"{prefix}:{local}"
    return term
