"""Writes similar trials to a file: all of their lists, or nothing."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.dataset.file_digests import shapes_of
from kg.dataset.file_names import ENDINGS, REJECTS, REPORT, readable, sidecar_path
from kg.dataset.record_outcome import Reject
from kg.dataset.report import ReportedFile, as_json
from kg.formats.writer import Document
from kg.similarity.links import SimilarTrials
from kg.similarity.list_pipeline import CSV, ListPipeline
from kg.similarity.report import SimilarityOptions, SimilarityTotals, similarity_report
from kg.system.file_set import FileSet, together
from kg.system.output_files import Output, deferred_output, open_output


def check_destination(destination: str | Path, *, make_parents: bool = False) -> None:
    """Raises OutputError if the file can't be written, before the work for it is done."""
    if sidecar_path(destination, REPORT) is not None:
        files = FileSet()
        with open_output(destination, make_parents=make_parents, files=files):
            pass
        files.drop()


def write_lists(
    destination: str | Path,
    work: ListPipeline,
    lists: Iterable[SimilarTrials],
    *,
    unreadable: Iterable[Reject] = (),
    jobs: int = 1,
    on_list: Callable[[int], None] = lambda _: None,
    make_parents: bool = False,
) -> SimilarityTotals:
    """Writes the lists to a file, with its report and rejects; "-" is stdout.

    All files are renamed into place together. `unreadable` are records that could not be compared.
    Raises OutputError if a file can't be written.
    """
    totals = SimilarityTotals()
    with together() as files:
        with (
            _rejects(destination, files, make_parents=make_parents) as reject,
            work.written(lists, jobs) as made,
            open_output(destination, make_parents=make_parents, files=files) as output,
        ):
            for each in unreadable:
                totals.reject(each)
                reject(each)
            document = Document(work.writer)
            if work.format != CSV:
                described = work.described()
                totals.triples += described.size
                output.write(document.with_record(work.writer.record(described)))
            for written in made:
                if written.reject is not None:
                    totals.reject(written.reject)
                    reject(written.reject)
                    continue
                totals.add(written.similar, written.triples)
                output.write(document.with_record(written.text))
                on_list(totals.records)
            output.write(document.ended())
        _report(destination, work, totals, output, files)
        _outdate(destination, ENDINGS, files)
    return totals


def write_rejects(
    destination: str | Path, rejects: Iterable[Reject], *, make_parents: bool = False
) -> None:
    """Writes what could not be compared beside a file that is not written."""
    with together() as files:
        with _rejects(destination, files, make_parents=make_parents) as reject:
            for each in rejects:
                reject(each)
        _outdate(destination, (REJECTS,), files)


@contextmanager
def _rejects(
    destination: str | Path, files: FileSet, *, make_parents: bool
) -> Iterator[Callable[[Reject], None]]:
    path = sidecar_path(destination, REJECTS) or os.devnull
    with deferred_output(path, make_parents=make_parents, files=files) as file:
        yield lambda reject: file.write(reject.line())


def _report(
    destination: str | Path,
    work: ListPipeline,
    totals: SimilarityTotals,
    output: Output,
    files: FileSet,
) -> None:
    path = sidecar_path(destination, REPORT)
    if path is None:
        return
    name = readable(Path(destination).name)
    report = similarity_report(
        totals,
        method=work.method,
        options=SimilarityOptions(
            base=work.iris.base, trial_iri=work.iris.trial_form, format=work.format
        ),
        shapes=shapes_of(work.shapes.files) if work.shapes else None,
        output=ReportedFile(name=name, bytes=output.size, sha256=output.sha256),
        rejects_file=f"{name}{REJECTS}" if totals.rejected else None,
    )
    with open_output(path, files=files) as file:
        file.write(as_json(report))


def _outdate(destination: str | Path, endings: Iterable[str], files: FileSet) -> None:
    for ending in endings:
        if path := sidecar_path(destination, ending):
            files.outdate(path)
