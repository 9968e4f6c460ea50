"""`kg export -f fhir`: files that other software takes, the same whatever the order of the work."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

import pytest

from kg import read
from kg.coverage import leaves
from kg.errors import KgError, OutputError
from kg.export import export
from kg.export.options import ExportOptions
from kg.fhir import RESOURCE_TYPES, resources
from kg.fhir.format import FHIR
from kg.records import Record
from tests.support.hapi import Hapi
from tests.support.kg_command import kg as run
from tests.support.paths import DATA, REAL_RECORDS, ROOT
from tests.support.small_trials import study

pytestmark = pytest.mark.slow

SAMPLES: Final = sorted((ROOT / "samples").glob("*.json"))

STEP: Final = 23
"""One real record of so many is enough, as the validator of HAPI takes a second for thirty."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """FHIR of small records of every kind, and of real ones at hand."""
    made = tmp_path_factory.mktemp("fhir")
    sources = [*SAMPLES, DATA / "records", *sorted(REAL_RECORDS.glob("NCT*.json"))[::STEP]]
    ran = run("export", *sources, "-o", "all-fhir/", "--no-validate", cwd=made)
    assert (made / "all-fhir").is_dir(), ran.talk
    return made / "all-fhir"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


@pytest.mark.parametrize("kind", RESOURCE_TYPES)
def test_every_resource_is_of_its_class(folder: Path, kind: str) -> None:
    found = (folder / f"{kind}.ndjson").read_bytes().splitlines()
    assert found
    for line in found:
        of_its_class(kind).model_validate_json(line)


@pytest.mark.parametrize("text", ["\u00a0", "\ufeff", "\x00", "<b>", "https://a b/", "a" * 3_000])
def test_any_text_in_every_field_gives_valid_resources(text: str) -> None:
    judged = 0
    for path in sorted((DATA / "records").glob("*.json")):
        content = json.loads(path.read_bytes())
        for leaf in leaves(content):
            if isinstance(leaf.value, str) and not leaf.path.lower().endswith("module.nctid"):
                leaf.holder[leaf.key] = text
        for record in read_those_that_are_records(content):
            for each in resources(record):
                of_its_class(each["resourceType"]).model_validate(each)
                judged += 1
    assert judged


def read_those_that_are_records(content: Any) -> Iterable[Record]:
    with suppress(KgError):
        yield from read(json.dumps(content).encode())


def of_its_class(kind: str) -> Any:
    """The class of the package fhir.resources, which is made from HL7's definition."""
    return getattr(importlib.import_module(f"fhir.resources.{kind.lower()}"), kind)


def test_hapi_finds_no_error(folder: Path, hapi: Hapi) -> None:
    messages = hapi(sorted(folder.glob("*.ndjson")))
    assert [each for each in messages if each.severity in ("error", "fatal")] == []
    assert {each.kind for each in messages} <= {
        "Terminology_TX_Code_ValueSet_Ext",
        "Terminology_TX_NoValid_2_CC",
        "TYPE_SPECIFIC_CHECKS_DT_MARKDOWN_HTML",
    }


def test_every_reference_leads_to_one_resource_of_the_folder(folder: Path) -> None:
    files = {kind: lines(folder / f"{kind}.ndjson") for kind in RESOURCE_TYPES}
    there = [f"{kind}/{each['id']}" for kind, found in files.items() for each in found]
    assert len(there) == len(set(there))
    assert set(references(list(files.values()))) <= set(there)


def references(value: object) -> Iterable[str]:
    if isinstance(value, list):
        for each in value:
            yield from references(each)
    elif isinstance(value, dict):
        for name, each in value.items():
            if name == "reference" and isinstance(each, str):
                yield each
            else:
                yield from references(each)


def test_what_several_records_describe_is_one_resource(tmp_path: Path) -> None:
    """With all spellings, in every order of the records and with any number of processes."""
    clinic = {"facility": "The Clinic", "city": "Bern", "country": "Switzerland"}
    sites = [
        {**clinic, "facility": "THE CLINIC", "zip": "3010"},
        clinic,
        {**clinic, "zip": "3011", "state": "BE"},
    ]
    for place, site in enumerate(sites, start=1):
        record = study(f"NCT9000000{place}", "Gout", contactsLocationsModule={"locations": [site]})
        (tmp_path / f"{place}.json").write_text(json.dumps(record))
        (tmp_path / f"other-{9 - place}.json").write_text(json.dumps(record))
    for name, jobs in (("[1-3]", 1), ("other-*", 1), ("[1-3]", 2)):
        export(sorted(tmp_path.glob(f"{name}.json")), tmp_path / "some", FHIR, UNCHECKED, jobs=jobs)
        [location] = lines(tmp_path / "some" / "Location.ndjson")
        assert (location["name"], location["alias"]) == ("THE CLINIC", ["The Clinic"])
        assert location["address"] == {
            "city": "Bern",
            "state": "BE",
            "postalCode": "3011",
            "country": "CH",
        }


UNCHECKED: Final = ExportOptions(shapes=None)


def test_the_same_records_give_the_same_bytes(tmp_path: Path) -> None:
    for name, jobs in (("one", 1), ("two", 2)):
        export(SAMPLES, tmp_path / name, FHIR, UNCHECKED, jobs=jobs)
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert one == two
    studies = lines(tmp_path / "one" / "ResearchStudy.ndjson")
    assert [each["id"] for each in studies] == [path.stem for path in SAMPLES]


def test_contacts_can_be_left_out(tmp_path: Path) -> None:
    source = DATA / "records" / "contacts.json"
    given = source.read_text("utf-8")
    assert "@" in given
    export([source], tmp_path / "all", FHIR, UNCHECKED)
    export([source], tmp_path / "bare", FHIR, ExportOptions(shapes=None, contacts=False))
    assert "@" in (tmp_path / "all" / "PractitionerRole.ndjson").read_text("utf-8")
    for path in (tmp_path / "bare").iterdir():
        assert '"telecom"' not in path.read_text("utf-8")


def test_a_folder_of_other_files_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"notes\.txt"):
        export(SAMPLES, tmp_path, FHIR, UNCHECKED)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]
