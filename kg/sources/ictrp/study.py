"""What is studied, how and in whom, in an ICTRP row."""

from __future__ import annotations

from typing import Final

from kg.records.base import unless_empty
from kg.records.protocol import (
    ArmsInterventionsModule,
    ConditionsModule,
    DesignModule,
    EligibilityModule,
    EnrollmentInfo,
    Intervention,
    Outcome,
    OutcomesModule,
)
from kg.records.registration import RegistrationFacts
from kg.registries.table import CLINICAL_TRIALS_GOV
from kg.sources.classic_xml import vocabulary as words
from kg.sources.classic_xml.layout import unwrapped
from kg.sources.classic_xml.values import number_of
from kg.sources.ictrp import eu_texts, lists, vocabulary
from kg.sources.ictrp.conditions import listed_conditions
from kg.sources.ictrp.design import design_of
from kg.sources.ictrp.fillers import separated, separated_interventions, separated_outcomes
from kg.sources.ictrp.row import EU, Row
from kg.sources.ictrp.texts import plain, without_markup

_GROUPED: Final = "ChiCTR"
_HEADINGS: Final = (("inclusion_criteria", "Inclusion"), ("exclusion_criteria", "Exclusion"))


def design(row: Row, facts: RegistrationFacts) -> DesignModule | None:
    """The type, phases, design and size of the study."""
    kind, phase = row.line("study_type"), row.text("phase")
    type_code = vocabulary.STUDY_TYPE.get(kind) if kind else None
    if type_code is None:
        row.keep("study_type")
    facts.phase_text = phase
    text = row.text("study_design")
    info, facts.design_text = design_of(text, row.registry) if text else (None, None)
    is_registry = kind is not None and kind.casefold() == words.PATIENT_REGISTRY.casefold()
    return unless_empty(
        DesignModule(
            study_type=type_code,
            patient_registry=True if is_registry else None,
            phases=vocabulary.phases(phase) if phase else [],
            design_info=info,
            enrollment_info=_enrollment(row, facts),
        )
    )


def _enrollment(row: Row, facts: RegistrationFacts) -> EnrollmentInfo | None:
    target, actual = row.line("target_size"), row.line("results_actual_enrollment")
    planned = number_of(target) if target else None
    reached = number_of(actual) if actual else None
    if planned is None:
        facts.enrollment_text = target
    if reached:
        facts.planned_enrollment = planned
        return EnrollmentInfo(count=reached, type="ACTUAL")
    row.keep("results_actual_enrollment")
    return None if planned is None else EnrollmentInfo(count=planned)


def conditions(row: Row, facts: RegistrationFacts) -> ConditionsModule | None:
    """What is studied."""
    cell = row.raw("conditions")
    if not cell:
        return None
    if row.registry != EU:
        listed = listed_conditions(cell, row.registry)
        facts.condition_codes = listed.codes
        row.keep("conditions", "; ".join(listed.rest))
        return unless_empty(listed.module)
    found = eu_texts.conditions(cell)
    facts.condition_codes, facts.therapeutic_areas = found.codes, found.areas
    return unless_empty(ConditionsModule(conditions=found.names))


def interventions(row: Row, facts: RegistrationFacts) -> ArmsInterventionsModule | None:
    """What is given or done."""
    cell = row.raw("interventions")
    if not cell:
        return None
    module = _arms(row, cell, facts)
    module.interventions, fillers = separated_interventions(module.interventions)
    row.keep("interventions", "; ".join(fillers))
    return unless_empty(module)


def _arms(row: Row, cell: str, facts: RegistrationFacts) -> ArmsInterventionsModule:
    if row.registry == _GROUPED and (groups := lists.arms(cell, row.raw("target_size"))):
        return groups
    products = eu_texts.products(cell) if row.registry == EU else None
    if products:
        facts.products = products
        names = (each.name or next(iter(each.substances), None) for each in products)
        listed = [Intervention(name=name) for name in dict.fromkeys(names) if name]
    else:
        listed = lists.interventions(cell, row.registry)
    return ArmsInterventionsModule(interventions=listed)


def outcomes(row: Row, facts: RegistrationFacts) -> OutcomesModule | None:
    """What is measured."""
    primary = _measures(row, "primary_outcome", facts)
    secondary = _measures(row, "secondary_outcomes", facts)
    return unless_empty(OutcomesModule(primary_outcomes=primary, secondary_outcomes=secondary))


def _measures(row: Row, field: str, facts: RegistrationFacts) -> list[Outcome]:
    cell = row.raw(field)
    if not cell:
        return []
    if row.registry != EU:
        outcomes, fillers = separated_outcomes(lists.outcomes(cell, row.registry))
        row.keep(field, "; ".join(fillers))
        return outcomes
    found = eu_texts.objectives(cell)
    main, no_main = separated(found.main, str)
    secondary, no_secondary = separated(found.secondary, str)
    facts.objectives = [*facts.objectives, *main]
    facts.secondary_objectives = [*facts.secondary_objectives, *secondary]
    listed = [*([Outcome(measure=found.rest)] if found.rest else []), *found.outcomes]
    outcomes, fillers = separated_outcomes(listed)
    row.keep(field, "; ".join((*no_main, *no_secondary, *fillers)))
    return outcomes


def eligibility(row: Row) -> EligibilityModule | None:
    """Who may take part."""
    sex = row.line("gender")
    code = vocabulary.SEX.get(sex) if sex else None
    if code is None:
        row.keep("gender")
    return unless_empty(
        EligibilityModule(
            eligibility_criteria=_criteria(row),
            sex=code,
            minimum_age=_age(row, "agemin", ">"),
            maximum_age=_age(row, "agemax", "<"),
        )
    )


def _age(row: Row, field: str, sign: str) -> str | None:
    """An age; a text without a figure ("N/A", "no limit") is none."""
    text = row.line(field)
    if text is None or not any(map(str.isdecimal, text)):
        row.keep(field)
        return None
    return vocabulary.age(text, sign)


def _criteria(row: Row) -> str | None:
    """The criteria in one text, those of each kind below a heading of their own."""
    if row.registry == CLINICAL_TRIALS_GOV:
        cells = (without_markup(row.raw(field)) for field, _ in _HEADINGS)
        return "\n\n".join(filter(None, map(unwrapped, cells))) or None
    sections = (_section(row.raw(field), kind) for field, kind in _HEADINGS)
    return "\n\n".join(filter(None, sections)) or None


def _section(cell: str, kind: str) -> str | None:
    text = plain(cell)
    heading = f"{kind} criteria:"
    if text[: len(heading)].casefold() != heading.casefold():
        return text or None
    below = plain(text[len(heading) :])
    return f"{text[: len(heading)]}\n{below}" if below else None
