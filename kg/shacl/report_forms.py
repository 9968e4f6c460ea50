"""The forms in which a report is written.

Text and table are for people, JSON for programs; Turtle and JSON-LD are the standard's own report.
https://www.w3.org/TR/shacl/#validation-report
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from kg.shacl.report import SH, Report, Result, short, statements
from kg.shacl.sparql_path import sparql_path

_LONGEST_CELL: Final = 60
"""The most characters in a column of the table; the last column is not cut."""

_MOST_PLACES: Final = 10
"""The most results of one shape that the text lists; the table has all."""


def text(report: Report) -> str:
    """Sentences, one paragraph for the results of one shape with one message."""
    alike: dict[tuple[str, str, str], list[Result]] = {}
    for each in report.results:
        alike.setdefault((each.severity, each.message, each.source_shape), []).append(each)
    paragraphs = [_paragraph(results) for results in alike.values()]
    cut = any(len(results) > _MOST_PLACES for results in alike.values())
    end = ["", "Every result is in the other formats, such as `-f table`."] if cut else []
    return "\n".join([_summary(report), *paragraphs, *end, ""])


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
    counted = ", ".join(f"{n:,} {word}{'s' if n > 1 else ''}" for n, word in counts if n)
    return f"{'Conforms' if report.conforms else 'Does not conform'}: {counted or 'no results'}."


def _turtle(result: Result) -> str:
    lines = [f"sh:{name} {term}" for name, term in statements(result)]
    return " ;\n".join(f"        {line}" for line in ["a sh:ValidationResult", *lines])


def _paragraph(results: list[Result]) -> str:
    first, more = results[0], len(results) - _MOST_PLACES
    times = f" ({len(results):,} times)" if len(results) > 1 else ""
    severity = short(first.severity).removeprefix("sh:")
    lines = [*map(_place, results[:_MOST_PLACES]), *([f"and {more:,} more"] if more > 0 else [])]
    indented = [f"    {line}" for line in [*lines, short(first.source_shape)]]
    return "\n".join([f"\n{severity}: {first.message}{times}", *indented])


def _place(result: Result) -> str:
    where = short(result.focus_node) + (f" {sparql_path(result.path)}" if result.path else "")
    differs = result.value and result.value != result.focus_node
    return f"{where} = {short(result.value)}" if result.value and differs else where


def _row(result: Result) -> tuple[str, str, str, str, str]:
    return (
        short(result.severity).removeprefix("sh:"),
        short(result.focus_node),
        _cell(sparql_path(result.path) if result.path else ""),
        _cell(short(result.value) if result.value else ""),
        " ".join(result.message.split()),
    )


def _cell(text: str) -> str:
    return text if len(text) <= _LONGEST_CELL else f"{text[: _LONGEST_CELL - 1]}…"
