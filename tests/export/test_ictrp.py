"""Rows of ICTRP beside other records: that of a trial's own registry is always taken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pyoxigraph
import pytest

from tests.support.kg_command import Ran, kg

pytestmark = pytest.mark.slow

ID: Final = "NCT90000001"
OWN: Final = (
    f'{{"protocolSection":{{"identificationModule":{{"nctId":"{ID}","briefTitle":"Own"}},'
    '"statusModule":{"lastUpdateSubmitDate":"2001-01-01"}}}'
)
GRAPHS: Final = "https://w3id.org/kg-trials/graph/"


def rows(title: str, refreshed: str, *ids: str) -> str:
    lines = [f"{each},{refreshed},{title},Long,20" for each in ids]
    head = "TrialID,Last Refreshed on,Public title,Scientific title,Target size"
    return "\n".join([head, *lines, ""])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "own.json").write_text(OWN)
    (tmp_path / "old.csv").write_text(rows("Old", "3 February 2020", ID, "CTRI/2020/06/925618"))
    (tmp_path / "new.csv").write_text(rows("New", "3 March 2020", ID, "CTRI/2020/06/925618"))
    return tmp_path


def run(folder: Path, *arguments: str, status: int = 0) -> Ran:
    ran = kg(*arguments, cwd=folder)
    assert ran.status == status, ran.talk
    return ran


def titles(path: Path) -> list[str]:
    lines = path.read_text().split("\n")
    return sorted(line.split('"')[1] for line in lines if "<https://schema.org/name>" in line)


@pytest.mark.parametrize("sources", [("own.json", "old.csv"), ("old.csv", "own.json")])
def test_a_row_beside_the_own_record_adds_nothing_but_its_provenance(
    folder: Path, sources: tuple[str, str]
) -> None:
    ran = run(folder, "export", *sources, "-o", "all.nq")
    assert "1 row of WHO's ICTRP is of a trial whose own record is taken" in ran.talk
    assert titles(folder / "all.nq") == ["Old", "Own"]
    said = [
        line for line in (folder / "all.nq").read_text().split("\n") if f"{GRAPHS}ictrp/" in line
    ]
    assert len(said) == 5
    assert any("record/ictrp-csv/NCT90000001" in line and '"2020-02-03"' in line for line in said)
    assert not (folder / "all.nq.rejects.jsonl").exists()
    report = json.loads((folder / "all.nq.report.json").read_text())
    assert (report["records"], report["rows_of_ictrp"]) == (2, 1)
    assert len((folder / "all.nq.manifest.tsv").read_text().splitlines()) == 2
    run(folder, "validate", "all.nq")


def test_of_two_rows_the_newer_one_is_taken(folder: Path) -> None:
    run(folder, "export", "new.csv", "old.csv", "-o", "all.nq", status=1)
    assert titles(folder / "all.nq") == ["New", "New"]
    run(folder, "export", "new.csv", "old.csv", "own.json", "-o", "all.nq", status=1)
    rejects = (folder / "all.nq.rejects.jsonl").read_text()
    assert "an older record of NCT90000001; the newest is in new.csv:2" in rejects
    assert '"2020-03-03"' in (folder / "all.nq").read_text()


def test_rows_of_several_countries_are_of_one_trial(folder: Path) -> None:
    ids = [f"EUCTR2019-990001-23-{country}" for country in ("NL", "DE")]
    (folder / "eu.csv").write_text(rows("EU", "3 March 2020", *ids))
    run(folder, "export", "eu.csv", "-o", "eu.nq", status=1)
    [reject] = map(json.loads, (folder / "eu.nq.rejects.jsonl").read_text().splitlines())
    assert (reject["kind"], reject["place"]) == ("repeated", "eu.csv:3")
    assert reject["id"] == "2019-990001-23"


@pytest.mark.parametrize("format", ["ttl", "jsonld", "trig", "nt", "rdf"])
def test_every_format_has_the_row(folder: Path, format: str) -> None:
    run(folder, "export", "own.json", "old.csv", "-o", f"all.{format}")
    run(folder, "validate", f"all.{format}")
    assert "ictrp-csv/NCT90000001" in (folder / f"all.{format}").read_text()


@pytest.mark.parametrize("format", ["tables", "property-graph", "kgx", "fhir"])
def test_other_formats_have_the_own_record_alone(folder: Path, format: str) -> None:
    pytest.importorskip("pyarrow")
    run(folder, "export", "own.json", "old.csv", "-o", "both", "-f", format)
    written = sorted(folder.rglob("both*"))
    said = b"".join(each.read_bytes() for path in written for each in files_of(path))
    assert b"Own" in said
    assert b"Old" in said  # the row of another trial, which has no record of its own


def files_of(path: Path) -> list[Path]:
    return [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]


def test_a_store_keeps_the_own_record_when_rows_are_loaded(folder: Path) -> None:
    run(folder, "load", "own.json", "--store", "s")
    ran = run(folder, "load", "old.csv", "--store", "s")
    assert "1 row of WHO's ICTRP" in ran.talk
    assert "2 new, 0 replaced" in ran.talk
    asked = run(
        folder,
        *("query", "--store", "s", "-f", "csv", "-e"),
        "SELECT ?n { ?t a <https://schema.org/MedicalStudy> ; <https://schema.org/name> ?n }",
    )
    assert sorted(asked.data.decode().split()[1:]) == ["Old", "Own"]
    run(folder, "load", "new.csv", "--store", "s")
    (folder / "gone.txt").write_text(f"{ID}\n")
    ran = run(folder, "load", "--remove", "gone.txt", "--store", "s")
    assert "Removed 2 graphs" in ran.talk


def test_the_own_record_replaces_a_row_that_was_loaded_before(folder: Path) -> None:
    run(folder, "load", "old.csv", "--store", "s")
    ran = run(folder, "load", "own.json", "--store", "s")
    assert "0 new, 1 replaced" in ran.talk


def test_the_update_drops_the_row_that_has_become_the_record(folder: Path) -> None:
    run(folder, "export", "own.json", "old.csv", "-o", "all.nq")
    store = pyoxigraph.Store()
    store.load(path=str(folder / "all.nq"))
    row = pyoxigraph.NamedNode(f"{GRAPHS}ictrp/{ID}")
    assert store.contains_named_graph(row)
    run(folder, "export", "old.csv", "-o", "new.nq", "--against", "all.nq.report.json")
    store.update((folder / "new.nq.drop.ru").read_text())
    store.load(path=str(folder / "new.nq"))
    assert not store.contains_named_graph(row)
    assert store.contains_named_graph(pyoxigraph.NamedNode(f"{GRAPHS}{ID}"))
