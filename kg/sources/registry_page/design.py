"""Reader of the study design: codes, recognised by a table."""

from __future__ import annotations

import re

from kg.records.protocol import DesignInfo, MaskingInfo
from kg.sources.registry_page.draft import PageDraft, Value, code
from kg.sources.registry_page.labels import BLANKS
from kg.sources.registry_page.sections import PageSections

DESIGN = "Study Design"

CODES = {
    "allocation": frozenset(("NA", "NON_RANDOMIZED", "RANDOMIZED")),
    "intervention_model": frozenset(
        ("CROSSOVER", "FACTORIAL", "PARALLEL", "SEQUENTIAL", "SINGLE_GROUP")
    ),
    "observational_model": frozenset(
        "CASE_CONTROL CASE_CROSSOVER CASE_ONLY COHORT DEFINED_POPULATION ECOLOGIC_OR_COMMUNITY"
        " FAMILY_BASED NATURAL_HISTORY OTHER".split()
    ),
    "primary_purpose": frozenset(
        "BASIC_SCIENCE DEVICE_FEASIBILITY DIAGNOSTIC ECT HEALTH_SERVICES_RESEARCH OTHER PREVENTION"
        " SCREENING SUPPORTIVE_CARE TREATMENT".split()
    ),
    "time_perspective": frozenset(("CROSS_SECTIONAL", "OTHER", "PROSPECTIVE", "RETROSPECTIVE")),
    "masking": frozenset(("DOUBLE", "NONE", "QUADRUPLE", "SINGLE", "TRIPLE")),
    "who_masked": frozenset(("CARE_PROVIDER", "INVESTIGATOR", "OUTCOMES_ASSESSOR", "PARTICIPANT")),
}
"""The codes of each part of a design. OTHER is assigned by the study type and its position."""

OBSERVATIONAL = frozenset(("observational_model", "time_perspective"))
TEXTS = frozenset(("intervention_model_description", "masking_description"))

WITH_BRACKETS = re.compile(r"(?P<masking>[^()]+)\((?P<who>[^()]+)\)")
"""A masking as the registry's own page writes it: "Double (Participant, Investigator)"."""


def study_design(page: PageSections, draft: PageDraft) -> None:
    parts: dict[str, str] = {}
    masked: list[str] = []
    others: list[Value] = []
    for value in _split(page[DESIGN]):
        part = value.label or _part(value.text, parts)
        if value.text in BLANKS:
            continue
        if part == "who_masked":
            masked.append(code(value.text))
        elif not part and code(value.text) == "OTHER":
            others.append(value)
        elif not part or part in parts:
            draft.leave(DESIGN, value.text)
        elif part in TEXTS:
            parts[part] = value.text
        else:
            parts[part] = code(value.text).replace("N_A", "NA")
            _note_unknown(part, parts[part], draft)
    for value in others:
        _place_other(value, parts, draft)
    _fill(parts, masked, draft)


def _split(values: list[Value]) -> list[Value]:
    """The values, with lists of who is masked split up."""
    split = []
    for value in values:
        match = WITH_BRACKETS.fullmatch(value.text)
        pieces = [piece.strip() for piece in value.text.split(",")]
        if match and code(match["masking"]) in CODES["masking"] and value.label in ("", "masking"):
            split.append(Value(match["masking"].strip(), "masking"))
            who = [piece for piece in match["who"].split(",") if code(piece) != "OPEN_LABEL"]
            split += [Value(piece.strip(), "who_masked") for piece in who]
        elif {code(piece) for piece in pieces} <= CODES["who_masked"]:
            split += [Value(piece, "who_masked") for piece in pieces]
        else:
            split.append(value)
    return split


def _part(text: str, parts: dict[str, str]) -> str:
    """The part of a design that has this code; none for OTHER, which several have."""
    token = code(text).replace("N_A", "NA")
    found = [part for part, codes in CODES.items() if token in codes and token != "OTHER"]
    return found[0] if found else ""


def _place_other(value: Value, parts: dict[str, str], draft: PageDraft) -> None:
    """Assigns OTHER to the part that has no code yet, in the order of the page."""
    observational = draft.design.study_type == "OBSERVATIONAL" or OBSERVATIONAL & parts.keys()
    wanted = ("observational_model", "time_perspective") if observational else ("primary_purpose",)
    free = [part for part in wanted if part not in parts]
    if not free:
        draft.leave(DESIGN, value.text)
        return
    parts[free[0]] = "OTHER"
    draft.note(DESIGN, f"'{value.text}' is taken as the {free[0].replace('_', ' ')}")


def _note_unknown(part: str, token: str, draft: PageDraft) -> None:
    if token not in CODES[part]:
        draft.note(DESIGN, f"'{token}' is not a known {part.replace('_', ' ')}; it is kept")


def _fill(parts: dict[str, str], masked: list[str], draft: PageDraft) -> None:
    masking = MaskingInfo(
        masking=parts.pop("masking", None),
        masking_description=parts.pop("masking_description", None),
        who_masked=masked,
    )
    info = DesignInfo()
    for part, text in parts.items():
        setattr(info, part, text)
    if masking != MaskingInfo():
        info.masking_info = masking
    if info != DesignInfo():
        draft.design.design_info = info
