"""The corpus of records, of RDF that kg has written, or of an embedded store.

Each record becomes its words and things in a worker process; nothing else of it is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.dataset.record_outcome import REPEATED, UNREADABLE, Reject
from kg.errors import KgError, RecordError, UsageError
from kg.export.newest import LeftOut, Part, parts
from kg.formats.rdf_files import RdfFile, is_rdf
from kg.mapping import (
    arm,
    checked_record,
    condition,
    eligibility,
    identifier,
    map_record,
    outcome,
    sponsor,
    trial,
)
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris
from kg.rdf.nodes import Nodes
from kg.rdf.record_graph import by_subject, recorded_trials
from kg.records import Record
from kg.similarity.corpus import Corpus, CorpusBuilder
from kg.similarity.index import SimilarityIndex, index_of
from kg.similarity.trial_text import NEEDED, Things, text_of
from kg.similarity.words import TrialWords, words_of
from kg.sources import Found, read_record
from kg.sources.paths import refuse_missing
from kg.system import processes

if TYPE_CHECKING:
    import pyoxigraph

    from kg.stores.embedded import EmbeddedStore

COMPARED: Final = (
    trial.describe,
    identifier.describe,
    sponsor.describe,
    condition.describe,
    arm.describe,
    outcome.describe,
    eligibility.describe,
)
"""The parts of the mapping that state what is compared."""

_GRAPHS_A_TASK: Final = 100


class Described(NamedTuple):
    """What is kept of a record."""

    number: str
    words: TrialWords
    things: Things


@dataclass(slots=True)
class ReadCorpus:
    """The records that were read, and those that were not, each with the reason."""

    corpus: Corpus
    rejects: list[Reject] = field(default_factory=list)

    @property
    def records(self) -> int:
        """Number of records read."""
        return len(self.corpus.numbers)


def described(nodes: Nodes) -> Iterator[Described]:
    """What is kept of the trials that have a record among these nodes."""
    for term, number in recorded_trials(nodes).items():
        text = text_of(number, term, nodes)
        yield Described(number, words_of(text), text.things)


def corpus_of(
    sources: Iterable[str | Path],
    iris: Iris | None = None,
    jobs: int = 1,
    on_batch: Callable[[int, int], None] = lambda _, __: None,
) -> ReadCorpus:
    """Reads records and RDF that kg has made of them, as detected from the ending of a name.

    Of several records of a trial the newest is taken. `on_batch` gets the number of records, and of
    bytes of records' files, that were read. Raises SourceError if an RDF file can't be read, or
    no source is there.
    """
    builder, rejects = _UniqueRecords(), list[Reject]()
    names = sorted(sources, key=str)
    for name in filter(is_rdf, names):
        for found in _in_file(RdfFile(name)):
            builder.add(found, str(name), rejects)
        on_batch(len(builder.places), 0)
    records = [name for name in names if not is_rdf(name)]
    if len(records) == len(names):
        refuse_missing(records)
    found_parts = parts(records, jobs) if records else ()
    read_bytes = 0
    with processes.in_order(_RecordReader(iris or Iris()), found_parts, jobs) as made:
        for part, outcomes in made:
            for outcome, place in outcomes:
                if isinstance(outcome, Reject):
                    rejects.append(outcome)
                else:
                    builder.add(outcome, place, rejects)
            read_bytes += part.chunk.size
            on_batch(len(builder.places), read_bytes)
    return ReadCorpus(builder.corpus(), rejects)


def index_of_records(records: Iterable[Record]) -> SimilarityIndex:
    """The index of some records. UsageError if a trial has two of them, or one is no record."""
    builder, iris = CorpusBuilder(), Iris()
    seen: set[str] = set()
    for record in map(checked_record, records):
        if record.number in seen:
            raise UsageError(f"there are two records of {record.number}: give the newest alone")
        seen.add(record.number)
        builder.add(*_described(record, iris))
    return index_of(builder.corpus())


def corpus_of_store(
    store: EmbeddedStore,
    jobs: int = 1,
    on_batch: Callable[[int, int], None] = lambda _, __: None,
) -> ReadCorpus:
    """Reads the records of a store; `on_batch` gets the number read, and of all."""
    builder = CorpusBuilder()
    with store.files() as path:
        for each in described_graphs(path, record_graphs(path), jobs, on_batch):
            builder.add(*each)
    return ReadCorpus(builder.corpus())


def described_graphs(
    path: Path,
    graphs: Sequence[str],
    jobs: int = 1,
    on_batch: Callable[[int, int], None] = lambda _, __: None,
) -> Iterator[Described]:
    """What is kept of the records in some graphs of a store's files."""
    tasks = [graphs[n : n + _GRAPHS_A_TASK] for n in range(0, len(graphs), _GRAPHS_A_TASK)]
    with processes.in_order(_GraphReader(path), tasks, jobs) as made:
        for position, (task, found) in enumerate(made):
            yield from found
            on_batch(position * _GRAPHS_A_TASK + len(task), len(graphs))


