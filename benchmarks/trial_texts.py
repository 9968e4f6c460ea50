"""The texts of a record by field: what every method of the similarity benchmark reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from kg.records import Record, Study
from kg.records.other_sections import BrowseModule

DESCRIPTION: Final = 4000
"""The characters of the detailed description that are read."""


def texts_of(record: Record) -> dict[str, str]:
    """Field -> its text; fields that the record lacks are left out."""
    found = {field: "\n".join(filter(None, texts)) for field, texts in _fields(record.study)}
    return {field: text for field, text in found.items() if text}


def _fields(study: Study) -> Iterator[tuple[str, Iterable[str | None]]]:
    section = study.protocol_section
    derived = study.derived_section
    identification = section.identification_module
    yield (
        "TITLE",
        (identification.brief_title, identification.official_title, identification.acronym),
    )
    if section.conditions_module:
        named = section.conditions_module.conditions
        yield "CONDITION", [*named, *_mesh(derived and derived.condition_browse_module)]
        yield "KEYWORD", section.conditions_module.keywords
    if arms := section.arms_interventions_module:
        names = [each for one in arms.interventions for each in (one.name, *one.other_names)]
        yield "INTERVENTION", [*names, *_mesh(derived and derived.intervention_browse_module)]
        yield "ARM", [each for one in arms.arm_groups for each in (one.label, one.description)]
    if described := section.description_module:
        yield "SUMMARY", [described.brief_summary]
        yield "DESCRIPTION", [(described.detailed_description or "")[:DESCRIPTION]]
    if section.eligibility_module:
        yield "CRITERIA", [section.eligibility_module.eligibility_criteria]
    if measured := section.outcomes_module:
        outcomes = (
            *measured.primary_outcomes,
            *measured.secondary_outcomes,
            *measured.other_outcomes,
        )
        yield "OUTCOME", [each for one in outcomes for each in (one.measure, one.description)]


def _mesh(module: BrowseModule | None) -> list[str | None]:
    return [mesh.term for mesh in module.meshes] if module else []
