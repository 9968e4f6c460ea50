"""The trial itself: identity, titles, status, dates, design and narrative."""

from __future__ import annotations

from typing import Final

from kg.mapping.plan import NEST, Form, Plan
from kg.mapping.statements import Statements
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.node_builder import Objects
from kg.rdf.terms import literal
from kg.records import Record, Study
from kg.records.protocol import (
    DescriptionModule,
    DesignInfo,
    DesignModule,
    IdentificationModule,
    MaskingInfo,
    StatusModule,
)

_TITLES: Final = Plan(
    IdentificationModule,
    (vocab.SCHEMA_NAME, "brief_title"),
    (vocab.KG_OFFICIAL_TITLE, "official_title"),
    (vocab.KG_ACRONYM, "acronym"),
)

_STATUS: Final = Plan(
    StatusModule,
    (vocab.SCHEMA_STATUS, "overall_status", codes.STATUS),
    (vocab.KG_LAST_KNOWN_STATUS, "last_known_status", codes.STATUS),
    (vocab.KG_WHY_STOPPED, "why_stopped"),
    (vocab.KG_DELAYED_POSTING, "delayed_posting"),
    (vocab.KG_RESULTS_WAIVED, "results_waived"),
    (vocab.KG_HAS_EXPANDED_ACCESS, "expanded_access_info.has_expanded_access"),
    *((predicate, field, Form.DATE) for field, predicate in vocab.DATES.items()),
    *((pair, field, Form.TYPED_DATE) for field, pair in vocab.TYPED_DATES.items()),
)

_DESCRIPTION: Final = Plan(
    DescriptionModule,
    (vocab.SCHEMA_DESCRIPTION, "brief_summary"),
    (vocab.KG_DETAILED_DESCRIPTION, "detailed_description"),
)


def _registry_type(is_registry: bool, _: Statements) -> str | None:
    return codes.PATIENT_REGISTRY if is_registry else None


def _phases(phases: list[str], say: Statements) -> Objects:
    combined = codes.COMBINED_PHASES.get(tuple(phases))
    return combined or say.codes(codes.PHASE, phases, "phases")


def _trial_design(allocation: str, _: Statements) -> str | None:
    return vocab.SCHEMA_RANDOMIZED_TRIAL if allocation == "RANDOMIZED" else None


_MASKING: Final = Plan(
    MaskingInfo,
    (vocab.KG_MASKING, "masking", codes.MASKING),
    (vocab.KG_MASKING_DESCRIPTION, "masking_description"),
    (vocab.KG_WHO_MASKED, "who_masked", codes.WHO_MASKED),
)

_DESIGN_INFO: Final = Plan(
    DesignInfo,
    (vocab.KG_ALLOCATION, "allocation", codes.ALLOCATION),
    (vocab.SCHEMA_TRIAL_DESIGN, "allocation", _trial_design),
    (vocab.KG_INTERVENTION_MODEL, "intervention_model", codes.INTERVENTION_MODEL),
    (vocab.KG_INTERVENTION_MODEL_DESCRIPTION, "intervention_model_description"),
    (vocab.KG_PRIMARY_PURPOSE, "primary_purpose", codes.PRIMARY_PURPOSE),
    (vocab.KG_OBSERVATIONAL_MODEL, "observational_model", codes.OBSERVATIONAL_MODEL),
    (vocab.KG_TIME_PERSPECTIVE, "time_perspective", codes.TIME_PERSPECTIVE),
    (NEST, "masking_info", _MASKING),
)

_DESIGN: Final = Plan(
    DesignModule,
    (vocab.KG_STUDY_TYPE, "study_type", codes.STUDY_TYPE),
    (vocab.KG_STUDY_TYPE, "patient_registry", _registry_type),
    (vocab.KG_PATIENT_REGISTRY, "patient_registry"),
    (vocab.KG_TARGET_DURATION, "target_duration", Form.DURATION),
    (vocab.KG_PHASE, "phases", _phases),
    (vocab.KG_EXPANDED_ACCESS_REFERENCES, "n_ptrs_to_this_exp_acc_nct_id"),
    (vocab.KG_INDIVIDUAL_EXPANDED_ACCESS, "expanded_access_types.individual"),
    (vocab.KG_INTERMEDIATE_EXPANDED_ACCESS, "expanded_access_types.intermediate"),
    (vocab.KG_TREATMENT_EXPANDED_ACCESS, "expanded_access_types.treatment"),
    (vocab.KG_ENROLLMENT, "enrollment_info.count"),
    (vocab.KG_ENROLLMENT_TYPE, "enrollment_info.type", codes.DATE_TYPE),
    (vocab.KG_BIOSPECIMEN_RETENTION, "bio_spec.retention", codes.BIOSPEC_RETENTION),
    (vocab.KG_BIOSPECIMEN_DESCRIPTION, "bio_spec.description"),
    (NEST, "design_info", _DESIGN_INFO),
)

_TRIAL: Final = Plan(
    Study,
    (vocab.KG_HAS_RESULTS, "has_results"),
    (NEST, "protocol_section.identification_module", _TITLES),
    (NEST, "protocol_section.status_module", _STATUS),
    (NEST, "protocol_section.description_module", _DESCRIPTION),
    (NEST, "protocol_section.design_module", _DESIGN),
)


def describe(record: Record, say: Statements) -> None:
    """States what the record says about the trial as a whole."""
    design = record.study.protocol_section.design_module
    study_type = design.study_type if design else None
    say.node(
        say.trial,
        (vocab.RDF_TYPE, codes.STUDY_CLASSES.get(study_type or "", vocab.SCHEMA_MEDICAL_STUDY)),
        (vocab.DCTERMS_IDENTIFIER, literal(say.number)),
        (vocab.SCHEMA_SAME_AS, say.iris.same_trial(say.number)),
    )
    _TRIAL.state(say.trial, record.study, say)
