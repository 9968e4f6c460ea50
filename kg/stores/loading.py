"""The interface of a load, the same for every store: what is staged, from where, and its result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from kg.errors import SourceError
from kg.stores.store import Holdings, SparqlStore

if TYPE_CHECKING:
    from kg.formats.rdf_files import RdfFile

GRAPHS: Final = "/graph/"
SIMILARITY: Final = "similarity"
SAME_TRIAL: Final = "same-trial"
ROWS: Final = "ictrp"
"""The names of graphs end in /graph/NCT… for a record, in /graph/similarity/NCT… for the similar
trials of that trial, in /graph/same-trial/NCT… for its records in other registries, in
/graph/ictrp/NCT… for a row that ICTRP has of it beside its own record, and in /graph/similarity for
the computation of all similar trials. Of other registries they have the slug of the trial's number.
"""


@dataclass(slots=True)
class LoadResult:
    """What a load did to each graph; the lists are of IRIs.

    - `new`: loaded; the store had no such graph.
    - `replaced`: loaded in place of an earlier graph, which was another or could not be compared.
    - `unchanged`: the store had the same statements.
    - `refused`: unchanged, each with the store's reason.
    - `old`: unchanged, because the load stopped before them; `stopped` is the reason.
    - `doubtful`: either old or new.
    - `torn`: incomplete in the store.
    - `removed`: gone; `absent` counts those to remove that the store did not have.
    - `staged`, `staged_by_others`: the number of temporary graphs that are still in the store.
    - `slow`: the files of the embedded store could not be joined.
    - `unindexed`: the postings or the search index of the embedded store could not be written.
    """

    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
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
    unindexed: bool = False

    @property
    def loaded(self) -> list[str]:
        """The graphs that are new or replaced."""
        return self.new + self.replaced


class MadeGraph(NamedTuple):
    """The graph of a record: its term, and its N-Quads in UTF-8, None if the store has them.

    `source` identifies the bytes of the record and how the graph is made; empty if that is unknown.
    """

    graph: str
    text: bytes | None
    source: bytes = b""


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


def with_links(graphs: Iterable[str]) -> Iterator[str]:
    """These graphs, each that is of a record followed by the others of its trial: links to similar
    trials, to the same one in other registries, and the row of ICTRP.
    """
    for graph in graphs:
        yield graph
        base, found, number = graph.rpartition(GRAPHS)
        if found and "/" not in number:
            yield f"{base}{GRAPHS}{SIMILARITY}/{number}"
            yield f"{base}{GRAPHS}{SAME_TRIAL}/{number}"
            yield f"{base}{GRAPHS}{ROWS}/{number}"


def number_of(graph: str) -> str | None:
    """The number of the trial in the name of a graph, by IRI; None if it is of no trial."""
    from kg.registries.numbers import number_of_slug  # slow, and no query needs it

    return number_of_slug(graph.rpartition("/")[2])


def is_of_record(graph: str) -> bool:
    """Whether a graph, by IRI, is of a record."""
    _, found, name = graph.rpartition(GRAPHS)
    return bool(found) and "/" not in name and number_of(graph) is not None


def is_of_similarity(graph: str) -> bool:
    """Whether a graph, by IRI, is of similar trials or of their computation."""
    _, found, name = graph.rpartition(GRAPHS)
    return bool(found) and name.partition("/")[0] == SIMILARITY


class Staging(Protocol):
    """What is to be loaded; the store is not changed before all of it is read."""

    outcome: LoadResult

    def add_document(self, document: RdfFile, *, alone: bool) -> None:
        """Reads an RDF file; `alone` says that nothing else is loaded with it."""

    def add_records(self, records: Iterable[MadeGraph], place: str) -> None:
        """Reads the graphs of records."""

    def add_vocabulary(self) -> None:
        """Adds the graph of kg's ontology, unless the store has the same or a later release."""

    def remove(self, graphs: Iterable[str], place: str) -> None:
        """Marks graphs, given by IRI, to be removed; `place` is where they are listed.

        With the graph of a record, those of its trial's links are removed.
        """


class LoadableStore(SparqlStore, Protocol):
    """A store that takes graphs."""

    @property
    def rejects(self) -> Path:
        """The file of the rejects of a load."""

    def sources(self) -> Mapping[str, bytes]:
        """The sources of its graphs, by IRI, as far as it has noted them."""

    def formats(self, graphs: Iterable[str]) -> dict[str, str]:
        """The IRI of the format that the record of each of these graphs, by IRI, was read from;
        those that it does not have are left out.
        """

    def loading(self) -> AbstractContextManager[Staging]:
        """Loads what is staged within the block when the block ends."""

    def holdings(self) -> Holdings:
        """The counts of the store."""
