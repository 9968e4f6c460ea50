"""The record that an ICTRP row is: each field of the row in its place in the model."""

from __future__ import annotations

from typing import Final

from kg.records import Record, Study
from kg.records.base import DateStruct, unless_empty
from kg.records.other_sections import DerivedSection, MiscInfoModule
from kg.records.protocol import (
    ArmsInterventionsModule,
    ConditionsModule,
    ContactsLocationsModule,
    DesignModule,
    EligibilityModule,
    EnrollmentInfo,
    IdentificationModule,
    IdInfo,
    Intervention,
    IpdSharingStatementModule,
    Outcome,
    OutcomesModule,
    ProtocolSection,
    ReferencesModule,
    SeeAlsoLink,
    StatusModule,
)
from kg.records.registration import RegistrationFacts, StatedNumber, TrialCountry
from kg.registries.table import CLINICAL_TRIALS_GOV
from kg.sources.classic_xml import vocabulary as words
from kg.sources.classic_xml.layout import unwrapped
from kg.sources.classic_xml.values import number_of
from kg.sources.ictrp import design, eu_texts, lists, people
from kg.sources.ictrp.dates import NO_DATE, date
from kg.sources.ictrp.row import Row
from kg.sources.ictrp.texts import plain, without_markup
from kg.sources.isrctn.values import says_nothing
from kg.text.placeholders import names_nothing

_EU: Final = "EudraCT"
_GROUPED: Final = "ChiCTR"
_DATE_TYPE: Final = {"actual": "ACTUAL", "anticipated": "ESTIMATED"}
_AUTHORISED: Final = "date trial authorised"
_PROSPECTIVE: Final = {
    "no": True,
    "0": True,
    "false": True,
    "yes": False,
    "1": False,
    "true": False,
}
_NO: Final = frozenset(("no", "false", "0"))
_NUMBERS: Final = ("secondaryids", "bridging_flag", "childs")
_LINKS: Final = ("results_url_link", "results_url_protocol")
_KEPT: Final = (
    "results_summary",
    "results_date_first_publication",
    "results_baseline_char",
    "results_participant_flow",
    "results_adverse_events",
    "results_outcome_measures",
)
"""Fields that the model lacks."""

_NO_RESULTS: Final = frozenset((NO_DATE, "no results available"))

_HEADINGS: Final = (("inclusion_criteria", "Inclusion"), ("exclusion_criteria", "Exclusion"))


def record_of(row: Row, place: str, source_format: str) -> Record:
    """The record that a row is."""
    facts = RegistrationFacts()
    study = Study(
        protocol_section=ProtocolSection(
            identification_module=_identification(row),
            status_module=_status(row, facts),
            sponsor_collaborators_module=people.sponsors(row),
            conditions_module=_conditions(row, facts),
            design_module=_design(row, facts),
            arms_interventions_module=_interventions(row, facts),
            outcomes_module=_outcomes(row, facts),
            eligibility_module=_eligibility(row),
            contacts_locations_module=_contacts(row, facts),
            references_module=_links(row),
            ipd_sharing_statement_module=_sharing(row),
        ),
        derived_section=_version(row),
        has_results=_has_results(row),
    )
    facts.funders = people.funders(row)
    facts.reviews = [*facts.reviews, *people.reviews(row)]
    _keep_rest(row)
    return Record(
        study=study,
        place=place,
        format=source_format,
        registration=facts,
        unmapped=row.unmapped(),
        contact_places=row.contact_places(),
    )


def _identification(row: Row) -> IdentificationModule:
    stated: list[IdInfo] = []
    own = row.raw("trialid").strip()
    if own != row.number:
        stated.append(StatedNumber(id=own, field="TrialID"))
    for field in _NUMBERS:
        cell = row.raw(field)
        listed = lists.numbers(cell) if cell else []
        empty = [each for each in listed if says_nothing(each) or names_nothing(each, "concept")]
        stated += [
            StatedNumber(id=each, field=row.name(field)) for each in listed if each not in empty
        ]
        row.keep(field, "; ".join(empty))
    return IdentificationModule(
        nct_id=row.number,
        secondary_id_infos=stated,
        brief_title=row.line("public_title"),
        official_title=row.line("scientific_title"),
        acronym=row.line("acronym"),
    )


def _status(row: Row, facts: RegistrationFacts) -> StatusModule | None:
    word = row.line("recruitment_status")
    code = design.STATUS.get(word) if word else None
    facts.status_text = word
    facts.last_refreshed = row.date("last_refreshed_on")
    _registered(row, facts)
    start = _enrolled(row, facts)
    completed, posted = row.date("results_date_completed"), row.date("results_date_posted")
    if posted and not _has_results(row):
        row.keep("results_date_posted")  # of some registries it is the day of registration
        posted = None
    return unless_empty(
        StatusModule(
            overall_status=code,
            start_date_struct=start,
            completion_date_struct=DateStruct(date=completed) if completed else None,
            results_first_post_date_struct=DateStruct(date=posted) if posted else None,
        )
    )


def _registered(row: Row, facts: RegistrationFacts) -> None:
    first = row.date("date_registration", registered=True)
    again = row.date("date_registration3", registered=True)
    readable = first is not None and date(first) is not None
    facts.registration_date = first if readable or again is None else again
    other = again if facts.registration_date == first else first
    if other and other != facts.registration_date:
        row.keep("date_registration3" if other == again else "date_registration")
    flag = row.line("retrospective_flag")
    if flag:
        facts.is_prospective = _PROSPECTIVE.get(flag.casefold())
        if facts.is_prospective is None:
            row.keep("retrospective_flag")


