"""What a server holds, read without kg, and kg's stores on it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

import pyoxigraph
import requests

import kg
from kg.formats import FORMATS, serialize
from kg.mapping import map_record
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.stores.remote import RemoteStore
from kg.stores.remote.client import Credentials, RetryPolicy
from kg.stores.remote.virtuoso_durations import XSD_DURATION, mended
from tests.support.paths import ROOT
from tests.support.sparql_servers import Server

SAMPLES: Final = ROOT / "samples"
ALS: Final = ("NCT04745299", "NCT04322149", "NCT04326283")

GRAPH_STORE: Final = {
    "oxigraph": ("/query", "/store"),
    "fuseki": ("/ds", "/ds/data"),
    "virtuoso": ("/sparql", "/sparql-graph-crud"),
}
"""How to get the address of each server's graphs: what to replace in the endpoint, by what."""

Triples = frozenset[str]


def store(
    server: Server, port: int | None = None, *, timeout: float = 60, attempts: int = 3
) -> RemoteStore:
    """The store of kg on a server, or on another port of this machine."""
    return RemoteStore(
        server.endpoint.replace(f":{server.port}/", f":{port or server.port}/"),
        credentials=Credentials(server.username, server.password),
        patience=RetryPolicy(timeout=timeout, attempts=attempts, pause=0.05),
    )


def records(base: str) -> list[RecordGraph]:
    """The graphs of the samples with IRIs below a base, so that no other test has the same."""
    found = (record for each in ALS for record in kg.read(SAMPLES / f"{each}.json"))
    return [map_record(record, Iris(base)) for record in found]


def new_base() -> str:
    """A base that no other test has."""
    return f"https://example.org/{os.urandom(6).hex()}/"


def document(path: Path, graphs: list[RecordGraph], mark: str = "") -> str:
    """The graphs as a document; a mark makes a different version of each, with other titles."""
    text = "".join(serialize(graphs, FORMATS["n-quads"]))
    if mark:
        text = text.replace('<https://schema.org/name> "', f'<https://schema.org/name> "{mark} ')
    path.write_text(text, "utf-8")
    return str(path)


def expected(path: str) -> dict[str, Triples]:
    """The triples of each graph of a document."""
    found: dict[str, list[str]] = {}
    for line in Path(path).read_text("utf-8").splitlines():
        triple, _, graph = line.removesuffix(" .").rpartition(" ")
        found.setdefault(graph[1:-1], []).append(f"{triple} .")
    return {graph: normal("\n".join(lines)) for graph, lines in found.items()}


def held(server: Server, graph: str) -> Triples:
    """The triples of a graph on a server, by the Graph Store Protocol."""
    end, path = GRAPH_STORE[server.kind]
    answer = requests.get(
        server.endpoint.removesuffix(end) + path,
        {"graph": graph},
        headers={"Accept": "application/n-triples"},
        timeout=60,
    )
    return normal(answer.content.decode()) if answer.ok else frozenset()


def normal(text: str) -> Triples:
    """N-Triples with each literal in one form: stores change them, `1.50` to `1.5`."""
    found = pyoxigraph.Store()
    for quad in pyoxigraph.parse(text.encode(), pyoxigraph.RdfFormat.N_TRIPLES):
        term = quad.object
        if isinstance(term, pyoxigraph.Literal) and term.datatype.value == XSD_DURATION:
            term = pyoxigraph.Literal(mended(term.value), datatype=term.datatype)
        found.add(pyoxigraph.Quad(quad.subject, quad.predicate, term))
    return frozenset(str(quad.triple) for quad in found)


def ask(server: Server, text: str) -> list[dict[str, str]]:
    """The rows of a query, without kg."""
    answer = requests.get(
        server.endpoint,
        {"query": text},
        headers={"Accept": "application/sparql-results+json"},
        timeout=300,
    )
    answer.raise_for_status()
    return [
        {name: term["value"] for name, term in row.items()}
        for row in answer.json()["results"]["bindings"]
    ]
