"""Every field reaches FHIR, or is in the table of those that are left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from kg import read
from kg.coverage import Leaf, ModelValues, leaves
from kg.fhir import resources
from kg.fhir.left_out import LEFT_OUT, is_left_out
from kg.records import Record, Study, plain
from kg.records.protocol import IdentificationModule, IdInfo, Organization, ProtocolSection
from kg.records.registration import RegistrationFacts
from tests.support.full_registration import full_registration
from tests.support.paths import DATA, ROOT

PAGE = (ROOT / "docs" / "fhir.md").read_text("utf-8")


REGISTERED_BY_ANOTHER = Record(
    Study(
        protocol_section=ProtocolSection(
            identification_module=IdentificationModule(
                nct_id="NCT90000001",
                organization=Organization(full_name="Example University", class_="OTHER"),
                secondary_id_infos=[IdInfo(id="E-1", domain="Example Board")],
            )
        )
    ),
    "made",
    "ctgov-json",
)


class Registration:
    """The values of what a record of another registry says, as kg.coverage has those of a study."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self._facts = plain(record.registration)

    def leaves(self) -> list[Leaf]:
        return list(leaves(self._facts, "registration"))

    def record(self) -> Record:
        facts = msgspec.convert(self._facts, RegistrationFacts)
        return msgspec.structs.replace(self._record, registration=facts)


def records() -> Iterator[ModelValues | Registration]:
    """Small records that have every field together."""
    for path in [*sorted((DATA / "records").glob("*.json")), *(ROOT / "samples").glob("*.json")]:
        for record in read(path):
            if record.registration is None:
                yield ModelValues(record)
    yield ModelValues(REGISTERED_BY_ANOTHER)
    yield Registration(full_registration())


def written(values: ModelValues | Registration) -> bytes:
    return msgspec.json.encode(resources(values.record()))


def test_no_field_is_lost_in_silence() -> None:
    """A field that is left out never changes what is written; every other one does somewhere."""
    reached: dict[str, bool] = {}
    for values in records():
        before = written(values)
        for leaf in values.leaves():
            known = reached.get(leaf.path)
            if known or (known is False and leaf.path.startswith("resultsSection")):
                continue
            leaf.change()
            reached[leaf.path] = written(values) != before
            put_back(leaf)
    assert {path for path, does in reached.items() if not does and not is_left_out(path)} == set()
    assert {path for path, does in reached.items() if does and is_left_out(path)} == set()


def put_back(leaf: Any) -> None:
    leaf.holder[leaf.key] = leaf.value


def test_the_page_has_the_table() -> None:
    rows = [f"| `{path}` | {why} |" for path, why in LEFT_OUT.items()]
    assert [line for line in PAGE.splitlines() if line.startswith("| `") and line in rows] == rows
