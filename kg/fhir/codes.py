"""The codes of FHIR R5 for values of the registry, where both mean the same.

A value without a code is given as text. Codes and definitions: the code systems of
https://hl7.org/fhir/R5/researchstudy.html#tx and https://terminology.hl7.org/; values:
https://clinicaltrials.gov/policy/protocol-definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from kg.fhir.elements import Element, coding, concept, in_words

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


PRIMARY_PURPOSE: Final = FhirCodes(
    f"{_HL7}research-study-prim-purp-type",
    {
        "TREATMENT": ("treatment", "Treatment"),
        "PREVENTION": ("prevention", "Prevention"),
        "DIAGNOSTIC": ("diagnostic", "Diagnostic"),
        "SUPPORTIVE_CARE": ("supportive-care", "Supportive Care"),
        "SCREENING": ("screening", "Screening"),
        "HEALTH_SERVICES_RESEARCH": ("health-services-research", "Health Services Research"),
        "BASIC_SCIENCE": ("basic-science", "Basic Science"),
        "DEVICE_FEASIBILITY": ("device-feasibility", "Device Feasibility"),
    },
)
PHASE: Final = FhirCodes(
    f"{_HL7}research-study-phase",
    {
        "NA": ("n-a", "N/A"),
        "EARLY_PHASE1": ("early-phase-1", "Early Phase 1"),
        "PHASE1": ("phase-1", "Phase 1"),
        "PHASE1/PHASE2": ("phase-1-phase-2", "Phase 1/Phase 2"),
        "PHASE2": ("phase-2", "Phase 2"),
        "PHASE2/PHASE3": ("phase-2-phase-3", "Phase 2/Phase 3"),
        "PHASE3": ("phase-3", "Phase 3"),
        "PHASE4": ("phase-4", "Phase 4"),
    },
)
PHASE_WORDS: Final = {
    "NA": "Not applicable",
    "EARLY_PHASE1": "Early phase 1",
    "PHASE1": "Phase 1",
    "PHASE2": "Phase 2",
    "PHASE3": "Phase 3",
    "PHASE4": "Phase 4",
}
"""A phase in words, for several phases that have no code together."""

STATUS: Final = FhirCodes(
    f"{_HL7}research-study-status",
    {
        "ACTIVE_NOT_RECRUITING": ("active-but-not-recruiting", "Active, not recruiting"),
        "COMPLETED": ("completed", "Completed"),
        "ENROLLING_BY_INVITATION": ("enrolling-by-invitation", "Enrolling by invitation"),
        "NOT_YET_RECRUITING": ("not-yet-recruiting", "Not yet recruiting"),
        "RECRUITING": ("recruiting", "Recruiting"),
        "TERMINATED": ("terminated", "Terminated"),
        "OVERALL": ("overall-study", "Overall study"),
    },
)
"""SUSPENDED has none, as FHIR's codes tell whether patients are treated. Nor has WITHDRAWN: for
the registry the study stopped before its first participant, for FHIR its protocol was withdrawn.
"""

DESIGN: Final = FhirCodes(
    f"{_HL7}study-design",
    {
        "INTERVENTIONAL": ("SEVCO:01001", "Interventional research"),
        "OBSERVATIONAL": ("SEVCO:01002", "Observational research"),
        "EXPANDED_ACCESS": ("SEVCO:01038", "Expanded Access study"),
        "RANDOMIZED": ("SEVCO:01003", "randomized assignment"),
        "NON_RANDOMIZED": ("SEVCO:01005", "Non-randomized assignment"),
        "PARALLEL": ("SEVCO:01011", "Parallel cohort design"),
        "CROSSOVER": ("SEVCO:01012", "Crossover cohort design"),
        "CASE_CONTROL": ("SEVCO:01013", "Case control design"),
        "CROSS_SECTIONAL": ("SEVCO:01027", "Cross sectional data collection"),
        "PARTICIPANT": ("SEVCO:01060", "Blinding of study participants"),
        "CARE_PROVIDER": ("SEVCO:01061", "Blinding of intervention providers"),
        "OUTCOMES_ASSESSOR": ("SEVCO:01062", "Blinding of outcome assessors"),
    },
)
"""Of the study type, the allocation, the models, the time perspective and who is masked."""

ARM_TYPE: Final = FhirCodes(
    f"{_HL7}research-study-arm-type",
    {
        "ACTIVE_COMPARATOR": ("active-comparator", "Active Comparator"),
        "PLACEBO_COMPARATOR": ("placebo-comparator", "Placebo Comparator"),
        "SHAM_COMPARATOR": ("sham-comparator", "Sham Comparator"),
        "NO_INTERVENTION": ("no-intervention", "No Intervention"),
        "EXPERIMENTAL": ("experimental", "Experimental"),
        "OTHER": ("other-arm-type", "Other Arm Type"),
    },
)
PARTY_ROLE: Final = FhirCodes(
    f"{_HL7}research-study-party-role",
    {
        "LEAD_SPONSOR": ("lead-sponsor", "lead-sponsor"),
        "COLLABORATOR": ("collaborator", "collaborator"),
        "FUNDER": ("funding-source", "funding-source"),
        "SPONSOR_INVESTIGATOR": ("sponsor-investigator", "sponsor-investigator"),
        "PRINCIPAL_INVESTIGATOR": ("primary-investigator", "primary-investigator"),
        "SUB_INVESTIGATOR": ("sub-investigator", "sub-investigator"),
        "STUDY_DIRECTOR": ("study-director", "study-director"),
        "STUDY_CHAIR": ("study-chair", "study-chair"),
        "PUBLIC_CONTACT": ("general-contact", "general-contact"),
        "CONTACT": ("recruitment-contact", "recruitment-contact"),
        "ETHICS": ("irb", "Institutional Review Board"),
    },
)
"""CONTACT answers questions about enrolment, by the definition of the registry."""

PARTY_CLASS: Final = FhirCodes(
    f"{_HL7}research-study-party-organization-type",
    {
        "NIH": ("nih", "NIH"),
        "FED": ("government", "Government"),
        "OTHER_GOV": ("government", "Government"),
        "INDUSTRY": ("industry", "Industry"),
    },
)
CLASSIFIER: Final = FhirCodes(
    f"{_HL7}research-study-classifiers",
    {
        "FDA_DRUG": ("fda-regulated-drug", "FDA regulated drug"),
        "FDA_DEVICE": ("fda-regulated-device", "FDA regulated device"),
    },
)
OBJECTIVE: Final = FhirCodes(
    f"{_HL7}research-study-objective-type",
    {"PRIMARY": ("primary", "Primary"), "SECONDARY": ("secondary", "Secondary")},
)
"""Of objectives and outcome measures. Other measures need not be exploratory: they have no code."""

TITLE: Final = FhirCodes(
    f"{_HL7}title-type",
    {
        "OFFICIAL": ("official", "Official title"),
        "ACRONYM": ("acronym", "Acronym"),
        "TRANSLATION": ("language", "Different language"),
    },
)
ARTIFACT: Final = FhirCodes(
    f"{_HL7}citation-artifact-classifier", {"PROTOCOL": ("protocol", "Protocol")}
)
GENDER: Final = FhirCodes(
    f"{_HL7}administrative-gender", {"FEMALE": ("female", "Female"), "MALE": ("male", "Male")}
)
ACTIVITY: Final = FhirCodes(
    f"{_HL7}research-study-registration-activity",
    {
        "PRIMARY_COMPLETION": (
            "primary-outcome-data-collection",
            "Primary outcome data collection",
        )
    },
)
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
