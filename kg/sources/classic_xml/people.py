"""Rows for eligibility, officials, contacts and locations."""

from __future__ import annotations

from typing import Final

import msgspec

from kg.records.protocol import Contact, Location, Official
from kg.sources.classic_xml.reading import (
    Element,
    ElementRow,
    ElementTable,
    Leftovers,
    Reader,
    Rows,
    part,
)
from kg.sources.classic_xml.values import block, coded, flag, line, prose, said_elsewhere, words
from kg.sources.classic_xml.vocabulary import (
    HEALTHY_VOLUNTEERS,
    ROLE,
    SAMPLING_METHOD,
    SEX,
    STATUS,
)

NO_LIMIT: Final = "N/A"
"""The text that means that an age is not limited."""


class _Person(msgspec.Struct):
    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    degrees: str = ""
    role: str | None = None
    affiliation: str | None = None
    phone: str | None = None
    phone_ext: str | None = None
    email: str | None = None

    @property
    def name(self) -> str | None:
        """The name in one text, as in v2: "Ada B. Clark, MD"."""
        names = " ".join(filter(None, (self.first_name, self.middle_name, self.last_name)))
        return ", ".join(filter(None, (names, self.degrees))) or None


_NAME: Final[Rows] = {
    "first_name": ElementRow("first_name", line),
    "middle_name": ElementRow("middle_name", line),
    "last_name": ElementRow("last_name", line),
    "degrees": ElementRow("degrees", line),
}
_ROLE: Final[Rows] = {"role": ElementRow("role", coded(ROLE))}
_OFFICIAL: Final = ElementTable({**_NAME, **_ROLE, "affiliation": ElementRow("affiliation", line)})
_CONTACT: Final = ElementTable(
    {
        **_NAME,
        **_ROLE,
        "phone": ElementRow("phone", line),
        "phone_ext": ElementRow("phone_ext", line),
        "email": ElementRow("email", line),
    }
)


def _person(table: ElementTable, element: Element, leftovers: Leftovers) -> _Person:
    person = _Person()
    table.fill(person, element, leftovers)
    return person


def official(element: Element, leftovers: Leftovers) -> Official | None:
    """Someone who is responsible for the whole trial."""
    person = _person(_OFFICIAL, element, leftovers)
    made = Official(name=person.name, affiliation=person.affiliation, role=person.role)
    return None if made == Official() else made


def contact(role: str | None) -> Reader[Contact]:
    """A reader of a contact, whose role is `role` or, for an investigator, is in the XML."""

    def read(element: Element, leftovers: Leftovers) -> Contact | None:
        person = _person(_CONTACT, element, leftovers)
        made = Contact(
            name=person.name, phone=person.phone, phone_ext=person.phone_ext, email=person.email
        )
        if made == Contact() and not person.role:
            return None
        made.role = person.role or role
        return made

    return read


def age(element: Element, leftovers: Leftovers) -> str | None:
    text = words(element, leftovers)
    return None if text and text.upper() == NO_LIMIT else text


def healthy_volunteers(element: Element, leftovers: Leftovers) -> bool | None:
    text = line(element, leftovers)
    if text and text not in HEALTHY_VOLUNTEERS:
        leftovers.keep(element)
    return HEALTHY_VOLUNTEERS.get(text or "")


def _countries(root: Element) -> set[str]:
    return {(e.text or "").strip() for e in root.iterfind("location/facility/address/country")}


def _is_country_of_a_location(text: str, element: Element, leftovers: Leftovers) -> bool:
    return text in leftovers.fact(_countries, element)


LOCATION: Final[Rows] = {
    "facility": ElementTable(
        {
            "name": ElementRow("facility", line),
            "address": ElementTable(
                {
                    "city": ElementRow("city", line),
                    "state": ElementRow("state", line),
                    "zip": ElementRow("zip", line),
                    "country": ElementRow("country", line),
                }
            ),
        }
    ),
    "status": ElementRow("status", coded(STATUS)),
    "contact": ElementRow("contacts", contact("CONTACT"), repeats=True),
    "contact_backup": ElementRow("contacts", contact("CONTACT"), repeats=True),
    "investigator": ElementRow("contacts", contact(None), repeats=True),
}
_location: Final = part(Location, LOCATION)

ROWS: Final[Rows] = {
    "eligibility": ElementTable(
        {
            "study_pop": ElementRow("eligibility.study_population", block),
            "sampling_method": ElementRow("eligibility.sampling_method", coded(SAMPLING_METHOD)),
            "criteria": ElementRow("eligibility.eligibility_criteria", block),
            "gender": ElementRow("eligibility.sex", coded(SEX)),
            "gender_based": ElementRow("eligibility.gender_based", flag),
            "gender_description": ElementRow("eligibility.gender_description", prose),
            "minimum_age": ElementRow("eligibility.minimum_age", age),
            "maximum_age": ElementRow("eligibility.maximum_age", age),
            "healthy_volunteers": ElementRow("eligibility.healthy_volunteers", healthy_volunteers),
        }
    ),
    "overall_official": ElementRow("contacts.overall_officials", official, repeats=True),
    "overall_contact": ElementRow("contacts.central_contacts", contact("CONTACT"), repeats=True),
    "overall_contact_backup": ElementRow(
        "contacts.central_contacts", contact("CONTACT"), repeats=True
    ),
    "location": ElementRow("contacts.locations", _location, repeats=True),
    "location_countries": ElementTable({"country": said_elsewhere(_is_country_of_a_location)}),
}
