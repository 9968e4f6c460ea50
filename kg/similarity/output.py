"""Writes similar trials to a file or into a store: all of their lists, or nothing.

A list becomes text in a worker process, which also checks its graph against the shapes.
"""

from __future__ import annotations

import importlib.metadata
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.dataset.file_names import ENDINGS, REJECTS, REPORT, readable, sidecar_path
from kg.dataset.record_outcome import VIOLATION, Reject
from kg.dataset.report import ReportedFile, as_json, shapes_of
from kg.formats import OUTPUTS, format_of
from kg.formats.writer import Document, Writer
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.similarity import link_table
from kg.similarity.link_graph import list_graph, list_name, method_graph
from kg.similarity.links import Method, SimilarTrials
from kg.similarity.report import SimilarityOptions, SimilarityTotals, similarity_report
from kg.system import processes
from kg.system.compression import COMPRESSIONS
from kg.system.file_set import FileSet, together
from kg.system.output_files import Output, deferred_output, open_output

if TYPE_CHECKING:
    from kg.shacl import Shapes
    from kg.stores.embedded import EmbeddedStore
    from kg.stores.loading import LoadResult

CSV: Final = "csv"

ENDINGS_OF_FORMATS: Final = {
    **{name: format.ending for name, format in OUTPUTS.items()},
    CSV: ".csv",
}
"""Format -> the ending of its files: every RDF format, and a table of the links."""

_AT_ONCE: Final = 64
"""Lists that a worker process gets at once."""


def format_name(destination: str | Path) -> str:
    """The format of a file by its ending; UsageError if it is none of them."""
    name = Path(destination).name.lower()
    for compression in COMPRESSIONS:
        name = name.removesuffix(compression)
    return CSV if name.endswith(".csv") else format_of(destination, OUTPUTS).name


class WrittenList(NamedTuple):
    """A list of similar trials, its text in UTF-8, and its triples; or why it is left out."""

    similar: SimilarTrials
    text: bytes
    triples: int
    reject: Reject | None = None


@dataclass(frozen=True, slots=True)
class ListPipeline:
    """Maps, validates and serialises lists; `format` is a key of ENDINGS_OF_FORMATS.

    With `shapes` None nothing is validated.
    """

    method: Method
    iris: Iris
    format: str
    shapes: Shapes | None = None

    @property
    def writer(self) -> Writer:
        """How the lists become a document."""
        if self.format == CSV:
            return Writer(_no_text, opening=link_table.header)
        return OUTPUTS[self.format].writer

    def batch(self, lists: Iterable[SimilarTrials]) -> list[WrittenList]:
        """The texts of some lists."""
        return [self._written(similar) for similar in lists]

    def _written(self, similar: SimilarTrials) -> WrittenList:
        graph = list_graph(similar, self.method, self.iris)
        if self.shapes is not None:
            from kg.shacl import validate

            broken = validate(graph, self.shapes).violations
            if broken:
                reason = f"does not conform: {broken[0].message}"
                results = [result.as_dict() for result in broken]
                place = f"the similar trials of {similar.nct_id}"
                reject = Reject(similar.nct_id, place, VIOLATION, reason, results)
                return WrittenList(similar, b"", 0, reject)
        if self.format == CSV:
            return WrittenList(similar, link_table.rows(similar).encode(), 0)
        return WrittenList(similar, self.writer.record(graph).encode(), graph.size)

    def described(self) -> RecordGraph:
        """The graph of the method."""
        return method_graph(self.method, importlib.metadata.version("kg-trials"), self.iris)

    @contextmanager
    def written(self, lists: Iterable[SimilarTrials], jobs: int) -> Iterator[Iterator[WrittenList]]:
        """The texts of all lists, in their order, made by `jobs` worker processes."""
        if self.shapes is not None:
            from kg.shacl import validator

            validator(self.shapes, "compiled")  # compiled once, before processes are forked
        lists = iter(lists)
        parts = iter(lambda: tuple(islice(lists, _AT_ONCE)), ())
        with processes.in_order(self.batch, parts, jobs) as made:
            yield (written for _, batch in made for written in batch)


def _no_text(_: RecordGraph) -> str:
    return ""


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
                _add(output, document, work.writer.record(described).encode())
            for written in made:
                if written.reject is not None:
                    totals.reject(written.reject)
                    reject(written.reject)
                    continue
                totals.add(written.similar, written.triples)
                _add(output, document, written.text)
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


def load_lists(
    store: EmbeddedStore,
    work: ListPipeline,
    lists: Iterable[SimilarTrials],
    *,
    jobs: int = 1,
    on_list: Callable[[int], None] = lambda _: None,
) -> tuple[SimilarityTotals, LoadResult]:
    """Loads the lists of all trials of a store into it, in the place of all earlier lists."""
    totals = SimilarityTotals()
    graphs = set(_lists_of(store))
    with work.written(lists, jobs) as made, store.loading() as staged:

        def texts() -> Iterator[tuple[str, bytes]]:
            described = work.described()
            graphs.discard(described.name[1:-1])
            totals.triples += described.size
            yield described.name, work.writer.record(described).encode()
            for written in made:
                if written.reject is not None:
                    totals.reject(written.reject)
                    continue
                totals.add(written.similar, written.triples)
                name = list_name(written.similar.nct_id, work.iris)
                graphs.discard(name[1:-1])
                yield name, written.text
                on_list(totals.records)

        staged.add_records(texts(), "the similar trials")
        staged.remove(sorted(graphs), "the earlier similar trials")
    return totals, staged.outcome


def _lists_of(store: EmbeddedStore) -> Iterator[str]:
    """The graphs of similar trials in a store, by IRI."""
    import pyoxigraph

    type_, kind = (
        pyoxigraph.NamedNode(term[1:-1]) for term in (vocab.RDF_TYPE, vocab.KG_SIMILARITY_GRAPH)
    )
    with store.opened() as opened:
        for quad in opened.quads_for_pattern(None, type_, kind, None):
            if isinstance(quad.graph_name, pyoxigraph.NamedNode):
                yield quad.graph_name.value


def _add(output: Output, document: Document, text: bytes) -> None:
    output.write(document.with_record(text))


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
