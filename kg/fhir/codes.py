"""The codes of FHIR R5 for values of the registry, where both mean the same.

A value without a code is given as text. Codes and definitions: the code systems of
https://hl7.org/fhir/R5/researchstudy.html#tx and https://terminology.hl7.org/; values:
https://clinicaltrials.gov/policy/protocol-definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from kg.fhir.elements import Element, coding, concept, in_words

TABLE: Final = Path(__file__).with_name("codes.tsv")
"""List, value of the registry, and the code and display in FHIR."""

_HL7: Final = "http://hl7.org/fhir/"


@dataclass(frozen=True, slots=True)
class FhirCodes:
    """Values of the registry -> code and display in a code system of FHIR."""

    system: str
    codes: Mapping[str, tuple[str, str]]

    def coding(self, value: str | None) -> Element | None:
        """The code of a value; None if there is none of the same meaning."""
        found = self.codes.get(value or "")
        return coding(self.system, *found) if found else None

    def concept(self, value: str | None, words: str | None = None) -> Element | None:
        """A value as its code with words, by default those of the value."""
        return concept(words or in_words(value or ""), self.coding(value))


@cache
def _rows() -> Mapping[str, Mapping[str, tuple[str, str]]]:
    """The table: list -> value -> code and display."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for line in TABLE.read_text("utf-8").splitlines()[1:]:
        name, value, code, display = line.split("\t")
        found.setdefault(name, {})[value] = code, display
    return found


def _codes(name: str, system: str) -> FhirCodes:
    """The codes of a list of the table, in a code system of HL7."""
    return FhirCodes(f"{_HL7}{system}", _rows()[name])


PRIMARY_PURPOSE: Final = _codes("PRIMARY_PURPOSE", "research-study-prim-purp-type")
PHASE: Final = _codes("PHASE", "research-study-phase")
PHASE_WORDS: Final = {
    "NA": "Not applicable",
    "EARLY_PHASE1": "Early phase 1",
    "PHASE1": "Phase 1",
    "PHASE2": "Phase 2",
    "PHASE3": "Phase 3",
    "PHASE4": "Phase 4",
}
"""A phase in words, for several phases that have no code together."""

STATUS: Final = _codes("STATUS", "research-study-status")
"""SUSPENDED has none, as FHIR's codes tell whether patients are treated. Nor has WITHDRAWN: for
the registry the study stopped before its first participant, for FHIR its protocol was withdrawn.
"""

DESIGN: Final = _codes("DESIGN", "study-design")
"""Of the study type, the allocation, the models, the time perspective and who is masked."""

ARM_TYPE: Final = _codes("ARM_TYPE", "research-study-arm-type")
PARTY_ROLE: Final = _codes("PARTY_ROLE", "research-study-party-role")
"""CONTACT answers questions about enrolment, by the definition of the registry."""

PARTY_CLASS: Final = _codes("PARTY_CLASS", "research-study-party-organization-type")
CLASSIFIER: Final = _codes("CLASSIFIER", "research-study-classifiers")
OBJECTIVE: Final = _codes("OBJECTIVE", "research-study-objective-type")
"""Of objectives and outcome measures. Other measures need not be exploratory: they have no code."""

TITLE: Final = _codes("TITLE", "title-type")
ARTIFACT: Final = _codes("ARTIFACT", "citation-artifact-classifier")
GENDER: Final = _codes("GENDER", "administrative-gender")
ACTIVITY: Final = _codes("ACTIVITY", "research-study-registration-activity")
"""Beside the states of a study."""

IDENTIFIER_WORDS: Final = {
    "NIH": "U.S. NIH Grant/Contract",
    "FDA": "U.S. FDA Grant/Contract",
    "VA": "U.S. VA Grant/Contract",
    "CDC": "U.S. CDC Grant/Contract",
    "AHRQ": "U.S. AHRQ Grant/Contract",
    "SAMHSA": "U.S. SAMHSA Grant/Contract",
    "OTHER_GRANT": "Other Grant/Funding Number",
    "EUDRACT_NUMBER": "EudraCT Number",
    "CTIS": "EU Trial (CTIS) Number",
    "REGISTRY": "Registry Identifier",
    "OTHER": "Other Identifier",
}
"""Types of secondary identifiers as the registry calls them; FHIR has no codes for them."""

CLINICAL_TRIALS_GOV: Final = "http://clinicaltrials.gov"
"""The system of NCT numbers, https://terminology.hl7.org/NamingSystem-ClinicalTrials-Gov.html."""

MESH: Final = "https://www.nlm.nih.gov/mesh"
"""https://terminology.hl7.org/NamingSystem-MeSH.html"""

COUNTRY: Final = "urn:iso:std:iso:3166"
"""https://terminology.hl7.org/NamingSystem-ISO3166Part1.html"""

UCUM: Final = "http://unitsofmeasure.org"

UNITS: Final = {
    "Year": ("years", "a", 365.25),
    "Month": ("months", "mo", 30.4375),
    "Week": ("weeks", "wk", 7.0),
    "Day": ("days", "d", 1.0),
    "Hour": ("hours", "h", 1 / 24),
    "Minute": ("minutes", "min", 1 / 1440),
}
"""Unit of an age -> its name, its code in UCUM, and its length in days."""

TERMINOLOGIES: Final = {
    "ATC": "http://www.whocc.no/atc",
    "ICD-10": "http://hl7.org/fhir/sid/icd-10",
    "MedDRA": "http://terminology.hl7.org/CodeSystem/mdr",
}
"""A terminology as a record names it -> its system; https://hl7.org/fhir/R5/terminologies-systems.html"""
