"""Readers of the sponsors, the responsible party and the investigators."""

from __future__ import annotations

from itertools import zip_longest

from kg.records.protocol import Official, ResponsibleParty, Sponsor
from kg.sources.registry_page.draft import PageDraft, Value, code
from kg.sources.registry_page.labels import BLANKS
from kg.sources.registry_page.sections import PageSections

AGENCY_CLASSES = frozenset("AMBIG FED INDIV INDUSTRY NETWORK NIH OTHER OTHER_GOV UNKNOWN".split())
RESPONSIBLE_TYPES = frozenset(("PRINCIPAL_INVESTIGATOR", "SPONSOR", "SPONSOR_INVESTIGATOR"))
ROLES = frozenset(("PRINCIPAL_INVESTIGATOR", "STUDY_CHAIR", "STUDY_DIRECTOR", "SUB_INVESTIGATOR"))

RESPONSIBLE = "Responsible Party"
INVESTIGATORS = "Principal Investigators"


def sponsors(page: PageSections, draft: PageDraft) -> None:
    """Names, each with its class on the next line; the first is the lead sponsor."""
    found: list[tuple[Sponsor, bool]] = []
    values = [value for value in page["Sponsors"] if value.text not in BLANKS]
    for value, following in zip_longest(values, values[1:]):
        open_one = found[-1][0] if found and found[-1][0].class_ is None else None
        # A class below a class is the name of a sponsor ("NIH") if its own class follows.
        is_name = open_one is None and following is not None and _is_class(following)
        if not _is_class(value) or (is_name and not value.label):
            found.append((Sponsor(name=value.text), value.under == "collaborator"))
        elif open_one is None:
            draft.leave("Sponsors", value.text, "is a class without a sponsor")
        else:
            known = code(value.text) in AGENCY_CLASSES
            open_one.class_ = code(value.text) if known else value.text
    lead = next((sponsor for sponsor, is_collaborator in found if not is_collaborator), None)
    draft.sponsors.lead_sponsor = lead
    draft.sponsors.collaborators = [sponsor for sponsor, _ in found if sponsor is not lead]


def _is_class(value: Value) -> bool:
    return value.label == "class" or (not value.label and value.text in AGENCY_CLASSES)


def responsible_party(page: PageSections, draft: PageDraft) -> None:
    """A type, and for an investigator the name, the title and the affiliation, in this order."""
    party = ResponsibleParty()
    rest: list[str] = []
    for value in page[RESPONSIBLE]:
        if value.text in BLANKS:
            continue
        is_type = party.type is None and value.text in RESPONSIBLE_TYPES
        if value.label == "type" or (is_type and not value.label):
            party.type = code(value.text)
        elif value.label:
            setattr(party, value.label, value.text)
        else:
            rest.append(value.text)
    if len(rest) == 3 and party.type != "SPONSOR":
        names = ("investigator_full_name", "investigator_title", "investigator_affiliation")
        for name, text in zip(names, rest, strict=True):
            setattr(party, name, text)
    elif rest:
        if party.type != "SPONSOR" and party.investigator_full_name is None:
            party.investigator_full_name = rest.pop(0)
        lead = draft.sponsors.lead_sponsor
        for text in rest:
            if lead is None or text != lead.name:
                draft.leave(RESPONSIBLE, text)
    if party != ResponsibleParty():
        draft.sponsors.responsible_party = party


def principal_investigators(page: PageSections, draft: PageDraft) -> None:
    """Repeated name, "Role: …" and affiliation; any of the three may be missing."""
    values = [value for value in page[INVESTIGATORS] if value.text]
    official = Official()
    for number, value in enumerate(values):
        part = value.label or _part(official, values[number + 1 :])
        if part == "name" or getattr(official, part):
            _add(official, draft)
            official = Official()
        text = code(value.text) if part == "role" and code(value.text) in ROLES else value.text
        if value.text not in BLANKS:
            setattr(official, part, text)
    _add(official, draft)


def _part(official: Official, following: list[Value]) -> str:
    """The field of a line without a label: the name is before a role, the affiliation after it."""
    if official == Official() or official.affiliation:
        return "name"
    if following and following[0].label == "role":
        return "name"
    return "affiliation"


def _add(official: Official, draft: PageDraft) -> None:
    if official.name:
        draft.contacts.overall_officials.append(official)
        if official.affiliation and not official.role:
            draft.note(
                INVESTIGATORS,
                f"'{official.affiliation}' is taken as the affiliation of '{official.name}'",
            )
    elif official != Official():
        for text in (official.role, official.affiliation):
            if text:
                draft.leave(INVESTIGATORS, text, "belongs to no named person")
