"""TriG: Turtle within the named graph of each record. https://www.w3.org/TR/trig/"""

from __future__ import annotations

from typing import Final

from kg.formats.prefixed_names import prefixed
from kg.formats.turtle import blocks, prefixes
from kg.formats.writer import Writer
from kg.rdf.record_graph import RecordGraph


def record(graph: RecordGraph) -> bytes:
    """The triples of a record, in braces after the name of its graph."""
    name = prefixed(graph.name) or graph.name
    return b"%b {\n%b}\n" % (name.encode(), blocks(graph, "    "))


WRITER: Final = Writer(record, opening=prefixes, between="\n")
