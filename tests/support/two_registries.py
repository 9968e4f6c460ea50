"""Made-up records of one trial in several registries, as their readers make them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import msgspec

import kg
from kg.formats import nquads
from kg.load import load
from kg.rdf.record_graph import RecordGraph
from kg.records import Record, Study
from kg.records.registration import StatedNumber
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


def graphs(records: Iterable[Record]) -> list[RecordGraph]:
    """The graphs of these records, which conform."""
    made = [kg.map_record(each) for each in records]
    assert [result for each in made for result in kg.validate(each).violations] == []
    return made


def loaded(folder: Path, records: Iterable[Record]) -> EmbeddedStore:
    """A store of these records, or that in the folder with them."""
    document = folder / "records.nq"
    document.write_bytes(b"".join(map(nquads.record, graphs(records))))
    store = EmbeddedStore(folder / "store")
    load([str(document)], store)
    return store
