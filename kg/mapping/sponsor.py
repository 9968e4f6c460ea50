"""Who sponsors the trial, who collaborates, and who registered it."""

from __future__ import annotations

from kg.mapping.organization import organization
from kg.mapping.person import person
from kg.mapping.statements import Statements
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.records import Record
from kg.records.protocol import Sponsor
from kg.text.person_names import has_degree


def describe(record: Record, say: Statements) -> None:
    """States who sponsors the trial, who collaborates and who registered it."""
    section = record.study.protocol_section
    owner = section.identification_module.organization
    if owner:
        say.node(
            say.trial,
            (vocab.KG_REGISTERED_BY, organization(owner.full_name, "registrant", say)),
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
                [_sponsor(other, f"collaborator-{place}", say) for place, other in others],
            ),
        )


def lead_sponsor(sponsor: Sponsor, say: Statements) -> str | None:
    """The node of the lead sponsor: an organisation, or a person of this trial."""
    return _sponsor(sponsor, "sponsor", say)


def _sponsor(sponsor: Sponsor, role: str, say: Statements) -> str | None:
    individual = sponsor.class_ == "INDIV" or has_degree(sponsor.name or "")
    subject = person(sponsor.name, None, say) if individual else None
    subject = subject or organization(sponsor.name, role, say, is_shared=not individual)
    if subject:
        say.node(
            subject,
            (vocab.KG_AGENCY_CLASS, say.code(codes.AGENCY_CLASS, sponsor.class_, "sponsor.class")),
        )
    return subject
