"""The words of ICTRP's rows for statuses, types, sexes, phases and ages, and their codes.

A code is given only where the words mean exactly that; a text in other words stays a text.
"""

from __future__ import annotations

import re
from typing import Final

from kg.sources.classic_xml import vocabulary as words
from kg.text.plain_words import ByWords

STATUS: Final = ByWords(
    {
        "Active, not recruiting": "ACTIVE_NOT_RECRUITING",
        "Complete": "COMPLETED",
        "Completed": "COMPLETED",
        "Completed: recruitment and data analysis complete": "COMPLETED",
        "Enrolling by invitation": "ENROLLING_BY_INVITATION",
        "Not yet recruiting": "NOT_YET_RECRUITING",
        "Open to Recruitment": "RECRUITING",
        "Pending (Not yet recruiting)": "NOT_YET_RECRUITING",
        "Recruiting": "RECRUITING",
        "Suspended": "SUSPENDED",
        "Temporarily suspended": "SUSPENDED",
        "Terminated": "TERMINATED",
        "Withdrawn": "WITHDRAWN",
    }
)
""""Not recruiting", "Authorised" and "Pending" may mean several of these."""

STUDY_TYPE: Final = ByWords(
    {
        "Expanded Access": "EXPANDED_ACCESS",
        "Interventional": "INTERVENTIONAL",
        "Interventional study": "INTERVENTIONAL",
        "Interventional clinical trial of medicinal product": "INTERVENTIONAL",
        "Observational": "OBSERVATIONAL",
        "Observational study": "OBSERVATIONAL",
        words.PATIENT_REGISTRY: "OBSERVATIONAL",
    }
)

SEX: Final = ByWords(
    {
        "All": "ALL",
        "Both": "ALL",
        "Both males and females": "ALL",
        "Both, male and female": "ALL",
        "Male and Female": "ALL",
        "Male/Female": "ALL",
        "Female: yes Male: yes": "ALL",
        "Female": "FEMALE",
        "Females": "FEMALE",
        "Female: yes Male: no": "FEMALE",
        "Female: yes Male:": "FEMALE",
        "Male": "MALE",
        "Males": "MALE",
        "Female: no Male: yes": "MALE",
        "Female: Male: yes": "MALE",
    }
)

IPD_SHARING: Final = ByWords(
    {
        **words.IPD_SHARING,
        "No - There is not a plan to make this available": "NO",
        "Undecided - It is not yet known if there will be a plan to make this available": (
            "UNDECIDED"
        ),
        "Yes - There is a plan to make this available": "YES",
    }
)
"""The words of the registries for a plan to share the data of participants."""

_ROMAN: Final = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
_PHASE: Final = re.compile(
    r"(?:phase[ -]*)?([1-4]|i{1,3}|iv)(?:\s*[/-]\s*(?:phase[ -]*)?([1-4]|i{1,3}|iv))?"
)
_OTHER_PHASES: Final = {"early phase 1": "EARLY_PHASE1", "n/a": "NA", "not applicable": "NA"}
_OF_EU: Final = re.compile(r"\(Phase (I{1,3}|IV)\)\s*:\s*(yes|no)", re.IGNORECASE)

AGE_UNITS: Final = {
    "y": "Year", "year": "Year", "years": "Year", "m": "Month", "month": "Month",
    "months": "Month", "w": "Week", "week": "Week", "weeks": "Week", "d": "Day", "day": "Day",
    "days": "Day", "h": "Hour", "hour": "Hour", "hours": "Hour", "minutes": "Minute",
}  # fmt: skip
_AGE: Final = re.compile(r"([0-9]{1,3})\s*\(?([A-Za-z]+?)(?:\(s\))?\)?(?:[ -]old)?")
_JAPANESE_AGE: Final = re.compile(r"([<>])=\s*([0-9]{1,3})\s*age old")


def phases(text: str) -> list[str]:
    """The phases that a text names; none for other words."""
    found = _OF_EU.findall(text)
    if found:
        return [f"PHASE{_ROMAN[name.lower()]}" for name, said in found if said.lower() == "yes"]
    text = text.casefold().strip(" .")
    if text in _OTHER_PHASES:
        return [_OTHER_PHASES[text]]
    match = _PHASE.fullmatch(text)
    return [f"PHASE{_ROMAN.get(each, each)}" for each in match.groups() if each] if match else []


def age(text: str, sign: str) -> str:
    """An age in the words of the record model; `sign` is ">" for a least age. Other texts stay."""
    found = _AGE.fullmatch(text)
    unit = AGE_UNITS.get(found[2].lower()) if found else None
    if found and unit:
        return f"{int(found[1])} {unit}{'s' * (int(found[1]) != 1)}"
    bound = _JAPANESE_AGE.fullmatch(text)
    if bound and bound[1] == sign:
        return f"{int(bound[2])} Year{'s' * (int(bound[2]) != 1)}"
    return text
