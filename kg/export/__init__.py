"""Exports records to validated documents, with an account of what was left out and why.

A record that can't be read, is a duplicate or violates a shape is left out of the document and
listed in the totals and in the rejects file; the others are written. An export of more than one
record is a dataset, and is described in sidecar files: see `kg.dataset.file_names`.

The route of a record:

    kg.sources.chunks        the bytes of the record, as part of a chunk
    kg.export.pipeline       one chunk, in a worker process of kg.system.processes:
        kg.sources               bytes -> Record
        kg.mapping               Record -> RecordGraph
        kg.shacl                 RecordGraph -> Report
        kg.formats               RecordGraph -> text, in each format of RDF
        kg.graph_tables          RecordGraph -> rows, in each other format
    kg.same_trial            the numbers of all records -> links between those of one trial
    kg.export.destinations   the text, in the document that it belongs to (kg.dataset.shards)
    kg.system.output_files   the file, which takes its name when it is complete
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from kg.dataset.describe import Requested, Written, describe, input_file
from kg.dataset.exported_files import left_over
from kg.dataset.file_names import ENDINGS, REJECTS, SOURCES, sidecar_path
from kg.dataset.previous_export import PreviousExport
from kg.dataset.publication import Publication
from kg.dataset.record_outcome import UNREADABLE, Reject
from kg.dataset.totals import ExportTotals
from kg.errors import UsageError
from kg.export.destinations import Destination, OpenDestination, open_destination
from kg.export.options import ExportOptions
from kg.export.pipeline import RecordPipeline, batches
from kg.export.recipe import recipe_of
from kg.formats import Format
from kg.graph_tables.formats import GraphFormat
from kg.same_trial.link_graph import same_trial_graphs
from kg.same_trial.stated import RecordNumbers
from kg.sources.paths import refuse_missing, refuse_to_overwrite
from kg.system.file_set import together


def export(
    sources: Collection[str | Path],
    destination: str | Path,
    format: Format | GraphFormat,
    options: ExportOptions | None = None,
    *,
    beside: Collection[Destination] = (),
    jobs: int = 1,
    shards: int = 1,
    against: str | Path | None = None,
    publication: Publication | None = None,
    on_batch: Callable[[ExportTotals], None] = lambda _: None,
    make_parents: bool = False,
) -> ExportTotals:
    """Writes the graphs of all records of `sources` to `destination`, whole or not at all.

    The sources are read in the order of their names by `jobs` worker processes, and RDF is written
    to `shards` documents; neither number changes the triples. `beside` are further destinations:
    each gets the files that an export to it alone would write. All files are renamed into place
    together, once the last of them is complete; other files of an earlier export to the same
    destination are removed. With `against`, the report of an earlier export, only what has changed
    since is written, to one destination; where it was made in the same way, records of the same
    bytes are not made again; the links between records of one trial, which need all records, are
    left out then. `publication` is what the description says of the dataset's publisher.
    `destination` "-" is stdout. If no record can be written, no document is either, and an earlier
    one is not changed. Rejects go to the rejects file beside each destination.

    Raises SourceError if no source is there, OutputError if a destination can't be written,
    UsageError if destinations are in each other's way, and RecordError for the first record that
    violates a shape if `on_violation` is "stop".
    """
    options = options or ExportOptions()
    names = sorted(sources, key=str)
    destinations = [Destination(destination, format), *beside]
    _check(destinations, names, shards, against)
    noted = against is not None or any(sidecar_path(each.path, SOURCES) for each in destinations)
    made_by = recipe_of(options) if noted else ""
    used = options.used(format, shards, publication)
    previous = None if against is None else PreviousExport(against, used, made_by)
    work = RecordPipeline(
        options,
        tuple(each.choice for each in destinations),
        None if previous is None else previous.made,
        packings=tuple(each.packing(shards) for each in destinations),
    )
    totals = ExportTotals(made_again=None if previous is None else previous.made_again)
    numbers: list[RecordNumbers] = []
    with together() as files:
        with ExitStack() as stack:
            opened = [
                stack.enter_context(
                    open_destination(each, shards, files, make_parents=make_parents)
                )
                for each in destinations
            ]
            made = stack.enter_context(batches(names, work, jobs))
            for batch in made:
                totals.take(batch)
                numbers += batch.numbers
                for place, each in enumerate(opened):
                    each.take(batch, place)
                if previous is not None:
                    for outcome in batch.outcomes:
                        previous.take(outcome, opened[0].sidecars, options.iris)
                on_batch(totals)
            if previous is None:
                has_record = opened[0].sidecars.listed.__contains__
                for graph in same_trial_graphs(numbers, has_record, options.iris):
                    totals.statistics.add_links(graph)
                    for each in opened:
                        each.write_beside(graph)
            if not totals.met:
                _reject_all(sources, totals, opened)
            if not totals.is_empty:
                if previous is not None:
                    totals.gone = previous.gone(opened[0].sidecars, options.iris)
                for each in opened:
                    each.end()
        is_dataset = previous is not None or totals.written > 1
        for each in opened:
            for path in _outdated(each.destination, shards, totals):
                files.outdate(path)
            if not totals.is_empty and (is_dataset or shards > 1):
                describe(
                    _requested(each, names, options, shards, publication, made_by),
                    _written(each, totals),
                    previous,
                    files,
                )
    return totals


def _check(
    destinations: Collection[Destination],
    sources: Collection[str | Path],
    shards: int,
    against: str | Path | None,
) -> None:
    """Raises an error for what can't be exported so, before anything is read."""
    refuse_missing(sources)
    paths = [path for each in destinations for path in each.paths(shards)]
    refuse_to_overwrite(sources, paths)
    for path in paths:
        if paths.count(path) > 1:
            raise UsageError(f"{path} is given for two outputs: give each a name of its own")
    if shards > 1 and not any(each.is_rdf for each in destinations):
        raise UsageError("only RDF is split into shards: leave out --shards")
    if against is not None and not (len(destinations) == 1 and all(d.is_rdf for d in destinations)):
        raise UsageError(
            "--against writes what has changed as RDF, to one output: export tables and other"
            " outputs anew, without it"
        )


