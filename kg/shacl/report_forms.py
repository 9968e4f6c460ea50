"""The forms in which a report is written.

Text and table are for people, JSON for programs; Turtle and JSON-LD are the standard's own report.
https://www.w3.org/TR/shacl/#validation-report
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from kg.shacl.report import SH, Report, Result, short, statements

_LONGEST_CELL: Final = 60
"""The most characters in a column of the table; the last column is not cut."""


def text(report: Report) -> str:
    """Sentences, one paragraph per result."""
    return "\n".join([_summary(report), *map(_paragraph, report.results), ""])


def table(report: Report) -> str:
    """Aligned columns, one line per result."""
    rows = [("severity", "focus node", "path", "value", "message"), *map(_row, report.results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)][:-1]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[-1]])
        for row in rows
    ]
    return "\n".join([_summary(report), "", *lines, ""])


def as_json(report: Report) -> str:
    """JSON: `conforms` and `results`, the terms in N-Triples text."""
    results = [result.as_dict() for result in report.results]
    document = {"conforms": report.conforms, "results": results}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def turtle(report: Report) -> str:
    """The standard validation report as Turtle."""
    head = f"@prefix sh: <{SH}> .\n\n[] a sh:ValidationReport ;\n"
    conforms = f"    sh:conforms {str(not report.results).lower()}"
    if not report.results:
        return f"{head}{conforms} .\n"
    results = " ,\n".join(f"    [\n{_turtle(result)}\n    ]" for result in report.results)
    return f"{head}{conforms} ;\n    sh:result\n{results} .\n"


def json_ld(report: Report) -> str:
    """The standard validation report as JSON-LD."""
    from kg.shacl.report_rdf import report_graph

    document = report_graph(report).serialize(
        format="json-ld", auto_compact=True, sort_keys=True, ensure_ascii=False
    )
    return f"{document}\n"


FORMS: Final[dict[str, Callable[[Report], str]]] = {
    "text": text,
    "table": table,
    "turtle": turtle,
    "json-ld": json_ld,
    "json": as_json,
}
"""Form of the report -> the function that makes it."""


def _summary(report: Report) -> str:
    counts = (
        (len(report.violations), "violation"),
        (len(report.warnings), "warning"),
        (len(report.infos), "note"),
    )
    counted = ", ".join(f"{n} {word}{'s' if n > 1 else ''}" for n, word in counts if n)
    return f"{'Conforms' if report.conforms else 'Does not conform'}: {counted or 'no results'}."


def _turtle(result: Result) -> str:
    lines = [f"sh:{name} {term}" for name, term in statements(result)]
    return " ;\n".join(f"        {line}" for line in ["a sh:ValidationResult", *lines])


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
