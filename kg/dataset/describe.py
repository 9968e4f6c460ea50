"""Writes the description and the report of a dataset, once its documents are complete."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from kg.dataset import description
from kg.dataset.export_report import export_report
from kg.dataset.file_digests import input_of, shapes_of
from kg.dataset.file_names import (
    DESCRIPTION,
    DROP,
    GONE,
    MANIFEST,
    REJECTS,
    REPORT,
    SOURCES,
    readable,
    sidecar_path,
)
from kg.dataset.previous_export import PreviousExport
from kg.dataset.report import (
    Changes,
    InputFile,
    ManifestFile,
    OptionsUsed,
    OutputFile,
    Rejects,
    ReportedFile,
    SourcesFile,
    TableFile,
    as_json,
)
from kg.dataset.shards import Shard, Shards
from kg.dataset.sidecars import Sidecars
from kg.dataset.totals import ExportTotals
from kg.dataset.versions import versions
from kg.sources.paths import files as files_of
from kg.system.file_set import FileSet
from kg.system.output_files import Deferred, open_output

_Listing = TypeVar("_Listing", bound=ReportedFile)


@dataclass(frozen=True, slots=True)
class Requested:
    """What was exported, and how; `input` are the sources, `shapes` the files to validate with.

    `recipe` is the digest of all that decides what graphs are made of the records.
    """

    input: Iterable[InputFile]
    options: OptionsUsed
    shapes: Iterable[Path] | None
    recipe: str


@dataclass(frozen=True, slots=True)
class Written:
    """What an export has made beside `destination`: documents of RDF, or other files.

    `packages` are those that had a part in the bytes of the other files.
    """

    destination: str | Path
    totals: ExportTotals
    sidecars: Sidecars
    output: list[OutputFile]
    tables: list[TableFile]
    packages: Iterable[str] = ()


def describe(
    requested: Requested, written: Written, previous: PreviousExport | None, files: FileSet
) -> None:
    """Writes the files that describe a dataset beside its documents, to be placed with them.

    The description is one of RDF, so that other files have none.
    """
    destination, sidecars = written.destination, written.sidecars
    if sidecar_path(destination, REPORT) is None:
        return
    changes = None if previous is None else _changes(written, previous, files)
    options, shapes = requested.options, requested.shapes
    report = export_report(
        written.totals.statistics,
        options=options,
        rejects=_rejects(destination, sidecars),
        versions=versions(
            compression=Path(destination).suffix.lower(),
            engine=options.engine,
            more=written.packages,
        ),
        input=requested.input,
        output=written.output,
        tables=written.tables,
        violations=sidecars.violations,
        shapes=None if shapes is None else shapes_of(shapes),
        manifest=_listing(
            ManifestFile, destination, MANIFEST, sidecars.manifest, records=len(sidecars.listed)
        ),
        sources=_listing(
            SourcesFile,
            destination,
            SOURCES,
            sidecars.sources,
            records=sidecars.sourced,
            recipe=requested.recipe,
        ),
        changes=changes,
    )
    if previous is None and written.output:
        _write(destination, DESCRIPTION, description.turtle(report), files)
    _write(destination, REPORT, as_json(report), files)


def _write(destination: str | Path, ending: str, text: str, files: FileSet) -> str:
    """Writes a file beside the document; its name."""
    with open_output(f"{destination}{ending}", files=files) as output:
        output.write(text)
    return _name(destination, ending)


def _name(destination: str | Path, ending: str) -> str:
    return readable(f"{Path(destination).name}{ending}")


def _rejects(destination: str | Path, sidecars: Sidecars) -> Rejects:
    return Rejects(
        count=sidecars.kinds.total(),
        by_kind=dict(sorted(sidecars.kinds.items())),
        file=_name(destination, REJECTS) if sidecars.rejects.output else None,
    )


def _listing(
    kind: type[_Listing], destination: str | Path, ending: str, file: Deferred, **more: Any
) -> _Listing | None:
    """A sidecar with a line a record, in the report; None if it was not written."""
    if file.output is None:
        return None
    name, made = _name(destination, ending), file.output
    return kind(name=name, bytes=made.size, sha256=made.sha256, **more)


def input_file(name: str) -> InputFile:
    """A source in the report; a pipe, which can be read only once, has neither size nor digest."""
    paths = [path for path in files_of(name) if isinstance(path, Path) and path.is_file()]
    return input_of(name, paths) if paths else InputFile(name=readable(name), files=1)


def output_files(documents: Shards) -> list[OutputFile]:
    """The documents in the report, once they are closed."""
    return [_output(shard) for shard in documents.shards]


def _output(shard: Shard) -> OutputFile:
    file = shard.file.output
    assert file is not None  # the end of a document is always written
    return OutputFile(
        name=readable(Path(shard.path).name),
        bytes=file.size,
        sha256=file.sha256,
        records=shard.records,
        triples=shard.triples,
    )


def _changes(written: Written, previous: PreviousExport, files: FileSet) -> Changes:
    """What has changed since the earlier export; lists what is gone in a file."""
    destination, gone = written.destination, written.totals.gone
    lines = "".join(f"{number}\n" for number in gone or ())
    return previous.changes(
        gone,
        _write(destination, GONE, lines, files) if lines else None,
        _name(destination, DROP) if written.sidecars.drops.output else None,
    )
