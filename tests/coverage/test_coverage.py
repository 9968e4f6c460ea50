"""Nothing is lost in silence: change or remove any value of a real record, and its graph changes.

The default run alters a sample of values in every fifth record, which takes some twenty seconds;
`--full` (or KG_FULL=1) alters every value of all records, which takes the better part of an hour.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

import kg
from kg.coverage import Coverage, changed, leaves
from kg.coverage.label_values import LabelValues
from kg.records.redaction import without_results
from kg.sources import SOURCE_FORMATS, Blob, blobs, read_record
from tests.support.graph_facts import OTHER_REGISTRIES, RECORDS
from tests.support.kg_command import kg as run
from tests.support.paths import REAL_DATA, ROOT
from tests.support.real_data import needed

pytestmark = pytest.mark.slow

STEP: Final = 20
MOST: Final = 60
"""Every n-th record, and how many of its values, of the default run."""

REASONS: Final[dict[str, str]] = {}
"""Field whose values may be altered without a trace in the graph -> why that is no loss."""

FEWER_THAN: Final = 1 / 1_000
"""The share of values that may be lost at most, with a reason each."""


def told(coverage: Coverage) -> str:
    """The lost values with an example each, for whom a test fails."""
    return "\n".join(
        f"{path}: {count} of {coverage.values[path]}, such as {coverage.examples[path]}"
        for path, count in (coverage.lost + coverage.twice).most_common()
    )


def test_every_value_of_the_real_records_reaches_the_graph(
    v2_records: list[Path], full: bool
) -> None:
    coverage = Coverage()
    for record in kg.read(*(v2_records if full else v2_records[::STEP])):
        if full:  # tests/mapping/test_results.py alters every value of the results, piece by piece
            coverage.add(without_results(record))
        else:
            coverage.add(record, most=MOST)
    assert coverage.share_lost < FEWER_THAN, told(coverage)
    assert set(coverage.lost + coverage.twice) <= set(REASONS), told(coverage)
    assert coverage.values.total() > (110_000 if full else 1_000)


def test_every_value_behind_a_label_reaches_the_graph(full: bool) -> None:
    real = sorted((REAL_DATA / "records" / "euctr").glob("[2c]*")) if full else []
    coverage = Coverage()
    for path in (*OTHER_REGISTRIES.glob("country-record*"), *real):
        for blob in blobs(path):
            assert isinstance(blob, Blob)
            record = read_record(blob)
            reader = SOURCE_FORMATS[record.format].reader
            values = LabelValues(blob.data, blob.place, reader)
            coverage.add(record, most=None if full else MOST, values=values)
    assert not coverage.lost, told(coverage)
    assert coverage.values.total() > (300 if full else 80)


@pytest.mark.parametrize("name", ["NCT04745299.json", "NCT04745299.txt"])
def test_every_value_of_the_samples_reaches_the_graph(name: str) -> None:
    coverage = Coverage()
    [record] = kg.read(ROOT / "samples" / name)
    coverage.add(record)
    assert not coverage.lost, told(coverage)


def test_every_value_of_the_real_page_reaches_the_graph() -> None:
    coverage = Coverage()
    [record] = kg.read(needed("records/page/NCT04745299.txt"))
    coverage.add(record)
    assert not coverage.lost, told(coverage)


SAID_TWICE: Final[dict[str, dict[str, str]]] = {
    "dangling-names.json": {
        "protocolSection.armsInterventionsModule.armGroups.interventionNames": (
            "the arm names one intervention twice, with its type and without"
        )
    },
    "officials.json": {
        f"protocolSection.sponsorCollaboratorsModule.collaborators.{field}": (
            "two spellings of one collaborator; what they have in common is said twice"
        )
        for field in ("name", "class")
    },
    "page-countries.txt": {
        "page.listedTrials.title": "the page lists the trial itself, which has a title",
        "page.listedTrials.section": "the page lists the trial itself, which is no link",
        "page.countries": "one of the countries is that of the site",
    },
}
"""Small record -> field -> why one of its values may go without a trace: another says the same."""


@pytest.mark.parametrize("source", sorted(RECORDS.iterdir()), ids=lambda path: path.name)
def test_every_value_of_a_small_record_reaches_the_graph(source: Path) -> None:
    coverage = Coverage()
    [record] = kg.read(source)
    coverage.add(record)
    untold = set(coverage.lost + coverage.twice)
    assert untold == set(SAID_TWICE.get(source.name, ())), told(coverage)


# Every field that the registry has


VALUES: Final[dict[str, Any]] = {
    "boolean": True,
    "number": 7,
    "integer": 7,
    "long": 7,
    "PartialDate": "2021-03",
    "NormalizedDate": "2021-03-04",
    "DateTimeMinutes": "2021-03-04T05:06",
    "GeoPoint": {"lat": 1.5, "lon": 2.5},
}
"""Type of the registry's tree of fields -> a value; what is not here is a text of its own."""


