"""The requests that change a graph of a store, and what reads it back.

https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any, Final

from kg.errors import StoreError, UsageError
from kg.stores.remote.client import FailedError, RequestRefusedError
from kg.stores.remote.spool import Content

if TYPE_CHECKING:
    from kg.stores.remote.endpoint import Endpoint

_PART: Final = 8 << 20
"""Bytes of one request where a graph may come in parts."""

_OF_THE_BODY: Final = (400, 413, 415, 422)
"""What a store answers that refuses what was sent, and would take something else."""

_FAILURES: Final = 3
"""So many graphs refused one after the other are the store's fault and not theirs."""

_UPDATE: Final = {"Content-Type": "application/sparql-update"}


class GraphWriter:
    """Writes to one store; whatever is done by `put`, `add_quads` and `drop` may be repeated."""

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self._failures = 0

    def log_in(self) -> None:
        """Has a store that asks for a digest do so before anything large is sent to it."""
        addresses = self.endpoint.addresses
        if addresses.type.authentication == "digest" and addresses.update:
            self.endpoint.client.send("GET", addresses.update, params={"query": "ASK {}"})

    @property
    def takes_quads(self) -> bool:
        """Whether many graphs can come in one request."""
        return self.endpoint.addresses.quads is not None

    def put(self, graph: str, content: Content) -> None:
        """Replaces a graph; in one request, unless the store would not do it at once anyway."""
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

    def refusal(self, graph: str, content: Content) -> str | None:
        """Replaces a graph, or gives the reason why the store does not take this one.

        Raises StoreError where the store takes none.
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

    def add_quads(self, contents: Collection[Content]) -> None:
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
        """Removes graphs, whether they are there or not."""
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
            raise UsageError(f"where is {self.endpoint.place} updated? Give --update URL")
        if operations:
            send = self.endpoint.client.send if repeatable else self.endpoint.client.once
            send("POST", url, body=" ;\n".join(operations).encode(), headers=_UPDATE)

    def held(self, graph: str) -> set[str]:
        """The triples that the store holds of a graph, in N-Triples."""
        text = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{graph}> {{ ?s ?p ?o }} }}"
        return {str(triple) for triple in self.endpoint.triples(text)}

    def refuse_short(self, graph: str, content: Content) -> None:
        """Raises StoreError where the store holds less of a graph than was sent, or more."""
        count = self.endpoint.counts([graph]).get(graph, 0)
        if not content.fits(count):
            raise StoreError(
                f"{self.endpoint.place} holds {count:,} triples of {graph}, and"
                f" {len(content.lines):,} were sent"
            )

    def _graphs(self) -> str:
        url = self.endpoint.addresses.graphs
        if url is None:
            raise UsageError(
                f"where are the graphs of {self.endpoint.place} written? Give --graph-store URL,"
                " the address of its Graph Store Protocol, or --type"
            )
        return url


def is_of_the_body(error: StoreError) -> bool:
    """Whether the store may take another graph."""
    return isinstance(error, FailedError) or getattr(error, "status", 0) in _OF_THE_BODY


def same(content: Content, held: set[str]) -> bool:
    """Whether a store's triples are those that were sent, but for the forms of literals."""
    if content.has_blank_nodes:
        return content.fits(len(held))
    return _canonical("\n".join(content.lines)) == _canonical("\n".join(f"{one} ." for one in held))


def _canonical(text: str) -> set[str]:
    """Triples with literals in the form that Oxigraph keeps, which is one for each value."""
    import pyoxigraph

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
