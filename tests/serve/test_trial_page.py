"""The page of a trial: what a reader finds on it, and what no record can put on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from typing import Any, Final

import pyoxigraph
import pytest
from starlette.testclient import TestClient

from kg.load import load
from kg.serve.application import application
from kg.serve.settings import ServeSettings
from kg.stores.embedded import EmbeddedStore
from kg.stores.embedded.quads import Quads
from kg.text.nct_ids import NCT_ID
from kg.trial_card import card_of
from kg.trial_card.card import Card
from kg.trial_card.reading import read_graph
from tests.support.graph_facts import RECORDS
from tests.support.paths import DATA
from tests.support.serving import SAMPLES
from tests.support.small_trials import FOUR, ONE, THREE, TWO, small_store, study, written
from tests.support.trial_cards import graphs_of

FIRST: Final = "NCT04745299"
HOSTILE: Final = "NCT90009001"
MANY_ARMS: Final = "NCT90009002"
SCRIPT: Final = '<script>alert("1")</script><img src=x onerror=alert(2)>'
UNSAFE: Final = "javascript:alert(3)"

RECORDS_SHOWN: Final = sorted(
    (*RECORDS.glob("*.json"), *(DATA / "shapes").glob("*.json"), *SAMPLES)
)
"""Small records; together they have every field."""


def hostile() -> dict[str, Any]:
    """A record whose texts are made to become HTML or links."""
    return study(
        HOSTILE,
        SCRIPT,
        f"drug {SCRIPT}",
        f"site {SCRIPT}",
        identificationModule={"nctId": HOSTILE, "briefTitle": f"Title {SCRIPT}"},
        descriptionModule={"briefSummary": f"Seen in {FOUR} {SCRIPT} {{{{ 7 * 7 }}}}"},
        referencesModule={"seeAlsoLinks": [{"label": SCRIPT, "url": UNSAFE}]},
    )


def many_arms() -> dict[str, Any]:
    """A record with many more arms than interventions."""
    arms = [f"Dose {number}" for number in range(1, 9)]
    given = {"type": "DRUG", "name": "Galcanezumab", "armGroupLabels": arms[1:]}
    module = {"armGroups": [{"label": arm} for arm in arms], "interventions": [given]}
    return study(MANY_ARMS, "Gout", armsInterventionsModule=module)


class _Reading(HTMLParser):
    """The elements, the attributes and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.pieces: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.pieces).split())


def served(store: EmbeddedStore) -> TestClient:
    settings = ServeSettings(store, "http://testserver/")
    return TestClient(application(settings), follow_redirects=False)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """A store of many small records."""
    folder = tmp_path_factory.mktemp("trial-page")
    path = written(folder, "made-up", (hostile(), many_arms()))
    made = EmbeddedStore(folder / "store")
    load([*map(str, RECORDS_SHOWN), str(path)], made, jobs=1)
    return made


@pytest.fixture(scope="module")
def client(store: EmbeddedStore) -> Iterator[TestClient]:
    """A server of these records."""
    with served(store) as made:
        yield made


