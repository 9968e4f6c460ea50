"""Keeps the similar trials in a store up to date with its records.

The first time all lists are computed, and the index that they come from is put beside the files of
the store. From then on only the records that changed are read, and only the lists that differ are
loaded. Lists and index are published together, so that an interruption leaves the old ones and the
note of what has changed since.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from kg.errors import UsageError
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris
from kg.similarity import index_files
from kg.similarity.defaults import DEFAULT_MIN_CONFIDENCE, DEFAULT_TOP
from kg.similarity.index import index_of as learned_index
from kg.similarity.index_files import LinkSettings, SavedIndex, UnusableIndexError
from kg.similarity.link_graph import list_name
from kg.similarity.links import SimilarTrials
from kg.similarity.list_pipeline import ListPipeline, WrittenList
from kg.similarity.ranked_lists import RankedLists
from kg.similarity.reading import corpus_of_store, described_graphs, record_graphs
from kg.similarity.report import SimilarityTotals
from kg.similarity.scoring import Scores
from kg.similarity.update import changes_of, row_numbers, updated
from kg.stores.embedded.similarity_changes import changed_trials
from kg.stores.embedded.versions import index_of, similarity_of
from kg.stores.loading import MadeGraph, number_of

if TYPE_CHECKING:
    from kg.shacl import Shapes
    from kg.stores.embedded import EmbeddedStore
    from kg.stores.loading import LoadResult

FEWEST: Final = 2
"""Records that can be compared."""

_ANEW: Final = "Similar trials are computed anew"


@dataclass(slots=True)
class StoreLinks:
    """What the store has now: its records, those with similar trials, and the links.

    `changed` counts the lists that differ from before, None if all were made anew. `written` are
    the totals of the lists that were loaded; `outcome` is None if nothing had to be.
    """

    records: int
    trials: int = 0
    links: int = 0
    changed: int | None = 0
    written: SimilarityTotals = field(default_factory=SimilarityTotals)
    outcome: LoadResult | None = None

    def __repr__(self) -> str:
        return f"<StoreLinks: {self.links:,} links of {self.trials:,} trials>"


@dataclass(frozen=True, slots=True)
class StoreLinker:
    """Computes the similar trials in a store, by `jobs` processes; lists that violate the `shapes`
    are left out. `tell` gets sentences, `on_read` and `on_list` how many records, then lists, are
    done and how many there are.
    """

    store: EmbeddedStore
    settings: LinkSettings
    shapes: Shapes | None = None
    jobs: int = 1
    tell: Callable[[str], None] = lambda _: None
    on_read: Callable[[int, int], None] = lambda _, __: None
    on_list: Callable[[int, int], None] = lambda _, __: None

    def link(self) -> StoreLinks:
        """Brings the lists up to date.

        Raises OutputError if the store can't be written, or changed meanwhile; it has the old lists
        then.
        """
        with self.store.files() as path:
            graphs = {number_of(graph) or graph: graph for graph in record_graphs(path)}
            lists = set(_list_graphs(path))
            if len(graphs) < FEWEST and not (graphs and lists):
                return StoreLinks(len(graphs))
            self._refuse_other_iris(path, graphs)
            work = self._update(path, graphs) or self._anew()
        done = StoreLinks(len(graphs), changed=None if work.gone is None else 0)
        if work.has_changes:
            self._load(path, work, lists, done)
        stated = work.saved.lists.links[work.saved.index.alive()]
        done.trials, done.links = int(np.count_nonzero(stated)), int(stated.sum())
        return done

    def _refuse_other_iris(self, path: Path, graphs: Mapping[str, str]) -> None:
        """Raises UsageError if the records have other IRIs than the links would have."""
        import pyoxigraph

        node = pyoxigraph.NamedNode
        iris = Iris(self.settings.base, self.settings.trial_iri)
        store = pyoxigraph.Store.read_only(str(path))
        for number, graph in sorted(graphs.items())[:1]:
            trial, subject_of = iris.trial(number)[1:-1], vocab.SCHEMA_SUBJECT_OF[1:-1]
            record = pyoxigraph.Quad(node(trial), node(subject_of), node(graph), node(graph))
            if iris.graph(number) != f"<{graph}>" or record not in store:
                raise UsageError(
                    f"the records of {self.store.place} have other IRIs, such as {graph}: give the"
                    " --base and --trial-iri that they were exported with"
                )

    def _update(self, path: Path, graphs: Mapping[str, str]) -> _Work | None:
        """The work after some changes; None if everything is to be computed."""
        folder = similarity_of(path)
        if not folder.is_dir():
            return None
        try:
            saved = index_files.load(folder)
        except UnusableIndexError as error:
            self.tell(f"{_ANEW}: the index of {self.store.place} can't be used, as {error}")
            return None
        changed = set(changed_trials(index_of(path)))
        if saved.settings != self.settings:
            self.tell(f"{_ANEW}: they were computed with other options before")
            return None
        there = [graphs[each] for each in sorted(changed & graphs.keys())]
        found = described_graphs(path, there, self.jobs, self.on_read)
        changes = changes_of(saved.index, saved.learned_rows, found, changed - graphs.keys())
        if changes is None:
            self.tell(f"{_ANEW}: more than a fifth of the records changed")
            return None
        done = updated(saved.index, saved.lists, changes)
        if row_numbers(done.index).keys() != graphs.keys():
            self.tell(f"{_ANEW}: {self.store.place} has other records than its index")
            return None
        saved = SavedIndex(done.index, done.lists, self.settings, saved.learned_rows)
        return _Work(saved, done.stale, changes.gone, has_changes=bool(changed))

    def _anew(self) -> _Work:
        corpus = corpus_of_store(self.store, self.jobs, self.on_read).corpus
        rows = len(corpus.numbers)
        lists = RankedLists.of(rows, self.settings.top)
        saved = SavedIndex(learned_index(corpus), lists, self.settings, rows)
        return _Work(saved, range(rows), None)

    def _load(self, path: Path, work: _Work, earlier: set[str], done: StoreLinks) -> None:
        """Loads the lists that differ, with the index; `earlier` are the graphs of all lists."""
        settings, index = self.settings, work.saved.index
        iris = Iris(settings.base, settings.trial_iri)
        method = index.method(settings.top, settings.min_confidence)
        pipeline = ListPipeline(method, iris, "n-quads", self.shapes)
        with (
            index.ranking(work.rows, settings.top, settings.min_confidence, self.jobs) as ranked,
            pipeline.written(self._differing(work, ranked), self.jobs) as made,
            self.store.loading(only_if=path) as staged,
        ):
            loaded = _Loaded(pipeline, work, done)
            staged.add_records(loaded.graphs_of(made), "the similar trials")
            gone = earlier - loaded.graphs
            if work.gone is not None:
                gone = earlier & {list_name(each, iris)[1:-1] for each in work.gone}
                done.changed = done.written.records + len(gone)
            staged.remove(sorted(gone), "the earlier similar trials")
            index_files.save(work.saved, staged.similarity_folder())
        done.outcome = staged.outcome

    def _differing(
        self, work: _Work, ranked: Iterable[tuple[SimilarTrials, Scores | None]]
    ) -> Iterator[SimilarTrials]:
        """The lists that differ from those in the store."""
        lists = work.saved.lists
        for count, (row, (similar, scores)) in enumerate(zip(work.rows, ranked, strict=True), 1):
            if lists.keep(row, similar, scores):
                yield similar
            self.on_list(count, len(work.rows))


@dataclass(frozen=True, slots=True)
class _Work:
    """An index that is up to date, and the rows whose lists are to be made; `gone` are the ids of
    those whose lists are to be removed, None if all lists are made.
    """

    saved: SavedIndex
    rows: Sequence[int]
    gone: list[str] | None
    has_changes: bool = True


@dataclass(slots=True)
class _Loaded:
    """Lists on their way into the store, and the graphs that they are."""

    pipeline: ListPipeline
    work: _Work
    done: StoreLinks
    graphs: set[str] = field(default_factory=set)

    def graphs_of(self, made: Iterable[WrittenList]) -> Iterator[MadeGraph]:
        """The graphs of the computation and of the lists."""
        described = self.pipeline.described()
        text = self.pipeline.writer.record(described)
        yield MadeGraph(self._named(described.name), text)
        rows = row_numbers(self.work.saved.index)
        for each in made:
            number = each.similar.number
            if each.reject is not None:
                self.done.written.reject(each.reject)
                self.work.saved.lists.forget(rows[number])
                continue
            self.done.written.add(each.similar, each.triples)
            yield MadeGraph(self._named(list_name(number, self.pipeline.iris)), each.text)

    def _named(self, graph: str) -> str:
        self.graphs.add(graph[1:-1])
        return graph


def settings_of(store: EmbeddedStore, iris: Iris) -> LinkSettings:
    """The settings of the links that a store has, or else the usual ones."""
    usual = LinkSettings(DEFAULT_TOP, DEFAULT_MIN_CONFIDENCE, iris.base, iris.trial_form)
    with store.files() as path:
        return index_files.settings_in(similarity_of(path)) or usual


def _list_graphs(path: Path) -> Iterator[str]:
    """The graphs of similar trials in the files of a store, by IRI."""
    import pyoxigraph

    node = pyoxigraph.NamedNode
    store = pyoxigraph.Store.read_only(str(path))
    type_, kind = node(vocab.RDF_TYPE[1:-1]), node(vocab.KG_SIMILARITY_GRAPH[1:-1])
    for quad in store.quads_for_pattern(None, type_, kind, None):
        if isinstance(quad.graph_name, pyoxigraph.NamedNode):
            yield quad.graph_name.value
