"""Reader of one record in the JSON of the registry's first API, which was shut down in 2024.

Its fields were those of today, under longer names with capitals: `ArmGroupLabel` is the label of an
arm group, and `ArmGroupList.ArmGroup` the list of them. Today's name is the end of the old one, in
the same structure (https://clinicaltrials.gov/data-api/about-api/study-data-structure gives both).
Dates and codes are in the words of the classic XML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from kg.errors import RecordError
from kg.records import Record
from kg.sources import ctgov_json
from kg.sources.classic_xml import vocabulary as words
from kg.sources.classic_xml.values import date, number_of
from kg.sources.json_objects import Members, earlier_members
from kg.sources.json_pieces import (
    JsonModel,
    LeafModel,
    ListModel,
    ObjectModel,
    study_model,
    unboxed,
)

NAME: Final = "ctgov-json-v1"
"""The name of this format among `kg.sources.SOURCE_FORMATS`."""

_BEGINNING: Final = re.compile(
    rb'\s*\{\s*(?:"Rank"\s*:\s*[0-9]+\s*,\s*)?'
    rb'"(?:Study|ProtocolSection|ResultsSection|AnnotationSection|DocumentSection|DerivedSection)"'
)
_SINGULAR: Final = (
    ("aliases", "alias"), ("leaves", "leaf"), ("ies", "y"), ("branches", "branch"),
    ("classes", "class"), ("analyses", "analysis"), ("meshes", "mesh"), ("s", ""),
)  # fmt: skip
_RENAMED: Final = {"Gender": "sex"}

_WORDS: Final[Mapping[str, Mapping[str, str | bool]]] = {
    "ArmGroupType": words.ARM_TYPE,
    "BaselineMeasureDispersionType": words.BASELINE_DISPERSION,
    "BaselineMeasureParamType": words.MEASURE_PARAM,
    "BioSpecRetention": words.BIOSPEC_RETENTION,
    "DesignAllocation": words.ALLOCATION,
    "DesignInterventionModel": words.INTERVENTION_MODEL,
    "DesignMasking": words.MASKING,
    "DesignObservationalModel": words.OBSERVATIONAL_MODEL,
    "DesignPrimaryPurpose": words.PRIMARY_PURPOSE,
    "DesignTimePerspective": words.TIME_PERSPECTIVE,
    "DesignWhoMasked": words.WHO_MASKED,
    "EnrollmentType": words.DATE_TYPE,
    "ExpandedAccessStatusForNCTId": words.STATUS,
    "Gender": words.SEX,
    "HealthyVolunteers": words.HEALTHY_VOLUNTEERS,
    "IPDSharing": words.IPD_SHARING,
    "IPDSharingInfoType": words.IPD_INFO_TYPE,
    "InterventionType": words.INTERVENTION_TYPE,
    "LastKnownStatus": words.STATUS,
    "LocationStatus": words.STATUS,
    "OtherEventAssessmentType": words.ASSESSMENT,
    "OutcomeAnalysisCINumSides": words.SIDES,
    "OutcomeAnalysisDispersionType": words.ANALYSIS_DISPERSION,
    "OutcomeAnalysisNonInferiorityType": words.NON_INFERIORITY_TYPE,
    "OutcomeMeasureParamType": words.MEASURE_PARAM,
    "OutcomeMeasureType": words.OUTCOME_TYPE,
    "OverallOfficialRole": words.ROLE,
    "OverallStatus": words.STATUS,
    "Phase": words.PHASE,
    "ResponsiblePartyType": words.RESPONSIBLE_PARTY_TYPE,
    "SamplingMethod": words.SAMPLING_METHOD,
    "SeriousEventAssessmentType": words.ASSESSMENT,
    "Sex": words.SEX,
    "StudyType": words.STUDY_TYPE,
}
"""The words of each field with a vocabulary; a word in no table is passed on."""

_CAPITALIZED: Final = frozenset(
    """CentralContactRole ConditionBrowseLeafRelevance InterventionBrowseLeafRelevance
    LocationContactRole ReferenceType StdAge""".split()
)
"""The fields whose codes are the words in capitals."""

_YES_OR_NO: Final = {"Yes": True, "No": False}


def looks_like(data: bytes) -> bool:
    """Whether `data` begins like a record of the first API."""
    return _BEGINNING.match(data) is not None


def read(data: bytes, place: str) -> Record:
    """The record in `data`, one JSON object in UTF-8; RecordError says why it is not one."""
    content = ctgov_json.content(data, place)
    if isinstance(content.get("Study"), dict):
        content = content["Study"]
    if not isinstance(content.get("ProtocolSection"), dict):
        raise RecordError(place, "no ProtocolSection: this is not a record of the first API")
    return ctgov_json.record_of(_fields(content, study_model().fields), data, place, NAME)


def _fields(value: dict[str, Any], models: Mapping[str, JsonModel]) -> dict[str, Any]:
    """The members of an object under today's names; others keep theirs."""
    fields: dict[str, Any] = {}
    others = []
    for old, member in value.items():
        name, inner = _field(old, member, models)
        if name in fields:
            others.append((old, member))
        else:
            fields[name] = inner
    earlier = [_field(*member, models) for member in earlier_members(value)]
    return Members([*others, *fields.items()], earlier)


def _field(old: str, member: Any, models: Mapping[str, JsonModel]) -> tuple[str, Any]:
    """A member under today's name, or under its own."""
    piece, inner = _unlisted(old, member)
    name = _RENAMED.get(piece) or _name(piece, models)
    return (
        (name, _converted(inner, models[name], piece)) if name and name in models else (old, member)
    )


def _unlisted(name: str, value: Any) -> tuple[str, Any]:
    """The name and items of a list, which is the only member of an object."""
    piece = name.removesuffix("List")
    if piece != name and isinstance(value, dict) and len(value) == 1:
        return next(iter(value.items()))
    return name, value


def _name(piece: str, models: Mapping[str, JsonModel]) -> str | None:
    """Today's name of a field: the longest one that the old name ends with."""
    lower = piece.lower()
    ends = {end: name for name, inner in models.items() for end in _ends(name, inner)}
    return ends.get(max(filter(lower.endswith, ends), key=len, default=""))


def _ends(name: str, model: JsonModel) -> Iterator[str]:
    lower = name.lower()
    yield lower
    if isinstance(model, ListModel):
        for plural, singular in _SINGULAR:
            if lower.endswith(plural):
                yield lower.removesuffix(plural) + singular


def _converted(value: Any, model: JsonModel, piece: str) -> Any:
    match model:
        case ObjectModel() if isinstance(value, dict):
            return _fields(value, model.fields)
        case ListModel() if isinstance(value, list):
            return [_converted(item, model.items, piece) for item in value]
        case LeafModel():
            single = unboxed(value)
            return _scalar(single, model.types, piece) if isinstance(single, str) else value
    return value


def _scalar(text: str, types: tuple[type, ...], piece: str) -> Any:
    """A text as a value of one of these types; unchanged if it is none."""
    table: Mapping[str, str | bool] = _WORDS.get(piece, {})
    if piece.endswith("DateType"):
        table = words.DATE_TYPE
    elif bool in types:
        table = table or _YES_OR_NO
    if text in table:
        return table[text]
    if piece in _CAPITALIZED:
        return text.upper().replace(" ", "_")
    if int in types and (number := number_of(text)) is not None:
        return number
    if float in types:
        try:
            return float(text)
        except ValueError:
            return text
    return date(text) if piece.endswith(("Date", "VersionHolder")) else text