@pytest.fixture(scope="module")
def similar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server of small records that are related in every way."""
    with served(small_store(tmp_path_factory.mktemp("related"))) as made:
        yield made


def page(client: TestClient, path: str, status: int = 200) -> _Reading:
    answer = client.get(path)
    assert answer.status_code == status, answer.text
    return _Reading(answer.text)


def cards(store: EmbeddedStore) -> Iterator[Card]:
    """The card of each record in a store."""
    with store.opened() as opened:
        for name in opened.named_graphs():
            number = str(name)[1:-1].rpartition("graph/")[2]
            if NCT_ID.fullmatch(number) and isinstance(name, pyoxigraph.NamedNode):
                trial = f"<https://clinicaltrials.gov/study/{number}>"
                yield card_of(read_graph(trial, Quads(opened).triples(name)), number)


@pytest.mark.slow
def test_every_text_of_the_card_is_on_the_pages(client: TestClient, store: EmbeddedStore) -> None:
    seen = 0
    for card in cards(store):
        shown = page(client, f"/trial/{card.number}").text
        results = client.get(f"/trial/{card.number}/results")
        shown += _Reading(results.text).text * (results.status_code == 200)
        shown = "".join(shown.split())
        lines = [line for text in card.texts() for line in text.splitlines()]
        assert [line for line in lines if "".join(line.split()) not in shown] == [], card.number
        seen += 1
    assert seen > 25


def test_the_first_trial_has_its_related_trials_with_the_reasons(client: TestClient) -> None:
    shown = page(client, f"/trial/{FIRST}").text
    assert "Active, not recruiting" in shown
    assert "Phase 3" in shown
    assert "NCT01363401" in shown
    assert "this trial is based on it" in shown
    assert "2 sites in common: Korea University Anam Hospital; Samsung Medical Center" in shown
    assert "Placebo Comparator" in shown


def test_reasons_are_told_apart_by_what_says_so(similar: TestClient) -> None:
    shown = page(similar, f"/trial/{ONE}").text
    assert f"Mentioned in a text is mentioned in the text See {FOUR}." in shown
    assert "Computed similar (0.91): the same condition Cluster Headache; ‘attack’" in shown
    assert "In common 1 site in common: Inselspital" in shown
    assert shown.index(FOUR) < shown.index(TWO) < shown.rindex(THREE)


def test_actual_and_estimated_dates_are_told_apart(client: TestClient) -> None:
    [number] = [graph.nct_id for graph in graphs_of(RECORDS / "partial-dates.json")]
    shown = page(client, f"/trial/{number}").text
    assert "2021-03 Start actual" in shown
    assert "2024 Primary completion estimated" in shown


def test_many_arms_have_a_row_each_in_the_matrix(client: TestClient) -> None:
    shown = page(client, f"/trial/{MANY_ARMS}").text
    assert "ArmGalcanezumab Dose 1 Dose 2● Dose 3●" in shown


def test_nothing_of_a_record_becomes_html(client: TestClient) -> None:
    for path in ("", "/related", "/picture", "/picture.svg"):
        answer = client.get(f"/trial/{HOSTILE}{path}")
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "<img src=x" not in answer.text
        for tag, attributes in _Reading(answer.text).elements:
            assert not any(name.startswith("on") for name in attributes), (path, tag)
            for name in ("href", "src"):
                assert not (attributes.get(name) or "").startswith("javascript:"), (path, tag)
    shown = page(client, f"/trial/{HOSTILE}").text
    assert f"Title {SCRIPT}" in shown
    assert "{{ 7 * 7 }}" in shown


def test_what_a_search_engine_reads_is_json_whatever_the_title(client: TestClient) -> None:
    text = client.get(f"/trial/{HOSTILE}").text
    [found] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    document = json.loads(found)
    assert document["name"] == f"Title {SCRIPT}"
    assert document["@id"] == f"https://clinicaltrials.gov/study/{HOSTILE}"


def test_an_earlier_number_leads_to_the_present_one(client: TestClient) -> None:
    [graph] = graphs_of(RECORDS / "aliases.json")
    earlier = next(
        term[1:-1] for _, predicate, term in graph.triples if predicate.endswith("alias>")
    )
    answer = client.get(f"/trial/{earlier}/related")
    assert (answer.status_code, answer.headers["location"]) == (
        301, f"/trial/{graph.nct_id}/related",
    )  # fmt: skip
    answer = client.get(f"/trial/{FIRST.lower()}")
    assert (answer.status_code, answer.headers["location"]) == (301, f"/trial/{FIRST}")


def test_a_trial_without_a_record_has_what_others_say_of_it(client: TestClient) -> None:
    shown = page(client, "/trial/NCT01363401", 404).text
    assert "There is no record of NCT01363401 in this store." in shown
    assert FIRST in shown
    assert "it is based on this trial" in shown or "mentions this trial" in shown
    assert "What other records say" not in page(client, "/trial/NCT99999999", 404).text


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/trial/x", "No trial has such a number"),
        (f"/trial/{FIRST}/results", "has no results"),
        (f"/trial/{FIRST}/related?page=7", "There is no page 7: the last is 1."),
        (f"/trial/{FIRST}/related?page=-1", "There is no page '-1'"),
        (f"/trial/{FIRST}/related?page=1e9", "There is no page '1e9'"),
    ],
)
def test_what_there_is_not_is_said(client: TestClient, path: str, sentence: str) -> None:
    assert sentence in unescape(page(client, path, 404).text)


def test_the_graph_is_offered_in_every_format(client: TestClient) -> None:
    for accept, form in (("text/turtle", "turtle"), ("application/ld+json", "json-ld")):
        answer = client.get(f"/trial/{FIRST}", headers={"accept": accept})
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/data/trial/{FIRST}?format={form}"
        assert answer.headers["vary"] == "Accept"
    answer = client.get(f"/trial/{FIRST}?format=n-quads")
    assert answer.headers["location"] == f"/data/trial/{FIRST}?format=n-quads"
    linked = [each for tag, each in page(client, f"/trial/{FIRST}").elements if tag == "link"]
    kinds = {each["type"] for each in linked if each.get("rel") == "alternate"}
    assert {"text/turtle", "application/ld+json", "application/n-quads"} <= kinds


def test_the_picture_brings_its_own_policy(client: TestClient) -> None:
    answer = client.get(f"/trial/{FIRST}/picture")
    policy = answer.headers["content-security-policy"]
    assert "script-src 'sha256-" in policy
    assert "unsafe" not in policy
    assert f"http://testserver/trial/{FIRST}" in answer.text
    assert client.get(f"/trial/{FIRST}/picture.svg").headers["content-type"] == "image/svg+xml"


def test_what_the_shapes_find_is_said_in_words(client: TestClient) -> None:
    shown = page(client, f"/trial/{HOSTILE}").text
    assert "Note The record names no person as overall official." in shown


def test_the_page_is_in_order_for_a_screen_reader(client: TestClient) -> None:
    for number in (FIRST, HOSTILE):
        elements = page(client, f"/trial/{number}").elements
        ids = [each["id"] for _, each in elements if "id" in each]
        assert len(ids) == len(set(ids))
        jumps = {(each.get("href") or "")[1:] for _, each in elements
                 if (each.get("href") or "").startswith("#")}  # fmt: skip
        assert jumps <= set(ids)
        assert [tag for tag, _ in elements].count("h1") == 1
        assert all(each.get("alt") for tag, each in elements if tag == "img")
        assert not any("style" in each for _, each in elements)
