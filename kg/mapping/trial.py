"""The trial itself: identity, titles, status, dates, design and narrative."""

from __future__ import annotations

from typing import Final

from kg.mapping.statements import Statements, flag, text, typed_date, whole
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.node_builder import Objects
from kg.rdf.terms import literal
from kg.records import Record
from kg.records.base import DateStruct
from kg.records.protocol import DesignInfo, DesignModule, IdentificationModule, StatusModule

_FIELDS: Final = dict(
    zip(StatusModule.__struct_fields__, StatusModule.__struct_encode_fields__, strict=True)
)
"""Name here -> name in the registry's JSON."""


def describe(record: Record, say: Statements) -> None:
    """States what the record says about the trial as a whole."""
    section = record.study.protocol_section
    _identity(record, say)
    _titles(section.identification_module, say)
    if section.status_module:
        _status(section.status_module, say)
        _dates(section.status_module, say)
    if section.description_module:
        say.node(
            say.trial,
            (vocab.SCHEMA_DESCRIPTION, text(section.description_module.brief_summary)),
            (
                vocab.KG_DETAILED_DESCRIPTION,
                text(section.description_module.detailed_description),
            ),
        )
    if section.design_module:
        _design(section.design_module, say)


def _identity(record: Record, say: Statements) -> None:
    design = record.study.protocol_section.design_module
    study_type = design.study_type if design else None
    say.node(
        say.trial,
        (vocab.RDF_TYPE, codes.STUDY_CLASSES.get(study_type or "", vocab.SCHEMA_MEDICAL_STUDY)),
        (vocab.DCTERMS_IDENTIFIER, literal(say.number)),
        (vocab.SCHEMA_SAME_AS, say.iris.same_trial(say.number)),
        (vocab.KG_HAS_RESULTS, flag(record.study.has_results)),
    )


def _titles(module: IdentificationModule, say: Statements) -> None:
    say.node(
        say.trial,
        (vocab.SCHEMA_NAME, text(module.brief_title)),
        (vocab.KG_OFFICIAL_TITLE, text(module.official_title)),
        (vocab.KG_ACRONYM, text(module.acronym)),
    )


def _status(module: StatusModule, say: Statements) -> None:
    expanded = module.expanded_access_info
    say.node(
        say.trial,
        (vocab.SCHEMA_STATUS, say.code(codes.STATUS, module.overall_status, "overallStatus")),
        (
            vocab.KG_LAST_KNOWN_STATUS,
            say.code(codes.STATUS, module.last_known_status, "lastKnownStatus"),
        ),
        (vocab.KG_WHY_STOPPED, text(module.why_stopped)),
        (vocab.KG_DELAYED_POSTING, flag(module.delayed_posting)),
        (vocab.KG_RESULTS_WAIVED, flag(module.results_waived)),
        (vocab.KG_HAS_EXPANDED_ACCESS, flag(expanded.has_expanded_access) if expanded else None),
    )


def _dates(module: StatusModule, say: Statements) -> None:
    for name, predicate in vocab.DATES.items():
        value: str | None = getattr(module, name)
        say.node(say.trial, (predicate, say.date(value, _FIELDS[name])))
    for name, predicates in vocab.TYPED_DATES.items():
        struct: DateStruct | None = getattr(module, name)
        if struct:
            say.node(say.trial, *typed_date(predicates, struct, _FIELDS[name], say))


def _design(module: DesignModule, say: Statements) -> None:
    access = module.expanded_access_types
    enrollment = module.enrollment_info
    specimens = module.bio_spec
    say.node(
        say.trial,
        (vocab.KG_STUDY_TYPE, _study_types(module, say)),
        (vocab.KG_PATIENT_REGISTRY, flag(module.patient_registry)),
        (vocab.KG_TARGET_DURATION, _length(module.target_duration, say)),
        (vocab.KG_PHASE, _phases(module.phases, say)),
        (vocab.KG_EXPANDED_ACCESS_REFERENCES, whole(module.n_ptrs_to_this_exp_acc_nct_id)),
        *(
            (
                (vocab.KG_INDIVIDUAL_EXPANDED_ACCESS, flag(access.individual)),
                (vocab.KG_INTERMEDIATE_EXPANDED_ACCESS, flag(access.intermediate)),
                (vocab.KG_TREATMENT_EXPANDED_ACCESS, flag(access.treatment)),
            )
            if access
            else ()
        ),
        *(
            (
                (vocab.KG_ENROLLMENT, whole(enrollment.count)),
                (
                    vocab.KG_ENROLLMENT_TYPE,
                    say.code(codes.DATE_TYPE, enrollment.type, "enrollmentInfo.type"),
                ),
            )
            if enrollment
            else ()
        ),
        *(
            (
                (
                    vocab.KG_BIOSPECIMEN_RETENTION,
                    say.code(codes.BIOSPEC_RETENTION, specimens.retention, "bioSpec.retention"),
                ),
                (vocab.KG_BIOSPECIMEN_DESCRIPTION, text(specimens.description)),
            )
            if specimens
            else ()
        ),
    )
    if module.design_info:
        _design_info(module.design_info, say)


def _design_info(design: DesignInfo, say: Statements) -> None:
    masking = design.masking_info
    say.node(
        say.trial,
        (vocab.KG_ALLOCATION, say.code(codes.ALLOCATION, design.allocation, "allocation")),
        (
            vocab.SCHEMA_TRIAL_DESIGN,
            vocab.SCHEMA_RANDOMIZED_TRIAL if design.allocation == "RANDOMIZED" else None,
        ),
        (
            vocab.KG_INTERVENTION_MODEL,
            say.code(codes.INTERVENTION_MODEL, design.intervention_model, "interventionModel"),
        ),
        (
            vocab.KG_INTERVENTION_MODEL_DESCRIPTION,
            text(design.intervention_model_description),
        ),
        (
            vocab.KG_PRIMARY_PURPOSE,
            say.code(codes.PRIMARY_PURPOSE, design.primary_purpose, "primaryPurpose"),
        ),
        (
            vocab.KG_OBSERVATIONAL_MODEL,
            say.code(codes.OBSERVATIONAL_MODEL, design.observational_model, "observationalModel"),
        ),
        (
            vocab.KG_TIME_PERSPECTIVE,
            say.code(codes.TIME_PERSPECTIVE, design.time_perspective, "timePerspective"),
        ),
    )
    if masking:
        say.node(
            say.trial,
            (vocab.KG_MASKING, say.code(codes.MASKING, masking.masking, "masking")),
            (vocab.KG_MASKING_DESCRIPTION, text(masking.masking_description)),
            (vocab.KG_WHO_MASKED, say.codes(codes.WHO_MASKED, masking.who_masked, "whoMasked")),
        )


def _study_types(module: DesignModule, say: Statements) -> Objects:
    term = say.code(codes.STUDY_TYPE, module.study_type, "studyType")
    if module.patient_registry:
        return [codes.PATIENT_REGISTRY, *([term] if term else [])]
    return term


def _phases(phases: list[str], say: Statements) -> Objects:
    combined = codes.COMBINED_PHASES.get(tuple(phases))
    return combined or say.codes(codes.PHASE, phases, "phases")


def _length(value: str | None, say: Statements) -> Objects:
    return say.duration(value) or text(value)
