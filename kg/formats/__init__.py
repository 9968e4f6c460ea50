"""The RDF formats that kg writes: the table of them, and a module each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.formats.context import context
from kg.formats.table import (
    FORMATS,
    OUTPUTS,
    Format,
    format_of,
    name_of_ending,
    output_format,
)
from kg.formats.writer import Document, Writer
from kg.rdf.record_graph import RecordGraph

__all__ = [
    "FORMATS",
    "OUTPUTS",
    "Format",
    "Writer",
    "context",
    "format_of",
    "name_of_ending",
    "output_format",
    "serialize",
]


def serialize(graphs: Iterable[RecordGraph], format: Format) -> Iterator[str]:
    """The document of some records, in pieces; at most two records are held in memory."""
    document = Document(format.writer)
    for graph in graphs:
        yield document.with_record(format.writer.record(graph)).decode()
    yield document.ended().decode()
