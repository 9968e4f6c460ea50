"""The JSON of the first API: the same record as today's JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.errors import RecordError
from kg.records import Record
from kg.sources import Blob, ctgov_json, read, read_record
from tests.support.real_data import needed

OLD: dict[str, Any] = {
    "ProtocolSection": {
        "IdentificationModule": {
            "NCTId": "NCT90000701",
            "NCTIdAliasList": {"NCTIdAlias": ["NCT90000702"]},
            "OrgStudyIdInfo": {"OrgStudyId": "X-1"},
            "SecondaryIdInfoList": {"SecondaryIdInfo": [{"SecondaryId": "Y-1"}]},
            "Organization": {"OrgFullName": "Examplia", "OrgClass": "OTHER"},
            "BriefTitle": "An invented trial",
        },
        "StatusModule": {
            "StatusVerifiedDate": "April 2020",
            "OverallStatus": "Active, not recruiting",
            "ExpandedAccessInfo": {"HasExpandedAccess": "No"},
            "StartDateStruct": {"StartDate": "April 7, 2020", "StartDateType": "Anticipated"},
        },
        "DesignModule": {
            "StudyType": "Interventional",
            "PhaseList": {"Phase": ["Phase 2", "Phase 3"]},
            "DesignInfo": {
                "DesignAllocation": "Non-Randomized",
                "DesignInterventionModel": "Parallel Assignment",
                "DesignMaskingInfo": {
                    "DesignMasking": "Double",
                    "DesignWhoMaskedList": {"DesignWhoMasked": ["Participant", "Care Provider"]},
                },
                "DesignObservationalModelList": {"DesignObservationalModel": ["Cohort"]},
            },
            "EnrollmentInfo": {"EnrollmentCount": "30", "EnrollmentType": "Actual"},
        },
        "ArmsInterventionsModule": {
            "ArmGroupList": {
                "ArmGroup": [
                    {
                        "ArmGroupLabel": "A",
                        "ArmGroupType": "Active Comparator",
                        "ArmGroupInterventionList": {"ArmGroupInterventionName": ["Drug: X"]},
                    }
                ]
            }
        },
        "EligibilityModule": {
            "HealthyVolunteers": "Accepts Healthy Volunteers",
            "Gender": "All",
            "MinimumAge": "21 Years",
            "StdAgeList": {"StdAge": ["Adult", "Older Adult"]},
        },
        "ReferencesModule": {
            "ReferenceList": {"Reference": [{"ReferencePMID": "1", "ReferenceType": "result"}]}
        },
    },
    "DerivedSection": {"MiscInfoModule": {"VersionHolder": "April 25, 2022"}},
}
NEW: dict[str, Any] = {
    "protocolSection": {
        "identificationModule": {
            "nctId": "NCT90000701",
            "nctIdAliases": ["NCT90000702"],
            "orgStudyIdInfo": {"id": "X-1"},
            "secondaryIdInfos": [{"id": "Y-1"}],
            "organization": {"fullName": "Examplia", "class": "OTHER"},
            "briefTitle": "An invented trial",
        },
        "statusModule": {
            "statusVerifiedDate": "2020-04",
            "overallStatus": "ACTIVE_NOT_RECRUITING",
            "expandedAccessInfo": {"hasExpandedAccess": False},
            "startDateStruct": {"date": "2020-04-07", "type": "ESTIMATED"},
        },
        "designModule": {
            "studyType": "INTERVENTIONAL",
            "phases": ["PHASE2", "PHASE3"],
            "designInfo": {
                "allocation": "NON_RANDOMIZED",
                "interventionModel": "PARALLEL",
                "maskingInfo": {"masking": "DOUBLE", "whoMasked": ["PARTICIPANT", "CARE_PROVIDER"]},
                "observationalModel": "COHORT",
            },
            "enrollmentInfo": {"count": 30, "type": "ACTUAL"},
        },
        "armsInterventionsModule": {
            "armGroups": [
                {"label": "A", "type": "ACTIVE_COMPARATOR", "interventionNames": ["Drug: X"]}
            ]
        },
        "eligibilityModule": {
            "healthyVolunteers": True,
            "sex": "ALL",
            "minimumAge": "21 Years",
            "stdAges": ["ADULT", "OLDER_ADULT"],
        },
        "referencesModule": {"references": [{"pmid": "1", "type": "RESULT"}]},
    },
    "derivedSection": {"miscInfoModule": {"versionHolder": "2022-04-25"}},
}


def record(content: Any) -> Record:
    return read_record(Blob("x", json.dumps(content).encode()))


@pytest.mark.parametrize(
    "content",
    [
        OLD,
        {"Study": OLD},
        {"Rank": 1, "Study": OLD},
        {"FullStudy": {"Rank": 1, "Study": OLD}},
        {"FullStudiesResponse": {"APIVrs": "1", "FullStudies": [{"Rank": 1, "Study": OLD}]}},
    ],
)
def test_a_record_is_the_same_as_in_todays_json(content: Any) -> None:
    [read_one] = read(json.dumps(content).encode())
    assert read_one.study == record(NEW).study
    assert (read_one.format, read_one.unmapped, read_one.findings) == ("ctgov-json-v1", [], [])


def test_what_has_no_field_is_kept() -> None:
    changed = json.loads(json.dumps(OLD))
    changed["ProtocolSection"]["StatusModule"]["Mood"] = "good"
    changed["ProtocolSection"]["DesignModule"]["EnrollmentInfo"]["EnrollmentCount"] = "many"
    assert [(each.path, each.value) for each in record(changed).unmapped] == [
        ("protocolSection.statusModule.Mood", '"good"'),
        ("protocolSection.designModule.enrollmentInfo.count", '"many"'),
    ]


@pytest.mark.parametrize(
    "content, reason",
    [
        ({"Study": {}}, "no ProtocolSection"),
        ({"ProtocolSection": {"IdentificationModule": {}}}, "no NCT id"),
        ({"ProtocolSection": {"IdentificationModule": {"NCTId": "NCT1"}}}, "is not an NCT id"),
    ],
)
def test_what_is_no_record_is_refused(content: Any, reason: str) -> None:
    with pytest.raises(RecordError, match=reason):
        record(content)


def _pieces(fields: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        each["name"]: (
            each["piece"],
            each["type"].endswith("[]"),
            _pieces(each.get("children", [])),
        )
        for each in fields
    }


def _old(value: Any, pieces: dict[str, Any]) -> Any:
    """A part of a record under the names of the first API."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if not isinstance(value, dict):
        return str(value) if isinstance(value, int | float) else value
    old: dict[str, Any] = {}
    for name, member in value.items():
        piece, is_list, inner = pieces.get(name, (name, False, {}))
        if is_list:
            old[f"{piece}List"] = {piece: [_old(item, inner) for item in member]}
        else:
            old[piece] = member if name not in pieces else _old(member, inner)
    return old


@pytest.mark.slow
def test_real_records_under_the_old_names_are_the_same(v2_records: list[Path]) -> None:
    schema = json.loads(needed("schema/studies_metadata__aact.json").read_bytes())
    for path in v2_records:
        content = json.loads(path.read_bytes())
        content.pop("hasResults", None)  # the first API did not say it
        expected = ctgov_json.read(json.dumps(content).encode(), "x")
        found = record({"Study": _old(content, _pieces(schema))})
        assert found.study == expected.study, path
        assert found.unmapped == []
