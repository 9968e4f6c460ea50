"""Who sponsors the trial, who collaborates, and who registered it."""

from __future__ import annotations

from kg.mapping.organization import organization
from kg.mapping.person import person
from kg.mapping.statements import Statements
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.records import Record
from kg.records.protocol import Organization, Sponsor
from kg.text.person_names import has_degree


def describe(record: Record, say: Statements) -> None:
    """States who sponsors the trial, who collaborates and who registered it."""
    section = record.study.protocol_section
    owner = section.identification_module.organization
    if owner:
        say.node(
            say.trial,
            (vocab.KG_REGISTERED_BY, registrant(owner, say)),
            (
                vocab.KG_REGISTRANT_CLASS,
                say.code(codes.AGENCY_CLASS, owner.class_, "organization.class"),
            ),
        )
    module = section.sponsor_collaborators_module
    if module:
        lead, others = module.lead_sponsor, enumerate(module.collaborators, start=1)
        say.node(
            say.trial,
            (vocab.SCHEMA_SPONSOR, lead_sponsor(lead, say) if lead else None),
            (
                vocab.KG_COLLABORATOR,
                [collaborator(other, place, say) for place, other in others],
            ),
        )


def registrant(owner: Organization, say: Statements) -> str | None:
    """The node of who registered the record."""
    is_shared = not _is_individual(owner.full_name, owner.class_)
    return organization(owner.full_name, "registrant", say, is_shared=is_shared)


def lead_sponsor(sponsor: Sponsor, say: Statements) -> str | None:
    """The node of the lead sponsor: an organisation, or a person of this trial."""
    return _sponsor(sponsor, "sponsor", say)


def collaborator(sponsor: Sponsor, position: int, say: Statements) -> str | None:
    """The node of the collaborator at a position of the list, counted from 1."""
    return _sponsor(sponsor, f"collaborator-{position}", say)


def _sponsor(sponsor: Sponsor, role: str, say: Statements) -> str | None:
    individual = _is_individual(sponsor.name, sponsor.class_)
    subject = person(sponsor.name, None, say) if individual else None
    subject = subject or organization(sponsor.name, role, say, is_shared=not individual)
    if subject:
        say.node(
            subject,
            (vocab.KG_AGENCY_CLASS, say.code(codes.AGENCY_CLASS, sponsor.class_, "sponsor.class")),
        )
    return subject


def _is_individual(name: str | None, class_: str | None) -> bool:
    """Whether one or more people are meant, and no organisation."""
    return class_ == "INDIV" or has_degree(name or "")
