"""The words of CTIS: the codes of the record model that mean the same, and names of its own codes.

CTIS publishes no list of its codes. The names here are those that its public portal shows, as
clients of its API have them (https://github.com/rfhb/ctrdata/blob/master/R/f_statusRecruitment.R),
and that records say beside the codes. A code whose name is not known so is kept as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUS_NAME: Final[Mapping[str, str]] = {
    "1": "Under evaluation",
    "2": "Authorised, recruitment pending",
    "3": "Authorised, recruiting",
    "4": "Ongoing, recruiting",
    "5": "Ongoing, recruitment ended",
    "6": "Temporarily halted",
    "7": "Suspended",
    "8": "Ended",
    "9": "Expired",
    "10": "Revoked",
    "11": "Not authorised",
    "12": "Cancelled",
}
"""The public status of a trial, in all or in a member state."""

STATUS: Final[Mapping[str, str]] = {
    "Authorised, not started": "NOT_YET_RECRUITING",
    "Authorised, recruitment pending": "NOT_YET_RECRUITING",
    "Authorised, recruiting": "RECRUITING",
    "Ongoing, recruiting": "RECRUITING",
    "Ongoing, recruitment ended": "ACTIVE_NOT_RECRUITING",
    "Temporarily halted": "SUSPENDED",
}
"""The status; others have no code: "Ended" does not say whether the trial was completed."""

PHASES: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "1": ("Human pharmacology (Phase I) - First administration to humans", ("PHASE1",)),
    "2": ("Human pharmacology (Phase I) - Bioequivalence study", ("PHASE1",)),
    "3": ("Human pharmacology (Phase I) - Other", ("PHASE1",)),
    "4": ("Therapeutic exploratory (Phase II)", ("PHASE2",)),
    "5": ("Therapeutic confirmatory (Phase III)", ("PHASE3",)),
    "6": ("Therapeutic use (Phase IV)", ("PHASE4",)),
    "7": (
        "Phase I and Phase II (Integrated) - First administration to humans",
        ("PHASE1", "PHASE2"),
    ),
    "8": ("Phase I and Phase II (Integrated) - Bioequivalence study", ("PHASE1", "PHASE2")),
    "9": ("Phase I and Phase II (Integrated) - Other", ("PHASE1", "PHASE2")),
    "10": ("Phase II and Phase III (Integrated)", ("PHASE2", "PHASE3")),
    "11": ("Phase III and Phase IV (Integrated)", ()),
}
"""The name of each phase and its codes; ClinicalTrials.gov has no phase III/IV."""

AGES: Final[Mapping[str, tuple[str, str]]] = {
    "2": ("0-17 years", "CHILD"),
    "3": ("18-64 years", "ADULT"),
    "4": ("65+ years", "OLDER_ADULT"),
}
"""The name and code of each group of ages that ClinicalTrials.gov has, too."""

ROLES: Final[Mapping[str, str]] = {
    "Test": "TEST",
    "Comparator": "COMPARATOR",
    "Placebo": "PLACEBO",
    "Auxiliary": "AUXILIARY",
}
"""The role of a product."""

ROLE_CODES: Final[Mapping[str, str]] = {
    "TEST": "1",
    "COMPARATOR": "2",
    "PLACEBO": "3",
    "AUXILIARY": "4",
}
"""The code of each role."""

GENDERS: Final[Mapping[str, tuple[str, ...]]] = {
    "ALL": ("Female, Male", "Male, Female"),
    "FEMALE": ("Female",),
    "MALE": ("Male",),
}
"""What a search result says of the sexes of the participants."""

HEALTHY: Final = "Healthy volunteers"

GROUPS: Final[Mapping[str, str]] = {HEALTHY: "1", "Patients": "2"}
"""The code of each group of participants."""

STUDIED: Final = frozenset({"TEST", "COMPARATOR", "PLACEBO"})
"""The roles of products that participants are assigned to."""

EARLY_END: Final = "EARLY_TERMINATION"

EVENTS: Final[Mapping[str, str]] = {
    "START_OF_TRIAL": "start_date",
    "START_OF_RECRUITMENT": "recruitment_start",
    "END_OF_RECRUITMENT": "recruitment_end",
    "END_OF_TRIAL": "end_date",
    EARLY_END: "end_date",
}
"""What a member state is notified of, and the field of the country with its date."""

LANGUAGES: Final[Mapping[str, str]] = {
    "Bulgarian": "bg", "Croatian": "hr", "Czech": "cs", "Danish": "da", "Dutch": "nl",
    "English": "en", "Estonian": "et", "Finnish": "fi", "French": "fr", "German": "de",
    "Greek": "el", "Hungarian": "hu", "Icelandic": "is", "Irish": "ga", "Italian": "it",
    "Latvian": "lv", "Lithuanian": "lt", "Maltese": "mt", "Norwegian": "no", "Polish": "pl",
    "Portuguese": "pt", "Romanian": "ro", "Slovak": "sk", "Slovenian": "sl", "Spanish": "es",
    "Swedish": "sv",
}  # fmt: skip
"""The tag of each language of the European Economic Area."""
