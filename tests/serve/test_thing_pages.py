"""Pages of things: their trials in order, their role in each, and what no record can put there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any, Final

import pyoxigraph
import pytest
from starlette.testclient import TestClient

from kg.load import load
from kg.rdf.ontology import triples
from kg.serve.application import application
from kg.serve.pages import data, thing_facts
from kg.serve.settings import ServeSettings
from kg.stores.embedded import EmbeddedStore
from tests.support.small_trials import ONE, TWO, small_store, study, written

MANY: Final = 120
GOUT: Final = "condition/gout"
SITE: Final = "site/che/bern/inselspital"
BASE: Final = "https://w3id.org/kg-trials/"
SCRIPT: Final = '<script>alert("1")</script>'
HOSPITAL: Final = "organization/inselspital-bern"
PERSON: Final = "person/jane-doe/inselspital-bern"


def dated(number: int) -> dict[str, Any]:
    """A trial of gout that starts the later, the lower its number is."""
    date = f"{2025 - number // 12}-{12 - number % 12:02}-01"
    return study(
        f"NCT9001{number:04}",
        "Gout",
        statusModule={"overallStatus": "COMPLETED", "startDateStruct": {"date": date}},
    )


def full() -> dict[str, Any]:
    """A trial whose site, sponsor and investigator have a status, a role and odd names."""
    sponsors = {
        "leadSponsor": {"name": f"Sponsor {SCRIPT}", "class": "OTHER"},
        "collaborators": [{"name": "Inselspital Bern", "class": "OTHER"}],
    }
    places: dict[str, Any] = {"facility": "Inselspital", "city": "Bern", "country": "Switzerland"}
    places |= {"geoPoint": {"lat": 46.94809, "lon": 7.44744}, "zip": "3010"}
    official = {"name": "Jane Doe", "affiliation": "Inselspital Bern", "role": "STUDY_CHAIR"}
    return study(
        "NCT90020001",
        f"Ache {SCRIPT}",
        sponsorCollaboratorsModule=sponsors,
        contactsLocationsModule={
            "locations": [{**places, "status": "RECRUITING"}],
            "overallOfficials": [official],
        },
    )


def served(store: EmbeddedStore) -> TestClient:
    settings = ServeSettings(store, "http://testserver/")
    return TestClient(application(settings), follow_redirects=False)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    folder = tmp_path_factory.mktemp("things")
    made = small_store(folder)
    more = written(folder, "more", (full(), *map(dated, range(MANY))))
    load([str(more)], made, jobs=1)
    return made


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> Iterator[TestClient]:
    with served(store) as made:
        yield made


def page(client: TestClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


def listed(text: str) -> list[str]:
    """The numbers of the trials in the table, in their order."""
    return re.findall(r'<a href="/trial/(NCT\d{8})">', text)


def test_trials_are_paged_with_the_latest_start_first(client: TestClient) -> None:
    first, second = (page(client, f"/page/{GOUT}?page={each}") for each in (1, 2))
    numbers = [f"NCT9001{number:04}" for number in range(MANY)]
    assert listed(first) == numbers[:100]
    assert listed(second)[: MANY - 100] == numbers[100:]
    assert f"{MANY + 1} trials" in first  # one more without a start, which comes last
    assert client.get(f"/page/{GOUT}?page=3").status_code == 404


def test_a_site_has_its_recruitment_status_in_each_trial(client: TestClient) -> None:
    text = page(client, f"/page/{SITE}")
    assert {"NCT90020001", ONE} <= set(listed(text))
    assert "site (Recruiting)" in text
    assert "Bern, 3010, Switzerland" in text
    assert "46.94809, 7.44744" in text


def test_people_and_organisations_lead_to_each_other(client: TestClient) -> None:
    hospital, person = page(client, f"/page/{HOSPITAL}"), page(client, f"/page/{PERSON}")
    assert "collaborator" in hospital
    assert f'<a href="/page/{PERSON}">Jane Doe</a>' in hospital
    assert "study chair" in person
    assert f'<a href="/page/{HOSPITAL}">Inselspital Bern</a>' in person


def test_nothing_of_a_name_becomes_html(client: TestClient, store: EmbeddedStore) -> None:
    with store.opened() as opened:
        found = [
            quad.subject.value.removeprefix(BASE)
            for quad in opened.quads_for_pattern(None, None, None, None)
            if isinstance(quad.object, pyoxigraph.Literal) and quad.object.value.endswith(SCRIPT)
            if isinstance(quad.subject, pyoxigraph.NamedNode)
            and quad.subject.value.startswith((f"{BASE}condition/", f"{BASE}organization/"))
        ]
    assert len(set(found)) == 2
    for path in set(found):
        text = page(client, f"/page/{path}")
        assert SCRIPT not in text
        assert SCRIPT in unescape(text)
        [document] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
        assert json.loads(document)["name"].endswith(SCRIPT)


def test_what_very_many_records_name_is_read_in_part_and_says_so(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = "Very many records speak of it"
    assert said not in page(client, f"/page/{GOUT}")
    monkeypatch.setattr(thing_facts, "MOST_STATEMENTS", 5)
    text = page(client, f"/page/{GOUT}")
    assert said in text
    assert "<h1>Gout</h1>" in text
    monkeypatch.setattr(data, "MOST_STATEMENTS", 5)
    assert client.get(f"/data/{GOUT}").status_code == 403


@pytest.mark.parametrize("name", ["n-quads", "trig", "json-ld"])
def test_statements_about_a_thing_keep_their_graphs(
    name: str, client: TestClient, store: EmbeddedStore
) -> None:
    node = pyoxigraph.NamedNode(BASE + SITE)
    with store.opened() as opened:
        wanted = {
            quad
            for subject, value in ((node, None), (None, node))
            for quad in opened.quads_for_pattern(subject, None, value, None)
        }
    answer = client.get(f"/data/{SITE}?format={name}")
    assert answer.content == client.get(f"/data/{SITE}?format={name}").content
    assert quads(answer.content, name) == wanted
    assert len({quad.graph_name for quad in wanted}) > 1


def test_similar_trials_are_in_formats_with_graphs(client: TestClient) -> None:
    found = quads(client.get(f"/data/trial/{TWO}?format=nq").content)
    graphs = {str(quad.graph_name) for quad in found}
    assert graphs == {f"<{BASE}graph/{TWO}>", f"<{BASE}graph/similarity/{TWO}>"}
    assert "similarTrial" not in client.get(f"/data/trial/{TWO}?format=ttl").text


def test_a_file_is_named_for_what_it_is_about(client: TestClient) -> None:
    given = client.get(f"/data/{SITE}?format=ttl").headers["content-disposition"]
    assert given == 'inline; filename="w3id-org-kg-trials-site-che-bern-inselspital.ttl"'


def test_the_vocabulary_is_a_page_and_data(client: TestClient) -> None:
    for accept, place in (("text/html", "/page/vocab"), ("text/turtle", "/data/vocab")):
        answer = client.get("/vocab", headers={"Accept": accept})
        assert (answer.status_code, answer.headers["location"]) == (303, place)
    assert '<dt id="recruitmentStatus">' in page(client, "/page/vocab")
    found = quads(client.get("/data/vocab?format=nt").content, "n-triples")
    assert {quad.triple for quad in found} == set(triples())


def quads(content: bytes, name: str = "n-quads") -> set[pyoxigraph.Quad]:
    """The statements of an answer, by a parser that is not kg's."""
    format = {
        "n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
        "n-quads": pyoxigraph.RdfFormat.N_QUADS,
        "trig": pyoxigraph.RdfFormat.TRIG,
        "json-ld": pyoxigraph.RdfFormat.JSON_LD,
    }[name]
    return set(pyoxigraph.parse(content, format=format))
