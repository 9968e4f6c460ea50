"""Rows for eligibility, officials, contacts and locations."""

from __future__ import annotations

from typing import Final

import msgspec

from kg.records.protocol import Contact, Location, Official
from kg.sources.classic_xml.reading import Element, Leftovers, Reader, Row, Rows, Table, part
from kg.sources.classic_xml.values import block, coded, flag, line, prose, said_elsewhere, words
from kg.sources.classic_xml.vocabulary import (
    HEALTHY_VOLUNTEERS,
    ROLE,
    SAMPLING_METHOD,
    SEX,
    STATUS,
)

NO_LIMIT: Final = "N/A"
"""What stands for an age that is not limited."""


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
        """The name in one, as v2 has it: "Ada B. Clark, MD"."""
        names = " ".join(filter(None, (self.first_name, self.middle_name, self.last_name)))
        return ", ".join(filter(None, (names, self.degrees))) or None


_PERSON: Final = Table(
    {
        "first_name": Row("first_name", line),
        "middle_name": Row("middle_name", line),
        "last_name": Row("last_name", line),
        "degrees": Row("degrees", line),
        "role": Row("role", coded(ROLE)),
        "affiliation": Row("affiliation", line),
        "phone": Row("phone", line),
        "phone_ext": Row("phone_ext", line),
        "email": Row("email", line),
    }
)


def _person(element: Element, leftovers: Leftovers) -> _Person:
    person = _Person()
    _PERSON.fill(person, element, leftovers)
    return person


def official(element: Element, leftovers: Leftovers) -> Official | None:
    """Someone who answers for the whole trial."""
    person = _person(element, leftovers)
    made = Official(name=person.name, affiliation=person.affiliation, role=person.role)
    return None if made == Official() else made


def contact(role: str | None) -> Reader[Contact]:
    """A reader of someone to ask, whose role is `role` or, for an investigator, is given."""

    def read(element: Element, leftovers: Leftovers) -> Contact | None:
        person = _person(element, leftovers)
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
    return None if text == NO_LIMIT else text


def healthy_volunteers(element: Element, leftovers: Leftovers) -> bool | None:
    text = line(element, leftovers)
    if text and text not in HEALTHY_VOLUNTEERS:
        leftovers.keep(element)
    return HEALTHY_VOLUNTEERS.get(text or "")


def _countries(root: Element) -> set[str]:
    return {(e.text or "").strip() for e in root.iterfind("location/facility/address/country")}


def _is_country_of_a_location(text: str, element: Element, leftovers: Leftovers) -> bool:
    return text in leftovers.fact(_countries, element)


_location = part(
    Location,
    {
        "facility": Table(
            {
                "name": Row("facility", line),
                "address": Table(
                    {
                        "city": Row("city", line),
                        "state": Row("state", line),
                        "zip": Row("zip", line),
                        "country": Row("country", line),
                    }
                ),
            }
        ),
        "status": Row("status", coded(STATUS)),
        "contact": Row("contacts", contact("CONTACT"), repeats=True),
        "contact_backup": Row("contacts", contact("CONTACT"), repeats=True),
        "investigator": Row("contacts", contact(None), repeats=True),
    },
)

ROWS: Final[Rows] = {
    "eligibility": Table(
        {
            "study_pop": Row("eligibility.study_population", block),
            "sampling_method": Row("eligibility.sampling_method", coded(SAMPLING_METHOD)),
            "criteria": Row("eligibility.eligibility_criteria", block),
            "gender": Row("eligibility.sex", coded(SEX)),
            "gender_based": Row("eligibility.gender_based", flag),
            "gender_description": Row("eligibility.gender_description", prose),
            "minimum_age": Row("eligibility.minimum_age", age),
            "maximum_age": Row("eligibility.maximum_age", age),
            "healthy_volunteers": Row("eligibility.healthy_volunteers", healthy_volunteers),
        }
    ),
    "overall_official": Row("contacts.overall_officials", official, repeats=True),
    "overall_contact": Row("contacts.central_contacts", contact("CONTACT"), repeats=True),
    "overall_contact_backup": Row("contacts.central_contacts", contact("CONTACT"), repeats=True),
    "location": Row("contacts.locations", _location, repeats=True),
    "location_countries": Table({"country": said_elsewhere(_is_country_of_a_location)}),
}
