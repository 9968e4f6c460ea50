"""Readers of the page's head, its results, its basic information, its prose, its conditions."""

from __future__ import annotations

import re
from collections.abc import Callable

from kg.records.base import DateStruct
from kg.records.protocol import EnrollmentInfo
from kg.sources.registry_page.draft import PageDraft, Value, code
from kg.sources.registry_page.labels import BLANKS
from kg.sources.registry_page.sections import PageSections

HEAD = "Head"
"""The name of the part above the first heading."""

TITLES = frozenset(("acronym", "brief_title", "official_title"))

NO_RESULTS = (
    "The study team has not published outcome measurements, participant flow, or safety data for"
    " this trial yet. Check back later for updates."
)
"""The introduction of a page without results, which says so."""

RESULTS = {
    NO_RESULTS.casefold(): False,
    "results pending": False,
    "no results posted": False,
    "results available": True,
    "results posted": True,
}

BASIC = "Basic Information"
TYPED = r"(?:[\s(]+(?P<type>actual|estimated)\)?)?"
DATE = re.compile(rf"(?P<date>[0-9]{{4}}(?:-[0-9]{{2}}){{1,2}}){TYPED}", re.IGNORECASE)
WRITTEN_DATE = re.compile(r"[A-Z][a-z]{2,8}\.? (?:[0-9]{1,2}, )?[0-9]{4}")
ENROLLMENT = re.compile(
    rf"(?P<count>[0-9]{{1,3}}(?:,[0-9]{{3}}){{1,2}}|[0-9]{{1,9}})(?: participants?)?{TYPED}",
    re.IGNORECASE,
)
PHASE = re.compile(r"EARLY[ _]PHASE[ _]?1|PHASE[ _]?[1-4]|NOT[ _]APPLICABLE|N/?A")
PHASE_CODES = {"N_A": "NA", "NOT_APPLICABLE": "NA"}

STATUSES = frozenset(
    "ACTIVE_NOT_RECRUITING APPROVED_FOR_MARKETING AVAILABLE COMPLETED ENROLLING_BY_INVITATION"
    " NOT_YET_RECRUITING NO_LONGER_AVAILABLE RECRUITING SUSPENDED TEMPORARILY_NOT_AVAILABLE"
    " TERMINATED UNKNOWN WITHDRAWN WITHHELD".split()
)
STUDY_TYPES = frozenset(("EXPANDED_ACCESS", "INTERVENTIONAL", "OBSERVATIONAL"))


def head(page: PageSections, draft: PageDraft) -> None:
    """The lines above the first heading: the title is above the NCT id."""
    values = page[HEAD]
    place = next(number for number, value in enumerate(values) if value.label == "nct_id")
    above = [value for value in values[:place] if not value.label]
    title = next((value for value in reversed(above) if value.is_heading), None)
    if title is None and above:
        title = above[-1]
    if title is not None:
        draft.identification.brief_title = title.text
    for number, value in enumerate(values):
        if value.label == "last_updated":
            draft.page.last_updated = value.text or None
        elif value.label in TITLES:
            setattr(draft.identification, value.label, value.text or None)
        elif number != place and value is not title:
            draft.leave(HEAD, value.text)


def results(page: PageSections, draft: PageDraft) -> None:
    for value in page["Study Results"]:
        posted = RESULTS.get(value.text.casefold())
        if posted is None:
            draft.leave("Study Results", value.text)
        else:
            draft.has_results = bool(draft.has_results) or posted


def basic_information(page: PageSections, draft: PageDraft) -> None:
    """Status, phase, enrolment, study type and dates, recognised by label or by form."""
    values = [value for value in page[BASIC] if value.text not in BLANKS]
    for number, value in enumerate(values):
        readers = (BY_LABEL[value.label],) if value.label else BY_LOOK
        placed = any(read(value.text, draft) for read in readers)
        if not placed and not _unknown_status(number, value, draft):
            draft.leave(BASIC, value.text)
    start, completion = draft.status.start_date_struct, draft.status.completion_date_struct
    if start and not completion and not any(value.label == "start_date" for value in values):
        draft.note(BASIC, f"'{start.date}' is the only date; it is taken as the start")


