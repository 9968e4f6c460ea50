"""The record that an ICTRP row is: each field of the row in its place in the model."""

from __future__ import annotations

from typing import Final

from kg.records import Record, Study
from kg.records.base import unless_empty
from kg.records.other_sections import DerivedSection, MiscInfoModule
from kg.records.protocol import (
    ContactsLocationsModule,
    IdentificationModule,
    IdInfo,
    IpdSharingStatementModule,
    ProtocolSection,
    ReferencesModule,
    SeeAlsoLink,
)
from kg.records.registration import RegistrationFacts, StatedNumber, TrialCountry
from kg.sources.ictrp import lists, people, study
from kg.sources.ictrp.dates import NO_DATE, date
from kg.sources.ictrp.row import Row
from kg.sources.ictrp.status import has_results, status
from kg.sources.ictrp.vocabulary import IPD_SHARING
from kg.text.countries import country_codes
from kg.text.fillers import says_nothing
from kg.text.placeholders import names_nothing

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


def record_of(row: Row, place: str, source_format: str) -> Record:
    """The record that a row is."""
    facts = RegistrationFacts()
    found = Study(
        protocol_section=ProtocolSection(
            identification_module=_identification(row),
            status_module=status(row, facts),
            sponsor_collaborators_module=people.sponsors(row, facts),
            conditions_module=study.conditions(row, facts),
            design_module=study.design(row, facts),
            arms_interventions_module=study.interventions(row, facts),
            outcomes_module=study.outcomes(row, facts),
            eligibility_module=study.eligibility(row),
            contacts_locations_module=_contacts(row, facts),
            references_module=_links(row),
            ipd_sharing_statement_module=_sharing(row),
        ),
        derived_section=_version(row),
        has_results=has_results(row),
    )
    people.read_funders(row, facts)
    facts.reviews = [*facts.reviews, *people.reviews(row)]
    _keep_rest(row)
    return Record(
        study=found,
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


def _version(row: Row) -> DerivedSection | None:
    text = row.line("export_date")
    if text is None:
        return None
    when = date(text, day_first=False)
    return DerivedSection(misc_info_module=MiscInfoModule(version_holder=when or text))


def _contacts(row: Row, facts: RegistrationFacts) -> ContactsLocationsModule | None:
    names = lists.countries(row.raw("countries") or "")
    facts.countries = [TrialCountry(country=name) for name in names if country_codes(name)]
    if others := [name for name in names if not country_codes(name)]:
        row.keep("countries", "; ".join(others))  # regions, towns, what only fills the field
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
    code = IPD_SHARING.get(plan) if plan else None
    rest = None if code or not plan else plan
    return IpdSharingStatementModule(
        ipd_sharing=code, description="\n".join(filter(None, (rest, described))) or None
    )


def _keep_rest(row: Row) -> None:
    if has_results(row) is None:
        row.keep("results_yes_no")
    for field in _KEPT:
        text = row.line(field)
        if text and text.casefold() not in _NO_RESULTS:
            row.keep(field)
    for field in ("bridging_flag_truefalse", "bridged_type", "other_records"):
        text = row.line(field)
        if text and text.casefold() not in _NO:
            row.keep(field)
