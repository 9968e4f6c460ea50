"""The types of SPARQL stores: a table of their addresses and differences.

The standards do not specify the addresses of endpoints, whether a PUT is atomic, or how a user
logs in. docs/stores.md lists the stores that were tested.
https://www.w3.org/TR/sparql11-protocol/, https://www.w3.org/TR/sparql11-http-rdf-update/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from kg.errors import UsageError

PREAMBLE: Final = "@prefix kg: <https://w3id.org/kg-trials/vocab#> .\n"
"""A first line by which Virtuoso recognises Turtle, however long the second one is."""


@dataclass(frozen=True, slots=True)
class StoreType:
    """The differences of one type of store.

    `endings` may follow the root in the address of the endpoint; `query`, `update`, `graphs` (the
    Graph Store Protocol) and `quads` (N-Quads of many graphs in one transaction) are paths below
    the root, None if kg can't infer it or the store does not have it. `detected_by` is a header of
    its responses and what it contains. `atomic` says that a PUT leaves the old graph or the new
    one; otherwise a graph is staged and moved. `union` is the parameter with which a query without
    GRAPH sees all graphs, `union_excludes_graphs` says that GRAPH then sees none, and `union_start`
    is the option of the server with which every query without GRAPH sees them. `caps_rows`
    says that a CONSTRUCT may be cut short silently, `bare_durations` that durations come as
    numbers.
    """

    name: str
    title: str
    endings: tuple[str, ...] = ()
    query: str = ""
    update: str | None = None
    graphs: str | None = None
    quads: str | None = None
    detected_by: tuple[str, str] | None = None
    authentication: str = "basic"
    atomic: bool = True
    media_type: str = "application/n-triples"
    preamble: str = ""
    union: tuple[str, str] | None = None
    union_excludes_graphs: bool = False
    union_start: str = ""
    caps_rows: bool = False
    bare_durations: bool = False


@dataclass(frozen=True, slots=True)
class Addresses:
    """The addresses of a store of some type; None for what it can't do."""

    type: StoreType
    query: str
    update: str | None = None
    graphs: str | None = None
    quads: str | None = None


STORE_TYPES: Final[Mapping[str, StoreType]] = {
    row.name: row
    for row in (
        StoreType("generic", "SPARQL 1.1", atomic=False),
        StoreType(
            "virtuoso", "Virtuoso", ("/sparql-auth", "/sparql"), "/sparql", "/sparql-auth",
            "/sparql-graph-crud-auth", detected_by=("Server", "Virtuoso"), authentication="digest",
            atomic=False, media_type="text/turtle", preamble=PREAMBLE, caps_rows=True,
            bare_durations=True,
        ),
        StoreType(
            "oxigraph", "Oxigraph", ("/query", "/update", "/store"), "/query", "/update", "/store",
            "/store", detected_by=("Server", "Oxigraph"), union=("union-default-graph", "true"),
            union_start="--union-default-graph",
        ),
        StoreType(
            "fuseki", "Fuseki", ("/query", "/sparql", "/update", "/data"), "/query", "/update",
            "/data", "/data", detected_by=("Fuseki-Request-Id", ""),
            union=("default-graph-uri", "urn:x-arq:UnionGraph"), union_excludes_graphs=True,
            union_start="--set tdb2:unionDefaultGraph=true",
        ),
        StoreType(
            "graphdb", "GraphDB", ("/statements", "/rdf-graphs/service"), "", "/statements",
            "/rdf-graphs/service", "/statements", detected_by=("Server", "GraphDB"),
        ),
        StoreType(
            "qlever", "QLever", update="", graphs="", detected_by=("Server", "QLever"),
            authentication="token",
        ),
    )
}  # fmt: skip
"""Every type by its name."""


def addresses(
    endpoint: str, type_name: str, update: str | None = None, graphs: str | None = None
) -> Addresses:
    """The endpoints of a store of a type: those given, and the others inferred from `endpoint`.

    Raises UsageError for an address that is invalid or has a password in it.
    """
    for url in filter(None, (endpoint, update, graphs)):
        check(url)
    row = STORE_TYPES[type_name]
    root, mark, settings = endpoint.partition("?")
    root = root.rstrip("/")
    root = next((root.removesuffix(end) for end in row.endings if root.endswith(end)), root)

    def below(path: str | None) -> str | None:
        return None if path is None else root + path

    query = f"{root}{row.query}{mark}{settings}" if row.endings or row.query else endpoint
    return Addresses(
        row, query, update or below(row.update), graphs or below(row.graphs), below(row.quads)
    )


def type_of(headers: Mapping[str, str]) -> str | None:
    """The name of the type detected from the headers of a response, if any."""
    for row in STORE_TYPES.values():
        header, content = row.detected_by or ("", "")
        if header in headers and content in headers[header]:
            return row.name
    return None


def check(url: str) -> None:
    """Raises UsageError if an address is invalid or has a user name or a password in it."""
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise UsageError(
            f"the address of {parts.hostname} has a user name or a password in it, which others"
            " could read: give --username, and the password in the environment variable"
            " KG_PASSWORD"
        )
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            f"{url!r} is not the address of an endpoint: it must begin with http:// or https://"
        )
    if parts.fragment or re.search(r"[\s<>\"]", url):
        raise UsageError(f"{url!r} is not the address of an endpoint")