def no_record(sources: Iterable[str | Path]) -> Reject:
    """The reject for sources in which nothing is."""
    return Reject(None, ", ".join(map(str, sources)), UNREADABLE, "holds no record")


def _reject_all(
    sources: Collection[str | Path], totals: ExportTotals, opened: Collection[OpenDestination]
) -> None:
    empty = no_record(sources)
    totals.reject(empty)
    for each in opened:
        each.sidecars.reject(empty)


def _outdated(destination: Destination, shards: int, totals: ExportTotals) -> Iterator[Path]:
    """The files of an earlier export that do not stay beside the new ones."""
    for ending in (REJECTS,) if totals.is_empty else ENDINGS:
        if path := sidecar_path(destination.path, ending):
            yield path
    if not totals.is_empty:
        yield from left_over(destination.path, destination.paths(shards))


def _requested(
    opened: OpenDestination,
    sources: Collection[str | Path],
    options: ExportOptions,
    shards: int,
    publication: Publication | None,
    made_by: str,
) -> Requested:
    format = opened.destination.format
    if opened.destination.is_rdf:
        used = options.used(format, shards, publication)
    else:
        used = options.used(format, 1)
    shapes = options.shapes.files if options.shapes else None
    return Requested((input_file(str(each)) for each in sources), used, shapes, made_by)


def _written(opened: OpenDestination, totals: ExportTotals) -> Written:
    format = opened.destination.format
    return Written(
        opened.destination.path,
        totals,
        opened.sidecars,
        opened.output_files,
        opened.table_files,
        format.packages if isinstance(format, GraphFormat) else (),
    )
