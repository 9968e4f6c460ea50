"""Who takes part in a study: sponsors, funders, officials, ethics committees and contacts."""

from __future__ import annotations

from collections.abc import Iterator

from kg.fhir import codes
from kg.fhir.agent import (
    affiliation_reference,
    agent_reference,
    official_reference,
    organization_reference,
)
from kg.fhir.elements import Element, concept, element, text
from kg.fhir.making import Making
from kg.mapping.organization import organization
from kg.mapping.sponsor import collaborator, lead_sponsor, registrant
from kg.records.protocol import Contact, ResponsibleParty, SponsorCollaboratorsModule
from kg.records.registration import AddressedContact
from kg.text.organization_names import is_one_organization


def parties(sites: list[tuple[Element, list[Contact]]], making: Making) -> list[Element]:
    """The parties of a study; `sites` are references to the sites, with the contacts of each."""
    found = [*_sponsors(making), *_officials(making), *_registered(making)]
    module = making.protocol.contacts_locations_module
    if module:
        found += _contacts(module.central_contacts, (), None, making)
    for place, (site, contacts) in enumerate(sites, start=1):
        found += _contacts(contacts, ("site", str(place)), site, making)
    return found


def _party(
    role: Element | None, name: str | None, party: Element | None, class_: str | None = None
) -> Element:
    kind = codes.PARTY_CLASS.concept(class_)
    return element(
        name=text(name),
        role=role,
        classifier=[kind] if kind else None,
        party=party,
    )


def _sponsors(making: Making) -> Iterator[Element]:
    module = making.protocol.sponsor_collaborators_module
    if module:
        yield from _lead_and_others(module, making)
    owner, lead = making.protocol.identification_module.organization, None
    if module and module.lead_sponsor:
        lead = module.lead_sponsor.name
    if owner and text(owner.full_name) and owner.full_name != lead:
        term = registrant(owner, making.say)
        party = organization_reference(owner.full_name, term, making)
        yield _party(concept("Registrant"), owner.full_name, party, owner.class_)


def _lead_and_others(module: SponsorCollaboratorsModule, making: Making) -> Iterator[Element]:
    lead = module.lead_sponsor
    sponsor = agent_reference(lead.name, lead_sponsor(lead, making.say), making) if lead else None
    if lead and sponsor:
        role = codes.PARTY_ROLE.concept("LEAD_SPONSOR")
        yield _party(role, lead.name, sponsor, lead.class_)
    for place, other in enumerate(module.collaborators, start=1):
        party = agent_reference(other.name, collaborator(other, place, making.say), making)
        if party:
            yield _party(codes.PARTY_ROLE.concept("COLLABORATOR"), other.name, party, other.class_)
    if module.responsible_party:
        name = lead.name if lead else None
        yield from _responsible(module.responsible_party, name, sponsor, making)


def _responsible(
    given: ResponsibleParty, sponsor_name: str | None, sponsor: Element | None, making: Making
) -> Iterator[Element]:
    role = concept("Responsible party", codes.PARTY_ROLE.coding(given.type))
    if given.type == "SPONSOR" and sponsor:
        yield _party(role, sponsor_name, sponsor)
    if text(given.investigator_full_name):
        party = official_reference(
            given.investigator_full_name, given.investigator_affiliation, making
        )
        yield _party(role, given.investigator_full_name, party)
    if text(given.old_name_title) or text(given.old_organization):
        place = affiliation_reference(given.old_organization, making)
        yield _party(role, given.old_name_title or given.old_organization, place)


def _officials(making: Making) -> Iterator[Element]:
    module = making.protocol.contacts_locations_module
    for official in module.overall_officials if module else ():
        role = codes.PARTY_ROLE.concept(official.role) or concept("Official")
        party = official_reference(official.name, official.affiliation, making)
        yield _party(role, official.name or official.affiliation, party)


def _registered(making: Making) -> Iterator[Element]:
    """The funders and the ethics committees that records of other registries name."""
    facts = making.record.registration
    for place, name in enumerate(facts.funders if facts else (), start=1):
        term = organization(name, f"funder-{place}", making.say)
        if term:
            party = organization_reference(name, term, making)
            yield _party(codes.PARTY_ROLE.concept("FUNDER"), name, party)
    for review in facts.reviews if facts else ():
        if review.kind == "ETHICS" and text(review.body):
            yield _party(codes.PARTY_ROLE.concept("ETHICS", "Ethics committee"), review.body, None)


def _contacts(
    listed: list[Contact], path: tuple[str, ...], site: Element | None, making: Making
) -> Iterator[Element]:
    for place, contact in enumerate(listed, start=1):
        term = making.say.part(*path, "contact", str(place))
        resource = element(
            resourceType="PractitionerRole",
            id=making.id_of(term),
            organization=_affiliation(contact, making),
            location=[element(reference=site["reference"])] if site else None,
            contact=[_detail(contact)],
        )
        if resource.get("contact") != [{}]:
            yield _party(_role(contact, site), contact.name, making.add(resource))


def _role(contact: Contact, site: Element | None) -> Element | None:
    """The role of a contact; the investigator of a site is not the one of the whole study."""
    if site and contact.role == "PRINCIPAL_INVESTIGATOR":
        return concept("Principal investigator of a site")
    if not isinstance(contact, AddressedContact):
        return codes.PARTY_ROLE.concept(contact.role or "CONTACT") or concept("Contact")
    role = None if contact.role == "CONTACT" else contact.role
    return codes.PARTY_ROLE.concept(role, contact.role_text) or concept("Contact")


def _affiliation(contact: Contact, making: Making) -> Element | None:
    """Where a contact works; a text that may not name one organisation is no resource."""
    if not isinstance(contact, AddressedContact):
        return None
    works_at = contact.affiliation
    if works_at and not is_one_organization(works_at):
        return element(display=text(works_at))
    place = affiliation_reference(works_at, making)
    return element(reference=place["reference"]) if place else None


def _detail(contact: Contact) -> Element:
    phone, extension = text(contact.phone), text(contact.phone_ext)
    if phone and extension:
        phone = f"{phone} ext. {extension}"
    name, email = text(contact.name), text(contact.email)
    address = contact.address if isinstance(contact, AddressedContact) else None
    return element(
        name=[element(text=name)] if name else None,
        telecom=[
            element(system=system, value=value)
            for system, value in (("phone", phone), ("email", email))
            if value
        ],
        address=element(text=text(address)),
    )
