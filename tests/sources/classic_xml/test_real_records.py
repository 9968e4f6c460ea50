"""The 1,199 real records in classic XML: read whole, conforming, and told by their graphs.

The default run alters some values of every fortieth record and validates every tenth; `--full` (or
KG_FULL=1) validates all and alters all values of those without results, of the others some, which
takes the better part of an hour.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Final

import pytest

import kg
from kg.coverage import Coverage
from kg.coverage.xml_values import XmlValues
from kg.mapping import map_record
from kg.shacl import load_shapes
from kg.shacl.compiled import compile_shapes
from kg.sources import blobs, read_record
from tests.support.graph_facts import RECORDS
from tests.support.kg_command import kg as run
from tests.support.real_data import needed_files

pytestmark = pytest.mark.slow

KEPT: Final = {
    "clinical_study.clinical_results.outcome_list.outcome.safety_issue": 6,
    "clinical_study.is_fda_regulated": 4,
    "clinical_study.is_section_801": 3,
    "clinical_study.oversight_info.authority": 5,
    "clinical_study.primary_outcome.safety_issue": 5,
    "clinical_study.secondary_outcome.safety_issue": 16,
    "clinical_study.study_design": 4,
    "clinical_study@rank": 3,
}
"""What the real records say and the model has no field for, and how often."""

VALUES: Final = 266_587
"""The texts of elements and the attributes of the real records."""

FEWER_THAN: Final = 1 / 500
"""The share of values that may be lost or merely kept."""

IMPLIED: Final = (
    ".analyzed.scope",
    ".eligibility.maximum_age",
    ".eligibility.minimum_age",
    ".last_update_submitted_qc",
    ".location_countries.country",
    ".number_of_arms",
    ".number_of_groups",
    ".outcome.measure.description",
    ".outcome.measure.population",
    ".outcome.measure.title",
    ".outcome.measure_list.measure.param",
    ".outcome.measure_list.measure.title",
    ".required_header.link_text",
    ".required_header.url",
)
"""The ends of elements that the rest of a record implies: it shows what they say, not that they do.

An age is so where it is "N/A", which is what no age means.
"""


@pytest.fixture(scope="module")
def xml_records() -> list[Path]:
    return needed_files("records/ctgov-xml", "*.xml")


def test_every_real_record_is_read_whole(xml_records: list[Path]) -> None:
    records = list(kg.read(*xml_records))
    assert len(records) == len(xml_records) == 1_199
    assert {one.format for one in records} == {"ctgov-xml"}
    kept = Counter(field.path for one in records for field in one.unmapped)
    assert kept == KEPT
    assert kept.total() < FEWER_THAN * VALUES
    assert sum(one.study.results_section is not None for one in records) == 97


def test_the_real_records_conform(xml_records: list[Path], full: bool) -> None:
    checks = compile_shapes(load_shapes())
    for one in kg.read(*xml_records[:: 1 if full else 10]):
        report = checks.check_graph(map_record(one))
        assert [result.message for result in report.violations] == [], one.place


def test_every_value_of_the_real_records_reaches_the_graph(
    xml_records: list[Path], full: bool
) -> None:
    coverage = Coverage()
    for path in xml_records[:: 1 if full else 40]:
        for found in blobs(path):
            assert not isinstance(found, Exception)
            one = read_record(found)
            most = (200 if one.study.results_section else None) if full else 30
            coverage.add(one, most=most, values=XmlValues(found.data, found.place))
    assert coverage.lost.total() < FEWER_THAN * coverage.values.total(), coverage.lost
    told = [path for path in coverage.twice if not path.endswith(IMPLIED)]
    assert told == [], coverage.examples
    assert coverage.values.total() > (150_000 if full else 700)


# The command


def test_the_command_tells_of_xml(tmp_path: Path) -> None:
    ran = run("coverage", RECORDS / "old-xml.xml", cwd=tmp_path)
    assert (ran.status, ran.talk) == (0, "")
    rows = {line.split()[0]: line.split()[1:] for line in ran.text.splitlines()}
    assert rows["clinical_study.id_info.nct_id"] == ["1", "1"]
    assert rows["clinical_study.completion_date@type"] == ["1", "1"]
    assert " ".join(rows["clinical_study.number_of_arms"]) == "1 1 1 of them implied by others"
    assert rows["clinical_study@rank:"][:2] == ["1", "values"]
    assert "0 did not" in ran.text.splitlines()[-1]
