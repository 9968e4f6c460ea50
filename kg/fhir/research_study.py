"""The ResearchStudy of a record, https://hl7.org/fhir/R5/researchstudy.html."""

from __future__ import annotations

from typing import Final

from kg.fhir import design, progress, subject
from kg.fhir.artifact import artifacts
from kg.fhir.codes import TITLE
from kg.fhir.comparison import groups_and_focus
from kg.fhir.elements import Element, concept, date, element, text, web_link
from kg.fhir.eligibility import eligibility_reference
from kg.fhir.identifier import numbers
from kg.fhir.identity import id_of
from kg.fhir.location import site_reference
from kg.fhir.making import Making
from kg.fhir.notes import notes
from kg.fhir.party import parties
from kg.mapping.site import locations
from kg.records.protocol import Contact
from kg.registries.numbers import slug_of

_GREATEST: Final = 2**31 - 1

_TITLES: Final = frozenset({"briefTitle", "officialTitle"})


def research_study(making: Making) -> Element:
    """The study of the record; what it refers to is added to the resources of the record."""
    names, status = making.protocol.identification_module, making.protocol.status_module
    description = making.protocol.description_module
    sites: list[tuple[Element, list[Contact]]] = [
        (site_reference(each, making), each.contacts) for each in locations(making.record)
    ]
    groups, focus = groups_and_focus(making)
    facts = making.record.registration
    return element(
        resourceType="ResearchStudy",
        id=id_of(slug_of(making.record.number)),
        url=web_link(making.say.trial),
        identifier=numbers(making),
        version=text(facts.record_version) if facts else None,
        title=text(names.brief_title) or text(names.official_title),
        label=_labels(making),
        relatedArtifact=artifacts(making),
        date=_date(making),
        status="active",
        primaryPurposeType=design.purpose(making),
        phase=design.phase(making),
        studyDesign=design.study_design(making),
        focus=focus,
        condition=subject.conditions(making),
        keyword=subject.keywords(making),
        region=subject.regions(making),
        descriptionSummary=text(description.brief_summary) if description else None,
        description=text(description.detailed_description) if description else None,
        period=progress.study_period(making),
        site=_once([site for site, _ in sites]),
        note=notes(making),
        classifier=design.classifiers(making),
        associatedParty=parties(sites, making),
        progressStatus=progress.progress(making),
        whyStopped=concept(status.why_stopped) if status else None,
        recruitment=_recruitment(making),
        comparisonGroup=groups,
        objective=subject.objectives(making),
        outcomeMeasure=subject.outcome_measures(making),
    )


def _labels(making: Making) -> list[Element]:
    names, facts = making.protocol.identification_module, making.record.registration
    given = [("OFFICIAL", names.official_title), ("ACRONYM", names.acronym)]
    given += [
        ("TRANSLATION", each.text)
        for each in (facts.translations if facts else ())
        if each.field in _TITLES
    ]
    return [
        element(type=element(coding=[TITLE.coding(kind)]), value=text(name))
        for kind, name in given
        if text(name)
    ]


def _date(making: Making) -> str | None:
    """When the record was changed last."""
    status, facts = making.protocol.status_module, making.record.registration
    posted = status.last_update_post_date_struct if status else None
    given = (
        posted.date if posted else None,
        status.last_update_submit_date if status else None,
        facts.last_refreshed if facts else None,
    )
    return next(filter(None, map(date, given)), None)


def _recruitment(making: Making) -> Element:
    module, facts = making.protocol.design_module, making.record.registration
    enrollment = module.enrollment_info if module else None
    counts = {enrollment.type: enrollment.count} if enrollment else {}
    planned = facts.planned_enrollment if facts else None
    return element(
        targetNumber=_number(counts.get("ESTIMATED", planned)),
        actualNumber=_number(counts.get("ACTUAL")),
        eligibility=eligibility_reference(making),
    )


def _number(count: int | None) -> int | None:
    """A number of people; None for one that is greater than FHIR's numbers."""
    return count if count is not None and count <= _GREATEST else None


def _once(references: list[Element]) -> list[Element]:
    return list({each["reference"]: each for each in references}.values())
