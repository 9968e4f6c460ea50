"""N-Triples: one triple a line, in the order of `sort`. https://www.w3.org/TR/n-triples/"""

from __future__ import annotations

from typing import Final

from kg.formats.writer import Writer
from kg.rdf.record_graph import RecordGraph


def record(graph: RecordGraph) -> bytes:
    """The triples of a record."""
    return graph.nodes.lines(" .\n")


WRITER: Final = Writer(record)
