"""The report of an export: what it says, that it can be read back, and what is refused."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

import kg
from kg.dataset.bounded_counter import BoundedCounter
from kg.dataset.description import turtle
from kg.dataset.file_digests import input_of, shapes_of
from kg.dataset.report import (
    Changes,
    ExportReport,
    ManifestFile,
    Rejects,
    ReportedFile,
    SourcesFile,
    as_json,
    read_report,
    schema,
)
from kg.dataset.versions import versions
from kg.errors import SourceError
from kg.rdf.record_graph import RecordGraph
from kg.shacl import bundled_shapes
from kg.system.package_data import resource
from tests.support.export_reports import SHA256, report_of
from tests.support.graph_facts import RECORDS
from tests.support.kg_command import environment
from tests.support.kg_command import kg as run_kg
from tests.support.paths import ROOT

PLACES: Final = (
    resource("samples") / "NCT04322149.json",
    RECORDS / "unknown-values.json",
    RECORDS / "unknown-fields.json",
)
SCHEMA: Final = ROOT / "docs" / "export-report.schema.json"


@pytest.fixture(scope="module")
def graphs() -> list[RecordGraph]:
    """The graphs of a sample and of records with values and fields that kg does not know."""
    return [kg.map_record(record) for record in kg.read(*PLACES)]


@pytest.fixture(scope="module")
def full(graphs: list[RecordGraph]) -> ExportReport:
    """A report in which no part is empty."""
    violations = BoundedCounter()
    violations.add(("<https://example.org/Shape>", "wrong"), "wrong", "NCT00000001")
    file = ReportedFile(name="before.report.json", bytes=1, sha256=SHA256)
    return report_of(
        graphs,
        rejects=Rejects(count=1, by_kind={"violating": 1}, file="trials.nq.rejects.jsonl"),
        violations=violations,
        shapes=shapes_of(bundled_shapes().files),
        manifest=ManifestFile(name="m.tsv.zst", bytes=1, sha256=SHA256, records=3),
        sources=SourcesFile(name="s.tsv", bytes=1, sha256=SHA256, records=3, recipe=SHA256),
        changes=Changes(
            against=file,
            new=1,
            changed=1,
            unchanged=1,
            gone=1,
            gone_file="gone.txt",
            drop_file="drop.ru",
        ),
    )


def test_a_report_is_read_as_it_was_written(full: ExportReport, tmp_path: Path) -> None:
    path = tmp_path / "trials.nq.report.json"
    path.write_text(as_json(full), "utf-8")
    assert read_report(path) == full


def test_a_report_of_the_first_form_is_read(full: ExportReport, tmp_path: Path) -> None:
    said = json.loads(as_json(full))
    for later in ("criteria", "entities", "class_predicates", "first_submitted"):
        del said[later]
    path = tmp_path / "trials.nq.report.json"
    path.write_text(json.dumps({**said, "form": "kg export report 1"}), "utf-8")
    old = read_report(path)
    assert (old.criteria, old.records, old.manifest) == (None, full.records, full.manifest)


def test_a_report_counts_criteria_as_items_and_as_text(tmp_path: Path) -> None:
    texts = ("Inclusion:\n* A", "Inclusion:\n* A\n\nAdults", "Exclusion:\n* A", "Adults", None)
    for number, text in enumerate(texts, start=1):
        study = {
            "identificationModule": {"nctId": f"NCT9000000{number}"},
            "eligibilityModule": {"sex": "ALL", "eligibilityCriteria": text},
        }
        (tmp_path / f"{number}.json").write_text(json.dumps({"protocolSection": study}), "utf-8")
    ran = run_kg("export", ".", "-o", "all.nq", "--on-violation", "keep", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    report = json.loads((tmp_path / "all.nq.report.json").read_bytes())
    assert report["records"] == 5
    assert report["criteria"] == {"as_items": 2, "as_text": 2}


def test_the_same_graphs_give_the_same_bytes(graphs: list[RecordGraph]) -> None:
    """Also in another process, with other hashes of the same strings."""
    code = (
        "import sys, kg\n"
        "from kg.dataset.report import as_json\n"
        "from tests.support.export_reports import report_of\n"
        "records = kg.read(*sys.argv[1:])\n"
        "sys.stdout.write(as_json(report_of([kg.map_record(record) for record in records])))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, *PLACES],
        cwd=ROOT,
        env=environment(PYTHONHASHSEED="7"),
        capture_output=True,
        check=True,
    )
    assert ran.stdout.decode() == as_json(report_of(graphs))


def test_a_report_tells_what_is_in_the_graphs(
    full: ExportReport, graphs: list[RecordGraph]
) -> None:
    said = json.loads(as_json(full))
    assert said["records"] == 3
    assert said["triples"] == sum(len(graph.triples) for graph in graphs)
    assert said["example"] == "NCT04322149"
    assert said["classes"]["kg:RecordGraph"] == 3
    assert said["predicates"]["rdf:type"] == sum(said["classes"].values())
    for part in ("classes", "predicates"):
        assert list(said[part]) == sorted(said[part])
    assert said["gaps"]["unrecognized_codes"]["kg:Phase"] == {
        "PHASE9": {"count": 1, "first": "NCT90000005"}
    }
    assert said["gaps"]["unmapped_fields"]["protocolSection.statusModule.mood"]["count"] == 1
    assert said["findings"]["by_place"]["phases"] == [
        {
            "text": "'PHASE9' is not a known value of Phase; it is kept as it is",
            "count": 1,
            "first": "NCT90000005",
        }
    ]
    [warning] = said["warnings"]["by_place"][
        "https://w3id.org/kg-trials/shapes#Trial-responsibleParty-given"
    ]
    assert warning["text"] == "The record names no responsible party."
    assert said["violations"]["by_place"]["https://example.org/Shape"][0]["count"] == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is not the report of an export"),
        (b"{", "is not the report of an export"),
        (b"[1]", "is not the report of an export"),
        (b'{"protocolSection": {}}', "is not the report of an export"),
        (b'{"form": "kg export report 3"}', "reads 'kg export report 2': export again"),
        (b'{"form": "kg export report 2"}', "is damaged: Object missing required field"),
        (b"\xff", "is not the report of an export"),
    ],
)
def test_what_is_no_report_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "a.report.json"
    path.write_bytes(data)
    with pytest.raises(SourceError, match=re.escape(said)) as raised:
        read_report(path)
    assert str(path) in str(raised.value)


def test_a_report_with_a_wrong_value_is_refused(full: ExportReport, tmp_path: Path) -> None:
    path = tmp_path / "a.report.json"
    path.write_text(as_json(full).replace('"records": 3', '"records": "three"', 1), "utf-8")
    with pytest.raises(SourceError, match=r"is damaged: Expected `int`, got `str` - at .*records"):
        read_report(path)


def test_a_report_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"there is no file or folder .*none\.report\.json"):
        read_report(tmp_path / "none.report.json")
    with pytest.raises(SourceError, match="can't be read: is a directory"):
        read_report(tmp_path)


# -- the schema ---------------------------------------------------------------------------------


def test_the_schema_that_is_documented_is_current(update: bool) -> None:
    text = json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"
    if update:
        SCHEMA.write_text(text, "utf-8", newline="\n")
    assert SCHEMA.read_text("utf-8") == text


def test_a_report_has_the_keys_of_its_schema(full: ExportReport) -> None:
    definitions = schema()["$defs"]
    assert set(documented(json.loads(as_json(full)), definitions["ExportReport"], definitions))


def documented(value: Any, rule: Any, definitions: Any) -> list[str]:
    """The names of the definitions that a value was compared with, key by key, to its leaves."""
    rules = [rule, *rule.get("anyOf", [])]
    named = [definitions[each["$ref"].split("/")[-1]] for each in rules if "$ref" in each]
    found: list[str] = []
    if isinstance(value, dict):
        [objects] = [each for each in [*named, *rules] if each.get("type") == "object"]
        properties = objects.get("properties")
        if properties is not None:
            assert set(value) <= set(properties)
            assert set(objects["required"]) <= set(value)
            found.append(objects["title"])
        for key, each in value.items():
            inner = properties[key] if properties else objects["additionalProperties"]
            found += documented(each, inner, definitions)
    elif isinstance(value, list):
        [lists] = [each for each in rules if each.get("type") == "array"]
        for each in value:
            found += documented(each, lists["items"], definitions)
    return found


def test_the_page_explains_each_part() -> None:
    page = (ROOT / "docs" / "export-report.md").read_text("utf-8")
    for definition in schema()["$defs"].values():
        for name in definition["properties"]:
            assert f"`{name}`" in page, f"{name} of {definition['title']}"


# -- input, shapes, versions --------------------------------------------------------------------


def test_the_digest_of_a_file_is_that_of_its_bytes() -> None:
    path = resource("samples") / "NCT04322149.json"
    found = input_of(str(path), [path])
    assert (found.files, found.bytes) == (1, path.stat().st_size)
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_name_that_is_no_unicode_is_reported(graphs: list[RecordGraph], tmp_path: Path) -> None:
    path = tmp_path / "caf\udce9.json"
    path.write_bytes(b"{}")
    for place in (path, tmp_path):
        found = input_of(str(place), [path])
        assert found.files == 1
        told = report_of(graphs, input=[found])
        assert as_json(told).encode()
        assert turtle(told).encode()


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="there is no sha256sum here")
def test_the_digest_of_a_folder_can_be_computed_by_hand() -> None:
    folder = resource("samples")
    paths = sorted(folder.iterdir())
    listed = subprocess.run(
        ["sha256sum", *[path.name for path in paths]], cwd=folder, capture_output=True, check=True
    )
    found = input_of(str(folder), paths)
    assert (found.files, found.bytes) == (len(paths), sum(path.stat().st_size for path in paths))
    assert found.sha256 == hashlib.sha256(listed.stdout).hexdigest()


def test_the_digest_of_shapes_does_not_depend_on_their_folder(tmp_path: Path) -> None:
    shapes = shapes_of(bundled_shapes().files)
    copied = [Path(shutil.copy(file, tmp_path)) for file in bundled_shapes().files]
    assert shapes_of(reversed(copied)) == shapes
    copied[0].write_text("# another\n", "utf-8")
    assert shapes_of(copied).sha256 != shapes.sha256


def test_versions_are_of_what_shapes_the_bytes() -> None:
    always = {"kg", "ontology", "python", "unicode", "pycountry", "rdflib"}
    assert versions().keys() == always
    more = versions(compression=".zst", engine="pyshacl")
    assert more.keys() == always | {"zstandard", "pyshacl"}
