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
        kg.formats               RecordGraph -> text
    kg.dataset.shards        the text, in the document that it belongs to
    kg.system.output_files   the file, which takes its name when it is complete
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from kg.dataset.describe import Requested, Written, describe
from kg.dataset.exported_files import left_over
from kg.dataset.file_names import ENDINGS, REJECTS, SOURCES, sidecar_path
from kg.dataset.previous_export import PreviousExport
from kg.dataset.publication import Publication
from kg.dataset.record_outcome import UNREADABLE, Batch, Reject
from kg.dataset.shards import Shards, open_shards, shard_paths
from kg.dataset.sidecars import Sidecars, open_sidecars
from kg.dataset.totals import ExportTotals
from kg.export.options import ExportOptions
from kg.export.pipeline import RecordPipeline, batches
from kg.export.recipe import recipe_of
from kg.formats import Format
from kg.sources.paths import refuse_missing, refuse_to_overwrite
from kg.system.file_set import together


def export(
    sources: Collection[str | Path],
    destination: str | Path,
    format: Format,
    options: ExportOptions | None = None,
    *,
    jobs: int = 1,
    shards: int = 1,
    against: str | Path | None = None,
    publication: Publication | None = None,
    on_batch: Callable[[ExportTotals], None] = lambda _: None,
    make_parents: bool = False,
) -> ExportTotals:
    """Writes the graphs of all records of `sources` to `destination`, whole or not at all.

    The sources are read in the order of their names by `jobs` worker processes, and written to
    `shards` documents; neither number changes the triples. All files are renamed into place
    together, once the last of them is complete; other files of an earlier export to the same
    destination are removed. With `against`, the report of an earlier export, only what has changed
    since is written; where it was made in the same way, records of the same bytes are not made
    again. `publication` is what the description says of the dataset's publisher.
    `destination` "-" is stdout. If no record can be written, no document is either, and an earlier
    one is not changed. Rejects go to the rejects file beside the destination.

    Raises SourceError if no source is there, OutputError if the destination can't be written, and
    RecordError for the first record that violates a shape if `on_violation` is "stop".
    """
    options = options or ExportOptions()
    names = sorted(sources, key=str)
    paths = shard_paths(destination, shards)
    refuse_missing(names)
    refuse_to_overwrite(names, paths)
    used = options.used(format, shards, publication)
    noted = against is not None or sidecar_path(destination, SOURCES) is not None
    made_by = recipe_of(options) if noted else ""
    previous = None if against is None else PreviousExport(against, used, made_by)
    known = None if previous is None else previous.made
    work = RecordPipeline(options, format.name, known, format.context)
    totals = ExportTotals(made_again=None if previous is None else previous.made_again)
    with batches(names, work, jobs) as made, together() as files:
        with (
            open_sidecars(destination, files, make_parents=make_parents) as sidecars,
            open_shards(destination, format, shards, files, make_parents=make_parents) as documents,
        ):
            for batch in made:
                totals.take(batch)
                _write(batch, documents, sidecars, previous)
                on_batch(totals)
            if not totals.met:
                _reject_all(sources, totals, sidecars)
            if not totals.is_empty:
                if previous is not None:
                    totals.gone = previous.gone(sidecars, options.iris)
                documents.end()
        for path in _outdated(destination, paths, totals):
            files.outdate(path)
        if not totals.is_empty and (previous is not None or totals.written > 1 or shards > 1):
            describe(
                Requested(names, used, options.shapes.files if options.shapes else None, made_by),
                Written(destination, totals, documents, sidecars),
                previous,
                files,
            )
    return totals


def _reject_all(sources: Collection[str | Path], totals: ExportTotals, sidecars: Sidecars) -> None:
    empty = Reject(None, ", ".join(map(str, sources)), UNREADABLE, "holds no record")
    totals.reject(empty)
    sidecars.reject(empty)


def _outdated(
    destination: str | Path, paths: Collection[str], totals: ExportTotals
) -> Iterator[Path]:
    """The files of an earlier export that do not stay beside the new ones."""
    for ending in (REJECTS,) if totals.is_empty else ENDINGS:
        if path := sidecar_path(destination, ending):
            yield path
    if not totals.is_empty:
        yield from left_over(destination, paths)


def _write(
    batch: Batch, documents: Shards, sidecars: Sidecars, previous: PreviousExport | None
) -> None:
    for outcome in batch.outcomes:
        sidecars.take(outcome)
        if previous is not None:
            previous.take(outcome, sidecars)
        if outcome.text is not None and outcome.number is not None:
            documents.add(outcome.number, outcome.text, outcome.triples, is_row=outcome.is_row)