def record_graphs(path: Path) -> list[str]:
    """The IRIs of the graphs of records in the files of a store, sorted."""
    import pyoxigraph

    node = pyoxigraph.NamedNode
    store = pyoxigraph.Store.read_only(str(path))
    type_, record = node(vocab.RDF_TYPE[1:-1]), node(vocab.KG_RECORD_GRAPH[1:-1])
    found = store.quads_for_pattern(None, type_, record, None)
    names = {str(quad.graph_name) for quad in found if quad.subject == quad.graph_name}
    return sorted(name[1:-1] for name in names)


class _UniqueRecords:
    """Collects records, the first of each trial."""

    def __init__(self) -> None:
        self.places: dict[str, str] = {}
        self._builder = CorpusBuilder()

    def add(self, found: Described, place: str, rejects: list[Reject]) -> None:
        """Adds a record, or rejects it."""
        if first := self.places.get(found.number):
            reason = f"a second record of {found.number}; the first is in {first}"
            rejects.append(Reject(found.number, place, REPEATED, reason))
            return
        self.places[found.number] = place
        self._builder.add(*found)

    def corpus(self) -> Corpus:
        """The records added."""
        return self._builder.corpus()


@dataclass(frozen=True, slots=True)
class _RecordReader:
    """Reads the records of a chunk; for each its place, and what is kept or why it is left out."""

    iris: Iris

    def __call__(self, part: Part) -> list[tuple[Described | Reject, str]]:
        return [
            self._read(found, part.left_out, position)
            for position, found in enumerate(part.chunk.blobs())
        ]

    def _read(
        self, found: Found, left_out: LeftOut, position: int
    ) -> tuple[Described | Reject, str]:
        try:
            if isinstance(found, KgError):
                raise found
            record = read_record(found)
        except RecordError as error:
            reject = Reject(error.number, error.place, UNREADABLE, error.reason)
            return reject, error.place
        except KgError as error:
            return Reject(None, "", UNREADABLE, str(error)), ""
        repeat = left_out.get(position)
        if repeat is not None and repeat.number == record.number:
            return Reject(record.number, record.place, REPEATED, repeat.reason), record.place
        return _described(record, self.iris), record.place


def _described(record: Record, iris: Iris) -> Described:
    graph = map_record(record, iris, COMPARED)
    text = text_of(graph.number, graph.trial, graph.nodes)
    return Described(graph.number, words_of(text), text.things)


@dataclass(frozen=True, slots=True)
class _GraphReader:
    """Reads graphs of a store, which each process opens for itself."""

    path: Path

    def __call__(self, graphs: Sequence[str]) -> list[Described]:
        return [each for graph in graphs for each in described(self.nodes(graph))]

    def nodes(self, graph: str) -> Nodes:
        """The nodes of a graph, with the properties that matter here."""
        import pyoxigraph

        store, name = _opened(self.path), pyoxigraph.NamedNode(graph)
        return by_subject(
            (str(quad.subject), str(quad.predicate), str(quad.object))
            for predicate in _needed()  # a third of a record, which is found twice as fast
            for quad in store.quads_for_pattern(None, predicate, None, name)
        )


@lru_cache(maxsize=1)
def _opened(path: Path) -> pyoxigraph.Store:
    import pyoxigraph

    return pyoxigraph.Store.read_only(str(path))


@cache
def _needed() -> frozenset[pyoxigraph.NamedNode]:
    import pyoxigraph

    return frozenset(pyoxigraph.NamedNode(term[1:-1]) for term in NEEDED)


def _in_file(file: RdfFile) -> Iterator[Described]:
    """The records in an RDF file, graph by graph."""
    needed = _needed()
    for quads in file.quads_by_graph():
        yield from described(
            by_subject(
                (str(quad.subject), str(quad.predicate), str(quad.object))
                for quad in quads
                if quad.predicate in needed
            )
        )
