"""The embedded store: Oxigraph's files in a folder, loaded in bulk and queried without a server.

Everything is first staged in files of its own, in bulk, so that an error changes nothing. Then the
staged graphs replace those of the same name, in the way that writes less: the other graphs are
copied to the staged files, or the staged graphs to a copy of the store, which shares the files that
do not change (hard links).
https://pyoxigraph.readthedocs.io/en/stable/store.html

What loads and what reads the index is imported where it is needed, as the process of each query
imports this package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, cast

from kg.errors import OutputError, SourceError, StoreError
from kg.rdf import vocabulary as vocab
from kg.rdf.ontology import ONTOLOGY
from kg.stores.embedded.query_status import DAMAGED
from kg.stores.embedded.versions import StoreVersions, index_of, similarity_of
from kg.stores.store import Formats, Holdings, SparqlQuery

if TYPE_CHECKING:
    import pyoxigraph

    from kg.stores.embedded.postings import Postings
    from kg.stores.embedded.staging import StagedLoad

_MEANWHILE: Final = "{} was loaded by another process meanwhile: try again"


class EmbeddedStore:
    """A store in a folder, which is created by the first load."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._versions = StoreVersions(folder)

    @property
    def place(self) -> str:
        """The name of the store in messages."""
        return f"the store {self.folder}"

    @property
    def option(self) -> str:
        """The command-line option that selects the store."""
        return f"--store {self.folder}"

    @property
    def rejects(self) -> Path:
        """The file of the rejects of a load, beside the folder."""
        folder = self.folder if self.folder.name else self.folder.resolve()  # "." and ".."
        return Path(f"{folder}.rejects.jsonl")

    def ask(self, query: SparqlQuery, formats: Formats, output: IO[bytes]) -> bool:
        """Writes the complete results, from a process of its own; whether they are a table."""
        from kg.stores.embedded.query_process import ask

        with self.files() as path:
            return ask(path, query, formats, output)

    def version(self) -> Path | None:
        """The folder with its current files, another one after each load; None without a store."""
        return self._versions.current()

    @contextmanager
    def files(self) -> Iterator[Path]:
        """The files of the store, for another process to read until the block ends."""
        with self._versions.reading() as path, self._intact():
            yield path

    @contextmanager
    def opened(self) -> Iterator[pyoxigraph.Store]:
        """The store to read, which does not change until the block ends, even if a load does."""
        with self.files() as path:
            yield _opened(path)

    @contextmanager
    def indexed(self) -> Iterator[tuple[pyoxigraph.Store, Postings | None]]:
        """The store to read, with its postings; None if it has none, as those of an earlier kg."""
        from kg.stores.embedded.postings import opened

        with self.files() as path:
            postings = opened(index_of(path))
            try:
                yield _opened(path), postings
            finally:
                if postings is not None:
                    postings.close()

    def numbers(self, beginning: str, most: int) -> list[str]:
        """The numbers that begin so, at most `most`, sorted; none if the store has no postings."""
        from kg.stores.embedded.postings import opened

        with self.files() as path:
            postings = opened(index_of(path))
            if postings is None:
                return []
            with closing(postings):
                return postings.numbers_from(beginning, most)

    def sources(self) -> dict[str, bytes]:
        """The sources of its graphs, by IRI, as far as it has noted them.

        None without a store, or without an index, which the next load is to write.
        """
        from kg.stores.embedded import digests
        from kg.stores.embedded.index_folder import is_whole

        current = self.version()
        if current is None or not is_whole(index_of(current)):
            return {}
        return digests.sources(index_of(current))

    def formats(self, graphs: Iterable[str]) -> dict[str, str]:
        """The IRI of the format that the record of each of these graphs, by IRI, was read from."""
        import pyoxigraph

        if self.version() is None:
            return {}
        node = pyoxigraph.NamedNode
        predicate, found = node(vocab.KG_SOURCE_FORMAT[1:-1]), {}
        with self.opened() as store:
            for graph in graphs:
                for quad in store.quads_for_pattern(None, predicate, None, node(graph)):
                    found[graph] = cast(pyoxigraph.NamedNode, quad.object).value
        return found

    def changed_trials(self) -> list[str]:
        """The trials, by number, whose records changed since their similar trials were computed."""
        from kg.stores.embedded.similarity_changes import changed_trials

        with self.files() as path:
            return changed_trials(index_of(path))

    def keeps_similar_trials(self) -> bool:
        """Whether it has an index with which its similar trials are kept up to date."""
        with self.files() as path:
            return similarity_of(path).is_dir()

    @contextmanager
    def loading(self, only_if: Path | None = None) -> Iterator[StagedLoad]:
        """Loads all of what is staged within the block when the block ends, or nothing of it.

        Raises OutputError if the store can't be written, is being loaded by another process, or
        `only_if` is given and its files are others by now.
        """
        from kg.stores.embedded.staging import StagedLoad

        generations = self._versions
        try:
            with generations.writing(), self._intact():
                if only_if not in (None, generations.current()):
                    raise OutputError(_MEANWHILE.format(self.place))
                staged = StagedLoad(generations.new())
                yield staged
                self._replace(staged)
        except OSError as error:
            raise OutputError(f"the store {self.folder} can't be written: {error}") from error

    def _replace(self, staged: StagedLoad) -> None:
        """Brings what is staged into the current files, in a new version of them."""
        from kg.stores.embedded import digests
        from kg.stores.embedded.compaction import compact
        from kg.stores.embedded.index_folder import write_index
        from kg.stores.embedded.merging import merged
        from kg.stores.embedded.same_trials import stage_same_trials

        generations = self._versions
        if staged.is_empty and not staged.kept:
            raise SourceError("the sources have no triple")
        current = generations.current()
        if not staged.kept.items() <= self.sources().items():
            raise OutputError(_MEANWHILE.format(self.place))
        path, compacted = staged.path, False
        staged.outcome.absent = len(staged.removed)
        old = _opened(current) if current else None
        staged.stage_vocabulary(old)
        if staged.is_empty:
            staged.outcome.unchanged = sorted(staged.kept)
            staged.close()
            return
        stage_same_trials(staged, old)
        graphs = staged.graphs()
        _report_changes(staged, old, current)
        if old:
            path, compacted = merged(staged, old, generations.new())
        staged.close()
        few = path != staged.path
        if not compacted:
            staged.outcome.slow = not compact(path)
        if few and staged.similarity_folder().exists():
            index_of(staged.path).rename(index_of(path))
        indexed = write_index(path, _opened(path), current, old, graphs, few=few)
        earlier = index_of(current) if current else None
        changed = graphs.union(staged.outcome.removed)
        whole = indexed and not staged.outcome.slow
        sources = staged.sources if whole else None
        digests.write(earlier, index_of(path), changed, staged.digests, sources)
        staged.outcome.unindexed = not indexed
        generations.publish(path)

    @contextmanager
    def _intact(self) -> Iterator[None]:
        """Raises StoreError if Oxigraph finds its files damaged."""
        try:
            yield
        except RuntimeError as error:
            if not str(error).startswith(DAMAGED):
                raise
            raise StoreError(
                f"the files of {self.place} are damaged ({error}): remove the folder, and load"
                " again"
            ) from error

    def holdings(self) -> Holdings:
        """The counts of the store."""
        with self.opened() as store:
            return holdings(store)


