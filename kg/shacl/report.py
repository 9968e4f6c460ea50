"""The validation report: its results, and the forms in which it is written.

Text and table are for people, JSON for programs; Turtle and JSON-LD are the standard's own report.
https://www.w3.org/TR/shacl/#validation-report
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from kg.rdf.terms import literal
from kg.rdf.vocabulary import PREFIXES

if TYPE_CHECKING:
    import rdflib

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

_LONGEST_CELL: Final = 60
"""Characters of a column of the table; the last column is whole."""


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

    def to_text(self) -> str:
        """The report in sentences, one paragraph a result."""
        return "\n".join([self._summary(), *map(_paragraph, self.results), ""])

    def to_table(self) -> str:
        """The report in aligned columns, one line a result."""
        rows = [("severity", "focus node", "path", "value", "message"), *map(_row, self.results)]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
        lines = [
            "  ".join(
                [*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]]
            )
            for row in rows
        ]
        return "\n".join([self._summary(), "", *lines, ""])

    def to_json(self) -> str:
        """The report as JSON: `conforms` and `results`, the terms in N-Triples text."""
        results = [result.as_dict() for result in self.results]
        document = {"conforms": self.conforms, "results": results}
        return json.dumps(document, ensure_ascii=False, indent=2) + "\n"

    def to_turtle(self) -> str:
        """The standard validation report as Turtle."""
        head = f"@prefix sh: <{SH}> .\n\n[] a sh:ValidationReport ;\n"
        conforms = f"    sh:conforms {str(not self.results).lower()}"
        if not self.results:
            return f"{head}{conforms} .\n"
        results = " ,\n".join(f"    [\n{_turtle(result)}\n    ]" for result in self.results)
        return f"{head}{conforms} ;\n    sh:result\n{results} .\n"

    def to_json_ld(self) -> str:
        """The standard validation report as JSON-LD."""
        text = self.to_graph().serialize(
            format="json-ld", auto_compact=True, sort_keys=True, ensure_ascii=False
        )
        return f"{text}\n"

    def to_graph(self) -> rdflib.Graph:
        """The standard validation report as an rdflib Graph."""
        from kg.shacl.report_rdf import report_graph

        return report_graph(self)

    def _summary(self) -> str:
        counts = (
            (len(self.violations), "violation"),
            (len(self.warnings), "warning"),
            (len(self.infos), "note"),
        )
        told = ", ".join(f"{n} {word}{'s' if n > 1 else ''}" for n, word in counts if n)
        return (
            f"{'Conforms' if self.conforms else 'Does not conform'}: {told or 'nothing to tell'}."
        )


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


def _turtle(result: Result) -> str:
    lines = [f"sh:{name} {term}" for name, term in statements(result)]
    return " ;\n".join(f"        {line}" for line in ["a sh:ValidationResult", *lines])


def short(term: str) -> str:
    """An IRI with a prefix where there is one, a literal without its datatype; for people."""
    if term.startswith('"'):
        return term[: term.rindex('"') + 1]
    for namespace, prefix in _NAMESPACES:
        local = term[1:-1].removeprefix(namespace)
        if len(local) < len(term) - 2 and "/" not in local.rstrip("/"):
            return f"{prefix}:{local}"
    return term


def _paragraph(result: Result) -> str:
    where = " ".join(short(term) for term in (result.focus_node, result.path) if term)
    value = (
        f" = {short(result.value)}" if result.value and result.value != result.focus_node else ""
    )
    severity = short(result.severity).removeprefix("sh:")
    return f"\n{severity}: {result.message}\n    {where}{value}\n    {short(result.source_shape)}"


def _row(result: Result) -> tuple[str, str, str, str, str]:
    return (
        short(result.severity).removeprefix("sh:"),
        short(result.focus_node),
        _cell(result.path),
        _cell(result.value),
        " ".join(result.message.split()),
    )


def _cell(term: str | None) -> str:
    text = short(term) if term else ""
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"
