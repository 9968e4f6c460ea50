"""Overall officials and the responsible party.

Each is a node of the trial; it links to a schema:Person only if the name is a person's.
"""

from __future__ import annotations

from typing import Final

from kg.mapping.organization import affiliation
from kg.mapping.person import person
from kg.mapping.plan import Plan
from kg.mapping.sponsor import lead_sponsor
from kg.mapping.statements import Statements
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.node_builder import Objects
from kg.records import Record
from kg.records.protocol import Official, ResponsibleParty

_ROLES: Final = {
    "PRINCIPAL_INVESTIGATOR": vocab.KG_PRINCIPAL_INVESTIGATOR,
    "STUDY_DIRECTOR": vocab.KG_STUDY_DIRECTOR,
    "STUDY_CHAIR": vocab.KG_STUDY_CHAIR,
    "SUB_INVESTIGATOR": vocab.KG_SUB_INVESTIGATOR,
}


_OFFICIAL: Final = Plan(
    Official,
    (vocab.SCHEMA_NAME, "name"),
    (vocab.KG_OFFICIAL_ROLE, "role", codes.CONTACT_ROLE),
    a=vocab.KG_OFFICIAL_CLASS,
    part="official",
    key="name",
    name="overallOfficials",
)

_RESPONSIBLE_PARTY: Final = Plan(
    ResponsibleParty,
    (vocab.KG_RESPONSIBLE_PARTY_TYPE, "type", codes.RESPONSIBLE_PARTY_TYPE),
    (vocab.SCHEMA_NAME, "investigator_full_name"),
    (vocab.SCHEMA_NAME, "old_name_title"),
    (vocab.SCHEMA_JOB_TITLE, "investigator_title"),
    a=vocab.KG_RESPONSIBLE_PARTY_CLASS,
    name="responsibleParty",
)


def describe(record: Record, say: Statements) -> None:
    """States the overall officials and the responsible party."""
    section = record.study.protocol_section
    if section.contacts_locations_module:
        for official in section.contacts_locations_module.overall_officials:
            _official(official, say)
    module = section.sponsor_collaborators_module
    if module and module.responsible_party:
        _responsible_party(module.responsible_party, record, say)


def _official(official: Official, say: Statements) -> None:
    someone = person(official.name, official.affiliation, say)
    term = _OFFICIAL.node(official, say)
    say.node(term, (vocab.KG_AGENT, someone), *affiliation(official.affiliation, say))
    say.node(
        say.trial,
        (vocab.KG_OFFICIAL, term),
        (vocab.KG_OVERALL_OFFICIAL, someone),
        (_ROLES.get(official.role or "", vocab.KG_OVERALL_OFFICIAL), someone),
    )


def _responsible_party(party: ResponsibleParty, record: Record, say: Statements) -> None:
    sponsors = record.study.protocol_section.sponsor_collaborators_module
    lead = sponsors.lead_sponsor if sponsors else None
    agent: Objects = person(party.investigator_full_name, party.investigator_affiliation, say)
    if party.type == "SPONSOR" and lead:
        agent = lead_sponsor(lead, say)
    term = say.iris.part(say.number, "responsible-party")
    say.node(
        _RESPONSIBLE_PARTY.state(term, party, say),
        (vocab.KG_AGENT, agent),
        *affiliation(party.investigator_affiliation, say),
        *affiliation(party.old_organization, say),
    )
    say.node(say.trial, (vocab.KG_RESPONSIBLE_PARTY, term))
