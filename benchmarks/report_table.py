"""What reports are made of: Markdown tables, figures with their spread, the formats in order."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

from measuring import Run, Spread

FORMATS = {
    "n-triples": "N-Triples",
    "turtle": "Turtle",
    "json-ld": "JSON-LD",
    "n-quads": "N-Quads",
    "trig": "TriG",
    "rdf-xml": "RDF/XML",
}


def processor() -> str:
    """The model of the processor, as far as the system tells."""
    known = Path("/proc/cpuinfo")
    lines = known.read_text("utf-8").splitlines() if known.is_file() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def peak(runs: Iterable[Run]) -> str:
    """The greatest peak memory of some runs."""
    return f"{max(one.peak for one in runs):.0f}"


def shown(values: Spread, form: str) -> str:
    """A median with what it lies between."""
    return f"{values.median:{form}} ({values.least:{form}} to {values.most:{form}})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; the first column to the left, the others to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
