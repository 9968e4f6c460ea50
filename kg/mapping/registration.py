"""What other registries say of a trial as a whole beyond the fields of ClinicalTrials.gov."""

from __future__ import annotations

import re
from typing import Final

from kg.mapping.medical_code import medical_code
from kg.mapping.organization import organization
from kg.mapping.statements import Statements, flag, text, texts, typed_date, whole
from kg.rdf import vocabulary as vocab
from kg.rdf.terms import in_language
from kg.records import Record
from kg.records.registration import ConditionCode, RegistrationFacts, Translation

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
"""A tag of BCP 47 (https://www.rfc-editor.org/rfc/rfc5646), as RDF has it."""


def describe(record: Record, say: Statements) -> None:
    """States the facts that have no field of their own at ClinicalTrials.gov."""
    facts = record.registration
    if facts:
        _registration(facts, say)
        _design(facts, say)
        _linked(facts, say)


def _registration(facts: RegistrationFacts, say: Statements) -> None:
    say.node(
        say.trial,
        (vocab.KG_STATUS_TEXT, text(facts.status_text)),
        (vocab.KG_STATUS_DERIVED, flag(facts.is_status_derived)),
        (vocab.KG_STATUS_DATE, say.date(facts.status_date, "statusDate")),
        (vocab.KG_REGISTRATION_DATE, say.date(facts.registration_date, "registrationDate")),
        (vocab.KG_PROSPECTIVELY_REGISTERED, flag(facts.is_prospective)),
        *typed_date(vocab.STUDY_START, facts.study_start, "studyStart", say),
        *typed_date(vocab.RECRUITMENT_START, facts.recruitment_start, "recruitmentStart", say),
        *typed_date(vocab.RECRUITMENT_END, facts.recruitment_end, "recruitmentEnd", say),
    )


def _design(facts: RegistrationFacts, say: Statements) -> None:
    say.node(
        say.trial,
        (vocab.KG_HYPOTHESIS, text(facts.hypothesis)),
        (vocab.KG_OBJECTIVE, texts(facts.objectives)),
        (vocab.KG_SECONDARY_OBJECTIVE, texts(facts.secondary_objectives)),
        (vocab.KG_SCOPE, texts(facts.scopes)),
        (vocab.KG_SETTING, texts(facts.settings)),
        (vocab.KG_DESIGN_TEXT, text(facts.design_text)),
        (vocab.KG_PHASE_TEXT, text(facts.phase_text)),
        (vocab.KG_PLANNED_ENROLLMENT, whole(facts.planned_enrollment)),
        (vocab.KG_PLANNED_ENROLLMENT_EEA, whole(facts.planned_enrollment_eea)),
        (vocab.KG_ENROLLMENT_TEXT, text(facts.enrollment_text)),
        (vocab.KG_POPULATION, texts(facts.populations)),
        (vocab.KG_THERAPEUTIC_AREA, texts(facts.therapeutic_areas)),
        (vocab.KG_RARE_DISEASE, flag(facts.is_rare_disease)),
        (vocab.KG_LOW_INTERVENTION, flag(facts.is_low_intervention)),
        (vocab.KG_SPONSOR_TYPE, texts(facts.sponsor_types)),
        (vocab.KG_SPONSOR_TEXT, texts(facts.sponsor_texts)),
        (vocab.KG_COLLABORATOR_TEXT, texts(facts.collaborator_texts)),
        (vocab.KG_FUNDER_TEXT, texts(facts.funder_texts)),
    )


def _linked(facts: RegistrationFacts, say: Statements) -> None:
    funders, translations = enumerate(facts.funders, start=1), enumerate(facts.translations, 1)
    say.node(
        say.trial,
        (
            vocab.SCHEMA_FUNDER,
            [organization(name, f"funder-{place}", say) for place, name in funders],
        ),
        (vocab.KG_CONDITION_CODE, [_condition_code(each, say) for each in facts.condition_codes]),
        (vocab.KG_TRANSLATION, [_translation(each, place, say) for place, each in translations]),
    )


def _condition_code(given: ConditionCode, say: Statements) -> str:
    return medical_code(
        given.system,
        given.code,
        given.term,
        say,
        (vocab.SCHEMA_VERSION, text(given.version)),
        (vocab.KG_TERM_LEVEL, text(given.level)),
    )


def _translation(given: Translation, position: int, say: Statements) -> str:
    tag = given.language or ""
    told = given.text if given.text and not given.text.isspace() else None
    known = told and _LANGUAGE.fullmatch(tag)
    if told and not known:
        say.note("translations", f"{tag!r} is not a tag of a language; the text is kept without it")
    return say.node(
        say.part("translation", str(position)),
        (vocab.RDF_TYPE, vocab.KG_TRANSLATION_CLASS),
        (vocab.KG_SOURCE_FIELD, text(given.field)),
        (vocab.RDF_VALUE, in_language(told, tag) if told and known else text(told)),
    )
