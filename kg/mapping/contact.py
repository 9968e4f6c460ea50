"""Contacts of the trial and of its sites: who answers questions, with telephone and e-mail."""

from __future__ import annotations

from typing import Final

from kg.mapping.agent_id import identified
from kg.mapping.person import person
from kg.mapping.plan import Plan
from kg.mapping.statements import Statements
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.records.protocol import Contact
from kg.records.registration import AddressedContact

_CONTACT: Final = Plan(
    AddressedContact,
    (vocab.SCHEMA_NAME, "name"),
    (vocab.KG_CONTACT_ROLE, "role", codes.CONTACT_ROLE),
    (vocab.SCHEMA_TELEPHONE, "phone"),
    (vocab.KG_PHONE_EXTENSION, "phone_ext"),
    (vocab.SCHEMA_EMAIL, "email"),
    (vocab.KG_ROLE_TEXT, "role_text"),
    (vocab.KG_AFFILIATION_TEXT, "affiliation"),
    (vocab.KG_ADDRESS_TEXT, "address"),
    a=vocab.SCHEMA_CONTACT_POINT,
    name="contacts",
)


def contacts(listed: list[Contact], path: tuple[str, ...], say: Statements) -> list[str]:
    """The nodes of contacts, below `path` within the trial."""
    return [
        say.node(
            _CONTACT.state(say.part(*path, "contact", str(position)), contact, say),
            (vocab.KG_AGENT, _agent(contact, say)),
        )
        for position, contact in enumerate(listed, start=1)
    ]


def _agent(contact: Contact, say: Statements) -> str | None:
    """Who a contact of another registry is, if the record identifies them."""
    if isinstance(contact, AddressedContact) and identified(contact.name, say):
        return person(contact.name, contact.affiliation, say)
    return None
