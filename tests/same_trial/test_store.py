"""One trial in several registries in a store: links that follow loads, related trials, pages."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Final

import pytest
from starlette.testclient import TestClient

import kg
from kg.formats import nquads
from kg.load import load
from kg.queries import named_query
from kg.rdf.iris import Iris
from kg.records.registration import RegistrationFacts
from kg.related import links_of, related_trials
from kg.related.by_query import ByQuery
from kg.related.links import RelatedQuery
from kg.related.reasons import reasons
from kg.serve.application import application
from kg.serve.settings import ServeSettings
from kg.stores.embedded import EmbeddedStore
from kg.stores.store import SparqlQuery, rows
from tests.support.kg_command import kg as run
from tests.support.two_registries import FIELD, facts, graphs, loaded, record

pytestmark = pytest.mark.slow

NCT, NCT2, OTHER = (f"NCT9000050{digit}" for digit in range(1, 4))
ISRCTN, EUDRACT, SHARED, ABSENT = (
    "ISRCTN90000501",
    "2099-000501-11",
    "2099-000502-11",
    "DRKS00090501",
)


RECORDS: Final = (
    record(
        NCT, ISRCTN, ABSENT, SHARED, **facts("COMPLETED", "2020-03-05", 120, "2021-01", "ACTUAL")
    ),
    record(ISRCTN, NCT, EUDRACT, **facts("RECRUITING", "2020-03", 100, "2022-06", "ESTIMATED")),
    record(EUDRACT, descriptionModule={"briefSummary": f"See {OTHER}, not {NCT2}."}),
    record(NCT2, SHARED),
)


RECRUITING: Final = {"statusModule": {"overallStatus": "RECRUITING"}}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    return loaded(tmp_path_factory.mktemp("same"), RECORDS)


def links(store: EmbeddedStore) -> set[str]:
    """The trials that have a graph of links to the same one."""
    with store.opened() as opened:
        names = (graph.value for graph in opened.named_graphs())
        return {each.rpartition("/")[2] for each in names if "/same-trial/" in each}


def told(store: EmbeddedStore, number: str) -> dict[str, list[str]]:
    """The related trials with the texts of the reasons."""
    return {
        trial.number: [each.text for each in reasons(number, trial)]
        for trial in related_trials(store, number)
    }


def test_the_same_trial_comes_first_with_who_says_so(store: EmbeddedStore) -> None:
    found = told(store, NCT)
    assert [*found][:2] == [ISRCTN, EUDRACT]
    assert found[ISRCTN] == ["the same trial in ISRCTN (both records say so)"]
    only = f"only the record of {ISRCTN} says so, in {FIELD}"
    assert told(store, ISRCTN)[EUDRACT] == [f"the same trial in EudraCT ({only})"]
    assert found[EUDRACT] == [f"the same trial as {ISRCTN} in EudraCT ({only})"]
    assert found[NCT2] == [f"the same EudraCT number: {SHARED}"]


def test_what_links_one_record_links_the_trial(store: EmbeddedStore) -> None:
    assert told(store, ISRCTN)[OTHER] == [f"{EUDRACT}, the same trial: is mentioned in the text"]
    assert OTHER not in told(store, NCT), "which is two steps away"


def test_an_earlier_number_is_the_trial(tmp_path: Path) -> None:
    new = record(NCT, ISRCTN, identification={"nctIdAliases": [OTHER]})
    store = loaded(tmp_path, [new, record(ISRCTN, OTHER)])
    for number in (NCT, OTHER):
        assert told(store, number) == {
            ISRCTN: ["the same trial in ISRCTN (both records say so)"]
        }, number
    asked = RelatedQuery(OTHER)
    assert ByQuery(store, asked).evidence().trials() == {ISRCTN}


def test_a_number_without_a_record_leads_to_the_trials_that_have_it(store: EmbeddedStore) -> None:
    assert told(store, ABSENT) == {NCT: [f"the same DRKS number: {ABSENT}"]}


@pytest.mark.parametrize("number", [NCT, ISRCTN, EUDRACT, NCT2, OTHER, ABSENT, SHARED])
def test_by_lookup_or_by_query_the_links_are_the_same(store: EmbeddedStore, number: str) -> None:
    asked = RelatedQuery(number)
    expected = ByQuery(store, asked).evidence()
    with links_of(store, asked) as found:
        evidence = found.evidence()
    assert evidence.stated == expected.stated
    assert {*evidence.shared} == {*expected.shared}


def test_links_follow_the_records(tmp_path: Path) -> None:
    store = loaded(tmp_path, RECORDS)
    assert links(store) == {NCT, ISRCTN, EUDRACT}
    loaded(tmp_path, [record(ISRCTN)])
    assert links(store) == {NCT, ISRCTN}
    (tmp_path / "gone.txt").write_text(ISRCTN, "utf-8")
    load([], store, gone=str(tmp_path / "gone.txt"))
    assert links(store) == set()
    loaded(tmp_path, RECORDS[1:2])
    assert links(store) == {NCT, ISRCTN, EUDRACT}


def test_links_that_a_file_brings_are_made_anew(tmp_path: Path) -> None:
    [graph] = graphs([record(NCT, ISRCTN)])
    name = Iris().same_trial_graph(NCT)
    document = tmp_path / "all.nq"
    stray = f"<https://example.org/a> <https://example.org/b> <https://example.org/c> {name} .\n"
    document.write_bytes(nquads.record(graph) + stray.encode())
    store = EmbeddedStore(tmp_path / "store")
    load([str(document)], store)
    assert links(store) == set()


def test_two_forms_of_iris_are_linked(tmp_path: Path) -> None:
    forms = zip(RECORDS[:2], ("identifiers", "bioregistry"), strict=True)
    texts = [nquads.record(kg.map_record(each, Iris(trial_form=form))) for each, form in forms]
    (tmp_path / "all.nq").write_bytes(b"".join(texts))
    store = EmbeddedStore(tmp_path / "store")
    load([str(tmp_path / "all.nq")], store)
    assert told(store, NCT)[ISRCTN] == ["the same trial in ISRCTN (both records say so)"]


def test_compared_facts_say_what_contradicts(store: EmbeddedStore) -> None:
    ran = run("compare", NCT, "-f", "csv", "--store", store.folder, cwd=store.folder.parent)
    assert ran.status == 0, ran.talk
    found = {row["fact"]: row for row in csv.DictReader(io.StringIO(ran.text))}
    assert [*found][:2] == ["Status", "Enrolment"]
    assert found["Status"] == {
        "fact": "Status",
        "finding": "contradiction",
        NCT: "Completed",
        ISRCTN: "Recruiting",
    }
    assert found["Start"]["finding"] == "different"
    assert found["Completion"]["finding"] == "different"
    assert found["Phase"]["finding"] == "same"


def test_compared_numbers_are_given_in_any_spelling(store: EmbeddedStore) -> None:
    asked = ("compare", f"nct {NCT[3:]}", f"isrctn-{ISRCTN[6:]}", NCT2, "-f", "json")
    ran = run(*asked, "--store", store.folder, cwd=store.folder.parent)
    answer = json.loads(ran.text)
    assert [each["number"] for each in answer["records"]] == [NCT, ISRCTN, NCT2]
    assert not answer["linked"]
    assert "No record says" in ran.talk
    [phase] = [each for each in answer["facts"] if each["fact"] == "Phase"]
    assert phase["finding"] == "missing"


def test_programs_get_the_same_facts(store: EmbeddedStore) -> None:
    first, *_ = kg.Store(store.folder).compare(f"nct {NCT[3:]}", ISRCTN)
    assert (first.label, first.finding) == ("Status", "contradiction")
    assert first.values == (("Completed",), ("Recruiting",))


@pytest.mark.parametrize(
    ("numbers", "sentence"),
    [
        ((NCT2,), f"no other record of {NCT2}"),
        ((NCT, NCT), f"{NCT} is the record of {NCT}"),
        ((NCT, ABSENT), f"has no record of {ABSENT}"),
    ],
)
def test_what_can_not_be_compared(
    numbers: tuple[str, ...], sentence: str, store: EmbeddedStore
) -> None:
    ran = run("compare", *numbers, "--store", store.folder, cwd=store.folder.parent)
    assert (ran.status, ran.text) == (2, "")
    assert sentence in ran.talk


def test_contradictions_of_a_store(store: EmbeddedStore) -> None:
    found = rows(store, SparqlQuery(named_query("contradictions").text))
    assert found == [
        {"nct": NCT, "other": ISRCTN, "fact": "enrolment", "value": "120", "otherValue": "100"},
        {
            "nct": NCT, "other": ISRCTN, "fact": "status", "value": "Completed",
            "otherValue": "Recruiting",
        },
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [None, "ACTUAL", "ESTIMATED"])
@pytest.mark.parametrize("other", [None, "ACTUAL", "ESTIMATED"])
def test_only_numbers_of_one_kind_contradict_each_other(
    kind: str | None, other: str | None, tmp_path: Path
) -> None:
    counts = (115, kind), (100, other)
    facts = [{"designModule": {"enrollmentInfo": {"count": n, "type": of}}} for n, of in counts]
    store = loaded(tmp_path, [record(NCT, ISRCTN, **facts[0]), record(ISRCTN, NCT, **facts[1])])
    [enrolment] = [
        each for each in kg.Store(store.folder).compare(NCT) if each.label == "Enrolment"
    ]
    found = rows(store, SparqlQuery(named_query("contradictions").text))
    assert [each["fact"] for each in found] == (["enrolment"] if kind == other else [])
    assert enrolment.finding == ("contradiction" if kind == other else "different")


@pytest.mark.parametrize("form", ["csv", "json", "markdown"])
def test_a_compared_status_says_that_it_is_derived(form: str, tmp_path: Path) -> None:
    derived = record(ISRCTN, NCT, **RECRUITING)
    derived.registration = RegistrationFacts(is_status_derived=True)
    store = loaded(tmp_path, [record(NCT, ISRCTN, **RECRUITING), derived])
    ran = run("compare", NCT, "-f", form, "--store", store.folder, cwd=tmp_path)
    assert ran.text.count("Recruiting (derived)") == 1
    assert ran.text.count("Recruiting") == 2
    [status] = [each for each in kg.Store(store.folder).compare(NCT) if each.label == "Status"]
    assert status.finding == "same"


def test_the_page_of_a_trial_has_its_other_records(store: EmbeddedStore) -> None:
    with TestClient(application(ServeSettings(store, "http://testserver/"))) as client:
        page = client.get(f"/trial/{NCT}").text
        own = page[page.index('id="records"') :].partition("</section>")[0]
        assert f'<a href="/trial/{ISRCTN}">{ISRCTN}</a>' in own
        assert "They contradict each other" in own
        assert "Recruiting" in own
        assert 'id="records"' not in client.get(f"/trial/{NCT2}").text
        absent = client.get(f"/trial/{ABSENT}")
        assert absent.status_code == 404
        assert "https://drks.de/search/en/trial/DRKS00090501" in absent.text
        assert f"the same DRKS number: {ABSENT}" in absent.text


def test_a_card_names_the_same_trial(store: EmbeddedStore) -> None:
    ran = run("show", NCT, "--store", store.folder, cwd=store.folder.parent)
    assert "the same trial in ISRCTN (both records say so)" in " ".join(ran.text.split())
