"""Sections B and G: sponsors, their contact points and support, investigator networks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kg.records.base import unless_empty
from kg.records.protocol import Sponsor
from kg.records.registration import AddressedContact
from kg.sources.euctr import labels
from kg.sources.euctr.agreement import aligned
from kg.sources.euctr.country_record import GroupMember
from kg.sources.euctr.draft import EuDraft
from kg.text.organization_names import names_one_party

_ADDRESS: Final = ("B.5.3.1", "B.5.3.2", "B.5.3.3", "B.5.3.4")
_CONTACT: Final = ("B.5.1", "B.5.2", *_ADDRESS, "B.5.4", "B.5.6")
_NO_CONTACT: Final = frozenset({"B.1.1", "B.1.3.4", "B.3.1 and B.3.2", "G.4.1", "G.4.3.4"})
"""Fields that are not of a person."""

_CONTACTS: Final = "contactsLocationsModule.centralContacts"
_NETWORKS: Final = "investigatorNetworks"


def read(draft: EuDraft) -> None:
    """Reads sponsors, their supporters and contact points, and the networks.

    Sponsor 1 leads, the others collaborate. They are the same in all countries by their place, as
    their names are often spelled differently.
    """
    lists = draft.members(labels.SPONSOR)
    for position in range(max(len(sponsors) for _, sponsors in lists)):
        found = [(country, each[position]) for country, each in lists if len(each) > position]
        account = draft.account(found, f"sponsors[{position}]", f"sponsor {position + 1}")
        name = account.usual("B.1.1")
        if name:
            _place(name, draft)
            draft.only_some(name, found, f"{draft.name_of('B.1.1')} (sponsor {position + 1})")
        types = draft.facts.sponsor_types
        types.extend(each for each in account.every("B.3.1 and B.3.2") if each not in types)
        _read_contacts(found, draft)
        account.leave(*_CONTACT)
        account.keep_rest(lambda key: "" if key in _NO_CONTACT else _CONTACTS)
    _read_support(draft)
    _read_networks(draft)


def _place(name: str, draft: EuDraft) -> None:
    """Puts a sponsor where it belongs; a name that may not be of one organisation is text."""
    module, facts = draft.sponsors, draft.facts
    is_first = module.lead_sponsor is None and not facts.sponsor_texts
    if not names_one_party(name):
        texts = facts.sponsor_texts if is_first else facts.collaborator_texts
        if name not in (*facts.sponsor_texts, *texts):
            texts.append(name)
        return
    sponsor = Sponsor(name=name)
    if is_first:
        module.lead_sponsor = sponsor
    elif sponsor not in (module.lead_sponsor, *module.collaborators):
        module.collaborators.append(sponsor)


def _read_contacts(found: Sequence[tuple[str, GroupMember]], draft: EuDraft) -> None:
    for _, member in found:
        address = ", ".join(filter(None, map(member.text, _ADDRESS)))
        contact = AddressedContact(
            name=member.text("B.5.2"),
            affiliation=member.text("B.5.1"),
            address=address or None,
            phone=member.text("B.5.4"),
            email=member.text("B.5.6"),
        )
        if unless_empty(contact) and contact not in draft.contacts.central_contacts:
            draft.contacts.central_contacts.append(contact)


def _read_support(draft: EuDraft) -> None:
    lists = [
        (
            country,
            [part for sponsor in sponsors for part in sponsor.parts if any(part.values.values())],
        )
        for country, sponsors in draft.members(labels.SPONSOR)
    ]
    for position, (name, found) in enumerate(aligned(lists, lambda each: each.text("B.4.1") or "")):
        account = draft.account(found, f"funders[{position}]", name)
        stated = account.usual("B.4.1")
        if stated:
            facts = draft.facts
            (facts.funders if names_one_party(stated) else facts.funder_texts).append(stated)
            draft.only_some(stated, found, draft.name_of("B.4.1"))
        account.keep_rest()


def _read_networks(draft: EuDraft) -> None:
    lists = [
        (country, [each for each in networks if any(each.values.values())])
        for country, networks in draft.members(labels.NETWORK)
    ]
    for position, (name, found) in enumerate(aligned(lists, lambda each: each.text("G.4.1") or "")):
        path = f"{_NETWORKS}[{position}]"
        account = draft.account(found, path, name)
        if name:
            draft.only_some(name, found, draft.name_of("G.4.1"))
        account.keep_rest(lambda key: "" if key in _NO_CONTACT else _NETWORKS)
