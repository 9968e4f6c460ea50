"""Things of a store as pages and as data, and the way from an IRI to either."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph
import pytest
import requests

from kg.formats import FORMATS
from tests.support.serving import Serving, sample_store, serving

pytestmark = pytest.mark.slow

TRIAL = "trial/NCT04745299"
SPONSOR = "organization/corestemchemon-inc"
PERSON = "person/seung-hyun-kim/hanyang-university-seoul-hospital"
BASE = "https://w3id.org/kg-trials/"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving(sample_store(tmp_path_factory.mktemp("linked"))) as started:
        yield started


def get(
    server: Serving, path: str, accept: str = "text/html", *, follow: bool = True
) -> requests.Response:
    return requests.get(
        server.address + path, headers={"Accept": accept}, timeout=20, allow_redirects=follow
    )


@pytest.mark.parametrize("path", [SPONSOR, PERSON, "site/kor/seoul/samsung-medical-center"])
def test_an_iri_leads_to_the_page_or_the_data(path: str, server: Serving) -> None:
    for accept, place in (
        ("text/html,*/*;q=0.8", f"/page/{path}"),
        ("text/turtle", f"/data/{path}"),
        ("application/ld+json, text/html;q=0.5", f"/data/{path}"),
    ):
        answer = get(server, path, accept, follow=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == place
        assert answer.headers["vary"] == "Accept"
        assert get(server, path, accept).status_code == 200


def test_a_client_that_takes_neither_is_told_so(server: Serving) -> None:
    assert get(server, SPONSOR, "image/png").status_code == 406
    assert get(server, f"data/{SPONSOR}", "image/png").status_code == 406
    assert get(server, f"data/{SPONSOR}?format=gif").status_code == 400


def test_a_part_of_a_record_leads_to_its_trial(server: Serving) -> None:
    page = get(server, f"{TRIAL}/arm/control-group")
    assert page.status_code == 200
    assert page.url.endswith(TRIAL)


@pytest.mark.parametrize("name", FORMATS)
def test_the_data_of_a_trial_is_its_graph_in_every_format(name: str, server: Serving) -> None:
    row = FORMATS[name]
    wanted = triples(get(server, f"data/{TRIAL}", FORMATS["n-triples"].media_type), "n-triples")
    answer = get(server, f"data/{TRIAL}?format={name}")
    assert answer.headers["content-type"].startswith(row.media_type)
    assert triples(answer, name) == wanted
    assert answer.content == get(server, f"data/{TRIAL}", row.media_type).content
    assert len(wanted) > 100


def test_the_data_of_a_thing_has_what_is_said_of_it(server: Serving) -> None:
    found = triples(get(server, f"data/{SPONSOR}", "text/turtle"), "turtle")
    node = f"<{BASE}{SPONSOR}>"
    assert all(node in (subject, value) for subject, _, value in found)
    assert {subject for subject, _, value in found if value == node} >= {
        "<https://clinicaltrials.gov/study/NCT04745299>"
    }


def test_the_page_of_a_person_has_the_role_in_each_trial(server: Serving) -> None:
    text = get(server, f"page/{PERSON}").text
    assert "<h1>Seung Hyun Kim, MD, PhD</h1>" in text
    assert 'href="/trial/NCT04745299"' in text
    assert "principal investigator" in text
    assert "overall official" not in text


def test_a_publication_has_a_page_by_its_iri(server: Serving) -> None:
    page = get(server, "about?iri=https://doi.org/10.1186/s13063-022-06327-4")
    assert page.status_code == 200
    assert "protocol" in page.text


@pytest.mark.parametrize(
    "path, status",
    [
        ("person/nobody", 404),
        ("page/person/%3Cscript%3E", 404),
        ("page/..%2f..%2fetc/passwd", 404),
        ("page/person/%00", 404),
        ("page/person/%ff", 404),
        ("page/" + "a" * 10_000, 404),
        (f"page/{SPONSOR}?page=0", 404),
        (f"page/{SPONSOR}?page=99999999", 404),
        ("about?iri=javascript:alert(1)", 400),
        ("about?iri=http://example.org/%22%3E%3Cscript%3E", 400),
        ("about", 400),
        ("data?iri=file:///etc/passwd", 400),
        ("data/trial/NCT99999999", 404),
    ],
)
def test_what_is_not_there_is_said(path: str, status: int, server: Serving) -> None:
    answer = get(server, path)
    assert answer.status_code == status
    assert "<script>" not in answer.text
    assert "root:" not in answer.text


def triples(answer: requests.Response, name: str) -> set[tuple[str, str, str]]:
    """The triples of an answer, by a parser that is not kg's."""
    assert answer.status_code == 200, answer.text
    format = {
        "turtle": pyoxigraph.RdfFormat.TURTLE,
        "json-ld": pyoxigraph.RdfFormat.JSON_LD,
        "n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
        "n-quads": pyoxigraph.RdfFormat.N_QUADS,
        "trig": pyoxigraph.RdfFormat.TRIG,
        "rdf-xml": pyoxigraph.RdfFormat.RDF_XML,
    }[name]
    quads = pyoxigraph.parse(answer.content, format=format)
    return {(str(each.subject), str(each.predicate), str(each.object)) for each in quads}
