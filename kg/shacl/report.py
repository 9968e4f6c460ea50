"""The validation report: results, the severest first. https://www.w3.org/TR/shacl/#validation-report

`kg.shacl.report_forms` writes it, `kg.shacl.report_rdf` makes it RDF and reads it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from kg.rdf.terms import literal
from kg.rdf.vocabulary import PREFIXES

SH: Final = "http://www.w3.org/ns/shacl#"
SHAPES: Final = "https://w3id.org/kg-trials/shapes#"

VIOLATION: Final = f"<{SH}Violation>"
WARNING: Final = f"<{SH}Warning>"
INFO: Final = f"<{SH}Info>"

_SEVERITIES: Final = {VIOLATION: 1, WARNING: 2, INFO: 3}
"""Severity -> its place in a report; one of a user's own comes first, and is a violation."""

_NAMESPACES: Final = sorted(
    (namespace, prefix) for prefix, namespace in {**PREFIXES, "sh": SH, "kgsh": SHAPES}.items()
)


@dataclass(frozen=True, slots=True)
class Result:
    """One thing that a shape has to say of one node.

    All but `message` are terms in N-Triples text. `path` is Turtle where it is more than one IRI.
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
    """The results of one validation, the severest first, in an order that depends on them alone."""

    __slots__ = ("results",)

    def __init__(self, results: Iterable[Result]) -> None:
        self.results: tuple[Result, ...] = tuple(sorted(results, key=_place))

    @property
    def conforms(self) -> bool:
        """Whether nothing makes the graph wrong: there may be warnings and information.

        The standard is stricter: its sh:conforms, in Turtle and JSON-LD, is true only where there
        is no result at all.
        """
        return not self.violations

    @property
    def violations(self) -> tuple[Result, ...]:
        """What makes the graph wrong."""
        return tuple(r for r in self.results if r.severity not in (WARNING, INFO))

    @property
    def warnings(self) -> tuple[Result, ...]:
        """What a user should know."""
        return self._of(WARNING)

    @property
    def infos(self) -> tuple[Result, ...]:
        """What is nice to know."""
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
    """An IRI with a prefix where there is one, a literal without its datatype; for people."""
    if term.startswith('"'):
        return term[: term.rindex('"') + 1]
    for namespace, prefix in _NAMESPACES:
        local = term[1:-1].removeprefix(namespace)
        if len(local) < len(term) - 2 and "/" not in local.rstrip("/"):
            return f"{prefix}:{local}"
    return term
