"""Trials of every registry in a store: related, shown, queried, completed and removed by number."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import msgspec
import pytest
from starlette.testclient import TestClient

import kg
from kg.formats import nquads
from kg.load import gone_trials, load
from kg.rdf.iris import TRIAL_IRIS, Iris
from kg.records import Record, Study
from kg.registries.numbers import slug_of
from kg.registries.table import REGISTRIES
from kg.related import related_trials
from kg.related.by_query import ByQuery
from kg.related.links import RelatedQuery
from kg.serve.application import application
from kg.serve.settings import ServeSettings
from kg.stores.embedded import EmbeddedStore
from tests.registries.test_numbers import SPELLED
from tests.support.graph_facts import Said
from tests.support.kg_command import kg as run

pytestmark = pytest.mark.slow

WITH_PAGE: Final = {row.key for row in REGISTRIES if row.page}
NUMBERS: Final = tuple(
    {registry: number for registry, number, _ in SPELLED if registry in WITH_PAGE}.values()
)
"""One number of each registry that has a page for each trial."""

INDIAN, SITE = "CTRI/2020/08/012345", {"facility": "Hospital", "city": "Pune", "country": "India"}


def graph(number: str, form: str) -> bytes:
    """The valid graph of a trial with this number, as the reader of its registry would make it."""
    study: dict[str, Any] = {
        "protocolSection": {
            "identificationModule": {"nctId": number, "briefTitle": f"Trial {number}"},
            "contactsLocationsModule": {"locations": [SITE]},
        }
    }
    read = Record(msgspec.convert(study, Study), "", "ctgov-json")
    made = kg.map_record(read, Iris(trial_form=form))
    assert kg.validate(made).violations == ()
    return nquads.record(made)


@pytest.fixture(scope="module", params=TRIAL_IRIS)
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> EmbeddedStore:
    """A store of these trials, in each form of their IRIs."""
    folder = tmp_path_factory.mktemp(request.param)
    (folder / "all.nq").write_bytes(b"".join(graph(each, request.param) for each in NUMBERS))
    store = EmbeddedStore(folder / "store")
    load([str(folder / "all.nq")], store)
    return store


def test_all_are_related_by_their_numbers(store: EmbeddedStore) -> None:
    found = related_trials(store, INDIAN)
    assert {trial.number for trial in found} == {*NUMBERS} - {INDIAN}
    assert {trial.title for trial in found} == {f"Trial {trial.number}" for trial in found}
    by_query = ByQuery(store, RelatedQuery(INDIAN)).evidence()
    assert by_query.trials() == {*NUMBERS} - {INDIAN}


def test_numbers_are_completed(store: EmbeddedStore) -> None:
    assert store.numbers("", 100) == sorted(NUMBERS)
    for number in NUMBERS:
        assert number in store.numbers(number[:5], 10)


def test_a_number_is_given_in_any_spelling(store: EmbeddedStore) -> None:
    folder = store.folder.parent
    shown = run("show", "ctri-2020-08-012345", "--store", "store", cwd=folder)
    assert shown.text.startswith(f"{INDIAN}  Trial {INDIAN}")
    asked = ("--store", "store", "-f", "json")
    answer = run("related", "isrctn 12345678", "--limit", "0", *asked, cwd=folder)
    assert {each["nct_id"] for each in json.loads(answer.text)["related"]} > {INDIAN}
    rows = run(
        "query", "links-of-trial", "--param", "nct=EUCTR2099-000001-11-DE", *asked, cwd=folder
    )
    assert "Hospital" in rows.text
    absent = run("related", "DRKS00099999", "--store", "store", cwd=folder)
    assert "has no record of DRKS00099999" in absent.talk


def test_each_has_a_page_and_its_data(store: EmbeddedStore) -> None:
    with TestClient(
        application(ServeSettings(store, "http://testserver/")), follow_redirects=False
    ) as client:
        for number in NUMBERS:
            path = f"/trial/{slug_of(number)}"
            assert f"Trial {number}" in client.get(path).text
            assert client.get(f"/data{path}").status_code == 200
        assert client.get("/trial/isrctn 12345678").headers["location"] == "/trial/ISRCTN12345678"
        iri = "https://trialsearch.who.int/Trial2.aspx?TrialID=CTRI/2020/08/012345"
        about = client.get("/about", params={"iri": iri})
        assert about.headers["location"] == "/trial/CTRI-2020-08-012345"


def test_a_number_of_another_registry_is_of_the_trial_and_one_of_the_same_is_of_another() -> None:
    """An NCT id is a further number of a trial that stands in another registry, also in a text."""
    identification = {
        "nctId": INDIAN,
        "secondaryIdInfos": [{"id": "NCT90000301"}, {"id": "CTRI/2020/08/012346"}],
    }
    protocol = {
        "identificationModule": identification,
        "descriptionModule": {"briefSummary": "Registered as NCT90000301. See NCT90000302."},
    }
    read = Record(msgspec.convert({"protocolSection": protocol}, Study), "", "ctgov-json")
    said = Said(kg.map_record(read))
    assert said(".", "kg:registeredAs") == ['"NCT90000301"']
    targets = [said(each, "kg:targetTrial") for each in said.those("kg:TrialRelation")]
    assert sorted(targets) == [
        ["<https://trialsearch.who.int/Trial2.aspx?TrialID=CTRI/2020/08/012346>"],
        ["ctgov:NCT90000302"],
    ]


def test_a_graph_is_removed_by_the_number(store: EmbeddedStore, tmp_path: Path) -> None:
    gone = tmp_path / "gone.txt"
    gone.write_text("CTRI/2020/08/012345\nISRCTN 12345678\n", "utf-8")
    assert gone_trials(str(gone)) == [INDIAN, "ISRCTN12345678"]
    (tmp_path / "all.nq").write_bytes(graph(INDIAN, "ctgov") + graph("DRKS00012345", "ctgov"))
    few = EmbeddedStore(tmp_path / "store")
    load([str(tmp_path / "all.nq")], few)
    done = load([], few, gone=str(gone))
    assert done.outcome.removed == [Iris().graph(INDIAN)[1:-1]]
    assert few.numbers("", 10) == ["DRKS00012345"]
