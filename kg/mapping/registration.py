"""What other registries say of a trial as a whole beyond the fields of ClinicalTrials.gov."""

from __future__ import annotations

import re
from typing import Final

from kg.mapping.medical_code import medical_code
from kg.mapping.organization import organization
from kg.mapping.plan import Form, Plan
from kg.mapping.statements import Statements, text
from kg.rdf import vocabulary as vocab
from kg.rdf.terms import in_language
from kg.records import Record
from kg.records.registration import ConditionCode, RegistrationFacts, Translation

_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
"""A tag of BCP 47 (https://www.rfc-editor.org/rfc/rfc5646), as RDF has it."""


def _condition_codes(listed: list[ConditionCode], say: Statements) -> list[str]:
    return [
        medical_code(
            each.system,
            each.code,
            each.term,
            say,
            (vocab.SCHEMA_VERSION, text(each.version)),
            (vocab.KG_TERM_LEVEL, text(each.level)),
        )
        for each in listed
    ]


def _funders(names: list[str], say: Statements) -> list[str | None]:
    return [organization(name, f"funder-{n}", say) for n, name in enumerate(names, start=1)]


def _translations(listed: list[Translation], say: Statements) -> list[str]:
    return [_translation(each, position, say) for position, each in enumerate(listed, start=1)]


def _translation(given: Translation, position: int, say: Statements) -> str:
    tag = given.language or ""
    told = given.text if given.text and not given.text.isspace() else None
    known = told and _LANGUAGE.fullmatch(tag)
    if told and tag and not known:
        say.note("translations", f"{tag!r} is not a tag of a language; the text is kept without it")
    return say.node(
        say.part("translation", str(position)),
        (vocab.RDF_TYPE, vocab.KG_TRANSLATION_CLASS),
        (vocab.KG_SOURCE_FIELD, text(given.field)),
        (vocab.RDF_VALUE, in_language(told, tag) if told and known else text(told)),
    )


_TRIAL: Final = Plan(
    RegistrationFacts,
    (vocab.KG_STATUS_TEXT, "status_text"),
    (vocab.KG_STATUS_DERIVED, "is_status_derived"),
    (vocab.KG_STATUS_DATE, "status_date", Form.DATE),
    (vocab.KG_REGISTRATION_DATE, "registration_date", Form.DATE),
    (vocab.KG_PROSPECTIVELY_REGISTERED, "is_prospective"),
    (vocab.STUDY_START, "study_start", Form.TYPED_DATE),
    (vocab.RECRUITMENT_START, "recruitment_start", Form.TYPED_DATE),
    (vocab.RECRUITMENT_END, "recruitment_end", Form.TYPED_DATE),
    (vocab.KG_HYPOTHESIS, "hypothesis"),
    (vocab.KG_OBJECTIVE, "objectives"),
    (vocab.KG_SECONDARY_OBJECTIVE, "secondary_objectives"),
    (vocab.KG_SCOPE, "scopes"),
    (vocab.KG_SETTING, "settings"),
    (vocab.KG_DESIGN_TEXT, "design_text"),
    (vocab.KG_PHASE_TEXT, "phase_text"),
    (vocab.KG_PLANNED_ENROLLMENT, "planned_enrollment"),
    (vocab.KG_PLANNED_ENROLLMENT_EEA, "planned_enrollment_eea"),
    (vocab.KG_ENROLLMENT_TEXT, "enrollment_text"),
    (vocab.KG_POPULATION, "populations"),
    (vocab.KG_THERAPEUTIC_AREA, "therapeutic_areas"),
    (vocab.KG_RARE_DISEASE, "is_rare_disease"),
    (vocab.KG_LOW_INTERVENTION, "is_low_intervention"),
    (vocab.KG_SPONSOR_TYPE, "sponsor_types"),
    (vocab.KG_SPONSOR_TEXT, "sponsor_texts"),
    (vocab.KG_COLLABORATOR_TEXT, "collaborator_texts"),
    (vocab.KG_FUNDER_TEXT, "funder_texts"),
    (vocab.SCHEMA_FUNDER, "funders", _funders),
    (vocab.KG_CONDITION_CODE, "condition_codes", _condition_codes),
    (vocab.KG_TRANSLATION, "translations", _translations),
)


def describe(record: Record, say: Statements) -> None:
    """States the facts that have no field of their own at ClinicalTrials.gov."""
    _TRIAL.state(say.trial, record.registration, say)
