"""The page of the editor as a browser without scripts has it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from kg.queries import named_query, names
from kg.rdf.vocabulary import QUERY_PREFIXES
from kg.serve.application import application
from kg.serve.pages.editor_examples import sample
from kg.serve.settings import ServeSettings
from kg.serve.snapshot import Snapshot
from kg.stores.embedded import EmbeddedStore
from tests.support.serving import sample_store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    return EmbeddedStore(sample_store(tmp_path_factory.mktemp("editor")))


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> Iterator[TestClient]:
    settings = ServeSettings(store, "http://testserver/")
    with TestClient(application(settings), headers={"accept": "text/html"}) as client:
        yield client


@pytest.fixture(scope="module")
def snapshot(store: EmbeddedStore) -> Snapshot:
    found = store.version()
    assert isinstance(found, Path)
    return Snapshot(store, found)


def query(page: str) -> str:
    """The text of the query on a page."""
    found = re.search(r"<textarea[^>]*>\n(.*)</textarea>", page, re.DOTALL)
    assert found
    return html.unescape(found[1])


@pytest.mark.parametrize("name", names())
def test_an_example_can_be_run_as_it_is(name: str, client: TestClient, snapshot: Snapshot) -> None:
    answer = client.get("/sparql", params={"example": name})
    assert answer.status_code == 200
    asked = query(answer.text)
    assert named_query(name).answers in asked
    snapshot.store.query(asked, prefixes=dict(QUERY_PREFIXES))


def test_values_are_of_the_store(snapshot: Snapshot) -> None:
    queries = map(named_query, names())
    needed = {p.name for each in queries for p in each.parameters if not p.is_optional}
    values = {name: sample(name, snapshot) for name in needed}
    assert re.fullmatch("NCT04[0-9]{6}", values.pop("nct"))
    assert {name for name, value in values.items() if value == name} == set()


def test_a_value_is_text_wherever_it_stands(client: TestClient) -> None:
    value = '"} DROP ALL #</textarea><script>alert(1)</script>'
    answer = client.get("/sparql", params={"example": "trials-of-sponsor", "sponsor": value})
    assert "<script>alert" not in answer.text
    assert r'LCASE("\"} DROP ALL #</textarea><script>alert(1)</script>")' in query(answer.text)


def test_optional_values_are_in_the_query_if_given(client: TestClient) -> None:
    given = {"example": "trials", "phase": "2", "status": "recruiting", "since": ""}
    asked = query(client.get("/sparql", params=given).text)
    assert "https://schema.org/Recruiting" in asked
    assert "NCIT_C15601" in asked


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"example": "trial-of-sponsor"}, "trials-of-sponsor"),
        ({"example": "trials-of-sponsor", "sponser": "x"}, "sponsor"),
        ({"example": "related-trials", "nct": "x"}, "NCT"),
    ],
)
def test_a_mistake_is_a_sentence(given: dict[str, str], sentence: str, client: TestClient) -> None:
    answer = client.get("/sparql", params=given)
    assert answer.status_code == 400
    assert sentence in answer.text


def test_no_script_may_be_evaluated(client: TestClient) -> None:
    policy = client.get("/sparql").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_results_lead_to_the_pages_of_the_things_of_the_store(client: TestClient) -> None:
    page = html.unescape(client.get("/sparql").text)
    found = re.search(r'data-things="(\[.*?\])" data-about="(.*?)"', page)
    assert found
    beginnings, about = json.loads(found[1]), found[2]
    for iri in ("https://w3id.org/kg-trials/condition/", "https://clinicaltrials.gov/study/NCT0"):
        assert iri.startswith(tuple(beginnings))
    trial = "https://clinicaltrials.gov/study/NCT04745299"
    assert client.get(about, params={"iri": trial}).url.path == "/trial/NCT04745299"