def filled(pieces: list[dict[str, Any]], path: str = "") -> dict[str, Any]:
    """A structure in which every field of the registry's tree of fields has a value."""
    made = {}
    for piece in pieces:
        name, kind = piece["name"], piece["type"]
        below = piece.get("children")
        value: Any = filled(below, f"{path}.{name}") if below else value_of(kind, f"{path}.{name}")
        made[name] = [value] if kind.endswith("[]") else value
    return made


def value_of(kind: str, path: str) -> Any:
    """A value for the field at `path`."""
    if path.endswith(".nctId"):
        return "NCT00000001" if "identificationModule" in path else "NCT00000002"
    return VALUES.get(kind.removesuffix("[]"), f"the value of {path}")


def test_every_field_of_the_registry_reaches_the_graph() -> None:
    """A record that has every field there is in its form: none unknown, none lost."""
    tree = json.loads(needed("schema/studies_metadata__aact.json").read_bytes())
    content = filled(tree)
    [record] = kg.read(json.dumps(content).encode())
    assert record.unmapped == []
    coverage = Coverage()
    coverage.add(record)
    assert not coverage.lost, told(coverage)
    # The numbers behind the fields of the plain structures, as a check on the check.
    assert len(coverage.values) > 190
    assert set(coverage.values) == {leaf.path for leaf in leaves(content)}


# What is altered, and how


def test_leaves_are_all_values_that_are_not_blank() -> None:
    value = {"a": 1, "b": [{"c": "x"}, {"c": " "}, "y"], "d": None, "e": {}, "f": False}
    assert [(leaf.path, leaf.value) for leaf in leaves(value)] == [
        ("a", 1),
        ("b.c", "x"),
        ("b", "y"),
        ("f", False),
    ]


@pytest.mark.parametrize(
    "value", [True, False, 0, 1.5, "", "text", "2021-03-04", "2021-03", "2020", "NCT99999999"]
)
def test_a_changed_value_is_another_of_its_kind(value: Any) -> None:
    assert changed(value) != value
    assert type(changed(value)) is type(value)


def test_a_record_is_left_as_it_was() -> None:
    [record] = kg.read(ROOT / "samples" / "NCT04745299.txt")
    before = kg.triples(record)
    Coverage().add(record)
    assert kg.triples(record) == before


# The command


def test_the_command_counts_by_field(tmp_path: Path) -> None:
    ran = run("coverage", ROOT / "samples" / "NCT04745299.json", cwd=tmp_path)
    assert (ran.status, ran.talk) == (0, "")
    rows = {line.split()[0]: line.split()[1:] for line in ran.text.splitlines()}
    assert rows["protocolSection.contactsLocationsModule.locations.facility"] == ["5", "5"]
    assert ran.text.splitlines()[-1].startswith("1 record, ")
    assert "0 did not" in ran.text.splitlines()[-1]


def test_the_command_names_what_the_model_lacks(tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(
        json.dumps(
            {
                "protocolSection": {
                    "identificationModule": {"nctId": "NCT00000001"},
                    "statusModule": {"mood": ["good", "bad"]},
                },
                "resultsSection": {"newModule": 1},
            }
        )
    )
    ran = run("coverage", "one.json", "-f", "json", cwd=tmp_path)
    assert (ran.status, ran.talk) == (0, "")
    report = json.loads(ran.text)
    assert report["records"] == 1
    assert report["not_in_graph"] == 0
    assert report["kept_as_they_are"] == {
        "protocolSection.statusModule.mood": 1,
        "resultsSection.newModule": 1,
    }
    assert report["fields"]["protocolSection.identificationModule.nctId"]["in_graph"] == 1


def test_at_most_so_many_values_are_altered(tmp_path: Path) -> None:
    ran = run("coverage", RECORDS, "--most", "3", "-f", "json", cwd=tmp_path)
    report = json.loads(ran.text)
    assert report["records"] == len(list(RECORDS.iterdir()))
    assert report["values"] <= 3 * report["records"]


def test_numbers_at_the_ends_of_their_ranges_are_altered_within_them() -> None:
    points = ((90, 180), (-90.0, -180.0), (0.5, 0.0))
    sites = [{"city": f"C{lat}", "geoPoint": {"lat": lat, "lon": lon}} for lat, lon in points]
    section = {
        "identificationModule": {"nctId": "NCT90000431"},
        "designModule": {"enrollmentInfo": {"count": 0}},
        "contactsLocationsModule": {"locations": sites},
    }
    content = {"protocolSection": section}
    coverage = Coverage()
    for record in kg.read(json.dumps(content).encode()):
        coverage.add(record)
    assert coverage.values["protocolSection.designModule.enrollmentInfo.count"] == 1
    assert told(coverage) == ""
