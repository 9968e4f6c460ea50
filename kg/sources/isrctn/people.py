"""Contacts, sponsors and funders, with the identifiers that the record gives them."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Final

from kg.records.protocol import Official, SeeAlsoLink, Sponsor
from kg.records.registration import AddressedContact, AgentId, RegistrationFacts
from kg.sources.classic_xml.draft import XmlDraft
from kg.sources.classic_xml.reading import ElementRow, ElementTable, ElementText, Leftovers
from kg.sources.classic_xml.values import line
from kg.sources.isrctn.values import filled, is_key, name, postal
from kg.sources.isrctn.vocabulary import CONTACT_ROLE, SPONSOR_CLASS
from kg.text.organization_names import names_one_party


@dataclass(slots=True)
class Address:
    """A postal address and how to reach somebody there."""

    address: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None
    telephone: str | None = None
    email: str | None = None

    @property
    def postal(self) -> str | None:
        """The postal address as one text."""
        parts = (self.address, self.city, self.state, self.zip, self.country)
        return ", ".join(filter(None, parts)) or None


@dataclass(slots=True)
class ContactPerson:
    """A contact of the trial; `id` is the key in the document."""

    id: str | None = None
    title: str | None = None
    forename: str | None = None
    surname: str | None = None
    orcid: str | None = None
    types: list[str] = field(default_factory=list)
    where: Address | None = None

    @property
    def name(self) -> str | None:
        """The name with the title, as the registry shows it."""
        return " ".join(filter(None, (self.title, self.forename, self.surname))) or None

    def contacts(self) -> list[AddressedContact]:
        """The person as a contact of the whole trial, in each of their roles."""
        where = self.where or Address()
        return [
            AddressedContact(
                name=self.name,
                role=CONTACT_ROLE.get(kind, "CONTACT"),
                role_text=None if kind in CONTACT_ROLE else kind or None,
                phone=where.telephone,
                email=where.email,
                address=where.postal,
            )
            for kind in self.types or [""]
        ]

    def agent_ids(self) -> list[AgentId]:
        """The ORCID iD of the person."""
        return [AgentId(name=self.name, scheme="ORCID", id=self.orcid)] if self.orcid else []

    def official(self) -> Official | None:
        """The person as the principal investigator; None for other contacts."""
        roles = {CONTACT_ROLE.get(kind) for kind in self.types}
        leads = "PRINCIPAL_INVESTIGATOR" in roles
        return Official(name=self.name, role="PRINCIPAL_INVESTIGATOR") if leads else None


@dataclass(slots=True)
class Party:
    """A sponsor or funder; `id` is the key in the document."""

    id: str | None = None
    name: str | None = None
    website: str | None = None
    kind: str | None = None
    commercial: str | None = None
    ror: str | None = None
    funder_id: str | None = None

    @property
    def is_named(self) -> bool:
        """Whether the name can only be of one organisation, or has an identifier of one."""
        return self.name is not None and (bool(self.agent_ids()) or names_one_party(self.name))

    def agent_ids(self) -> list[AgentId]:
        """The identifiers that the record gives to the organisation."""
        pairs = (("ROR", self.ror), ("Crossref Funder ID", self.funder_id))
        return [AgentId(name=self.name, scheme=scheme, id=text) for scheme, text in pairs if text]


ADDRESS: Final = ElementTable(
    {
        **{each.name: ElementRow(each.name, name) for each in fields(Address)},
        "address": ElementRow("address", postal),
    }
)

PERSON: Final = ElementTable(
    {
        "@id": ElementText("id", str),
        "title": ElementRow("title", line),
        "forename": ElementRow("forename", name),
        "surname": ElementRow("surname", name),
        "orcid": ElementRow("orcid", name),
        "contactTypes": ElementTable({"contactType": ElementRow("types", line, repeats=True)}),
        "contactDetails": ElementRow("where", filled(ADDRESS, Address)),
    }
)
PARTY: Final = ElementTable(
    {
        "@id": ElementText("id", str),
        "organisation": ElementRow("name", name),
        "name": ElementRow("name", name),
        "website": ElementRow("website", name),
        "sponsorType": ElementRow("kind", name),
        "commercialStatus": ElementRow("commercial", name),
        "rorId": ElementRow("ror", name),
        "fundRef": ElementRow("funder_id", name),
    }
)


@dataclass(slots=True)
class Parties:
    """Who is responsible for a trial, and the keys by which its record refers to them."""

    sponsors: list[Party] = field(default_factory=list)
    funders: list[Party] = field(default_factory=list)
    people: list[ContactPerson] = field(default_factory=list)
    sponsor_keys: list[str] = field(default_factory=list)
    funder_keys: list[str] = field(default_factory=list)
    contact_keys: list[str] = field(default_factory=list)

    def finish(self, modules: XmlDraft, facts: RegistrationFacts, leftovers: Leftovers) -> None:
        """Puts the parties into the record; the first of several sponsors leads."""
        self._keys(leftovers)
        sponsors = sorted(self.sponsors, key=lambda each: _place(each.id, self.sponsor_keys))
        named = [each for each in sponsors if each.name]
        lead, collaborators = named[:1], named[1:]
        modules.sponsors.lead_sponsor = next(iter(_sponsors(lead)), None)
        modules.sponsors.collaborators = _sponsors(collaborators)
        facts.sponsor_texts, facts.collaborator_texts = _texts(lead), _texts(collaborators)
        facts.funders = list(
            dict.fromkeys(each.name for each in self.funders if each.name and each.is_named)
        )
        facts.funder_texts = _texts(self.funders)
        kinds = [kind for each in sponsors for kind in (each.kind, each.commercial) if kind]
        facts.sponsor_types = list(dict.fromkeys(kinds))
        contacts = (contact for each in self.people for contact in each.contacts())
        modules.contacts.central_contacts += contacts
        officials = (each.official() for each in self.people)
        modules.contacts.overall_officials += filter(None, officials)
        organisations = [each.agent_ids() for each in (*sponsors, *self.funders)]
        people = [each.agent_ids() for each in self.people]
        facts.agent_ids += [each for ids in (*organisations, *people) for each in ids]
        modules.references.see_also_links += [
            SeeAlsoLink(label=each.name, url=each.website) for each in sponsors if each.website
        ]

    def _keys(self, leftovers: Leftovers) -> None:
        """Keeps the keys of parties that the record does not contain."""
        pairs = (
            ("sponsorId", self.sponsor_keys, self.sponsors),
            ("funderId", self.funder_keys, self.funders),
            ("contactId", self.contact_keys, self.people),
        )
        for field_name, keys, parties in pairs:
            present = [each.id or "" for each in parties]
            for key in present:
                if key not in keys and not is_key(key):
                    leftovers.keep_text(f"{field_name.removesuffix('Id')}@id", key)
            for key in keys:
                if key not in present:
                    leftovers.keep_text(f"trial.parties.{field_name}", key)


def _sponsors(parties: list[Party]) -> list[Sponsor]:
    return [
        Sponsor(name=each.name, class_=SPONSOR_CLASS.get(each.kind or ""))
        for each in parties
        if each.is_named
    ]


def _texts(parties: list[Party]) -> list[str]:
    """The names that may not be of one organisation."""
    return list(dict.fromkeys(each.name for each in parties if each.name and not each.is_named))


def _place(key: str | None, keys: list[str]) -> int:
    return keys.index(key) if key in keys else len(keys)
