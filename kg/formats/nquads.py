"""N-Quads: N-Triples with the record's graph on each line. https://www.w3.org/TR/n-quads/"""

from __future__ import annotations

from typing import Final

from kg.formats.writer import Writer
from kg.graphs import RecordGraph


def record(graph: RecordGraph) -> str:
    """The triples of a record, each in the record's named graph."""
    end = f" {graph.name} .\n"
    return "".join([f"{s} {p} {o}{end}" for s, p, o in graph.triples])


WRITER: Final = Writer(record)
