"""The store as a request reads it: one version, opened once, until a load publishes another."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

import pyoxigraph

from kg.errors import StoreError
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import DEFAULT_BASE
from kg.stores.embedded import EmbeddedStore
from kg.stores.embedded.postings import Postings
from kg.stores.embedded.postings import opened as opened_postings
from kg.stores.embedded.query_status import DAMAGED
from kg.stores.embedded.search_index import SearchIndex, open_search_index
from kg.stores.embedded.versions import index_of

_GRAPH: Final = "graph/"

_OF_FILES: Final = (DAMAGED, "IO error")
"""How messages of RocksDB, Oxigraph's store, begin if its files are damaged or can't be read."""

_LOG: Final = logging.getLogger("kg.serve")


class Snapshot:
    """One version of a store; several threads may read it at the same time."""

    def __init__(self, place: EmbeddedStore, path: Path) -> None:
        self.place = place
        self.path = path
        self.store = pyoxigraph.Store.read_only(str(path))
        self._threads = threading.local()
        self._opening = threading.Lock()
        self._indexes: list[SearchIndex | None] = []

    @property
    def postings(self) -> Postings | None:
        """The postings, with a connection for each thread; None in a store of an earlier kg."""
        if not hasattr(self._threads, "postings"):
            self._threads.postings = opened_postings(index_of(self.path))
        found: Postings | None = self._threads.postings
        return found

    @property
    def search(self) -> SearchIndex | None:
        """The search index, opened once for all threads; None in a store of an earlier kg."""
        with self._opening:
            if not self._indexes:
                self._indexes.append(open_search_index(index_of(self.path)))
            return self._indexes[0]

    def close(self) -> None:
        """Closes the search index, which nobody may be reading, so that its file can go."""
        for each in self._indexes:
            if each is not None:
                each.close()

    @cached_property
    def base(self) -> str:
        """The base of the IRIs that kg minted for this store, which names its graphs."""
        node = pyoxigraph.NamedNode
        type_, record = node(vocab.RDF_TYPE[1:-1]), node(vocab.KG_RECORD_GRAPH[1:-1])
        for quad in self.store.quads_for_pattern(None, type_, record, None):
            base, graph, _ = str(quad.subject)[1:-1].rpartition(_GRAPH)
            if graph:
                return base
        return DEFAULT_BASE


@dataclass(slots=True)
class _Held:
    """A snapshot, the lock on its files, and how many requests read it."""

    snapshot: Snapshot
    files: ExitStack
    readers: int = field(default=0)


class Snapshots:
    """The versions of a store that are being read: the current one, and older ones until then."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self._mutex = threading.Lock()
        self._latest: _Held | None = None

    @contextmanager
    def current(self) -> Iterator[Snapshot]:
        """The current version, which stays until the block ends, even if a load publishes another.

        Raises StoreError if there is no store or it can't be read.
        """
        with self._mutex:
            try:
                held = self._held()
            except (OSError, RuntimeError, StoreError) as error:
                raise _told(error) from error
            held.readers += 1
        try:
            yield held.snapshot
        except (OSError, RuntimeError) as error:
            if not str(error).startswith(_OF_FILES):
                raise
            raise _told(error) from error
        finally:
            with self._mutex:
                held.readers -= 1
                self._close_unless_used(held)

    def close(self) -> None:
        """Gives the files back."""
        with self._mutex:
            held, self._latest = self._latest, None
            if held:
                self._close_unless_used(held)

    def _held(self) -> _Held:
        before = self._latest
        if before is None or before.snapshot.path != self._store.version():
            files = ExitStack()
            path = files.enter_context(self._store.files())
            try:
                self._latest = _Held(Snapshot(self._store, path), files)
            except BaseException:
                files.close()
                raise
            if before:
                self._close_unless_used(before)
        assert self._latest is not None
        return self._latest

    def _close_unless_used(self, held: _Held) -> None:
        if held is not self._latest and not held.readers:
            held.snapshot.close()
            held.files.close()


def _told(error: Exception) -> StoreError:
    """Tells who runs the server what is wrong with the store; the error tells it no reader."""
    _LOG.error("the store can't be read: %s", error)
    return StoreError("the store can't be read now: ask who runs this server")
