"""Loads a store over HTTP without loss: whatever happens, each graph is the old one or the new.

If a PUT of the store is atomic, it is repeated until there is a response; graphs that the store
lacks are sent as N-Quads, many in one transaction. Otherwise a graph is put under a temporary name
(staged), counted, and moved when it is complete; a move is never repeated, but checked by counting.
In the end everything is counted.
https://www.w3.org/TR/sparql11-http-rdf-update/, https://www.w3.org/TR/sparql11-update/#move
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from kg.errors import SourceError, StoreError, UsageError
from kg.rdf import ontology
from kg.rdf.ontology import ONTOLOGY
from kg.stores.loading import LoadResult, MadeGraph, Places, with_links
from kg.stores.remote.client import RequestRefusedError, TooSlowError
from kg.stores.remote.graph_writer import GraphWriter, is_of_the_body, same
from kg.stores.remote.held_graphs import HeldGraphs
from kg.stores.remote.spool import GraphContent, Spool
from kg.stores.remote.staged_move import StagedMove

if TYPE_CHECKING:
    from kg.formats.rdf_files import RdfFile
    from kg.stores.remote.endpoint import Endpoint

_GRAPHS: Final = 100
_BYTES: Final = 4 << 20
"""Graphs and bytes that are sent and counted together."""


class Upload:
    """What is to be loaded into a store behind an endpoint; `outcome` is filled by `send`."""

    def __init__(self, endpoint: Endpoint, on_sent: Callable[[int, int], None]) -> None:
        self.outcome = LoadResult()
        self._endpoint = endpoint
        self._on_sent = on_sent
        self._spool = Spool()
        self._places = Places()
        self._removed: list[str] = []
        self._with_vocabulary = False
        self._writer = GraphWriter(endpoint)
        self._held = HeldGraphs(self._writer)
        self._mover = StagedMove(self._writer, self.outcome)

    def __enter__(self) -> Upload:
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.close()

    def add_document(self, document: RdfFile, *, alone: bool) -> None:
        """Reads an RDF file; its triples are sent later."""
        graphs = set() if document.format.has_graphs else document.graphs()
        only = next((graph.value for graph in graphs), None)
        self._spool.add_all(self._statements(document, only))

    def add_records(self, records: Iterable[MadeGraph], place: str) -> None:
        """Reads the graphs of records."""
        for graph, text, _ in records:
            assert text is not None  # as the sources of its graphs are unknown
            self._places.claim(graph[1:-1], place)
            end = f" {graph} ."
            lines = text.decode().rstrip("\n").split("\n")
            self._spool.add(graph[1:-1], [f"{line.removesuffix(end)} ." for line in lines])

    def add_vocabulary(self) -> None:
        """Says that the graph of the ontology is to be loaded too."""
        self._with_vocabulary = True

    def remove(self, graphs: Iterable[str], place: str) -> None:
        """Marks graphs to be removed."""
        for graph in graphs:
            self._places.claim(graph, place)
            self._removed.append(graph)

    def send(self) -> None:
        """Loads all graphs into the store; `outcome` has those that were not loaded, and why."""
        if not len(self._spool) and not self._removed:
            raise SourceError("the sources have no triple")
        outcome = self.outcome
        graphs = list(self._spool)
        done = 0
        try:
            self._writer.log_in()
            if not self._endpoint.addresses.type.atomic:
                self._mover.sweep()
            self._remove()
            if self._with_vocabulary and ONTOLOGY not in graphs and self._held.lacks_vocabulary():
                self._spool.add(ONTOLOGY, (f"{each} ." for each in ontology.triples()))
                graphs.append(ONTOLOGY)
            self._on_sent(0, len(graphs))
            for batch in self._batches(graphs):
                self._send(batch)
                done += len(batch)
                self._on_sent(done, len(graphs))
        except (StoreError, KeyboardInterrupt) as error:
            outcome.interrupted = isinstance(error, KeyboardInterrupt)
            outcome.stopped = str(error) or "it was interrupted"
            known = self._settled()
            outcome.old += [graph for graph in graphs if graph not in known]
        outcome.replaced = [graph for graph in outcome.new if graph in self._held.known]
        outcome.new = [graph for graph in outcome.new if graph not in self._held.known]

    def _settled(self) -> set[str]:
        """The graphs of which it is known what has become of them."""
        o = self.outcome
        return {*o.new, *o.unchanged, *o.refused, *o.old, *o.doubtful, *o.torn}

    def _statements(self, document: RdfFile, only: str | None) -> Iterator[tuple[str, str]]:
        place = str(document.path)
        claimed: set[str] = set()
        for quad in document.quads():
            graph = only or getattr(quad.graph_name, "value", None)
            if graph is None:
                raise SourceError(
                    f"{place}: it has a statement outside named graphs, which a reload could not"
                    " replace"
                )
            if graph not in claimed:
                claimed.add(graph)
                self._places.claim(graph, place)
            yield graph, f"{quad.triple} ."

    def _batches(self, graphs: Iterable[str]) -> Iterator[list[GraphContent]]:
        batch: list[GraphContent] = []
        size = 0
        for graph in graphs:
            content = self._spool.content(graph)
            batch.append(content)
            size += sum(map(len, content.lines))
            if len(batch) >= _GRAPHS or size >= _BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _send(self, contents: list[GraphContent]) -> None:
        """Sends the graphs of which the store has no equal one."""
        held = self._held.counts(contents)
        batch = []
        for content in contents:
            if self._held.has_equal(content, held):
                self.outcome.unchanged.append(content.graph)
            else:
                batch.append(content)
        if self._endpoint.addresses.type.atomic:
            self._put_all(batch, held)
        elif batch:
            self._mover.send(batch)

    def _put_all(self, batch: list[GraphContent], held: Mapping[str, int]) -> None:
        rest = batch
        begun: list[GraphContent] = []
        try:
            unheld = [each for each in batch if each.graph not in held and not each.has_blank_nodes]
            if self._writer.takes_quads and len(unheld) > 1 and self._created(unheld, begun):
                rest = [each for each in batch if each not in unheld]
            for content in rest:
                begun.append(content)
                self._put(content)
            self._counted(batch)
        except (StoreError, KeyboardInterrupt) as error:
            self._settle(begun, may_come=isinstance(error, TooSlowError | KeyboardInterrupt))
            raise

    def _created(self, contents: list[GraphContent], begun: list[GraphContent]) -> bool:
        """Sends graphs that the store lacks in one transaction; False if it refuses them."""
        begun += contents
        try:
            self._writer.add_quads(contents)
        except RequestRefusedError as error:
            if not is_of_the_body(error):
                raise
            del begun[-len(contents) :]
            return False
        return True

    def _put(self, content: GraphContent) -> None:
        reason = self._writer.refusal(content.graph, content)
        if reason and not same(content, self._writer.held(content.graph)):
            self.outcome.refused[content.graph] = reason

    def _counted(self, batch: list[GraphContent]) -> None:
        """Counts what was sent, and sends incomplete graphs once more."""
        sent = [content for content in batch if content.graph not in self.outcome.refused]
        held = self._endpoint.counts(content.graph for content in sent)
        for content in sent:
            if not content.fits(held.get(content.graph, 0)):
                self.outcome.torn.append(content.graph)
                self._writer.put(content.graph, content)
                self._writer.refuse_short(content.graph, content)
                self.outcome.torn.pop()
            self.outcome.new.append(content.graph)

    def _settle(self, begun: list[GraphContent], *, may_come: bool) -> None:
        """Reads back and compares the graphs without a response.

        `may_come` says that the store may still be loading them.
        """
        outcome = self.outcome
        known = {*outcome.new, *outcome.refused, *outcome.torn}
        open_ = [content for content in begun if content.graph not in known]
        for index, content in enumerate(open_):
            try:
                is_new = same(content, self._writer.held(content.graph))
            except (StoreError, UsageError, KeyboardInterrupt):
                outcome.doubtful += [each.graph for each in open_[index:]]
                return
            unsettled = outcome.doubtful if may_come else outcome.old
            (outcome.new if is_new else unsettled).append(content.graph)

    def _remove(self) -> None:
        graphs = self._removed
        for start in range(0, len(graphs), _GRAPHS):
            batch = graphs[start : start + _GRAPHS]
            held = self._endpoint.counts(list(with_links(batch)))
            self.outcome.absent += len(set(batch) - held.keys())
            self._writer.drop(held)
            left = self._endpoint.counts(held) if held else {}
            self.outcome.removed += [graph for graph in held if graph not in left]
            if left:
                raise StoreError(
                    f"{self._endpoint.place} still has {len(left)} graphs that it dropped"
                )
