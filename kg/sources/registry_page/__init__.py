"""A saved page of a trial, as text or as HTML, read into a record.

The page is from a site that shows ClinicalTrials.gov records in the words of AACT
(https://aact.ctti-clinicaltrials.org/data_dictionary): section headings with an introduction of one
sentence, and below them the values. It has two layouts: one value a line, or every value below its
label with blank lines between.

One real page is known. It shows all headings and introductions of `SECTIONS` except "Keywords", the
order of the values, the labels of "Basic Information" and those of the roles and identifiers, and
that a field may be blank. Anything else (a label in other sections, a PMID, a status of a site, an
introduction in other words, any HTML elements) is read tolerantly: every guess is a finding, and
what has no place is kept in `Record.unmapped`.
"""

from __future__ import annotations

import re

from kg.errors import RecordError
from kg.records import Finding, Record
from kg.records.protocol import IdentificationModule
from kg.sources.registry_page.basics import HEAD
from kg.sources.registry_page.draft import PageDraft, Value, shortened
from kg.sources.registry_page.labels import has_labels, values
from kg.sources.registry_page.lines import PageLine, TooDeep
from kg.sources.registry_page.page import page_lines
from kg.sources.registry_page.section_table import HEAD_SECTION, SECTIONS
from kg.sources.registry_page.sections import (
    PagePart,
    PageSections,
    Section,
    parts,
    without_introduction,
)
from kg.sources.text_encoding import decoded
from kg.sources.xml_characters import clean_text
from kg.text.nct_ids import nct_id

FORMAT = "registry-page"

ID_LINE = re.compile(r"\bNCT\s+ID\b", re.IGNORECASE)
ENOUGH_HEADINGS = 3

PAGE = "page"
"""The place of what the whole page says."""


def looks_like(data: bytes) -> bool:
    """Whether the bytes are a saved page."""
    return is_page(data.decode("utf-8", "replace"))


def read(data: bytes, place: str) -> Record:
    """The record of a page; RecordError if it is not text, not a page or has no NCT id."""
    return read_text(decoded(data, place), place)


def is_page(text: str) -> bool:
    """Whether a text is a saved page: it says "NCT ID" and has headings of the page."""
    if text.lstrip("\ufeff \t\r\n")[:1] in ("{", "["):
        return False
    found = sum(section.heading in text for section in SECTIONS)
    return found >= ENOUGH_HEADINGS and ID_LINE.search(text) is not None


def read_text(text: str, place: str) -> Record:
    """The record of a page as text; RecordError if the text is not a page or has no NCT id."""
    text, unfit = clean_text(text)
    try:
        lines = page_lines(text)
    except TooDeep:
        raise RecordError(place, "the elements of the page are nested too deep") from None
    found = parts(lines, SECTIONS)
    if sum(part.section is not None for part in found) < ENOUGH_HEADINGS:
        raise RecordError(place, "not a registry page: it lacks the page's section headings")
    return _record(found, unfit, place)


def _record(found: list[PagePart], unfit: set[str], place: str) -> Record:
    draft = PageDraft(IdentificationModule(nct_id=""))
    page = _page(found, draft)
    draft.identification.nct_id = _nct_id(page[HEAD], place)
    for section in (HEAD_SECTION, *SECTIONS):
        if section.read is not None:
            section.read(page, draft)
    missing = [s.heading for s in SECTIONS if s.introduction and s.heading not in page]
    if missing:
        message = f"the page has no section {', '.join(missing)}; it may be cut off"
        draft.findings.append(Finding(PAGE, message))
    if unfit:
        message = f"characters that can't be kept became U+FFFD: {', '.join(sorted(unfit))}"
        draft.findings.append(Finding(PAGE, message))
    return Record(
        study=draft.study(),
        place=place,
        format=FORMAT,
        page=draft.page,
        unmapped=draft.unmapped,
        findings=draft.findings,
        contact_places=draft.contact_places,
    )


def _page(found: list[PagePart], draft: PageDraft) -> PageSections:
    """The values of every section; unknown and repeated sections are kept apart."""
    head, *rest = found
    known: dict[str, tuple[Section, list[PageLine]]] = {HEAD: (HEAD_SECTION, head.lines)}
    for part in rest:
        if part.section is None:
            _keep_unknown(part, draft)
            continue
        lines = without_introduction(part, part.section, draft)
        first = known.get(part.heading, (part.section, []))[1]
        if first and lines:
            _keep_second(part.heading, first, lines, draft)
        else:
            known[part.heading] = (part.section, first or lines)
    labelled = has_labels(known.values())
    return PageSections(
        (heading, values(section, lines, labelled, draft))
        for heading, (section, lines) in known.items()
    )


def _keep_unknown(part: PagePart, draft: PageDraft) -> None:
    """Keeps an unknown section, which may be one of contact persons."""
    for line in part.lines:
        draft.keep(part.heading, line.text)
    message = f"the page has an unknown section '{shortened(part.heading)}'"
    draft.note(part.heading, f"{message}; its lines are kept: {len(part.lines)}")
    draft.contact_places[f"{PAGE}.{part.heading}"] = PAGE


def _keep_second(
    heading: str, first: list[PageLine], second: list[PageLine], draft: PageDraft
) -> None:
    """Keeps what a repeated section adds; a page may have a second copy for phones."""
    texts = {line.text for line in first}
    for line in second:
        if line.text not in texts:
            draft.keep(heading, line.text)
    draft.note(heading, "the section occurs twice; what the second adds is kept")


def _nct_id(head: list[Value], place: str) -> str:
    given = next((value.text for value in head if value.label == "nct_id"), None)
    if given is None:
        raise RecordError(place, "the page has no line 'NCT ID: NCT…' above its first section")
    found = nct_id(given)
    if found is None:
        reason = f"'{shortened(given)}' is not an NCT id (NCT followed by eight digits)"
        raise RecordError(place, reason)
    return found
