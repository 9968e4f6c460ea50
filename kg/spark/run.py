"""The export of records on Spark: passes over the pieces of the sources.

1. The numbers that records may have as their own, and the sizes of the pieces.
2. Only if numbers are repeated: the versions of these records, of which the newest is taken.
3. The graphs, which are kept on the disks of the workers while they are written as parts; what
   became of the records goes to the driver, a piece at a time, in the order of the sources.
"""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.dataset.describe import Requested, Written, describe
from kg.dataset.publication import Publication
from kg.dataset.record_outcome import Batch
from kg.dataset.report import OutputFile
from kg.dataset.sidecars import open_sidecars
from kg.dataset.totals import ExportTotals
from kg.errors import KgError
from kg.export import no_record
from kg.export.newest import taken_among
from kg.export.options import ExportOptions
from kg.export.recipe import recipe_of
from kg.formats import FORMATS, nquads
from kg.rdf.record_graph import RecordGraph
from kg.same_trial.link_graph import same_trial_graphs
from kg.same_trial.stated import RecordNumbers
from kg.spark.inputs import Inputs, inputs
from kg.spark.parts import (
    LINKS,
    SUCCESS,
    Counts,
    files_beside,
    new_folder,
    placed_parts,
    refuse_what_is_there,
    write_parts,
)
from kg.spark.pieces import Begun, Key, pieces
from kg.spark.tasks import Counted, FirstPasses, counted, is_wanted, made, summed, versions
from kg.system.file_set import FileSet, together
from kg.system.output_files import open_output

if TYPE_CHECKING:
    from pyspark import RDD
    from pyspark.sql import DataFrame, SparkSession

PIECES: Final = 500
"""Pieces of which the driver takes what became of their records at once."""

_SCHEMA: Final = "number long, partition int, text binary, rest binary"


def export(
    spark: SparkSession,
    sources: Collection[str],
    destination: str,
    options: ExportOptions | None = None,
    *,
    column: str | None = None,
    publication: Publication | None = None,
) -> ExportTotals:
    """Writes the graphs of all records of `sources` to the folder `destination`, or nothing.

    Sources are files and folders by paths or URIs that Spark reads: JSON lines, also packed by gzip
    or bzip2; Parquet, of which `column` has the records; and other files that `kg export` reads,
    each by one task. The folder has N-Quads in parts and the files beside an export, as
    `kg.spark.parts` describes; if no record can be written it has the rejects alone. The totals are
    those of `kg.export`.

    Raises SourceError if a source is not there, UsageError if the folder is not empty, `column` is
    wrong or a file is given twice, and RecordError for the first record that violates a shape if
    `on_violation` is "stop".
    """
    options = options or ExportOptions()
    refuse_what_is_there(spark, destination)  # before the first passes, which may take hours
    given = inputs(spark, sources, column)
    cut = pieces(spark, given, column)
    plan = spark.sparkContext.broadcast(_planned(spark, cut))
    recipe = recipe_of(options)
    rows: Any = cut.mapPartitionsWithIndex(partial(made, options, recipe, plan))
    table = spark.createDataFrame(rows, _SCHEMA, verifySchema=False)
    from pyspark import StorageLevel

    table.persist(StorageLevel.DISK_ONLY)
    try:
        with new_folder(spark, destination) as folder:
            write_parts(table, destination)
            with files_beside(folder) as local:
                totals = _described(
                    _batches(table, len(plan.value.begun)),
                    partial(placed_parts, spark, destination),
                    local / folder.name,
                    options,
                    partial(_requested, given, options, publication, recipe),
                )
            if not totals.is_empty:
                folder.mark(SUCCESS)
    finally:
        table.unpersist()
    return totals


def _requested(
    given: Inputs, options: ExportOptions, publication: Publication | None, recipe: str, parts: int
) -> Requested:
    used = options.used(FORMATS["n-quads"], parts, publication)
    return Requested(given.reported, used, options.shapes.files if options.shapes else None, recipe)


