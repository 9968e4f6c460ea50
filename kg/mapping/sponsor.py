"""Who sponsors the trial, who collaborates, and who registered it."""

from __future__ import annotations

from kg.mapping.organization import organization
from kg.mapping.person import person
from kg.mapping.statements import Statements
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.records import Record
from kg.records.protocol import Sponsor


def describe(record: Record, say: Statements) -> None:
    """States who sponsors the trial, who collaborates and who registered it."""
    section = record.study.protocol_section
    owner = section.identification_module.organization
    if owner:
        say.node(
            say.trial,
            (vocab.KG_REGISTERED_BY, organization(owner.full_name, say)),
            (
                vocab.KG_REGISTRANT_CLASS,
                say.code(codes.AGENCY_CLASS, owner.class_, "organization.class"),
            ),
        )
    module = section.sponsor_collaborators_module
    if module:
        lead = module.lead_sponsor
        say.node(
            say.trial,
            (vocab.SCHEMA_SPONSOR, sponsor_node(lead, say) if lead else None),
            (vocab.KG_COLLABORATOR, [sponsor_node(other, say) for other in module.collaborators]),
        )


def sponsor_node(sponsor: Sponsor, say: Statements) -> str | None:
    """The node of a sponsor: an organisation, or, for an individual, a person of this trial."""
    subject = person(sponsor.name, None, say) if sponsor.class_ == "INDIV" else None
    subject = subject or organization(sponsor.name, say)
    if subject:
        say.node(
            subject,
            (vocab.KG_AGENCY_CLASS, say.code(codes.AGENCY_CLASS, sponsor.class_, "sponsor.class")),
        )
    return subject
