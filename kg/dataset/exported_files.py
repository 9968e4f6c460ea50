"""The output files of an export, known from its report: one, or several shards.

They are found to be loaded by the name that the export was given, and when another export takes
that name: then those that it does not write again are removed with the files that it replaces.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.dataset.file_digests import file_sha256
from kg.dataset.file_names import REPORT, is_sidecar, sidecar_path
from kg.dataset.report import OutputFile, read_report
from kg.errors import SourceError
from kg.sources.paths import in_folder


def with_shards(sources: Iterable[str]) -> Iterator[str]:
    """The sources, with the files of an export in the place of its report or of its name.

    The name is what the export was given as its output, if no such file is there, but its report.
    Raises SourceError if a file is missing, or is not the one that was written.
    """
    for source in sources:
        path = Path(source)
        if source.endswith(REPORT) and path.is_file():
            yield from _checked(path)
        elif not path.exists() and (report := Path(f"{source}{REPORT}")).is_file():
            yield from _checked(report)
        else:
            yield source


def with_whole_exports(folder: Path) -> Iterator[Path | SourceError]:
    """The files in a folder, without the sidecar files of exports.

    A report that can't be read is an error in its place. Raises SourceError if a file that a
    report lists is missing, or is not the one that was written.
    """
    for found in in_folder(folder):
        if isinstance(found, SourceError) or not is_sidecar(found):
            yield found
        elif found.name.endswith(REPORT):
            try:
                listed = _files(found)
            except SourceError as error:
                yield error
            else:
                _refuse_faults(found, listed)


def left_over(destination: str | Path, written: Iterable[str]) -> Iterator[Path]:
    """The files of the earlier export to this destination that are not written again.

    A file that has changed since, or is a link, is not the export's.
    """
    report = sidecar_path(destination, REPORT)
    try:
        files = [] if report is None else _files(report)
    except SourceError:
        return  # whatever is there, no report says that it is of an export
    kept = {Path(path).name for path in written}
    for path, file in files:
        if path.name not in kept and not path.is_symlink() and _fault(path, file) is None:
            yield path


def _checked(report: Path) -> Iterator[str]:
    listed = _files(report)
    _refuse_faults(report, listed)
    for path, _ in listed:
        yield str(path)


def _refuse_faults(report: Path, listed: Iterable[tuple[Path, OutputFile]]) -> None:
    for path, file in listed:
        if fault := _fault(path, file):
            raise SourceError(
                f"{path} {fault}: {report} lists it as a file of the export, so nothing is loaded;"
                " export again, or give the files that are to be loaded"
            )


def _files(report: Path) -> list[tuple[Path, OutputFile]]:
    """The output files beside a report."""
    output = read_report(report).output
    for file in output:
        if not file.name or Path(file.name).name != file.name:
            raise SourceError(f"{report} is damaged: {file.name!r} is not a file beside it")
    return [(report.with_name(file.name), file) for file in output]


def _fault(path: Path, file: OutputFile) -> str | None:
    """Why a file is not the one that was written; None if it is."""
    if not path.is_file():
        return "is missing"
    if path.stat().st_size != file.bytes or file_sha256(path) != file.sha256:
        return "has changed since it was written"
    return None