def _unknown_status(number: int, value: Value, draft: PageDraft) -> bool:
    """An unknown status: it is below its label, or first and in capitals."""
    if draft.status.overall_status:
        return False
    if value.label != "status" and (value.label or number or value.text != code(value.text)):
        return False
    draft.status.overall_status = value.text
    draft.note(BASIC, f"'{value.text}' is not a known status; it is kept as it is")
    return True


def _status(text: str, draft: PageDraft) -> bool:
    if draft.status.overall_status or code(text) not in STATUSES:
        return False
    draft.status.overall_status = code(text)
    return True


def _phase(text: str, draft: PageDraft) -> bool:
    """Phases, several of them joined by a slash ("PHASE2/PHASE3") or a comma."""
    found = [code(match[0]) for match in PHASE.finditer(text.upper())]
    if draft.design.phases or not found or PHASE.sub("", text.upper()).strip(" /,|&"):
        return False
    draft.design.phases = [
        PHASE_CODES.get(phase, phase.replace("PHASE_", "PHASE")) for phase in found
    ]
    return True


def _enrollment(text: str, draft: PageDraft) -> bool:
    match = ENROLLMENT.fullmatch(text)
    if draft.design.enrollment_info or not match:
        return False
    count = int(match["count"].replace(",", ""))
    draft.design.enrollment_info = EnrollmentInfo(count=count, type=_capitals(match["type"]))
    return True


def _study_type(text: str, draft: PageDraft) -> bool:
    if draft.design.study_type or code(text) not in STUDY_TYPES:
        return False
    draft.design.study_type = code(text)
    return True


def _date_of(*parts: str) -> Callable[[str, PageDraft], bool]:
    """A reader that puts a date into the first part without one."""

    def read(text: str, draft: PageDraft) -> bool:
        match = DATE.fullmatch(text)
        part = next((part for part in parts if getattr(draft.status, part) is None), None)
        if part is None or not (match or WRITTEN_DATE.fullmatch(text)):
            return False
        if match:
            date = DateStruct(date=match["date"], type=_capitals(match["type"]))
        else:
            date = DateStruct(date=text)
            draft.note(BASIC, f"the date '{text}' is kept as it is")
        setattr(draft.status, part, date)
        return True

    return read


def _capitals(text: str | None) -> str | None:
    return text and text.upper()


BY_LOOK: tuple[Callable[[str, PageDraft], bool], ...] = (
    _status,
    _phase,
    _enrollment,
    _study_type,
    _date_of("start_date_struct", "completion_date_struct"),
)
BY_LABEL: dict[str, Callable[[str, PageDraft], bool]] = {
    "status": _status,
    "phase": _phase,
    "enrollment": _enrollment,
    "study_type": _study_type,
    "start_date": _date_of("start_date_struct"),
    "primary_completion_date": _date_of("primary_completion_date_struct"),
    "completion_date": _date_of("completion_date_struct"),
}


def brief_summary(page: PageSections, draft: PageDraft) -> None:
    draft.description.brief_summary = _paragraphs(page["Brief Summary"])


def detailed_description(page: PageSections, draft: PageDraft) -> None:
    draft.description.detailed_description = _paragraphs(page["Detailed Description"])


def _paragraphs(values: list[Value]) -> str | None:
    return "\n\n".join(value.text for value in values) or None


def conditions(page: PageSections, draft: PageDraft) -> None:
    """Conditions, and the keywords below them or under a heading of their own."""
    given = [value for value in page["Conditions"] if value.text not in BLANKS]
    draft.conditions.conditions = [value.text for value in given if value.under != "keywords"]
    draft.conditions.keywords = [
        *(value.text for value in given if value.under == "keywords"),
        *(value.text for value in page["Keywords"] if value.text not in BLANKS),
    ]
