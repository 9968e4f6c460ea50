"""The table of the RDF formats that kg writes: a row for each. https://www.w3.org/ns/formats/

A format is a module with a `WRITER` and a row here; the command line, the readers and the
description of a dataset take everything else from the row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import PurePath
from typing import Final

from kg.errors import UsageError
from kg.formats import jsonld, nquads, ntriples, rdfxml, trig, turtle
from kg.formats.context import PUBLISHED
from kg.formats.writer import Writer
from kg.rdf.terms import web_iri
from kg.system.compression import COMPRESSIONS, uncompressed_name


@dataclass(frozen=True, slots=True)
class Format:
    """An RDF format: its name, how it is recognised, and its writer.

    `iri` is the W3C's name for it; `has_graphs` is whether each record keeps its named graph.
    `context` is the IRI by which documents of JSON-LD name their context, None if they contain it.
    """

    name: str
    title: str
    iri: str
    media_type: str
    ending: str
    has_graphs: bool
    writer: Writer
    context: str | None = None


_W3C: Final = "http://www.w3.org/ns/formats/"

FORMATS: Final = {
    row.name: row
    for row in (
        Format(
            "turtle", "Turtle", f"{_W3C}Turtle", "text/turtle", ".ttl", False, turtle.WRITER
        ),
        Format(
            "json-ld", "JSON-LD", f"{_W3C}JSON-LD", "application/ld+json", ".jsonld", True,
            jsonld.documents(),
        ),
        Format(
            "n-triples", "N-Triples", f"{_W3C}N-Triples", "application/n-triples", ".nt", False,
            ntriples.WRITER,
        ),
        Format(
            "n-quads", "N-Quads", f"{_W3C}N-Quads", "application/n-quads", ".nq", True,
            nquads.WRITER,
        ),
        Format("trig", "TriG", f"{_W3C}TriG", "application/trig", ".trig", True, trig.WRITER),
        Format(
            "rdf-xml", "RDF/XML", f"{_W3C}RDF_XML", "application/rdf+xml", ".rdf", False,
            rdfxml.WRITER,
        ),
    )
}  # fmt: skip
"""Every format by its name."""

OUTPUTS: Final = {
    **FORMATS,
    "json-ld-lines": replace(
        FORMATS["json-ld"],
        name="json-ld-lines",
        title="JSON-LD, a document a line",
        media_type="application/x-ndjson",
        ending=".ndjsonld",
        writer=jsonld.lines(),
    ),
}
"""What kg writes: the formats, and JSON-LD as lines, for tools that split such files."""


WITH_CONTEXT: Final = {"json-ld": jsonld.documents, "json-ld-lines": jsonld.lines}


@cache
def output_format(name: str, context: str | None = None) -> Format:
    """A format of OUTPUTS, with a context that its documents name by this IRI.

    Raises UsageError for a format without contexts, and for what is not an http(s) IRI.
    """
    if context is None:
        return OUTPUTS[name]
    if name not in WITH_CONTEXT:
        raise UsageError(
            f"{OUTPUTS[name].title} has no context to name: leave out --context, or choose JSON-LD"
        )
    if web_iri(context) is None:
        raise UsageError(f"the context {context!r} is not an http(s) IRI, such as {PUBLISHED}")
    return replace(OUTPUTS[name], writer=WITH_CONTEXT[name](context), context=context)


def name_of_ending(ending: str) -> str | None:
    """The name of the format of files with this ending, "ttl" or ".ttl"; None if there is none."""
    dotted = f".{ending.lower().removeprefix('.')}"
    return next((row.name for row in OUTPUTS.values() if row.ending == dotted), None)


def format_of(path: str | PurePath, among: Mapping[str, Format] = FORMATS) -> Format:
    """The format of a file by the ending of its name, with or without compression."""
    by_ending = {row.ending: row for row in among.values()}
    row = by_ending.get(PurePath(uncompressed_name(path)).suffix)
    if row is None:
        raise UsageError(
            f"{str(path)!r} does not end like an RDF format: use one of {', '.join(by_ending)},"
            f" with or without {' or '.join(COMPRESSIONS)}, or name the format"
        )
    return row
