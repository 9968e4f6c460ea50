"""The list of trials as files."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator

import pyoxigraph
import pytest
from starlette.testclient import TestClient

from kg.serve.pages import downloads
from tests.support.listed_trials import client, listed_store


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client(listed_store(tmp_path_factory.mktemp("downloads"))) as made:
        yield made


def rows(asked: TestClient, query: str) -> list[dict[str, str]]:
    """The rows of the list as CSV."""
    answer = asked.get(f"/trials?format=csv&{query}")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="trials.csv"'
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def test_csv_has_the_whole_list_in_its_order(asked: TestClient) -> None:
    found = rows(asked, "sort=-enrollment&country=CHE")
    assert [(row["number"], row["enrollment"]) for row in found] == [
        ("NCT90000002", "200"),
        ("NCT90000003", "30"),
    ]
    assert found[0] == {
        "number": "NCT90000002",
        "title": "Cluster headache drug",
        "acronym": "",
        "status": "Completed",
        "phase": "Phase 2",
        "type": "Interventional",
        "start": "2019-05",
        "enrollment": "200",
        "sponsor": "Nowhere Trust",
        "countries": "Switzerland",
        "sites": "1",
        "results": "no",
        "iri": "https://clinicaltrials.gov/study/NCT90000002",
    }


def test_a_long_csv_is_whole(asked: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = asked.get("/trials?format=csv")
    monkeypatch.setattr(downloads, "_PART", 100)
    assert asked.get("/trials?format=csv").content == whole.content


def test_a_list_near_a_place_has_the_nearest_sites(asked: TestClient) -> None:
    (row,) = rows(asked, "near=boston")
    assert [row[name] for name in ("nearest site", "km", "site status")] == [
        "Harbour Clinic, Boston", "0.0", "Recruiting",
    ]  # fmt: skip


def test_a_spreadsheet_computes_nothing_from_a_record(asked: TestClient) -> None:
    (row,) = rows(asked, "status=TERMINATED")
    assert row["title"] == '\'=HYPERLINK("http://bad.example","x")'
    book = zipfile.ZipFile(io.BytesIO(asked.get("/trials?format=xlsx").content))
    sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "=HYPERLINK(" in sheet
    assert "<f>" not in sheet


@pytest.mark.parametrize(
    ("form", "format"),
    [("turtle", pyoxigraph.RdfFormat.TURTLE), ("json-ld", pyoxigraph.RdfFormat.JSON_LD)],
)
def test_rdf_has_what_the_store_states_of_each_trial(
    asked: TestClient, form: str, format: pyoxigraph.RdfFormat
) -> None:
    answer = asked.get(f"/trials?format={form}&phase=PHASE2")
    assert answer.headers["content-type"].startswith(format.media_type)
    found = {
        (quad.subject.value, quad.predicate.value.rpartition("/")[2], quad.object.value)
        for quad in pyoxigraph.parse(answer.content, format)
    }
    trial = "https://clinicaltrials.gov/study/NCT90000002"
    assert {(trial, "identifier", "NCT90000002"), (trial, "startDate", "2019-05")} <= found
    assert any(name == "Switzerland" for _, _, name in found)
    assert not any("NCT90000001" in subject for subject, _, _ in found)


def test_a_file_that_has_not_all_says_so(
    asked: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    fewer = downloads.Download("CSV", 2, downloads.DOWNLOADS["csv"].write)
    monkeypatch.setitem(downloads.DOWNLOADS, "csv", fewer)
    answer = asked.get("/trials?format=csv")
    assert answer.headers["content-disposition"] == 'attachment; filename="trials-first-2.csv"'
    assert answer.text.count("NCT9") == 4  # number and IRI
    assert "CSV</a> (the first 2)" in asked.get("/trials").text
