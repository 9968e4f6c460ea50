"""N-Triples: one triple a line, in the order of `sort`. https://www.w3.org/TR/n-triples/"""

from __future__ import annotations

from typing import Final

from kg.formats.writer import Writer
from kg.graphs import RecordGraph


def record(graph: RecordGraph) -> str:
    """The triples of a record."""
    return "".join([f"{s} {p} {o} .\n" for s, p, o in graph.triples])


WRITER: Final = Writer(record)
