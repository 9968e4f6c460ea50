"""Contacts of the trial and of its sites: who answers questions, with telephone and e-mail."""

from __future__ import annotations

from kg.mapping.agent_id import identified
from kg.mapping.person import person
from kg.mapping.statements import Statements, text
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.records.protocol import Contact
from kg.records.registration import AddressedContact


def contacts(listed: list[Contact], path: tuple[str, ...], say: Statements) -> list[str]:
    """The nodes of contacts, below `path` within the trial."""
    return [
        say.node(
            say.part(*path, "contact", str(position)),
            (vocab.RDF_TYPE, vocab.SCHEMA_CONTACT_POINT),
            (vocab.SCHEMA_NAME, text(contact.name)),
            (vocab.KG_CONTACT_ROLE, say.code(codes.CONTACT_ROLE, contact.role, "contacts.role")),
            (vocab.SCHEMA_TELEPHONE, text(contact.phone)),
            (vocab.KG_PHONE_EXTENSION, text(contact.phone_ext)),
            (vocab.SCHEMA_EMAIL, text(contact.email)),
            *_more(contact, say),
        )
        for position, contact in enumerate(listed, start=1)
    ]


def _more(contact: Contact, say: Statements) -> tuple[tuple[str, str | None], ...]:
    """What other registries say of a contact, who is somebody if the record identifies them."""
    if not isinstance(contact, AddressedContact):
        return ()
    is_identified = bool(identified(contact.name, say))
    return (
        (vocab.KG_ROLE_TEXT, text(contact.role_text)),
        (vocab.KG_AGENT, person(contact.name, contact.affiliation, say) if is_identified else None),
        (vocab.KG_AFFILIATION_TEXT, text(contact.affiliation)),
        (vocab.KG_ADDRESS_TEXT, text(contact.address)),
    )
