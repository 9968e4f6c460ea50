"""Readers of what the page lists: references, identifiers and related trials."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.records import ListedTrial
from kg.records.protocol import IdInfo, Reference, SeeAlsoLink
from kg.sources.registry_page.basics import STATUSES
from kg.sources.registry_page.draft import PageDraft, Value, code
from kg.sources.registry_page.labels import BLANKS
from kg.sources.registry_page.sections import PageSections
from kg.text.nct_ids import nct_id

REFERENCES = "References"
IDENTIFIERS = "Other Identifiers"

PMID = re.compile(r"(?:https?://(?:www\.)?pubmed\.ncbi\.nlm\.nih\.gov/)?([0-9]{1,8})/?")
URL = re.compile(r"https?://\S+")
YEAR = re.compile(r"\b(?:19|20)[0-9]{2}\b")
IDENTIFIER_TYPES = frozenset(
    "AHRQ CDC CTIS EUDRACT_NUMBER FDA NIH OTHER OTHER_GRANT REGISTRY SAMHSA VA".split()
)
REFERENCE_TYPES = frozenset(("BACKGROUND", "DERIVED", "RESULT"))


def references(page: PageSections, draft: PageDraft) -> None:
    """One citation a line; its PMID, its type and a link may be on lines of their own."""
    found: list[Reference] = []
    module = draft.references
    early = Reference()
    for value in page[REFERENCES]:
        part, text = _reference_part(value)
        if text in BLANKS:
            continue
        if part == "url":
            is_label = bool(found) and not YEAR.search(found[-1].citation or "")
            label = found.pop().citation if is_label else None
            module.see_also_links.append(SeeAlsoLink(label=label, url=text))
        elif part == "citation":
            early.citation = text
            found.append(early)
            early = Reference()
        elif not part or getattr(found[-1] if found else early, part):
            draft.leave(REFERENCES, value.text)
        else:
            setattr(found[-1] if found else early, part, text)
    module.references = found if early == Reference() else [*found, early]


def _reference_part(value: Value) -> tuple[str, str]:
    pmid = PMID.fullmatch(value.text)
    if value.label == "pmid" or (pmid and not value.label):
        return ("pmid", pmid[1]) if pmid else ("", value.text)
    if value.label == "type" or (not value.label and value.text in REFERENCE_TYPES):
        return "type", code(value.text)
    if not value.label and URL.fullmatch(value.text):
        return "url", value.text
    return value.label or "citation", value.text


def other_identifiers(page: PageSections, draft: PageDraft) -> None:
    """An identifier, its type and its source, in the words of AACT's table id_information."""
    found: list[dict[str, str]] = []
    for value in page[IDENTIFIERS]:
        part = value.label or "id"
        if part == "id" or not found or part in found[-1]:
            found.append({})
        found[-1][part] = "" if value.text in BLANKS else value.text
    for parts in found:
        if parts.get("id"):
            _add_identifier(parts, draft)
        else:
            for text in filter(None, parts.values()):
                draft.leave(IDENTIFIERS, text, "belongs to no identifier")


def _add_identifier(parts: dict[str, str], draft: PageDraft) -> None:
    identification = draft.identification
    source = parts.get("source", "")
    info = IdInfo(id=parts["id"], type=parts.get("type") or None, link=parts.get("link") or None)
    if source == "org_study_id" and identification.org_study_id_info is None:
        identification.org_study_id_info = info
    elif source == "nct_alias":
        identification.nct_id_aliases = [*identification.nct_id_aliases, parts["id"]]
    else:
        if source not in ("org_study_id", "secondary_id"):
            info.domain = source or None
        identification.secondary_id_infos = [*identification.secondary_id_infos, info]


def related_trials(heading: str) -> Callable[[PageSections, PageDraft], None]:
    """A reader of a list of trials: a title and, on the next line, the trial's NCT id."""

    def read(page: PageSections, draft: PageDraft) -> None:
        values = [value for value in page[heading] if value.text not in BLANKS]
        # A list that begins with an id and ends with a title has the ids above the titles.
        ids_lead = bool(values) and bool(nct_id(values[0].text) and not nct_id(values[-1].text))
        found: list[ListedTrial] = []
        title: list[str] = []
        for value in reversed(values) if ids_lead else values:
            if trial := nct_id(value.text):
                lines = title[::-1] if ids_lead else title
                found.append(_listed(heading, trial, lines, draft))
                title = []
            elif value.text in STATUSES:
                draft.leave(heading, value.text, "is the status of another trial")
            else:
                title.append(value.text)
        for text in title:
            draft.leave(heading, text, "is a title without an NCT id")
        draft.page.listed_trials += reversed(found) if ids_lead else found

    return read


def _listed(heading: str, trial: str, lines: list[str], draft: PageDraft) -> ListedTrial:
    if len(lines) > 1:
        draft.note(heading, f"the title of {trial} spans {len(lines)} lines, which are joined")
    return ListedTrial(nct_id=trial, title=" ".join(lines) or None, section=heading)
