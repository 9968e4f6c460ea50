"""Who may take part: criteria, ages, sex, healthy volunteers, the population studied."""

from __future__ import annotations

from typing import Final

from kg.mapping.lexical import whole_years
from kg.mapping.plan import Form, Plan
from kg.mapping.statements import Statements, text
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


def _required_gender(sex: str, _: Statements) -> str | None:
    return text(REQUIRED_GENDER.get(sex))


def _years(age: str, _: Statements) -> str | None:
    years = whole_years(age)
    return None if years is None else integer(years)


_AUDIENCE: Final = Plan(
    EligibilityModule,
    (vocab.KG_ELIGIBILITY_CRITERIA, "eligibility_criteria"),
    (vocab.KG_SEX, "sex", codes.SEX),
    (vocab.SCHEMA_REQUIRED_GENDER, "sex", _required_gender),
    (vocab.KG_GENDER_BASED, "gender_based"),
    (vocab.KG_GENDER_DESCRIPTION, "gender_description"),
    (vocab.KG_MINIMUM_AGE, "minimum_age", Form.DURATION),
    (vocab.SCHEMA_REQUIRED_MIN_AGE, "minimum_age", _years),
    (vocab.KG_MAXIMUM_AGE, "maximum_age", Form.DURATION),
    (vocab.SCHEMA_REQUIRED_MAX_AGE, "maximum_age", _years),
    (vocab.KG_STANDARD_AGE, "std_ages", codes.STANDARD_AGE),
    (vocab.KG_HEALTHY_VOLUNTEERS, "healthy_volunteers"),
    (vocab.KG_STUDY_POPULATION, "study_population"),
    (vocab.KG_SAMPLING_METHOD, "sampling_method", codes.SAMPLING_METHOD),
    a=vocab.SCHEMA_PEOPLE_AUDIENCE,
)

_PREDICTED: Final = Plan(
    BmiLimits,
    (vocab.KG_PREDICTED_MIN_BMI, "min_bmi"),
    (vocab.KG_PREDICTED_MAX_BMI, "max_bmi"),
)


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
    term = say.iris.part(say.number, "eligibility")
    _AUDIENCE.state(term, module, say)
    _PREDICTED.state(term, bmi, say)
    return say.node(term, *_criteria_items(module, say))


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
