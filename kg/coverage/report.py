"""Coverage as a table for people and as JSON for programs."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Final

from kg.coverage import Coverage


def table(coverage: Coverage) -> str:
    """One line a field path: the values, those in the graph, and an example of one that is not."""
    width = max((len(path) for path in coverage.values), default=5)
    lines = [f"{'field':{width}}  {'values':>9}  {'in the graph':>12}"]
    for path, count in sorted(coverage.values.items()):
        lost, twice = coverage.lost[path], coverage.twice[path]
        example = f"  {' '.join(coverage.examples[path])}" if lost else ""
        implied = f"  {twice:,} of them implied by others" if twice else ""
        lines.append(f"{path:{width}}  {count:9,}  {count - lost:12,}{implied}{example}")
    for path, count in sorted(coverage.kept.items()):
        lines.append(f"{path}: {count:,} values kept as they are; the model has no such field")
    for path, count in sorted(coverage.left_out.items()):
        lines.append(f"{path}: {count:,} values left out on purpose")
    total, lost = coverage.values.total(), coverage.lost.total()
    lines.append(
        f"{coverage.records:,} record{'s' * (coverage.records != 1)}, {total:,} values:"
        f" {total - lost:,} reached the graph,"
        f" {lost:,} did not ({coverage.share_lost:.3%})"
    )
    return "\n".join(lines) + "\n"


def as_json(coverage: Coverage) -> str:
    """The same as JSON."""
    fields = {
        path: {
            "values": count,
            "in_graph": count - coverage.lost[path],
            **({"said_twice": coverage.twice[path]} if coverage.twice[path] else {}),
            **({"example": coverage.examples[path]} if coverage.lost[path] else {}),
        }
        for path, count in sorted(coverage.values.items())
    }
    document = {
        "records": coverage.records,
        "values": coverage.values.total(),
        "not_in_graph": coverage.lost.total(),
        "fields": fields,
        "kept_as_they_are": dict(sorted(coverage.kept.items())),
        "left_out": dict(sorted(coverage.left_out.items())),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


FORMS: Final[dict[str, Callable[[Coverage], str]]] = {"table": table, "json": as_json}
"""Form of the report -> the function that makes it."""
