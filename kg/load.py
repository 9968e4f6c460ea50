"""Loads RDF files and records into a store; a record's graph replaces its earlier one."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.dataset.exported_files import with_shards, with_whole_exports
from kg.dataset.manifest import MadeBefore, Manifest
from kg.dataset.record_outcome import UNREADABLE, UNSENT, Batch, Reject
from kg.dataset.totals import ExportTotals
from kg.errors import KgError, SourceError, StoreError, unreadable
from kg.export.newest import Held
from kg.export.options import ExportOptions
from kg.export.pipeline import RecordPipeline, batches
from kg.export.recipe import recipe_of
from kg.formats.rdf_files import RdfFile, is_rdf
from kg.rdf.code_lists import SOURCE_FORMAT
from kg.registries.numbers import not_a_number, trial_number
from kg.sources import ictrp
from kg.sources.paths import STDIN, files, is_own_product, joined
from kg.stores.loading import LoadableStore, LoadResult, MadeGraph, number_of
from kg.stores.store import Holdings
from kg.system.output_files import Deferred, deferred_output, open_output


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did: the totals of its records, and the outcome for its graphs.

    `unsent` are the graphs that a store behind an endpoint did not take. `holdings` are the counts
    of the store after the load, None if it could not be counted.
    """

    totals: ExportTotals
    outcome: LoadResult
    unsent: list[Reject]
    holdings: Holdings | None

    def __repr__(self) -> str:
        graphs = ", ".join(
            f"{len(getattr(self.outcome, name)):,} {name}"
            for name in ("new", "replaced", "unchanged", "removed")
        )
        left_out = self.totals.rejected + len(self.unsent)
        return f"<LoadReport: graphs {graphs}; {left_out:,} left out>"


def load(
    sources: Iterable[str],
    store: LoadableStore,
    options: ExportOptions | None = None,
    *,
    gone: str | None = None,
    vocabulary: bool = True,
    jobs: int = 1,
    on_batch: Callable[[ExportTotals], None] = lambda _: None,
) -> LoadReport:
    """Loads RDF files (detected from their endings) and records (everything else) into a store.

    The report of an export, or the name of its output, is all of its files (shards). Of a folder
    the sidecar files of exports are not read; if a file that a report lists is not there as it was
    written, nothing is loaded.
    Records are exported and validated first, by `jobs` worker processes, but for those of which the
    store has the graph that was made of the same bytes in the same way; those that are left out
    are in the totals and in the rejects file of the store. If an RDF file can't be read, or no
    record can be loaded, the store is not changed. `gone` is a file of the trials whose graphs are
    removed. With `vocabulary`, what is loaded brings the graph of kg's ontology along, which has
    the words for codes.
    """
    options = options or ExportOptions()
    totals = ExportTotals()
    documents, records, missing = _by_kind(with_shards(sources))
    if missing and not documents and not records and gone is None:
        raise joined(missing)
    work = _work(store, options) if records else RecordPipeline(options)
    with (
        batches(sorted(records, key=str), work, jobs, _held(store, options)) as made,
        store.loading() as staged,
    ):
        with deferred_output(store.rejects, make_parents=True) as rejects:
            for reject in (Reject(None, "", UNREADABLE, str(error)) for error in missing):
                totals.reject(reject)
                rejects.write(reject.line())
            if gone is not None:
                staged.remove((options.iris.graph(each)[1:-1] for each in gone_trials(gone)), gone)
            for document in documents:
                alone = len(documents) == 1 and not records and gone is None
                staged.add_document(document, alone=alone)
            if records:
                staged.add_records(_taken(made, totals, rejects, on_batch), "the records")
        if rejects.output is None:
            store.rejects.unlink(missing_ok=True)
        if totals.is_empty and not documents and gone is None:
            raise SourceError(_nothing(totals, store))
        if vocabulary and (documents or not totals.is_empty):
            staged.add_vocabulary()
    unsent = list(_unsent(staged.outcome))
    if unsent:
        _add_rejects(unsent, store.rejects)
    return LoadReport(totals, staged.outcome, unsent, _holdings(store))


