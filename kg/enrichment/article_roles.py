"""The role of an article for a trial, from what the article states: its types and registrations.

Publication types: https://www.nlm.nih.gov/mesh/pubtypes.html; the stages of a trial that a DOI is
registered with: https://www.crossref.org/documentation/principles-practices/best-practices/clinical-trials/
"""

from __future__ import annotations

from typing import Final

from kg.enrichment.citations_index import CitingTrial
from kg.enrichment.work import Work
from kg.text.protocol_titles import is_protocol as is_protocol_title

PROTOCOL: Final = "PROTOCOL"
RESULT: Final = "RESULT"
BACKGROUND: Final = "BACKGROUND"

PROTOCOL_TYPES: Final = {"D000078325": "Clinical Trial Protocol"}
"""The publication type of an article that describes how a trial will be done."""

TRIAL_TYPES: Final = {
    "D000073843": "Adaptive Clinical Trial",
    "D016430": "Clinical Trial",
    "D017426": "Clinical Trial, Phase I",
    "D017427": "Clinical Trial, Phase II",
    "D017428": "Clinical Trial, Phase III",
    "D017429": "Clinical Trial, Phase IV",
    "D018848": "Controlled Clinical Trial",
    "D000073844": "Equivalence Trial",
    "D065007": "Pragmatic Clinical Trial",
    "D016449": "Randomized Controlled Trial",
}
"""The publication types of an article that reports the outcome of a trial."""

ABOUT_OTHERS: Final = {
    "D016420": "Comment",
    "D016421": "Editorial",
    "D016422": "Letter",
    "D017418": "Meta-Analysis",
    "D016431": "Guideline",
    "D017065": "Practice Guideline",
    "D016454": "Review",
    "D000078182": "Systematic Review",
    "D016425": "Published Erratum",
    "D016440": "Retraction of Publication",
}
"""The publication types of an article about the work of others."""


def has_trial_type(work: Work) -> bool:
    """Whether one of the types is that of a trial's report; older protocols have these as well,
    because protocols had no type of their own.
    """
    return any(mesh in TRIAL_TYPES for mesh, _ in work.types)


def role(work: Work, trial: CitingTrial) -> str | None:
    """PROTOCOL, RESULT or BACKGROUND of this trial; None if the article does not show it.

    A protocol and a result state a number of the trial, and a result does not say what will be
    done. An article about other trials, or about the work of others without a number of the trial,
    is background. Where the record says otherwise, nothing is claimed.
    """
    types = {mesh for mesh, _ in work.types}
    numbers = {each.number for each in trial.numbers}
    stages = {each.stage for each in work.registrations if each.number in numbers}
    if not stages:
        of_others = _is_about_others(work, trial) or types & ABOUT_OTHERS.keys()
        return BACKGROUND if of_others and trial.types <= {BACKGROUND} else None
    if types & PROTOCOL_TYPES.keys() or PROTOCOL in stages:
        return PROTOCOL
    return RESULT if _reports(work, stages) and trial.types != {BACKGROUND} else None


def _is_about_others(work: Work, trial: CitingTrial) -> bool:
    """Whether the article states another number than the trial has in that registry; a registry
    that the record does not name may have the trial as well.
    """
    registries = {each.registry for each in trial.numbers}
    return any(each.registry in registries for each in work.registrations)


def is_protocol(work: Work) -> bool:
    """Whether the article is the protocol of any trial."""
    stages = {each.stage for each in work.registrations}
    return any(mesh in PROTOCOL_TYPES for mesh, _ in work.types) or stages == {PROTOCOL}


def is_report(work: Work) -> bool:
    """Whether the article reports the outcome of any trial."""
    return not is_protocol(work) and _reports(work, {each.stage for each in work.registrations})


def _reports(work: Work, stages: set[str | None]) -> bool:
    if RESULT in stages:
        return True
    about_others = any(mesh in ABOUT_OTHERS for mesh, _ in work.types)
    plans = work.plans or is_protocol_title(work.title or "")
    return has_trial_type(work) and not about_others and not plans
