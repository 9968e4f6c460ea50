"""Contacts, sponsors, funders and ethics committees of an ICTRP row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import Final

from kg.records.protocol import Contact, Sponsor, SponsorCollaboratorsModule
from kg.records.registration import AddressedContact, RegistrationFacts, Review
from kg.registries.table import CLINICAL_TRIALS_GOV
from kg.sources.ictrp.dates import NO_DATE, date
from kg.sources.ictrp.lists import parts
from kg.sources.ictrp.row import Row
from kg.sources.ictrp.texts import NOTHING, one_line
from kg.text.fillers import says_nothing
from kg.text.organization_names import is_maybe_person, names_one_party
from kg.text.person_names import has_degree

_COLUMNS: Final = ("affiliation", "address", "firstname", "lastname", "email", "tel")
_SHARED: Final = 2
"""The columns of contacts; several persons may share what is in the first two."""

_CONTACTS: Final = tuple(
    (role, tuple(f"{kind}_{column}" for column in _COLUMNS))
    for role, kind in (
        (None, "contact"),
        ("PUBLIC_CONTACT", "public_contact"),
        ("SCIENTIFIC_CONTACT", "scientific_contact"),
    )
)
"""The role of contacts -> their fields."""

_NO_CONTACT: Final = frozenset(("-", "--", ".", "n/a"))
_ELSEWHERE: Final = "please refer to primary and secondary sponsors"
"""What ICTRP writes where a registry names no source of support of its own."""

_WITH_ADDRESS: Final = ("CTRI", "source_support")
"""The registry and the field where a name is followed by an address."""

_LONGEST: Final = {"TCTR": 100}
"""The characters behind which a registry cuts a name."""

_NO_APPROVAL: Final = frozenset((NO_DATE, "1990-01-01"))
"""Placeholders for the day of an approval; the second is UMIN's."""

_BODY: Final = re.compile(
    r"\b(?:committ?[ei]e?s?|commission|board|boards|council|irb|ethics?|ethical|comit[ée]|kommission)\b",
    re.IGNORECASE,
)
_ETHICS: Final = {
    "decision": "ethics_status",
    "date": "ethics_approval_date",
    "name": "ethics_contact_name",
    "address": "ethics_contact_address",
    "phone": "ethics_contact_phone",
    "email": "ethics_contact_email",
}


def sponsors(row: Row, facts: RegistrationFacts) -> SponsorCollaboratorsModule | None:
    """The primary sponsor and the secondary ones; those that may be no organisation as text."""
    lead, facts.sponsor_texts = _organizations(row, "primary_sponsor", row.text("primary_sponsor"))
    others, facts.collaborator_texts = _organizations(
        row, "secondary_sponsors", *_listed(row, "secondary_sponsors")
    )
    if not lead and not others:
        return None
    return SponsorCollaboratorsModule(
        lead_sponsor=Sponsor(name=lead[0]) if lead else None,
        collaborators=[Sponsor(name=name) for name in others],
    )


def read_funders(row: Row, facts: RegistrationFacts) -> None:
    """The sources of support; those that may be no organisation as text."""
    listed = _listed(row, "source_support")
    named = [each for each in listed if each.casefold() != _ELSEWHERE]
    facts.funders, facts.funder_texts = _organizations(row, "source_support", *named)


def _listed(row: Row, field: str) -> list[str]:
    text = row.text(field)
    return list(dict.fromkeys(parts(text))) if text else []


def _organizations(row: Row, field: str, *given: str | None) -> tuple[list[str], list[str]]:
    """Names that can only be those of one organisation or person, and the other texts."""
    texts = [each for each in given if each]
    said = [each for each in texts if not says_nothing(each)]
    row.keep(field, "; ".join(each for each in texts if each not in said))
    names = [each for each in said if _is_named(each, row.registry, field)]
    return list(map(one_line, names)), [each for each in said if each not in names]


def _is_named(text: str, registry: str, field: str) -> bool:
    """Whether a text is one organisation's name, or one person's with a degree."""
    if registry == CLINICAL_TRIALS_GOV:
        return has_degree(text) or not is_maybe_person(text)
    if (registry, field) == _WITH_ADDRESS or len(text) == _LONGEST.get(registry):
        return False
    return names_one_party(text)


def contacts(row: Row) -> list[Contact]:
    """The contact persons, of whom one row may have several in each column."""
    return [person for role, fields in _CONTACTS for person in _persons(row, fields, role)]


def _persons(row: Row, fields: Sequence[str], role: str | None) -> list[Contact]:
    if not row.has_any(fields):
        return []
    given = [row.line(field) or "" for field in fields]
    if not any(";" in text for text in given[_SHARED:]):
        return _contact([_one(text) for text in given], role)
    columns = [_parts(text) for text in given]
    lengths = {len(column) for column in columns[_SHARED:] if len(column) > 1 and any(column)}
    if len(lengths) != 1:
        return _contact([_one(text) for text in given], role)  # one, or whose is whose is not said
    [count] = lengths
    columns = [
        column if len(column) == count else [_one(text)] * count
        for column, text in zip(columns, given, strict=True)
    ]
    persons = dict.fromkeys(zip(*columns, strict=True))
    return [each for person in persons for each in _contact(person, role)]


def _contact(person: Sequence[str], role: str | None) -> list[Contact]:
    affiliation, address, first, last, email, phone = person
    if not any(person):
        return []
    return [
        AddressedContact(
            name=" ".join(filter(None, (first, last))) or None,
            role=role,
            phone=phone or None,
            email=email or None,
            affiliation=affiliation or None,
            address=address or None,
        )
    ]


def _parts(text: str) -> list[str]:
    return [_one(each) for each in text.split(";")]


def _one(text: str) -> str:
    text = text.strip(" ;")
    return "" if text in NOTHING or text.casefold() in _NO_CONTACT else text


def reviews(row: Row) -> list[Review]:
    """The opinions of ethics committees; those of several are in the parts of each column."""
    if not row.has_any(_ETHICS.values()):
        return []
    given = {name: row.line(field) or "" for name, field in _ETHICS.items()}
    columns = {name: _parts(text) for name, text in given.items() if text}
    if len({len(column) for column in columns.values() if any(column)}) > 1:
        columns = {name: [_one(text)] for name, text in given.items() if text}
    rows = zip_longest(*columns.values(), fillvalue="")
    found = (_review(dict(zip(columns, each, strict=True))) for each in rows)
    return [each for each in found if each]


def _review(given: dict[str, str]) -> Review | None:
    when = given.get("date", "")
    read = date(when) if when else None
    contact = list(
        dict.fromkeys(filter(None, (given.get(n) for n in ("name", "address", "phone", "email"))))
    )
    body = next((text for text in contact if "@" not in text and _BODY.search(text)), None)
    found = Review(
        kind="ETHICS",
        body=body,
        decision=given.get("decision") or None,
        date=None if read in _NO_APPROVAL else read or when or None,
        contact="; ".join(text for text in contact if text != body) or None,
    )
    return None if found == Review(kind="ETHICS") else found


def review_of_authority(row: Row) -> Review:
    """The decision of an authority, whose date a registry gives in place of that of enrolment."""
    when = row.date("date_enrollement")
    return Review(kind="COMPETENT_AUTHORITY", decision=row.line("type_enrolment"), date=when)
