"""TriG: Turtle within the named graph of each record. https://www.w3.org/TR/trig/"""

from __future__ import annotations

from typing import Final

from kg.formats.prefixed_names import prefixed
from kg.formats.turtle import blocks, prefixes
from kg.formats.writer import Writer, in_utf8
from kg.rdf.record_graph import RecordGraph


def record(graph: RecordGraph) -> str:
    """The triples of a record, in braces after the name of its graph."""
    return f"{prefixed(graph.name) or graph.name} {{\n{blocks(graph, '    ')}}}\n"


WRITER: Final = Writer(in_utf8(record), opening=prefixes, between="\n")