def _planned(spark: SparkSession, cut: RDD[Any]) -> FirstPasses:
    """The first passes: where each piece begins, and what is taken of repeated records."""
    found = cut.flatMap(counted).reduceByKey(summed).filter(is_wanted).collect()
    begun = _begun(found)
    repeated = frozenset(key[0] for key, _ in found if len(key) == 1)
    if not repeated:
        return FirstPasses(begun, taken_among(()))
    shared = spark.sparkContext.broadcast(begun), spark.sparkContext.broadcast(repeated)
    records = cut.flatMap(partial(versions, *shared)).collect()
    records.sort(key=lambda each: (each.chunk, each.position))
    return FirstPasses(begun, taken_among(records))


def _begun(found: Iterable[Counted]) -> dict[Key, Begun]:
    """Where each piece begins: pieces of lines follow one another within their file."""
    sizes: list[tuple[Any, tuple[int, int]]] = sorted(each for each in found if len(each[0]) > 1)
    lines: Counter[int] = Counter()
    for key, (count, _) in sizes:
        lines[key[0]] += count
    begun: dict[Key, Begun] = {}
    file, line, byte = -1, 1, 0
    for number, (key, (count, size)) in enumerate(sizes):
        if key[0] != file:
            file, line, byte = key[0], 1, 0
        begun[key] = Begun(number, line, byte, lines[file] > 1)
        line, byte = line + count, byte + size
    return begun


def _batches(table: DataFrame, count: int) -> Iterator[tuple[int, Batch]]:
    """What became of the records of each piece, in order, with the partition that has its text."""
    rows: Any = table.where("length(rest) > 0").select("number", "partition", "rest").rdd
    ordered = rows.keyBy(_number).sortByKey(numPartitions=count // PIECES + 1).values()
    for _, partition, rest in ordered.toLocalIterator(prefetchPartitions=True):
        batch = pickle.loads(rest)
        if isinstance(batch, KgError):
            raise batch
        yield partition, batch


def _number(row: Any) -> int:
    return int(row[0])


def _described(
    batches: Iterable[tuple[int, Batch]],
    parts: Callable[[Counts], list[OutputFile]],
    beside: Path,
    options: ExportOptions,
    requested: Callable[[int], Requested],
) -> ExportTotals:
    """Writes the files beside an export; the totals."""
    totals, numbers = ExportTotals(), list[RecordNumbers]()
    counts = Counts(Counter(), Counter())
    with together() as files:
        with open_sidecars(beside, files) as sidecars:
            for partition, batch in batches:
                totals.take(batch)
                numbers += batch.numbers
                for outcome in batch.outcomes:
                    sidecars.take(outcome)
                    counts.records[partition] += bool(outcome.texts) and not outcome.is_row
                    counts.triples[partition] += outcome.triples
            links = list(same_trial_graphs(numbers, sidecars.listed.__contains__, options.iris))
            for graph in links:
                totals.statistics.add_links(graph)
            if not totals.met:
                empty = no_record(each.name for each in requested(0).input)
                totals.reject(empty)
                sidecars.reject(empty)
        output = [*parts(counts), *_links(links, beside.with_name(LINKS), files)]
        if not totals.is_empty:
            written = Written(beside, totals, sidecars, output, [], ("pyspark",))
            describe(requested(len(output)), written, None, files)
    return totals


def _links(graphs: list[RecordGraph], path: Path, files: FileSet) -> Iterator[OutputFile]:
    """Writes the graphs of links between records, if there are any."""
    if graphs:
        with open_output(path, files=files) as output:
            for graph in graphs:
                output.write(nquads.record(graph))
        triples = sum(graph.size for graph in graphs)
        yield OutputFile(
            name=path.name, bytes=output.size, sha256=output.sha256, records=0, triples=triples
        )