def _enrolled(row: Row, facts: RegistrationFacts) -> DateStruct | None:
    """The date of the first enrolment; that of an authorisation is none."""
    kind, when = row.line("type_enrolment"), row.date("date_enrollement")
    known = _DATE_TYPE.get(kind.casefold()) if kind else None
    if kind and kind.casefold() == _AUTHORISED and when:
        facts.reviews = [people.review_of_authority(row)]
        return None
    if not known:
        row.keep("type_enrolment")
    if row.registry == _EU and not known:
        row.keep("date_enrollement")
        return None
    return unless_empty(DateStruct(date=when, type=known))


def _version(row: Row) -> DerivedSection | None:
    text = row.line("export_date")
    if text is None:
        return None
    when = date(text, day_first=False)
    return DerivedSection(misc_info_module=MiscInfoModule(version_holder=when or text))


def _design(row: Row, facts: RegistrationFacts) -> DesignModule | None:
    kind, phase = row.line("study_type"), row.text("phase")
    type_code = design.STUDY_TYPE.get(kind) if kind else None
    if type_code is None:
        row.keep("study_type")
    facts.phase_text = phase
    text = row.text("study_design")
    info, facts.design_text = design.design(text, row.registry) if text else (None, None)
    is_registry = kind is not None and kind.casefold() == words.PATIENT_REGISTRY.casefold()
    return unless_empty(
        DesignModule(
            study_type=type_code,
            patient_registry=True if is_registry else None,
            phases=design.phases(phase) if phase else [],
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


def _conditions(row: Row, facts: RegistrationFacts) -> ConditionsModule | None:
    cell = row.raw("conditions")
    if not cell:
        return None
    if row.registry != _EU:
        return unless_empty(lists.conditions(cell, row.registry))
    found = eu_texts.conditions(cell)
    facts.condition_codes, facts.therapeutic_areas = found.codes, found.areas
    return unless_empty(ConditionsModule(conditions=found.names))


def _interventions(row: Row, facts: RegistrationFacts) -> ArmsInterventionsModule | None:
    cell = row.raw("interventions")
    if not cell:
        return None
    if row.registry == _GROUPED and (groups := lists.arms(cell, row.raw("target_size"))):
        return groups
    products = eu_texts.products(cell) if row.registry == _EU else None
    if products:
        facts.products = products
        names = (each.name or next(iter(each.substances), None) for each in products)
        listed = [Intervention(name=name) for name in dict.fromkeys(names) if name]
    else:
        listed = lists.interventions(cell, row.registry)
    return unless_empty(ArmsInterventionsModule(interventions=listed))


def _outcomes(row: Row, facts: RegistrationFacts) -> OutcomesModule | None:
    primary = _measures(row, "primary_outcome", facts)
    secondary = _measures(row, "secondary_outcomes", facts)
    return unless_empty(OutcomesModule(primary_outcomes=primary, secondary_outcomes=secondary))


def _measures(row: Row, field: str, facts: RegistrationFacts) -> list[Outcome]:
    cell = row.raw(field)
    if not cell:
        return []
    if row.registry != _EU:
        return lists.outcomes(cell, row.registry)
    found = eu_texts.objectives(cell)
    facts.objectives = [*facts.objectives, *found.main]
    facts.secondary_objectives = [*facts.secondary_objectives, *found.secondary]
    return [*([Outcome(measure=found.rest)] if found.rest else []), *found.outcomes]


def _eligibility(row: Row) -> EligibilityModule | None:
    least, most = row.line("agemin"), row.line("agemax")
    sex = row.line("gender")
    code = design.SEX.get(sex) if sex else None
    if code is None:
        row.keep("gender")
    return unless_empty(
        EligibilityModule(
            eligibility_criteria=_criteria(row),
            sex=code,
            minimum_age=design.age(least, ">") if least else None,
            maximum_age=design.age(most, "<") if most else None,
        )
    )


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


def _contacts(row: Row, facts: RegistrationFacts) -> ContactsLocationsModule | None:
    cell = row.raw("countries")
    facts.countries = [TrialCountry(country=name) for name in lists.countries(cell)] if cell else []
    return unless_empty(ContactsLocationsModule(central_contacts=people.contacts(row)))


def _links(row: Row) -> ReferencesModule | None:
    page, registry = row.line("url"), row.line("source_register")
    links = [SeeAlsoLink(label=registry, url=page)] if page else []
    if not page:
        row.keep("source_register")
    for field in _LINKS:
        if address := row.line(field):
            links.append(SeeAlsoLink(label=row.name(field), url=address))
    return ReferencesModule(see_also_links=links) if links else None


def _sharing(row: Row) -> IpdSharingStatementModule | None:
    plan, described = row.line("results_ipd_plan"), row.text("results_ipd_description")
    if not plan and not described:
        return None
    code = design.IPD_SHARING.get(plan) if plan else None
    rest = None if code or not plan else plan
    return IpdSharingStatementModule(
        ipd_sharing=code, description="\n".join(filter(None, (rest, described))) or None
    )


def _has_results(row: Row) -> bool | None:
    said = (row.line("results_yes_no") or "").casefold()
    if said not in ("", "yes", "no"):
        row.keep("results_yes_no")
    return {"yes": True, "no": False}.get(said)


def _keep_rest(row: Row) -> None:
    for field in _KEPT:
        text = row.line(field)
        if text and text.casefold() not in _NO_RESULTS:
            row.keep(field)
    for field in ("bridging_flag_truefalse", "bridged_type", "other_records"):
        text = row.line(field)
        if text and text.casefold() not in _NO:
            row.keep(field)
