"""The kinds of SPARQL stores: where each is reached, and in what it differs; one table of them.

The standards leave open where a store has its endpoints, whether a PUT is whole or nothing, and how
it knows who writes. docs/stores.md tells which of these were tried.
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
"""A first line that Virtuoso knows for Turtle, however long the second one is."""


@dataclass(frozen=True, slots=True)
class StoreType:
    """What one kind of store needs.

    `endings` may stand behind the root of the endpoint; `query`, `update`, `graphs` (the Graph
    Store Protocol) and `quads` (N-Quads of many graphs in one transaction) are paths below the
    root, None where kg can't know or the store has no such thing. `told_by` is a header of its
    answers and what stands in it. `atomic` says that a PUT leaves the old graph or the new one;
    elsewhere a graph is staged and moved. `union` is the parameter by which a query without GRAPH
    sees all graphs, and `union_excludes_graphs` that GRAPH sees none then. `caps_rows` says that a
    CONSTRUCT may be cut short and not say so, `bare_durations` that durations come as numbers.
    """

    name: str
    title: str
    endings: tuple[str, ...] = ()
    query: str = ""
    update: str | None = None
    graphs: str | None = None
    quads: str | None = None
    told_by: tuple[str, str] | None = None
    authentication: str = "basic"
    atomic: bool = True
    media_type: str = "application/n-triples"
    preamble: str = ""
    union: tuple[str, str] | None = None
    union_excludes_graphs: bool = False
    caps_rows: bool = False
    bare_durations: bool = False


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a store of some type is asked and written to; what is None can't be done there."""

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
            "/sparql-graph-crud-auth", told_by=("Server", "Virtuoso"), authentication="digest",
            atomic=False, media_type="text/turtle", preamble=PREAMBLE, caps_rows=True,
            bare_durations=True,
        ),
        StoreType(
            "oxigraph", "Oxigraph", ("/query", "/update", "/store"), "/query", "/update", "/store",
            "/store", told_by=("Server", "Oxigraph"), union=("union-default-graph", "true"),
        ),
        StoreType(
            "fuseki", "Fuseki", ("/query", "/sparql", "/update", "/data"), "/query", "/update",
            "/data", "/data", told_by=("Fuseki-Request-Id", ""),
            union=("default-graph-uri", "urn:x-arq:UnionGraph"), union_excludes_graphs=True,
        ),
        StoreType(
            "graphdb", "GraphDB", ("/statements", "/rdf-graphs/service"), "", "/statements",
            "/rdf-graphs/service", "/statements", told_by=("Server", "GraphDB"),
        ),
        StoreType(
            "qlever", "QLever", update="", graphs="", told_by=("Server", "QLever"),
            authentication="token",
        ),
    )
}  # fmt: skip
"""Every type by its name."""


def addresses(
    endpoint: str, type_name: str, update: str | None = None, graphs: str | None = None
) -> Addresses:
    """The endpoints of a store of a type: those that are given, the others guessed from the one.

    Raises UsageError for an address that is none, or that has a password in it.
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
    """The name of the type that the headers of an answer tell, if they tell any."""
    for row in STORE_TYPES.values():
        if row.told_by and row.told_by[1] in headers.get(row.told_by[0], "\0"):
            return row.name
    return None


def check(url: str) -> None:
    """Raises UsageError where an address is none that kg asks."""
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise UsageError(
            f"the address of {parts.hostname} has a name or a password in it, which others could"
            " read: give --username, and the password in the environment variable KG_PASSWORD"
        )
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UsageError(
            f"{url!r} is no address of an endpoint: it begins with http:// or https://"
        )
    if parts.fragment or re.search(r"[\s<>\"]", url):
        raise UsageError(f"{url!r} is no address of an endpoint")
