"""Contacts of the trial and of its sites: who answers questions, with telephone and e-mail."""

from __future__ import annotations

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
            *_address(contact),
        )
        for position, contact in enumerate(listed, start=1)
    ]


def _address(contact: Contact) -> tuple[tuple[str, str | None], ...]:
    if not isinstance(contact, AddressedContact):
        return ()
    return (
        (vocab.KG_AFFILIATION_TEXT, text(contact.affiliation)),
        (vocab.KG_ADDRESS_TEXT, text(contact.address)),
    )