def gone_trials(path: str) -> list[str]:
    """The numbers in a file, one per line, such as PATH.gone.txt of an incremental export."""
    try:
        lines = [line.strip() for line in Path(path).read_text("utf-8-sig").split("\n")]
    except OSError as error:
        raise unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise SourceError(f"{path} is not UTF-8 text") from error
    trials = []
    for line in filter(None, lines):
        known = trial_number(line)
        if known is None:
            raise SourceError(f"{path}: {not_a_number(line[:40])}")
        trials.append(known.number)
    return list(dict.fromkeys(trials))


def _work(store: LoadableStore, options: ExportOptions) -> RecordPipeline:
    """How records become graphs, but for those that the store has."""
    sources = Manifest()
    for graph, source in store.sources().items():
        trial = number_of(graph)
        if trial and options.iris.graph(trial) == f"<{graph}>":
            sources.add(trial, source)
    return RecordPipeline(options, before=MadeBefore(sources), recipe=recipe_of(options))


def _held(store: LoadableStore, options: ExportOptions) -> Held:
    """Tells of which trials the store has the record of their own registry."""

    def held(numbers: Collection[str]) -> list[str]:
        graphs = {options.iris.graph(number)[1:-1]: number for number in numbers}
        rows = {SOURCE_FORMAT.terms[each][1:-1] for each in ictrp.FORMATS}
        found = store.formats(graphs).items()
        return [graphs[graph] for graph, source_format in found if source_format not in rows]

    return held


def _taken(
    made: Iterable[Batch],
    totals: ExportTotals,
    rejects: Deferred,
    on_batch: Callable[[ExportTotals], None],
) -> Iterator[MadeGraph]:
    """The graphs of the records to be loaded."""
    for batch in made:
        totals.take(batch)
        for outcome in batch.outcomes:
            if outcome.reject is not None:
                rejects.write(outcome.reject.line())
            if outcome.text is not None or outcome.is_unchanged:
                yield MadeGraph(outcome.graph, outcome.text, outcome.source)
        on_batch(totals)


def _unsent(outcome: LoadResult) -> Iterator[Reject]:
    """The graphs that a store behind an endpoint did not take, as rejects."""
    for graph, reason in outcome.refused.items():
        yield Reject(number_of(graph), graph, UNSENT, reason)
    for graphs, reason in (
        (outcome.old, "not loaded: the store still has the old graph, if any"),
        (outcome.torn, "incomplete in the store: load it again"),
        (
            outcome.doubtful,
            "perhaps loaded: the store did not answer, and has either the old graph or the new one",
        ),
    ):
        for graph in graphs:
            yield Reject(number_of(graph), graph, UNSENT, reason)


def _add_rejects(further: Iterable[Reject], path: Path) -> None:
    before = path.read_text("utf-8") if path.exists() else ""
    with open_output(path, make_parents=True) as output:
        output.write(before + "".join(reject.line() for reject in further))


def _holdings(store: LoadableStore) -> Holdings | None:
    try:
        return store.holdings()
    except StoreError:  # counting all graphs at once may take the store too long
        return None


def _by_kind(
    sources: Iterable[str],
) -> tuple[list[RdfFile], list[str | Path], list[KgError]]:
    """The RDF files, each once, and the files of records, also of folders, and what is missing."""
    documents: dict[Path, RdfFile] = {}
    records: list[str | Path] = []
    missing: list[KgError] = []
    for path in _files(sources):
        if isinstance(path, KgError):
            missing.append(path)
        elif is_rdf(path):
            documents.setdefault(Path(path), RdfFile(path))
        else:
            records.append(path)
    return list(documents.values()), records, missing


def _files(sources: Iterable[str]) -> Iterator[str | Path | SourceError]:
    for source in sources:
        if source == STDIN:
            yield source
            continue
        found = list(_in_folder(Path(source))) if Path(source).is_dir() else []
        yield from found or files(source)


def _in_folder(folder: Path) -> Iterator[Path | SourceError]:
    for found in with_whole_exports(folder):
        if isinstance(found, SourceError) or is_rdf(found) or not is_own_product(found):
            yield found


def _nothing(totals: ExportTotals, store: LoadableStore) -> str:
    if not totals.rejects:
        return "the sources have no record"
    first = ": ".join(filter(None, (totals.rejects[0].place, totals.rejects[0].reason)))
    if len(totals.rejects) == 1:
        return first
    return f"nothing could be loaded: {first}; all reasons are in {store.rejects}"
