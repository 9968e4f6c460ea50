"""A small store with the graphs of the W3C's protocol tests, and an application that serves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from starlette.testclient import TestClient

from kg.load import load
from kg.serve.application import application
from kg.serve.settings import ServeSettings
from kg.stores.embedded import EmbeddedStore

GRAPHS: Final = "http://kasei.us/2009/09/sparql/data/"
PUBLIC: Final = "http://testserver/"
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


@pytest.fixture(scope="session")
def settings(small_store: EmbeddedStore) -> ServeSettings:
    """Narrow limits."""
    return ServeSettings(small_store, PUBLIC, timeout=3, memory=0.3, max_rows=1000, queries=2)


@pytest.fixture(scope="session")
def client(settings: ServeSettings) -> Iterator[TestClient]:
    """A client of the application."""
    with TestClient(application(settings), base_url=PUBLIC) as made:
        yield made
