"""The words of ISRCTN -> the codes of the model. A word that is not here is kept as it is.

The registry explains its words at https://www.isrctn.com/page/definitions.
"""

from __future__ import annotations

from typing import Final

from kg.text.plain_words import ByWords, plain_words

STUDY_TYPE: Final = ByWords({"Interventional": "INTERVENTIONAL", "Observational": "OBSERVATIONAL"})

STATUS: Final = ByWords({"Suspended": "SUSPENDED"})
"""Words that replace the status that follows from the dates; for "Stopped" see `status`."""

STOPPED: Final = "Stopped"
ANTICIPATED: Final = "Anticipated"

ALLOCATION: Final = ByWords(
    {
        "N/A: single arm study": "NA",
        "Non-randomized controlled trial": "NON_RANDOMIZED",
        "Non-randomised controlled trial": "NON_RANDOMIZED",
        "Randomized controlled trial": "RANDOMIZED",
        "Randomised controlled trial": "RANDOMIZED",
    }
)
MASKING: Final = ByWords(
    {
        "Open (masking not used)": "NONE",
        "Single blinded (masking used)": "SINGLE",
        "Double blinded (masking used)": "DOUBLE",
        "Triple blinded (masking used)": "TRIPLE",
        "Quadruple blinded (masking used)": "QUADRUPLE",
    }
)
ASSIGNMENT: Final = ByWords(
    {
        "Crossover": "CROSSOVER",
        "Factorial": "FACTORIAL",
        "Parallel": "PARALLEL",
        "Sequential": "SEQUENTIAL",
        "Single": "SINGLE_GROUP",
        "Single group": "SINGLE_GROUP",
    }
)
PURPOSE: Final = ByWords(
    {
        "Basic science": "BASIC_SCIENCE",
        "Device feasibility": "DEVICE_FEASIBILITY",
        "Diagnostic": "DIAGNOSTIC",
        "Educational/counseling/training": "ECT",
        "Educational/counselling/training": "ECT",
        "Health services research": "HEALTH_SERVICES_RESEARCH",
        "Other": "OTHER",
        "Prevention": "PREVENTION",
        "Screening": "SCREENING",
        "Supportive care": "SUPPORTIVE_CARE",
        "Treatment": "TREATMENT",
    }
)
SECONDARY_DESIGN: Final = ByWords(
    {
        "Case crossover study": {"observational_model": "CASE_CROSSOVER"},
        "Case-control study": {"observational_model": "CASE_CONTROL"},
        "Cohort study": {"observational_model": "COHORT"},
        "Cross sectional study": {"time_perspective": "CROSS_SECTIONAL"},
        "Ecological study": {"observational_model": "ECOLOGIC_OR_COMMUNITY"},
        "Non randomised controlled trial": {"allocation": "NON_RANDOMIZED"},
        "Non randomised study": {"allocation": "NON_RANDOMIZED"},
        "Randomised controlled trial": {"allocation": "RANDOMIZED"},
        "Randomised cross over trial": {
            "allocation": "RANDOMIZED",
            "intervention_model": "CROSSOVER",
        },
        "Randomised parallel trial": {"allocation": "RANDOMIZED", "intervention_model": "PARALLEL"},
    }
)
"""The one word that records before 2025 have for their design -> what it says of it."""

PHASES: Final = ByWords(
    {
        "Not Applicable": ["NA"],
        "Phase 0": ["EARLY_PHASE1"],
        "Phase I": ["PHASE1"],
        "Phase I/II": ["PHASE1", "PHASE2"],
        "Phase II": ["PHASE2"],
        "Phase II/III": ["PHASE2", "PHASE3"],
        "Phase III": ["PHASE3"],
        "Phase III/IV": ["PHASE3", "PHASE4"],
        "Phase IV": ["PHASE4"],
    }
)
INTERVENTION_TYPE: Final = ByWords(
    {
        "Behavioural": "BEHAVIORAL",
        "Biological/Vaccine": "BIOLOGICAL",
        "Device": "DEVICE",
        "Drug": "DRUG",
        "Genetic": "GENETIC",
        "Other": "OTHER",
        "Procedure/Surgery": "PROCEDURE",
        "Supplement": "DIETARY_SUPPLEMENT",
    }
)
SEX: Final = ByWords({"All": "ALL", "Both": "ALL", "Female": "FEMALE", "Male": "MALE"})

MIXED_AGES: Final = frozenset(("All", "Mixed", "Other"))
"""Words for several age groups, and for one that has no word."""

SPONSOR_CLASS: Final = ByWords({"Industry": "INDUSTRY"})
"""The registry's other types of sponsors are not the classes of the model: they stay words."""

NATIONS: Final = frozenset(map(plain_words, ("England", "Northern Ireland", "Scotland", "Wales")))
"""The parts of the United Kingdom, which the registry lists among the countries."""

UNITED_KINGDOM: Final = "United Kingdom"

HEALTHY: Final = plain_words("Healthy volunteer")

NOT_SHARED: Final = frozenset({plain_words("Not expected to be made available")})
"""Policies by which the data of participants are not shared."""

CONTACT_ROLE: Final = ByWords(
    {
        "Principal Investigator": "PRINCIPAL_INVESTIGATOR",
        "Public": "PUBLIC_CONTACT",
        "Scientific": "SCIENTIFIC_CONTACT",
    }
)

PUBLICATIONS: Final = {
    "abstract": "RESULT",
    "bookresults": "RESULT",
    "interimresults": "RESULT",
    "otherpublications": None,
    "poster": "RESULT",
    "preprint": "RESULT",
    "protocolarticle": "PROTOCOL",
    "protocolpreprint": "PROTOCOL",
    "resultsarticle": "RESULT",
    "thesis": "RESULT",
}
"""The types of outputs that are publications -> the type of the reference."""

LABELS: Final = {
    "abstract": "Abstract",
    "basicresults": "Basic results",
    "bookresults": "Book",
    "dataset": "Dataset",
    "funderreport": "Funder report",
    "hrasummary": "HRA research summary",
    "interimresults": "Interim results",
    "otherfiles": "Other files",
    "otherpublications": "Other publications",
    "otherunpublished": "Other unpublished results",
    "pis": "Participant information sheet",
    "plainenglishresults": "Plain English results",
    "poster": "Poster",
    "preprint": "Preprint",
    "protocolarticle": "Protocol article",
    "protocolfile": "Protocol file",
    "protocolother": "Protocol (other)",
    "protocolpreprint": "Protocol preprint",
    "resultsarticle": "Results article",
    "sap": "Statistical analysis plan",
    "thesis": "Thesis",
    "trialwebsite": "Study website",
}
"""The types of outputs -> their names for people."""
