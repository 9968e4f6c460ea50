"""The public functions: `kg.read`, `kg.triples`, `kg.graph`, `kg.validate` and others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg import mapping
from kg.api.arguments import check_line_format, check_numbers, iris_of, pairs_of
from kg.errors import UsageError
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import Triple
from kg.records import Record
from kg.similarity.defaults import DEFAULT_MIN_CONFIDENCE, DEFAULT_TOP
from kg.similarity.links import SimilarTrials
from kg.similarity.packages import needed
from kg.sources import read

if TYPE_CHECKING:
    import rdflib

    from kg.dataset.record_outcome import Batch
    from kg.export.options import ExportOptions
    from kg.shacl import Report, Shapes

__all__ = ["batch", "graph", "map_record", "read", "similar", "triples", "validate"]


def map_record(record: Record, iris: Iris | None = None) -> RecordGraph:
    """The graph of one record; the same record gives the same triples in the same order.

    `iris` sets the base of the IRIs that are minted; the default is kg's own.
    """
    return mapping.map_record(record, iris_of(iris))


def triples(record: Record, iris: Iris | None = None) -> list[Triple]:
    """The triples of a record as N-Triples terms, sorted, without duplicates or blank nodes.

    `iris` sets the base of the IRIs that are minted; the default is kg's own.
    """
    return map_record(record, iris).triples


def graph(source: Record | str | Path, iris: Iris | None = None) -> rdflib.Graph:
    """An rdflib Graph of one record, or of all the records in a source.

    Raises SourceError or RecordError if the source, or one of its records, can't be read.
    """
    from kg.rdf.rdflib_bridge import to_rdflib

    records = [source] if isinstance(source, Record) else read(source)
    return to_rdflib(triple for record in records for triple in triples(record, iris))


def validate(
    data: rdflib.Graph | RecordGraph,
    shapes: Shapes | str | Path | None = None,
    engine: str = "compiled",
) -> Report:
    """The SHACL report of a graph for the bundled shapes, or for `shapes`.

    `shapes` are shapes that were loaded, or a file or folder, to which the bundled ones are added.
    `engine` is "compiled" or "pyshacl". Raises ShapesError if the shapes can't be used.
    """
    from kg import shacl

    return shacl.validate(_checked_graph(data), loaded_shapes(shapes), engine)


def batch(
    records: Iterable[tuple[str, bytes]],
    options: ExportOptions | None = None,
    format: str = "n-quads",
) -> Batch:
    """What becomes of some records: of each its outcome with its text, and the statistics of all.

    A record is its place, for messages, and its bytes, as a file may have them that `kg export`
    reads; a file of several records has an outcome for each. `format` is one in which the texts of
    records follow one another: n-quads, n-triples or json-ld-lines. What can't be read or breaks a
    shape has a reject as its outcome. Each record is taken by itself: which of several of a trial
    is the newest, and links between the records of one trial, are not looked for.

    A pure function, for workers on any number of machines: the same arguments give the same result.
    Raises UsageError for another format, ShapesError if the shapes can't be used, and RecordError
    for the first record that violates one if `on_violation` is "stop".
    """
    from kg.export.newest import Part
    from kg.export.options import ExportOptions
    from kg.export.output_formats import FormatChoice
    from kg.export.pipeline import RecordPipeline
    from kg.sources.chunks import GivenChunk

    check_line_format(format)
    work = RecordPipeline(options or ExportOptions(), (FormatChoice(format),))
    return work.batch(Part(GivenChunk(pairs_of(records)), {}))


def similar(
    records: Iterable[Record],
    *,
    top: int = DEFAULT_TOP,
    min_confidence: float = DEFAULT_MIN_CONFIDENCE,
) -> Iterator[SimilarTrials]:
    """The similar trials of each record, in the order of their numbers, with the reasons.

    All records are read first, and what is rare is learned from them. At most `top` trials are
    given for each, those with a confidence of `min_confidence` (0 to 1) or more. Raises UsageError
    if a trial has two records, an argument is out of its range, or the packages of
    `kg-trials[similar]` are missing.
    """
    with needed():
        from kg.similarity.reading import index_of_records

    check_numbers(top=top, min_confidence=min_confidence)
    index = index_of_records(records)
    return index.similar(range(len(index.corpus.numbers)), top, min_confidence)


def _checked_graph(data: object) -> rdflib.Graph | RecordGraph:
    import rdflib

    if isinstance(data, RecordGraph | rdflib.Graph):
        return data
    remedy = ": make one of it with kg.map_record" if isinstance(data, Record) else ""
    raise UsageError(f"kg.validate checks a graph, not a {type(data).__name__}{remedy}")


def loaded_shapes(shapes: object) -> Shapes | None:
    """The shapes of a file or folder with the bundled ones; as they are if they were loaded."""
    from kg import shacl

    match shapes:
        case None | shacl.Shapes():
            return shapes
        case str() | Path():
            return shacl.load_shapes(shapes)
    kind = type(shapes).__name__
    raise UsageError(f"shapes are a file, a folder or kg.shacl.Shapes, not a {kind}")
