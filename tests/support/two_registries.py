"""Made-up records of one trial in several registries, as their readers make them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

import kg
from kg.formats import nquads
from kg.load import load
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.records import Record, Study
from kg.records.registration import StatedNumber
from kg.same_trial.link_graph import same_trial_graphs
from kg.same_trial.stated import record_numbers
from kg.stores.embedded import EmbeddedStore

FIELD: Final = "externalRefs.clinicalTrialsGovNumber"
"""The field in which a record of another registry than ClinicalTrials.gov states a number."""


def record(number: str, *stated: str, **modules: Any) -> Record:
    """The record of a number, which states these numbers of its trial."""
    identification = {
        "nctId": number,
        "briefTitle": f"Trial {number}",
        **modules.pop("identification", {}),
    }
    study = {"protocolSection": {"identificationModule": identification, **modules}}
    is_nct = number.startswith("NCT")
    read = Record(msgspec.convert(study, Study), "", "ctgov-json" if is_nct else "isrctn-xml")
    read.study.protocol_section.identification_module.secondary_id_infos = [
        StatedNumber(id=each, field=None if is_nct else FIELD) for each in stated
    ]
    return read


def facts(status: str, start: str, count: int, end: str, kind: str) -> dict[str, Any]:
    """Modules with these facts; the end is of this kind."""
    return {
        "statusModule": {
            "overallStatus": status,
            "startDateStruct": {"date": start},
            "completionDateStruct": {"date": end, "type": kind},
        },
        "designModule": {"phases": ["PHASE3"], "enrollmentInfo": {"count": count}},
    }


CONTRADICTING: Final = (
    record(
        "NCT90000601",
        "ISRCTN90000601",
        **facts("COMPLETED", "2020-03-05", 120, "2021-01", "ACTUAL"),
        eligibilityModule={"minimumAge": "18 Years", "maximumAge": "70 Years", "sex": "ALL"},
    ),
    record(
        "ISRCTN90000601",
        "NCT90000601",
        **facts("RECRUITING", "2020-03", 100, "2022-06", "ESTIMATED"),
        eligibilityModule={"minimumAge": "16 Years", "maximumAge": "70 Years", "sex": "FEMALE"},
    ),
)
"""Records of one trial that have another status, enrolment, age from and sex. No date
contradicts: one is in less detail, the others are of different kinds."""


def graphs(records: Iterable[Record]) -> list[RecordGraph]:
    """The graphs of these records, which conform."""
    made = [kg.map_record(each) for each in records]
    assert [result for each in made for result in kg.validate(each).violations] == []
    return made


def links(records: Sequence[Record]) -> list[RecordGraph]:
    """The graphs of the links between these records."""
    numbers = [found for each in graphs(records) if (found := record_numbers(each))]
    return list(same_trial_graphs(numbers, {each.number for each in records}.__contains__, Iris()))


def loaded(folder: Path, records: Iterable[Record]) -> EmbeddedStore:
    """A store of these records, or that in the folder with them."""
    document = folder / "records.nq"
    document.write_bytes(b"".join(map(nquads.record, graphs(records))))
    store = EmbeddedStore(folder / "store")
    load([str(document)], store)
    return store
