"""N-Quads: N-Triples with the record's graph on each line. https://www.w3.org/TR/n-quads/"""

from __future__ import annotations

from typing import Final

from kg.formats.writer import Writer
from kg.rdf.record_graph import RecordGraph


def record(graph: RecordGraph) -> bytes:
    """The triples of a record, each in the record's named graph."""
    return graph.nodes.lines(f" {graph.name} .\n")


WRITER: Final = Writer(record)
