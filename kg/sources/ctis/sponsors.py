"""Sponsors, their contact points, and who supports the trial."""

from __future__ import annotations

from typing import Final

from kg.records.protocol import Sponsor
from kg.records.registration import AddressedContact
from kg.sources.ctis.draft import CtisDraft
from kg.sources.ctis.parts import JsonPart
from kg.text.organization_names import names_one_party

INDUSTRY: Final = "Pharmaceutical company"
"""The type of an organisation that belongs to the industry if it is a commercial one."""


def fill(draft: CtisDraft, content: JsonPart, part_one: JsonPart) -> None:
    """Fills in the sponsors; the first of them is the primary one."""
    for sponsor in part_one.parts("sponsors"):
        _sponsor(draft, sponsor)
    for sponsor in content.parts("coSponsors"):  # its own earlier versions are among them
        if sponsor.content.get("primary") is False and sponsor.part("organisation").content:
            _sponsor(draft, sponsor)
    information = part_one.part("trialDetails", "trialInformation")
    for source in information.parts("sourceOfMonetarySupport"):
        name = source.text("organisationName")
        if name:
            registration = draft.registration
            is_named = names_one_party(name)
            (registration.funders if is_named else registration.funder_texts).append(name)
    types = draft.registration.sponsor_types
    content.omit("sponsorType", *types, ", ".join(types))


def _sponsor(draft: CtisDraft, sponsor: JsonPart) -> None:
    organisation = sponsor.part("organisation")
    kind = organisation.text("type")
    is_commercial = sponsor.flag("isCommercial")
    organisation.omit("commercial", is_commercial)
    name = draft.organisation(organisation)
    if name is None:
        return
    made = Sponsor(name=name, class_="INDUSTRY" if kind == INDUSTRY and is_commercial else None)
    module = draft.sponsors
    texts = draft.registration.sponsor_texts
    leads = sponsor.content.get("primary") is True and module.lead_sponsor is None and not texts
    if leads:
        del sponsor.content["primary"]
    else:
        sponsor.omit("primary", False)
    if not draft.is_identified(name) and not names_one_party(name):
        (texts if leads else draft.registration.collaborator_texts).append(name)
    elif leads:
        module.lead_sponsor = made
    else:
        module.collaborators.append(made)
    for text in (kind, sponsor.text("commercial")):
        if text and text not in draft.registration.sponsor_types:
            draft.registration.sponsor_types.append(text)
    for group in ("publicContacts", "scientificContacts"):
        for contact in sponsor.parts(group):
            _contact(draft, contact, name)


def _contact(draft: CtisDraft, contact: JsonPart, sponsor: str) -> None:
    affiliation = draft.organisation(contact.part("organisation")) or sponsor
    made = AddressedContact(
        name=contact.text("functionalName"),
        role="CONTACT",
        role_text=contact.text("type"),
        phone=contact.text("telephone"),
        email=contact.text("functionalEmailAddress"),
        affiliation=affiliation,
    )
    draft.contacts.central_contacts.append(made)
