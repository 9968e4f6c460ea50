"""A trial under several numbers: earlier NCT ids and numbers of other registries in the answers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from kg.load import gone_trials, load
from kg.queries import named_query, names
from kg.rdf.iris import TRIAL_IRIS
from kg.related import related_trials
from kg.related.by_query import current
from kg.related.links import RelatedQuery
from kg.related.reasons import reasons
from kg.stores.embedded import EmbeddedStore
from kg.stores.store import SparqlQuery, rows
from tests.support.kg_command import kg as run

pytestmark = pytest.mark.slow

NEW, EARLIER, EXTENSION, TWIN, STRANGER = (f"NCT9000010{digit}" for digit in range(5))


def study(nct_id: str, **fields: Any) -> dict[str, Any]:
    """A record with a condition, a site and an official of its own, unless `fields` says else."""
    return {
        "identificationModule": {"nctId": nct_id, "briefTitle": f"Trial {nct_id}"},
        "statusModule": {"overallStatus": "COMPLETED", "startDateStruct": {"date": "2020-01"}},
        "conditionsModule": {"conditions": [f"Condition {nct_id}"]},
        **fields,
    }


def numbers(nct_id: str, *secondary: str, aliases: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "nctId": nct_id,
        "briefTitle": f"Trial {nct_id}",
        "nctIdAliases": list(aliases),
        "secondaryIdInfos": [{"id": each} for each in secondary],
    }


def says(text: str) -> dict[str, str]:
    return {"briefSummary": text}


RECORDS: Final = (
    study(
        NEW,
        identificationModule=numbers(NEW, "EudraCT 2099-000001-11", "GRANT-1", aliases=(EARLIER,)),
        descriptionModule=says(f"Registered as {EARLIER} before. See {STRANGER}."),
    ),
    study(EXTENSION, descriptionModule=says(f"An extension of {EARLIER}.")),
    study(TWIN, identificationModule=numbers(TWIN, "EUCTR2099-000001-11-DE", "GRANT-1")),
)
OLD_RECORD: Final = study(
    EARLIER, descriptionModule=says(f"Continued as {NEW}. Compare {EXTENSION}.")
)


def stored(folder: Path, studies: Any, form: str = "ctgov") -> EmbeddedStore:
    """A store of these records, exported with this form of trial IRIs."""
    folder.mkdir(exist_ok=True)
    source = folder / "records.jsonl"
    source.write_text("\n".join(json.dumps({"protocolSection": each}) for each in studies), "utf-8")
    ran = run("export", source, "-o", "all.nq", "--trial-iri", form, cwd=folder)
    assert ran.status == 0, ran.talk
    store = EmbeddedStore(folder / "store")
    load([str(folder / "all.nq")], store)
    return store


@pytest.fixture(scope="module", params=TRIAL_IRIS)
def store(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> EmbeddedStore:
    """The records without that of the earlier id, in each form of trial IRIs."""
    return stored(tmp_path_factory.mktemp(request.param), RECORDS, request.param)


def told(store: EmbeddedStore, nct_id: str) -> dict[str, list[tuple[str, str]]]:
    """The related trials, each with the reasons and directions of its links."""
    return {
        trial.number: [
            *((link.reason, link.direction) for link in trial.stated),
            *((reason, "") for reason in trial.shared),
        ]
        for trial in related_trials(store, nct_id)
    }


def test_a_link_to_an_earlier_id_is_one_to_the_trial(store: EmbeddedStore) -> None:
    expected = {
        EXTENSION: [("MENTIONED", "from")],
        STRANGER: [("MENTIONED", "to")],
        TWIN: [("NUMBER", "")],
    }
    assert told(store, NEW) == told(store, EARLIER) == expected
    assert told(store, EXTENSION) == {NEW: [("MENTIONED", "to")]}
    assert told(store, TWIN) == {NEW: [("NUMBER", "")]}
    [trial] = related_trials(store, EXTENSION)
    assert (trial.title, trial.loaded) == (f"Trial {NEW}", True)


def test_one_number_in_another_registry_is_told_in_words(store: EmbeddedStore) -> None:
    [trial] = related_trials(store, TWIN)
    assert list(map(str, reasons(TWIN, trial))) == ["the same EudraCT number: 2099-000001-11"]


def test_why_takes_any_number_in_any_spelling(store: EmbeddedStore) -> None:
    spelling = f"NCT {EARLIER[3:]}"
    for one, other in ((EXTENSION, spelling), (spelling, EXTENSION)):
        ran = run("related", one, "--why", other, "--store", store.folder, cwd=store.folder.parent)
        assert "An extension of" in ran.text, ran.talk
    ran = run("related", NEW, "--why", EARLIER, "--store", store.folder, cwd=store.folder.parent)
    assert (ran.status, ran.text) == (2, "")
    assert f"Both are numbers of one trial, {NEW}" in ran.talk


def test_the_graph_of_related_trials_names_the_trial(store: EmbeddedStore) -> None:
    ran = run(
        "related", EXTENSION, "--why", EARLIER, "-f", "turtle", "--store", store.folder,
        cwd=store.folder.parent,
    )  # fmt: skip
    assert f'dcterms:identifier "{NEW}"' in ran.text
    assert f'dcterms:identifier "{EARLIER}"' not in ran.text
    assert f"An extension of {EARLIER}." in ran.text


def test_a_trial_whose_earlier_id_is_named_is_loaded(store: EmbeddedStore) -> None:
    found = rows(store, SparqlQuery(named_query("trials-not-loaded").text))
    assert [row["trial"] for row in found] == [STRANGER]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """The records together with that of the earlier id."""
    return stored(tmp_path_factory.mktemp("both"), (*RECORDS, OLD_RECORD))


def test_a_trial_and_its_earlier_record_count_once(both: EmbeddedStore) -> None:
    for name in ("count-by-status", "count-by-year", "count-by-phase"):
        [row] = rows(both, SparqlQuery(named_query(name).text))
        assert row["trials"] == "3", name


def test_no_answer_names_the_earlier_record(both: EmbeddedStore) -> None:
    """Of all queries that need no parameter, and of the related trials."""
    for name in names():
        query = named_query(name)
        if all(parameter.is_optional for parameter in query.parameters):
            for row in rows(both, SparqlQuery(query.text)):
                assert EARLIER not in row.values(), name
    for nct_id in (NEW, EARLIER, EXTENSION, TWIN):
        found = told(both, nct_id)
        assert found
        assert not found.keys() & {EARLIER, nct_id}
    assert NEW not in told(both, EARLIER)


def test_queries_of_one_trial_take_its_earlier_id(both: EmbeddedStore) -> None:
    query = named_query("links-of-trial")
    for nct_id in (NEW, EARLIER):
        found = rows(both, SparqlQuery(*query.sparql({"nct": nct_id})))
        assert [row["name"] for row in found] == [f"Condition {NEW}"]


@pytest.mark.parametrize(
    "number",
    [
        "0000-000000-00", "2099-000000-00", "U1111-0000-0000", "ISRCTN00000000", "GRANT-1",
        "R01CA012345", "ABC-2099", "N/A", "",
    ],
)  # fmt: skip
def test_what_is_no_number_of_a_registry_links_nothing(number: str, tmp_path: Path) -> None:
    pair = [study(each, identificationModule=numbers(each, number)) for each in (NEW, TWIN)]
    assert told(stored(tmp_path / "pair", pair), NEW) == {}


def test_records_of_two_forms_of_iris_are_linked(tmp_path: Path) -> None:
    store = stored(tmp_path / "one", RECORDS[:1], "identifiers")
    other = stored(tmp_path / "other", RECORDS[1:], "bioregistry")
    load([str(other.folder.parent / "all.nq")], store)
    assert set(told(store, NEW)) == {EXTENSION, STRANGER, TWIN}
    assert set(told(store, EXTENSION)) == {NEW}


def test_the_present_number_of_a_trial(both: EmbeddedStore) -> None:
    asked = current(both, RelatedQuery(EARLIER, STRANGER))
    assert (asked.number, asked.other) == (NEW, STRANGER)
    same = current(both, RelatedQuery(NEW, EARLIER))
    assert (same.number, same.other) == (NEW, NEW)


@pytest.mark.parametrize("spelling", [EXTENSION, f"NCT {EXTENSION[3:]}", f"nct-{EXTENSION[3:]}."])
def test_a_list_of_trials_to_drop_takes_any_spelling(spelling: str, tmp_path: Path) -> None:
    (tmp_path / "gone.txt").write_text(f"{spelling}\n{EXTENSION}\n", "utf-8")
    assert gone_trials(str(tmp_path / "gone.txt")) == [EXTENSION]


@pytest.mark.parametrize("spelling", [f"NCT {NEW[3:]}", f"nct-{NEW[3:]}.", f"NCT\\_{NEW[3:]}"])
def test_a_parameter_takes_any_spelling(spelling: str) -> None:
    assert named_query("related-trials").sparql({"nct": spelling})[1] == {"nct": f'"{NEW}"'}
