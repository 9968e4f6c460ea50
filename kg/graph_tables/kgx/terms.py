"""Biolink's terms for what records say. https://biolink.github.io/biolink-model/ (4.4)"""

from __future__ import annotations

from typing import Final

from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab

TRIAL: Final = "biolink:ClinicalTrial"
CONDITION: Final = "biolink:DiseaseOrPhenotypicFeature"
TREATMENT: Final = "biolink:Treatment"
DRUG: Final = "biolink:Drug"
AGENT: Final = "biolink:Agent"
PLACE: Final = "biolink:GeographicLocation"
PUBLICATION: Final = "biolink:Publication"

CATEGORIES: Final = {
    vocab.SCHEMA_MEDICAL_CONDITION: CONDITION,
    vocab.SCHEMA_ORGANIZATION: AGENT,
    vocab.SCHEMA_PERSON: AGENT,
    vocab.SCHEMA_PLACE: PLACE,
    vocab.SCHEMA_SCHOLARLY_ARTICLE: PUBLICATION,
    vocab.SCHEMA_CREATIVE_WORK: PUBLICATION,
}
"""Class -> category of its nodes; those of interventions depend on their type."""

DRUGS: Final = frozenset(codes.INTERVENTION_TYPE.terms[name] for name in ("DRUG", "BIOLOGICAL"))
"""Types of interventions that are drugs; every other one is a treatment."""

RELATED: Final = "biolink:related_to"
STUDIED_FOR: Final = "biolink:in_clinical_trials_for"
ASSOCIATION: Final = "biolink:Association"
STUDIED: Final = "biolink:EntityToDiseaseAssociation"

EDGES: Final = (
    vocab.KG_SAME_TRIAL_AS,
    vocab.SCHEMA_SPONSOR,
    vocab.KG_COLLABORATOR,
    vocab.KG_PRINCIPAL_INVESTIGATOR,
    vocab.KG_STUDY_DIRECTOR,
    vocab.KG_STUDY_CHAIR,
    vocab.KG_SUB_INVESTIGATOR,
    vocab.KG_OVERALL_OFFICIAL,
    vocab.KG_SITE,
    vocab.SCHEMA_HEALTH_CONDITION,
    vocab.SCHEMA_STUDY_SUBJECT,
    vocab.KG_PROTOCOL_REFERENCE,
    vocab.KG_RESULT_REFERENCE,
    vocab.KG_DERIVED_REFERENCE,
    vocab.KG_BACKGROUND_REFERENCE,
    vocab.KG_REFERENCE,
    vocab.KG_RELATED_TRIAL,
    vocab.DERIVED["condition"].concept,
    vocab.DERIVED["intervention"].concept,
)
"""Properties of a trial that become edges; of several between two nodes the first is taken."""

DERIVED: Final = {
    vocab.DERIVED["condition"].concept: CONDITION,
    vocab.DERIVED["intervention"].concept: TREATMENT,
}
"""Properties whose values NLM derived, and their category where the record says nothing else."""

SAID_BY: Final = {
    **dict.fromkeys(DERIVED, ("automated_agent", "knowledge_assertion")),
    vocab.KG_SAME_TRIAL_AS: ("automated_agent", "logical_entailment"),
    vocab.KG_RELATED_TRIAL: ("text_mining_agent", "not_provided"),
}
"""Property -> who says it, and how it is known, where that is not the registrant."""

BY_REGISTRANT: Final = ("manual_agent", "knowledge_assertion")

STATUSES: Final = frozenset(
    "ACTIVE_NOT_RECRUITING APPROVED_FOR_MARKETING AVAILABLE COMPLETED ENROLLING_BY_INVITATION"
    " NO_LONGER_AVAILABLE NOT_YET_RECRUITING RECRUITING SUSPENDED"
    " TEMPORARILY_NOT_AVAILABLE TERMINATED UNKNOWN WITHDRAWN".split()
)
"""Statuses of ClinicalTrialStatusEnum."""

PHASES: Final = {
    codes.PHASE.terms["PHASE1"]: "clinical_trial_phase_1",
    codes.COMBINED_PHASES["PHASE1", "PHASE2"]: "clinical_trial_phase_1_to_2",
    codes.PHASE.terms["PHASE2"]: "clinical_trial_phase_2",
    codes.COMBINED_PHASES["PHASE2", "PHASE3"]: "clinical_trial_phase_2_to_3",
    codes.PHASE.terms["PHASE3"]: "clinical_trial_phase_3",
    codes.PHASE.terms["PHASE4"]: "clinical_trial_phase_4",
}
"""Phase -> value of ResearchPhaseEnum, in their order; it has none for early phase 1."""

EXPERIMENTAL: Final = codes.ARM_TYPE.terms["EXPERIMENTAL"]
"""The type of arms whose interventions are tested, unless another arm gets them as well."""

TESTED_TO_TREAT: Final = frozenset(
    codes.PRIMARY_PURPOSE.terms[name] for name in ("TREATMENT", "PREVENTION")
)
"""Purposes of trials that test whether an intervention treats or prevents a condition."""

SOURCE: Final = "infores:clinicaltrials"
"""ClinicalTrials.gov. https://biolink.github.io/information-resource-registry/"""
