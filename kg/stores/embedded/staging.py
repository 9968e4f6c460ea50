"""What a load brings, in files of its own until all of it is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from kg.rdf import ontology
from kg.stores.embedded.digests import Digests
from kg.stores.embedded.versions import similarity_of
from kg.stores.loading import LoadResult, MadeGraph, Places

if TYPE_CHECKING:
    import pyoxigraph

    from kg.formats.rdf_files import RdfFile


class StagedLoad:
    """What is to be loaded, in files of its own until it is complete.

    `sources` are those of staged graphs, `kept` those of graphs that stay as they are in the store.
    """

    def __init__(self, path: Path) -> None:
        import pyoxigraph

        self.path = path
        self.store = pyoxigraph.Store(path)
        self.outcome = LoadResult()
        self.removed: set[str] = set()
        self.digests: dict[str, bytes] = {}
        self.sources: dict[str, bytes] = {}
        self.kept: dict[str, bytes] = {}
        self._places = Places()
        self._with_vocabulary = False

    def close(self) -> None:
        """Flushes everything to disk; the files do not change any more."""
        self.store.flush()
        del self.store  # how Oxigraph is closed: this waits for its threads, which join files

    def remove(self, graphs: Iterable[str], place: str) -> None:
        """Marks graphs to be removed."""
        for graph in graphs:
            self._places.claim(graph, place)
            self.removed.add(graph)

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return not self.removed and next(iter(self.store), None) is None

    def graphs(self) -> set[str]:
        """The IRIs of the graphs that are replaced or removed."""
        import pyoxigraph

        staged = self.store.named_graphs()
        named = {graph.value for graph in staged if isinstance(graph, pyoxigraph.NamedNode)}
        return named | self.removed

    def similarity_folder(self) -> Path:
        """Where to write the index of the similar trials that are loaded, if kg computed them."""
        return similarity_of(self.path)

    def add_document(self, document: RdfFile, *, alone: bool) -> None:
        """Stages an RDF file; `alone` says that nothing else is loaded with it."""
        graphs: set[pyoxigraph.NamedNode] = set()
        if not alone or not document.format.has_graphs:
            graphs = document.graphs()
            for graph in graphs:
                self._places.claim(graph.value, str(document.path))
        target = None if document.format.has_graphs else next(iter(graphs))
        read = Digests()
        with document.opened() as stream:
            if document.format.name == "n-quads":
                stream = cast(IO[bytes], _Digested(stream, read))
            self.store.bulk_load(stream, document.oxigraph_format, to_graph=target)
        self.digests |= read.read()

    def add_records(self, records: Iterable[MadeGraph], place: str) -> None:
        """Stages the graphs of records."""
        import pyoxigraph

        read = Digests()
        stream = cast(IO[bytes], _Digested(_Texts(self._claimed(records, place)), read))
        self.store.bulk_load(stream, pyoxigraph.RdfFormat.N_QUADS)
        self.digests |= read.read()

    def add_computed(self, texts: Iterator[bytes]) -> None:
        """Stages graphs that kg computes from what is staged: their N-Quads in UTF-8."""
        import pyoxigraph

        read = Digests()
        stream = cast(IO[bytes], _Digested(_Texts(texts), read))
        self.store.bulk_load(stream, pyoxigraph.RdfFormat.N_QUADS)
        self.digests |= read.read()

    def drop(self, graphs: Iterable[str]) -> None:
        """Leaves out staged graphs."""
        import pyoxigraph

        for graph in graphs:
            self.store.remove_graph(pyoxigraph.NamedNode(graph))
            self.removed.discard(graph)
            self.digests.pop(graph, None)

    def add_vocabulary(self) -> None:
        """Asks for the graph of the ontology, which `stage_vocabulary` loads."""
        self._with_vocabulary = True

    def stage_vocabulary(self, old: pyoxigraph.Store | None) -> None:
        """Stages the graph of the ontology, unless the sources or the store have it already."""
        import pyoxigraph

        graph = pyoxigraph.NamedNode(ontology.ONTOLOGY)
        if not self._with_vocabulary or self.store.contains_named_graph(graph):
            return
        if old is None or not _has_current_vocabulary(old):
            self.store.extend(
                pyoxigraph.Quad(each.subject, each.predicate, each.object, graph)
                for each in ontology.triples()
            )

    def _claimed(self, records: Iterable[MadeGraph], place: str) -> Iterator[bytes]:
        for graph, text, source in records:
            name = graph[1:-1]
            self._places.claim(name, place)
            if text is None:
                self.kept[name] = source
                continue
            if source:
                self.sources[name] = source
            yield text


def _has_current_vocabulary(store: pyoxigraph.Store) -> bool:
    import pyoxigraph

    graph = pyoxigraph.NamedNode(ontology.ONTOLOGY)

    def stated(predicate: str) -> str:
        node = pyoxigraph.NamedNode(predicate[1:-1])
        values = (quad.object for quad in store.quads_for_pattern(graph, node, None, graph))
        return next((each.value for each in values if isinstance(each, pyoxigraph.Literal)), "")

    count = sum(1 for _ in store.quads_for_pattern(None, None, None, graph))
    return ontology.is_current(stated(ontology.VERSION), stated(ontology.MODIFIED), count)


class _Digested:
    """A stream of N-Quads for pyoxigraph, whose digests are made as it is read."""

    def __init__(self, stream: Any, digests: Digests) -> None:
        self._stream = stream
        self._digests = digests

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        piece: bytes = self._stream.read(size)
        self._digests.feed(piece)
        return piece


class _Texts:
    """A stream of bytes for pyoxigraph, from one text after the other."""

    def __init__(self, texts: Iterator[bytes]) -> None:
        self._texts = texts
        self._rest = memoryview(b"")

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; empty at the end."""
        if not self._rest:
            self._rest = memoryview(next(self._texts, b""))
        size = len(self._rest) if size < 0 else size
        piece, self._rest = self._rest[:size], self._rest[size:]
        return bytes(piece)
