"""What a load is to a store, whichever it is: what is staged, from where, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.errors import SourceError
from kg.stores.store import Holdings, Store

if TYPE_CHECKING:
    from kg.formats.rdf_files import RdfFile


@dataclass(slots=True)
class LoadResult:
    """What a load did to each graph; the lists are of IRIs.

    Of a store behind an endpoint, `new` are in it as they are to be, `refused` are as they were,
    with what the store said of them; the load stopped for the reason `stopped` before the graphs
    `old`, which are as they were, and of the graphs `doubtful` it could not be told; the graphs
    `torn` are neither, for the store itself lost a part of them. `removed` are gone; `absent` is
    how many of those that were to be removed the store did not hold. `staged` graphs of this load,
    and `staged_by_others`, could not be taken away. An embedded store that is `slow` has files that
    could not be joined.
    """

    new: list[str] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    old: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    absent: int = 0
    staged: int = 0
    staged_by_others: int = 0
    stopped: str | None = None
    interrupted: bool = False
    slow: bool = False


class Places:
    """Where each graph that is to be loaded comes from; it may come from one place."""

    def __init__(self) -> None:
        self._of: dict[str, str] = {}

    def claim(self, graph: str, place: str) -> None:
        """Notes the graph's place; SourceError where it came from another one already."""
        if graph in self._of:
            raise SourceError(
                f"the graph {graph} is in {self._of[graph]} and in {place}: load one after the"
                " other, the newer one last"
            )
        self._of[graph] = place


class Staging(Protocol):
    """What is to be loaded; nothing of it is in the store before all of it was read."""

    outcome: LoadResult

    def add_document(self, document: RdfFile, *, alone: bool) -> None:
        """Reads an RDF file; `alone` says that nothing else is loaded with it."""

    def add_records(self, records: Iterable[tuple[str, bytes]], place: str) -> None:
        """Reads the N-Quads of records in UTF-8, each with the term of its graph."""

    def remove(self, graphs: Iterable[str], place: str) -> None:
        """Has the store hold these graphs no more; they are IRIs, `place` is what names them."""


class LoadableStore(Store, Protocol):
    """A store that takes graphs."""

    @property
    def rejects(self) -> Path:
        """Where the rejects of a load go."""

    def loading(self) -> AbstractContextManager[Staging]:
        """What is staged within the block is brought into the store behind it."""

    def holdings(self) -> Holdings:
        """What the store holds, by counting."""
