"""What is studied in whom: conditions, phase, objectives, criteria, endpoints, arms, ages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.records.protocol import ArmGroup, Outcome
from kg.records.registration import ConditionCode
from kg.sources.ctis.draft import CtisDraft
from kg.sources.ctis.parts import JsonPart
from kg.sources.ctis.words import AGES, GENDERS, GROUPS, HEALTHY, PHASES

_MEDDRA: Final = "MedDRA"
_INTERVENTIONAL: Final = "INTERVENTIONAL"
"""The type of every trial of the registry: Regulation 536/2014 covers no others."""

_HEADINGS: Final = ("Inclusion Criteria:", "Exclusion Criteria:")


def fill(draft: CtisDraft, content: JsonPart, part_one: JsonPart) -> None:
    """Fills in the design."""
    draft.design.study_type = _INTERVENTIONAL
    information = part_one.part("trialDetails", "trialInformation")
    _conditions(draft, content, part_one, information.part("medicalCondition"))
    _category(draft, content, information.part("trialCategory"))
    _objectives(draft, information.part("trialObjective"))
    _criteria(draft, information.part("eligibilityCriteria"))
    _endpoints(draft, information.part("endPoint"))
    _population(draft, content, information.part("populationOfTrialSubjects"))
    _arms(draft, part_one.part("trialDetails", "protocolInformation", "studyDesign"))


def _conditions(
    draft: CtisDraft, content: JsonPart, part_one: JsonPart, conditions: JsonPart
) -> None:
    facts = draft.registration
    listed = conditions.parts("partIMedicalConditions") or part_one.parts("medicalConditions")
    for position, each in enumerate(listed, start=1):
        name = draft.translated(each, "medicalCondition", f"medicalCondition {position}")
        if name:
            draft.conditions.conditions.append(name)
    rare = [each.content.get("isConditionRareDisease") for each in listed]
    if rare and all(flag is rare[0] for flag in rare) and isinstance(rare[0], bool):
        facts.is_rare_disease = rare[0]
        for each in listed:
            del each.content["isConditionRareDisease"]
    for term in conditions.parts("meddraConditionTerms"):
        code = ConditionCode(
            system=_MEDDRA,
            version=term.text("version"),
            level=term.text("level"),
            code=term.text("classificationCode"),
            term=term.text("termName"),
        )
        facts.condition_codes.append(code)
    areas = [each.part("therapeuticArea") for each in part_one.parts("partOneTherapeuticAreas")]
    for area in areas or part_one.parts("therapeuticAreas"):
        name = area.text("name")
        if name:
            facts.therapeutic_areas.append(name)
            area.omit("code", *(code for code in (area.content.get("code"),) if _is_in(code, name)))
    content.omit("therapeuticAreas", facts.therapeutic_areas, ", ".join(facts.therapeutic_areas))


def _is_in(code: object, area: str) -> bool:
    """Whether the name of a therapeutic area has its code: "Diseases [C] - Neoplasms [C04]"."""
    return isinstance(code, str) and code.isdigit() and area.endswith(f"[C{int(code):02}]")


def _category(draft: CtisDraft, content: JsonPart, category: JsonPart) -> None:
    facts = draft.registration
    facts.is_low_intervention = category.flag("isLowIntervention")
    code = category.content.get("trialPhase")
    name, phases = PHASES.get(str(code), (None, ()))
    if name is None:
        facts.phase_text = content.text("trialPhase")
        return
    del category.content["trialPhase"]
    draft.design.phases = [*phases]
    facts.phase_text = name
    if _squeezed(content.stated("trialPhase")) == _squeezed(name):
        facts.phase_text = content.text("trialPhase")


def _squeezed(text: str) -> str:
    """A text without blanks, which the registry sets differently in each place."""
    return "".join(text.lower().split())


def _objectives(draft: CtisDraft, objectives: JsonPart) -> None:
    facts = draft.registration
    main = draft.translated(objectives, "mainObjective")
    if main:
        facts.objectives.append(main)
    facts.secondary_objectives = _items(
        draft, objectives, "secondaryObjectives", "secondaryObjective"
    )


def _items(draft: CtisDraft, holder: JsonPart, name: str, text_name: str) -> list[str]:
    """The texts of a list, by their numbers, which the list has in the order of their digits."""
    items = [each for each in holder.parts(name) if each.stated(text_name)]
    numbers = [each.content.get("number") for each in items]
    if all(type(number) is int for number in numbers) and len(set(numbers)) == len(numbers):
        items.sort(key=lambda each: int(each.content["number"]))
        for position, each in enumerate(items, start=1):
            each.omit("number", position)
    texts = []
    for position, each in enumerate(items, start=1):
        text = draft.translated(each, text_name, f"{text_name} {position}")
        if text:
            texts.append(text)
    return texts


def _criteria(draft: CtisDraft, criteria: JsonPart) -> None:
    module = draft.eligibility
    module.inclusion_criteria = _items(
        draft, criteria, "principalInclusionCriteria", "principalInclusionCriteria"
    )
    module.exclusion_criteria = _items(
        draft, criteria, "principalExclusionCriteria", "principalExclusionCriteria"
    )
    lists = zip(_HEADINGS, (module.inclusion_criteria, module.exclusion_criteria), strict=True)
    texts = [f"{heading}\n\n{_listed(items)}" for heading, items in lists if items]
    module.eligibility_criteria = "\n\n".join(texts) or None


def _listed(items: Iterable[str]) -> str:
    """Items as a list; their further lines are indented."""
    return "\n".join("* " + "\n  ".join(item.splitlines()) for item in items)


def _endpoints(draft: CtisDraft, endpoints: JsonPart) -> None:
    for name, outcomes in (
        ("primaryEndPoints", draft.outcomes.primary_outcomes),
        ("secondaryEndPoints", draft.outcomes.secondary_outcomes),
    ):
        for each in endpoints.parts(name):
            each.omit("isPrimary", name == "primaryEndPoints")
        label = name.removesuffix("s")
        for each in endpoints.parts(name):
            _rename_translations(each, label)
        outcomes += [Outcome(measure=text) for text in _items(draft, endpoints, name, label)]


def _rename_translations(endpoint: JsonPart, label: str) -> None:
    """Puts an endpoint under the name of its kind, as its translations are named by it."""
    for old, new in (("endPoint", label), ("endPointTranslations", f"{label}Translations")):
        if old in endpoint.content:
            endpoint.content[new] = endpoint.content.pop(old)


def _population(draft: CtisDraft, content: JsonPart, population: JsonPart) -> None:
    module, facts = draft.eligibility, draft.registration
    female, male = population.flag("isFemaleSubjects"), population.flag("isMaleSubjects")
    if female and male:
        module.sex = "ALL"
    elif female or male:
        module.sex = "FEMALE" if female else "MALE"
    content.omit("gender", *GENDERS.get(module.sex or "", ()))
    _ages(draft, content, population)
    for group in population.parts("clinicalTrialGroups"):
        name = group.text("name")
        if name:
            facts.populations.append(name)
            group.omit("code", GROUPS.get(name))
    if HEALTHY in facts.populations:
        module.healthy_volunteers = True


def _ages(draft: CtisDraft, content: JsonPart, population: JsonPart) -> None:
    names = []
    for group in population.parts("ageRanges"):
        code = group.stated("ageRangeCategory") or group.stated("ageRangeCategoryCode")
        if code in AGES:
            name, standard = AGES[code]
            names.append(name)
            draft.eligibility.std_ages.append(standard)
            group.omit("ageRangeCategory", code)
            group.omit("ageRangeCategoryCode", code)
    if set(content.stated("ageGroup").split(", ")) == set(names):
        del content.content["ageGroup"]


def _arms(draft: CtisDraft, design: JsonPart) -> None:
    periods = design.parts("periodDetails")
    descriptions = [text for period in periods if (text := period.text("description"))]
    draft.registration.design_text = "\n\n".join(descriptions) or None
    for arm in (arm for period in periods for arm in period.parts("armDetails")):
        draft.arms.arm_groups.append(
            ArmGroup(label=arm.text("title"), description=arm.text("description"))
        )
