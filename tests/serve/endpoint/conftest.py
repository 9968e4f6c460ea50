"""A small store with the graphs of the W3C's protocol tests, and a server of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urljoin

import pytest
import requests

from kg.load import load
from kg.stores.embedded import EmbeddedStore
from tests.support.serving import Serving, serving

GRAPHS: Final = "http://kasei.us/2009/09/sparql/data/"
_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def statements() -> str:
    """Each graph says of itself that it is a document; one that it is the graph of a record."""
    lines = [
        f"<{GRAPHS}data{n}.rdf> {_TYPE} <http://xmlns.com/foaf/0.1/Document>"
        f" <{GRAPHS}data{n}.rdf> .\n"
        for n in (1, 2, 3)
    ]
    record = "https://w3id.org/kg-trials/graph/NCT90000001"
    kind = "https://w3id.org/kg-trials/vocab#RecordGraph"
    numbers = [f'<urn:s> <urn:p> "{n}" <urn:numbers> .\n' for n in range(300)]
    return "".join([*lines, f"<{record}> {_TYPE} <{kind}> <{record}> .\n", *numbers])


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """The store."""
    folder = tmp_path_factory.mktemp("endpoint")
    path = folder / "graphs.nq"
    path.write_text(statements(), "utf-8")
    store = EmbeddedStore(folder / "store")
    load([str(path)], store, vocabulary=False)
    return store


class Client:
    """Sends requests to a server, by paths."""

    def __init__(self, address: str) -> None:
        self.address = address

    def request(self, method: str, path: str, **given: Any) -> requests.Response:
        """The response to a request."""
        return requests.request(method, urljoin(self.address, path), timeout=60, **given)

    def get(self, path: str, **given: Any) -> requests.Response:
        """The response to a GET."""
        return self.request("GET", path, **given)

    def results(self, query: str, **given: Any) -> Any:
        """The solutions of a query."""
        found = self.get("/sparql", params={"query": query, **given})
        assert found.status_code == 200, found.text
        return found.json()["results"]["bindings"]


TIMEOUT: Final = 6
"""Seconds of a query; the start of its process alone takes two on a busy machine."""


@pytest.fixture(scope="module")
def server(small_store: EmbeddedStore) -> Iterator[Serving]:
    """A server with narrow limits."""
    options = f"--timeout {TIMEOUT} --memory 0.3 --max-rows 1000 --queries 1".split()
    with serving(small_store.folder, *options) as started:
        yield started


@pytest.fixture(scope="module")
def client(server: Serving) -> Client:
    """A client of the server."""
    return Client(server.address)
