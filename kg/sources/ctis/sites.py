"""Sites with their investigators."""

from __future__ import annotations

import re
from typing import Final

from kg.records.registration import AddressedContact, AddressedLocation
from kg.sources.ctis.draft import CtisDraft
from kg.sources.ctis.parts import JsonPart
from kg.text.placeholders import site_name

_LOCATION: Final = re.compile(r"LOC-[0-9]{9}")
"""The key of an organisation at an address; some records repeat that of the organisation."""

_LINES: Final = ("addressLine1", "addressLine2", "addressLine3", "addressLine4")


def fill(draft: CtisDraft, application: JsonPart) -> None:
    """Fills in the sites of all member states."""
    for part in application.parts("authorizedPartsII"):
        for site in part.parts("trialSites"):
            _site(draft, site)


def _site(draft: CtisDraft, site: JsonPart) -> None:
    where = site.part("organisationAddressInfo")
    address = where.part("address")
    organisation = where.part("organisation")
    if where.stated("businessKey") == organisation.stated("businessKey"):
        for name in ("businessKey", "isBusinessKeyValidated"):
            where.omit(name, organisation.content.get(name))
    location = AddressedLocation(
        facility=draft.organisation(organisation),
        department=_department(site),
        street=_street(address),
        city=address.text("city"),
        zip=address.text("postcode"),
        country=address.text("countryName"),
        location_id=_location_id(where),
    )
    investigator = _investigator(site.part("personInfo"), where)
    if investigator != AddressedContact():
        investigator.role = "PRINCIPAL_INVESTIGATOR"
        location.contacts.append(investigator)
    if location != AddressedLocation():
        draft.contacts.locations.append(location)


def _location_id(where: JsonPart) -> str | None:
    """Takes the key of the organisation at this address, if the registry has validated it."""
    key = where.stated("businessKey")
    if not _LOCATION.fullmatch(key) or where.content.get("isBusinessKeyValidated") is not True:
        return None
    del where.content["isBusinessKeyValidated"]
    return where.text("businessKey")


def _department(site: JsonPart) -> str | None:
    """Takes the name of the department, unless it names nothing ("na")."""
    return site.text("departmentName") if site_name(site.stated("departmentName")) else None


def _street(address: JsonPart) -> str | None:
    lines = [address.stated(name) for name in _LINES]
    street = ", ".join(line for line in lines if line and not line.isspace())
    for name in _LINES:
        address.text(name)
    address.omit("oneLine", street)
    return street or None


def _investigator(person: JsonPart, where: JsonPart) -> AddressedContact:
    """The investigator whom the sponsor names for the site, with the ways to reach the site."""
    names = [person.text("firstName"), person.text("lastName")]
    phone, email = person.text("telephone"), person.text("email")
    where.omit("phone", phone)
    where.omit("email", email)
    return AddressedContact(name=" ".join(filter(None, names)) or None, phone=phone, email=email)
