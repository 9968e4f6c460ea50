"""The requests that change a graph of a store, and those that read it back.

https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, Final

from kg.errors import StoreError, UsageError
from kg.stores.remote.client import FailedError, RequestRefusedError
from kg.stores.remote.spool import GraphContent

if TYPE_CHECKING:
    from kg.stores.remote.endpoint import Endpoint

_PART: Final = 8 << 20
"""Bytes per request, if a graph may be sent in parts."""

_OF_THE_BODY: Final = (400, 413, 415, 422)
"""Statuses of a store that refuses the content sent, and may accept other content."""

_FAILURES: Final = 3
"""Graphs refused one after the other, from which on the store is at fault, not the graphs."""

_UPDATE: Final = {"Content-Type": "application/sparql-update"}


class GraphWriter:
    """Writes to one store; the requests of `put`, `add_quads` and `drop` may be repeated."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._failures = 0

    def log_in(self) -> None:
        """Logs in where a digest is needed, before anything large is sent."""
        addresses = self.endpoint.addresses
        if addresses.type.authentication == "digest" and addresses.update:
            self.endpoint.client.send("GET", addresses.update, params={"query": "ASK {}"})

    @property
    def takes_quads(self) -> bool:
        """Whether many graphs can be sent in one request."""
        return self.endpoint.addresses.quads is not None

    def put(self, graph: str, content: GraphContent) -> None:
        """Replaces a graph: in one request if the store is atomic, otherwise in parts."""
        type = self.endpoint.addresses.type
        whole = type.atomic or content.has_blank_nodes
        for index, part in enumerate(_parts(content.lines, None if whole else _PART)):
            self.endpoint.client.send(
                "POST" if index else "PUT",
                self._graphs(),
                params={"graph": graph},
                body=(type.preamble + part).encode(),
                headers={"Content-Type": f"{type.media_type}; charset=utf-8"},
            )

    def refusal(self, graph: str, content: GraphContent) -> str | None:
        """Replaces a graph; the reason if the store refuses this one.

        Raises StoreError if the store refuses every graph.
        """
        try:
            self.put(graph, content)
        except (FailedError, RequestRefusedError) as error:
            self._failures += 1
            if not is_of_the_body(error) or self._failures >= _FAILURES:
                raise
            return str(error)
        self._failures = 0
        return None

    def add_quads(self, contents: Collection[GraphContent]) -> None:
        """Adds many graphs in one transaction."""
        text = "".join(
            f"{line[:-1]}<{content.graph}> .\n" for content in contents for line in content.lines
        )
        self.endpoint.client.send(
            "POST",
            str(self.endpoint.addresses.quads),
            body=text.encode(),
            headers={"Content-Type": "application/n-quads"},
        )

    def drop(self, graphs: Collection[str]) -> None:
        """Removes graphs, whether they exist or not."""
        addresses = self.endpoint.addresses
        if addresses.update and addresses.update != addresses.query:
            self.update([f"DROP SILENT GRAPH <{graph}>" for graph in graphs])
            return
        for graph in graphs:
            self.endpoint.client.send("DELETE", self._graphs(), params={"graph": graph})

    def update(self, operations: Collection[str], *, repeatable: bool = True) -> None:
        """Sends an update; one that may not be repeated is sent once."""
        url = self.endpoint.addresses.update
        if url is None:
            raise UsageError(
                f"the address for updates of {self.endpoint.place} is unknown: give --update URL"
            )
        if operations:
            send = self.endpoint.client.send if repeatable else self.endpoint.client.once
            send("POST", url, body=" ;\n".join(operations).encode(), headers=_UPDATE)

    def held(self, graph: str) -> set[str]:
        """The triples of a graph in the store, in N-Triples."""
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        return {str(triple) for triple in self.endpoint.triples(text)}

    def refuse_short(self, graph: str, content: GraphContent) -> None:
        """Raises StoreError if the store has fewer triples of a graph than were sent, or more."""
        count = self.endpoint.counts([graph]).get(graph, 0)
        if not content.fits(count):
            raise StoreError(
                f"{self.endpoint.place} has {count:,} triples of {graph}, but"
                f" {len(content.lines):,} were sent"
            )

    def _graphs(self) -> str:
        url = self.endpoint.addresses.graphs
        if url is None:
            raise UsageError(
                f"the address for writing graphs to {self.endpoint.place} is unknown: give"
                " --graph-store URL, its Graph Store Protocol endpoint, or --type"
            )
        return url


def is_of_the_body(error: StoreError) -> bool:
    """Whether the error is about the content, so that the store may accept another graph."""
    return isinstance(error, FailedError) or getattr(error, "status", 0) in _OF_THE_BODY


def same(content: GraphContent, held: set[str]) -> bool:
    """Whether a store's triples are those that were sent, apart from the forms of literals."""
    if content.has_blank_nodes:
        return content.fits(len(held))
    ours, theirs = set(content.lines), {f"{one} ." for one in held}
    differing = {_head(line) for line in ours ^ theirs}
    return _canonical(ours, differing) == _canonical(theirs, differing)


def _head(line: str) -> tuple[str, ...]:
    """Subject and predicate, to which the forms of literals make no difference."""
    return tuple(line.split(" ", 2)[:2])


def _canonical(lines: set[str], heads: set[tuple[str, ...]]) -> set[str]:
    """The triples of these subjects and predicates, with literals in Oxigraph's form, of which
    there is one for each value.
    """
    import pyoxigraph

    text = "\n".join(line for line in lines if _head(line) in heads)
    store: Any = pyoxigraph.Store()
    store.load(text, pyoxigraph.RdfFormat.N_TRIPLES)
    return {str(quad.triple) for quad in store}


def _parts(lines: tuple[str, ...], most: int | None) -> Iterator[str]:
    """The lines as texts of about so many characters."""
    part: list[str] = []
    size = 0
    for line in lines:
        part.append(f"{line}\n")
        size += len(line)
        if most and size >= most:
            yield "".join(part)
            part, size = [], 0
    if part:
        yield "".join(part)