def holdings(store: pyoxigraph.Store) -> Holdings:
    """The counts of a store."""
    import pyoxigraph

    node = pyoxigraph.NamedNode
    type_, record = node(vocab.RDF_TYPE[1:-1]), node(vocab.KG_RECORD_GRAPH[1:-1])
    records = {quad.subject for quad in store.quads_for_pattern(None, type_, record, None)}
    graphs = sum(1 for _ in store.named_graphs())
    vocabulary = store.contains_named_graph(node(ONTOLOGY))
    return Holdings(len(records), graphs, len(store), vocabulary=vocabulary)


def _report_changes(staged: StagedLoad, old: pyoxigraph.Store | None, current: Path | None) -> None:
    """Adds to the outcome which graphs are new, replaced and unchanged."""
    import pyoxigraph

    from kg.stores.embedded import digests

    known = digests.known(index_of(current), staged.digests) if current else {}
    for graph in sorted(staged.graphs() - staged.removed):
        if old is None or not old.contains_named_graph(pyoxigraph.NamedNode(graph)):
            staged.outcome.new.append(graph)
        elif graph in known and known[graph] == staged.digests[graph]:
            staged.outcome.unchanged.append(graph)
        else:
            staged.outcome.replaced.append(graph)
    staged.outcome.unchanged = sorted({*staged.outcome.unchanged, *staged.kept})


def _opened(path: Path) -> pyoxigraph.Store:
    import pyoxigraph

    try:
        return pyoxigraph.Store.read_only(str(path))
    except OSError as error:
        raise StoreError(f"the store's files {path} can't be read: {error}") from error
