"""N-Triples: one triple a line, in the order of `sort`. https://www.w3.org/TR/n-triples/"""

from __future__ import annotations

from typing import Final

from kg.formats.writer import Writer
from kg.rdf.record_graph import RecordGraph


def record(graph: RecordGraph) -> str:
    """The triples of a record."""
    return lines(graph, " .\n")


def lines(graph: RecordGraph, end: str) -> str:
    """The triples of a record, one per line, with `end` after the object."""
    return "".join(
        [
            f"{subject} {predicate} {term}{end}"
            for subject, properties in graph.nodes.items()
            for predicate, objects in properties.items()
            for term in objects
        ]
    )


WRITER: Final = Writer(record)
