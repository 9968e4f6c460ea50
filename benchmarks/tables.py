"""The main parts of records as flat tables, a JSON array of rows each: for RML and for templates.

    python benchmarks/tables.py CORPUS FOLDER

morph-kgc multiplies all lists below a record with each other, and maplib takes tables only, so they
can't read records as they are; their time begins after this. The mappings are in benchmarks/rml/,
one file per entity, and benchmarks/ottr/.
"""

from __future__ import annotations

import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Row = dict[str, Any]

_TRIAL = {
    "briefTitle": "identificationModule.briefTitle",
    "officialTitle": "identificationModule.officialTitle",
    "acronym": "identificationModule.acronym",
    "organizationId": "identificationModule.orgStudyIdInfo.id",
    "status": "statusModule.overallStatus",
    "start": "statusModule.startDateStruct.date",
    "completion": "statusModule.completionDateStruct.date",
    "sponsor": "sponsorCollaboratorsModule.leadSponsor.name",
    "sponsorClass": "sponsorCollaboratorsModule.leadSponsor.class",
    "summary": "descriptionModule.briefSummary",
    "description": "descriptionModule.detailedDescription",
    "studyType": "designModule.studyType",
    "enrollment": "designModule.enrollmentInfo.count",
    "criteria": "eligibilityModule.eligibilityCriteria",
    "sex": "eligibilityModule.sex",
    "minimumAge": "eligibilityModule.minimumAge",
    "maximumAge": "eligibilityModule.maximumAge",
}
"""A column of the table of trials, and its path in the protocol section."""

_LISTS = {
    "phases": ("designModule.phases", "phase"),
    "conditions": ("conditionsModule.conditions", "name"),
    "keywords": ("conditionsModule.keywords", "name"),
    "collaborators": ("sponsorCollaboratorsModule.collaborators", "name class"),
    "interventions": ("armsInterventionsModule.interventions", "name type description"),
    "officials": ("contactsLocationsModule.overallOfficials", "name affiliation"),
    "sites": (
        "contactsLocationsModule.locations",
        "facility city state country zip geoPoint.lat geoPoint.lon",
    ),
    **{
        f"{kind}Outcomes": (f"outcomesModule.{kind}Outcomes", "measure timeFrame description")
        for kind in ("primary", "secondary", "other")
    },
    "references": ("referencesModule.references", "pmid citation"),
}
"""A table, the list that gives its rows, and its columns."""

_RENAMED = {"geoPoint.lat": "latitude", "geoPoint.lon": "longitude"}


def rows(record: Row) -> Iterator[tuple[str, Row]]:
    """The rows of one record, each with the name of its table."""
    section = record["protocolSection"]
    trial = section["identificationModule"]["nctId"]
    yield "trials", _row(trial, {name: _at(section, path) for name, path in _TRIAL.items()})
    for table, (path, columns) in _LISTS.items():
        for number, item in enumerate(_at(section, path) or (), 1):
            values = item if isinstance(item, dict) else {columns: item}
            named = {_RENAMED.get(name, name): _at(values, name) for name in columns.split()}
            yield table, _row(trial, {"number": number, **named})


def write(records: Iterator[bytes], folder: Path) -> None:
    """Writes the tables of records, one file each, row by row."""
    files = {name: (folder / f"{name}.json").open("w") for name in ("trials", *_LISTS)}
    begun: set[str] = set()
    for data in records:
        for table, row in rows(json.loads(data)):
            files[table].write(("," if table in begun else "[") + json.dumps(row) + "\n")
            begun.add(table)
    for table, file in files.items():
        file.write("]" if table in begun else "[]")
        file.close()


def _row(trial: str, values: Row) -> Row:
    """A row without nulls: morph-kgc would leave out a row that has one."""
    return {"trial": trial, **{name: each for name, each in values.items() if each is not None}}


def _at(value: Any, path: str) -> Any:
    for key in path.split("."):
        value = value.get(key) if value is not None else None
    return value


if __name__ == "__main__":
    with zipfile.ZipFile(sys.argv[1]) as archive:
        read: Callable[[str], bytes] = archive.read
        write(map(read, archive.namelist()), Path(sys.argv[2]))
