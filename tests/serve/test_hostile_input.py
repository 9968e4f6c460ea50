"""What records and requests are made to do to a reader, or to the server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from starlette.testclient import TestClient

from kg.load import load
from kg.serve.application import application
from kg.serve.settings import ServeSettings
from kg.stores.embedded import EmbeddedStore

NUMBER: Final = "NCT90009002"
GRAPH: Final = f"<https://w3id.org/kg-trials/graph/{NUMBER}>"
TRIAL: Final = "<javascript:alert(1)>"
TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
STATEMENTS: Final = (
    f"{TRIAL} {TYPE} <https://schema.org/MedicalStudy>",
    f'{TRIAL} <http://purl.org/dc/terms/identifier> "{NUMBER}"',
    f"{TRIAL} <https://schema.org/subjectOf> {GRAPH}",
    f"{TRIAL} <https://schema.org/sponsor> <data:text/html,x>",
    '<data:text/html,x> <https://schema.org/name> "</script><script>alert(1)</script>"',
    f"{TRIAL} <https://schema.org/healthCondition> <http://example.org/x'onclick='alert(1)>",
    f"{GRAPH} {TYPE} <https://w3id.org/kg-trials/vocab#RecordGraph>",
)


def served(store: Path, public_url: str) -> TestClient:
    """A client, told of another Host, of a server with this address."""
    settings = ServeSettings(EmbeddedStore(store), public_url)
    headers = {"Host": "bad.example", "X-Forwarded-Host": "bad.example", "Accept": "text/html"}
    return TestClient(application(settings), headers=headers, follow_redirects=False)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of RDF that no mapping has made."""
    folder = tmp_path_factory.mktemp("hostile")
    path = folder / "trial.nq"
    path.write_text("".join(f"{each} {GRAPH} .\n" for each in STATEMENTS), "utf-8")
    load([str(path)], EmbeddedStore(folder / "store"))
    return folder / "store"


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[TestClient]:
    with served(store, "http://testserver/") as made:
        yield made


def test_the_iri_of_a_trial_is_a_link_only_if_it_is_an_address(client: TestClient) -> None:
    text = client.get(f"/trial/{NUMBER}").text
    assert "javascript:alert(1)" in text
    for beginning in ("javascript:", "data:"):
        assert f'href="{beginning}' not in text
    assert "<script>alert(1)" not in text


PATHS: Final = (
    "", f"trial/{NUMBER}", f"trial/{NUMBER.lower()}", f"trial/{NUMBER}/picture", "trials", "vocab",
    "page/vocab", "sparql", ".well-known/void", ".well-known/sparql-examples/", "nowhere",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_address_comes_from_the_headers_of_a_request(path: str, client: TestClient) -> None:
    answer = client.get(f"/{path}")
    assert "bad.example" not in answer.text
    assert "bad.example" not in str(answer.headers)


def test_behind_a_proxy_neither(store: Path) -> None:
    with served(store, "https://example.org/kg/") as client:
        assert client.get("/kg").headers["location"] == "/kg/"
        assert client.get("/kg/").status_code == 200


@pytest.mark.parametrize("path", ["vocab?format=%0d%0aX:y", f"trial/{NUMBER}%0d%0aX:%20y"])
def test_no_header_comes_from_an_address(path: str, client: TestClient) -> None:
    answer = client.get(f"/{path}")
    assert "x" not in answer.headers
    assert "\n" not in answer.headers.get("location", "")


def test_long_headers_are_refused(client: TestClient) -> None:
    answer = client.get("/vocab", headers={"Accept": "a/b;q=0.1," * 10_000})
    assert (answer.status_code, answer.text) == (431, "The headers are too long.\n")


@pytest.mark.parametrize("path", ["", "trials", f"trial/{NUMBER}", "data/vocab", "nowhere"])
def test_the_methods_of_an_address_are_said(path: str, client: TestClient) -> None:
    asked = client.options(f"/{path}")
    assert (asked.status_code, asked.headers["allow"]) == (204, "GET, HEAD, OPTIONS")
    refused = client.put(f"/{path}")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD, OPTIONS")
