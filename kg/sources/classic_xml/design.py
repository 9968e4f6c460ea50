"""Rows for the design: type, phase, allocation, masking, enrolment, specimens.

Until January 2017 the design was one text of labelled values ("Allocation: Randomized, ..."), and
before 2008 one of values without labels ("Treatment, Randomized, Double-Blind").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from kg.records.protocol import DesignInfo, EnrollmentInfo, MaskingInfo
from kg.sources.classic_xml.draft import XmlDraft
from kg.sources.classic_xml.reading import (
    Element,
    ElementRow,
    ElementTable,
    ElementText,
    Leftovers,
    Rows,
    part,
    path_of,
)
from kg.sources.classic_xml.values import (
    block,
    code,
    coded,
    line,
    number_of,
    prose,
)
from kg.sources.classic_xml.vocabulary import (
    ALLOCATION,
    BIOSPEC_RETENTION,
    DATE_TYPE,
    INTERVENTION_MODEL,
    MASKING,
    OBSERVATIONAL_MODEL,
    PATIENT_REGISTRY,
    PHASE,
    PRIMARY_PURPOSE,
    STUDY_TYPE,
    TIME_PERSPECTIVE,
    WHO_MASKED,
)

_WHO: Final = re.compile(r"([^()]*)\(([^()]*)\)")
_LABELLED: Final = re.compile(r"([A-Z][A-Za-z ]+): *(.*)")
_BETWEEN_LABELLED: Final = re.compile(r", *(?=[A-Z][A-Za-z ]+: )")

FIELDS: Final[dict[str, tuple[str, Mapping[str, str]]]] = {
    "Allocation": ("allocation", ALLOCATION),
    "Intervention Model": ("intervention_model", INTERVENTION_MODEL),
    "Primary Purpose": ("primary_purpose", PRIMARY_PURPOSE),
    "Observational Model": ("observational_model", OBSERVATIONAL_MODEL),
    "Time Perspective": ("time_perspective", TIME_PERSPECTIVE),
    "Masking": ("masking_info", MASKING),
}
"""Label in the old text of the design -> field, and its words."""


def masking_info(text: str) -> MaskingInfo:
    """How many parties are masked and which: "Double (Participant, Investigator)"."""
    who = None if text in MASKING else _WHO.fullmatch(text)
    if who is None:
        return MaskingInfo(masking=MASKING.get(text, text))
    roles = [role.strip() for role in who[2].split(",")]
    return MaskingInfo(
        masking=MASKING.get(who[1].rstrip(), who[1].rstrip()),
        who_masked=[WHO_MASKED.get(role, role) for role in roles if role],
    )


_DESIGN_INFO: Final = ElementTable(
    {
        "allocation": ElementRow("allocation", coded(ALLOCATION)),
        "intervention_model": ElementRow("intervention_model", coded(INTERVENTION_MODEL)),
        "intervention_model_description": ElementRow("intervention_model_description", prose),
        "primary_purpose": ElementRow("primary_purpose", coded(PRIMARY_PURPOSE)),
        "observational_model": ElementRow("observational_model", coded(OBSERVATIONAL_MODEL)),
        "time_perspective": ElementRow("time_perspective", coded(TIME_PERSPECTIVE)),
        "masking": ElementRow("masking_info.masking", line),
        "masking_description": ElementRow("masking_info.masking_description", prose),
    }
)


def design_info(element: Element, leftovers: Leftovers) -> DesignInfo | None:
    """The design, one element a value."""
    masking = MaskingInfo()
    made = DesignInfo(masking_info=masking)
    _DESIGN_INFO.fill(made, element, leftovers)
    if masking.masking:
        parsed = masking_info(masking.masking)
        masking.masking, masking.who_masked = parsed.masking, parsed.who_masked
    if masking == MaskingInfo():
        made.masking_info = None
    return None if made == DesignInfo() else made


def design_in_words(element: Element, leftovers: Leftovers) -> DesignInfo | None:
    """The design as one text; an unknown part is kept."""
    text = line(element, leftovers)
    if text is None:
        return None
    made = DesignInfo()
    labelled = _LABELLED.match(text) is not None
    for piece in _BETWEEN_LABELLED.split(text) if labelled else text.split(","):
        found = _LABELLED.fullmatch(piece.strip())
        label, value = (found[1], found[2]) if found else (_label_of(piece.strip()), piece.strip())
        if label not in FIELDS:
            leftovers.keep_text(path_of(element), piece)
            continue
        name, codes = FIELDS[label]
        if codes is MASKING:
            made.masking_info = masking_info(value)
        else:
            setattr(made, name, codes.get(value, value))
    return None if made == DesignInfo() else made


def _label_of(value: str) -> str:
    return next((label for label, (_, codes) in FIELDS.items() if value in codes), "")


def phases(element: Element, leftovers: Leftovers) -> list[str] | None:
    """One phase, or two at once ("Phase 1/Phase 2")."""
    text = line(element, leftovers)
    if text is None:
        return None
    parts = [text] if text in PHASE else text.split("/")
    return [PHASE.get(each, each) for each in parts]


def study_type(element: Element, leftovers: Leftovers) -> str | None:
    text = line(element, leftovers)
    return STUDY_TYPE.get(text, text) if text else None


def finish(draft: XmlDraft) -> None:
    """The study type "patient registry" becomes two fields of the record."""
    if draft.design.study_type == PATIENT_REGISTRY:
        draft.design.study_type = STUDY_TYPE["Observational"]
        draft.design.patient_registry = True


_enrollment = part(
    EnrollmentInfo,
    {"#text": ElementText("count", number_of), "@type": ElementText("type", code(DATE_TYPE))},
)

ROWS: Final[Rows] = {
    "study_type": ElementRow("design.study_type", study_type),
    "phase": ElementRow("design.phases", phases),
    "study_design_info": ElementRow("design.design_info", design_info),
    "study_design": ElementRow("design.design_info", design_in_words),
    "target_duration": ElementRow("design.target_duration", line),
    "enrollment": ElementRow("design.enrollment_info", _enrollment),
    "biospec_retention": ElementRow("biospecimen.retention", coded(BIOSPEC_RETENTION)),
    "biospec_descr": ElementRow("biospecimen.description", block),
}
