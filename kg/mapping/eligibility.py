"""Who may take part: criteria, ages, sex, healthy volunteers, the population studied."""

from __future__ import annotations

from typing import Final

from kg.mapping.lexical import whole_years
from kg.mapping.statements import Statements, flag, number, text
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.node_builder import Objects
from kg.rdf.terms import integer, literal
from kg.records import Record
from kg.records.other_sections import BmiLimits
from kg.records.protocol import EligibilityModule
from kg.records.registration import ListedCriteria
from kg.text.criteria import criteria

REQUIRED_GENDER: Final = {"FEMALE": "Female", "MALE": "Male"}


def describe(record: Record, say: Statements) -> None:
    """States the eligibility of the trial as one audience."""
    module = record.study.protocol_section.eligibility_module
    bmi = _bmi_limits(record)
    if module or bmi:
        audience = _audience(module or EligibilityModule(), bmi, say)
        say.node(say.trial, (vocab.KG_ELIGIBILITY, audience))


def _bmi_limits(record: Record) -> BmiLimits | None:
    derived = record.study.derived_section
    misc = derived.misc_info_module if derived else None
    predictions = misc.model_predictions if misc else None
    return predictions.bmi_limits if predictions else None


def _audience(module: EligibilityModule, bmi: BmiLimits | None, say: Statements) -> str:
    return say.node(
        say.iris.part(say.number, "eligibility"),
        (vocab.RDF_TYPE, vocab.SCHEMA_PEOPLE_AUDIENCE),
        (vocab.KG_ELIGIBILITY_CRITERIA, text(module.eligibility_criteria)),
        *_criteria_items(module, say),
        (vocab.KG_SEX, say.code(codes.SEX, module.sex, "sex")),
        (vocab.SCHEMA_REQUIRED_GENDER, text(REQUIRED_GENDER.get(module.sex or ""))),
        (vocab.KG_GENDER_BASED, flag(module.gender_based)),
        (vocab.KG_GENDER_DESCRIPTION, text(module.gender_description)),
        (vocab.KG_MINIMUM_AGE, _age(module.minimum_age, say)),
        (vocab.SCHEMA_REQUIRED_MIN_AGE, _years(module.minimum_age)),
        (vocab.KG_MAXIMUM_AGE, _age(module.maximum_age, say)),
        (vocab.SCHEMA_REQUIRED_MAX_AGE, _years(module.maximum_age)),
        (vocab.KG_STANDARD_AGE, say.codes(codes.STANDARD_AGE, module.std_ages, "stdAges")),
        (vocab.KG_HEALTHY_VOLUNTEERS, flag(module.healthy_volunteers)),
        (vocab.KG_STUDY_POPULATION, text(module.study_population)),
        (
            vocab.KG_SAMPLING_METHOD,
            say.code(codes.SAMPLING_METHOD, module.sampling_method, "samplingMethod"),
        ),
        (vocab.KG_PREDICTED_MIN_BMI, number(bmi.min_bmi) if bmi else None),
        (vocab.KG_PREDICTED_MAX_BMI, number(bmi.max_bmi) if bmi else None),
    )


def _age(value: str | None, say: Statements) -> str | None:
    return say.duration(value) or text(value)


def _years(value: str | None) -> str | None:
    years = whole_years(value)
    return None if years is None else integer(years)


def _items(module: EligibilityModule) -> dict[str, list[str]] | None:
    """The criteria of each kind: those that the record lists, or those told apart in its text."""
    if isinstance(module, ListedCriteria):
        return {"inclusion": module.inclusion_criteria, "exclusion": module.exclusion_criteria}
    return criteria(module.eligibility_criteria) if module.eligibility_criteria else None


def _criteria_items(module: EligibilityModule, say: Statements) -> list[tuple[str, Objects]]:
    items = _items(module)
    return [
        (
            predicate,
            [
                say.node(
                    say.part("eligibility", kind, str(position)),
                    (vocab.RDF_TYPE, criterion_class),
                    (vocab.SCHEMA_POSITION, integer(position)),
                    (vocab.SCHEMA_TEXT, literal(item)),
                )
                for position, item in enumerate(items.get(kind, ()) if items else (), start=1)
            ],
        )
        for kind, (predicate, criterion_class) in vocab.CRITERIA.items()
    ]
