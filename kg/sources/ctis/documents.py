"""Documents, results, and the dates and status of the whole trial."""

from __future__ import annotations

import re
from typing import Final

from kg.records.base import DateStruct
from kg.records.other_sections import LargeDoc
from kg.records.protocol import EnrollmentInfo
from kg.records.registration import TrialCountry
from kg.sources.ctis.draft import CtisDraft
from kg.sources.ctis.parts import JsonPart
from kg.sources.ctis.words import STATUS, STATUS_NAME

_STARTS: Final = ("startDateEU", "eeaStartDate", "trialStartDate")
"""The start of the trial in the European Economic Area, under the names of both structures."""

_EEA_ALONE: Final = (None, "EEA only", 1)
"""The regions of a trial that is not known to be done outside the European Economic Area."""

_PROTOCOL: Final = "Protocol ("
_CONSENT: Final = "Subject information and informed consent form"
_NAMES_CONSENT: Final = re.compile(r"(?<![a-z])icf(?![a-z])|consent", re.IGNORECASE)
"""What the title of a consent form has, unlike that of information for participants alone."""

_YES_OR_NO: Final = {"Yes": True, "No": False}


def fill(draft: CtisDraft, content: JsonPart, application: JsonPart) -> None:
    """Fills in what concerns the record as a whole."""
    for document in content.parts("documents"):
        _document(draft, document)
    if (stated := content.stated("resultsFirstReceived")) in _YES_OR_NO:
        draft.has_results = _YES_OR_NO[stated]
        del content.content["resultsFirstReceived"]
    _status(draft, content)
    _dates(draft, content, application)
    _numbers(draft, content, application.part("authorizedPartI"))


def _document(draft: CtisDraft, document: JsonPart) -> None:
    """A document without its address: the registry gives only its key in the database."""
    kind = document.text("documentTypeLabel")
    if kind:
        document.text("documentType")
    made = LargeDoc(
        label=document.text("title"),
        type_abbrev=kind,
        has_protocol=True if kind and kind.startswith(_PROTOCOL) else None,
    )
    if kind and kind.startswith(_CONSENT) and _NAMES_CONSENT.search(made.label or ""):
        made.has_icf = True
    if made != LargeDoc():
        draft.documents.large_docs.append(made)


def _status(draft: CtisDraft, content: JsonPart) -> None:
    """The public status, which is not that of the application ("Authorised")."""
    name = content.text("ctPublicStatus")
    for field in ("ctPublicStatusCode", "ctStatus"):
        code = content.content.get(field)
        known = STATUS_NAME.get(str(code)) if isinstance(code, int) else None
        if known and name in (None, known):
            name = known
            del content.content[field]
    if name is None or content.content.get("ctStatus") == name:
        name = content.text("ctStatus")
    draft.registration.status_text = name
    draft.status.overall_status = STATUS.get(name or "")


def _dates(draft: CtisDraft, content: JsonPart, application: JsonPart) -> None:
    facts, status = draft.registration, draft.status
    duration = application.part(
        "authorizedPartI", "trialDetails", "trialInformation", "trialDuration"
    )
    if _is_in_eea_alone(content, application.part("authorizedPartI")):
        status.start_date_struct = _date(content, *_STARTS)
        status.completion_date_struct = (
            _date(content, "endDateEU")
            or _estimated(duration, "estimatedGlobalEndDate")
            or _estimated(duration, "estimatedEndDate")
        )
        facts.recruitment_start = _date(content, "recruitmentStartDate")
        if not (facts.recruitment_start or any(each.recruitment_start for each in facts.countries)):
            facts.recruitment_start = _estimated(duration, "estimatedRecruitmentStartDate")
    else:
        status.completion_date_struct = _estimated(duration, "estimatedGlobalEndDate")
        _omit_those_of_countries(content, facts.countries)
    if status.completion_date_struct:
        duration.omit("estimatedEndDate", status.completion_date_struct.date)
    facts.last_refreshed = content.date("lastUpdated")
    posted = _date(content, "publishDate", "lastPublicationUpdate")
    status.last_update_post_date_struct = posted
    _submitted(draft, application)


def _date(holder: JsonPart, *names: str) -> DateStruct | None:
    """The first of these dates; the others if they are of the same day."""
    found: str | None = None
    for name in names:
        if found is None:
            found = holder.date(name)
        else:
            holder.omit_day(name, {found})
    return DateStruct(date=found) if found else None


def _estimated(duration: JsonPart, name: str) -> DateStruct | None:
    date = duration.date(name)
    return DateStruct(date=date, type="ESTIMATED") if date else None


def _submitted(draft: CtisDraft, application: JsonPart) -> None:
    """The first application is the registration."""
    for name in ("applicationInfo", "applications"):
        for part in application.parts(name):
            if part.stated("type") == "INITIAL":
                draft.status.study_first_submit_date = part.date("submissionDate")
                application.omit("submissionDate", draft.status.study_first_submit_date)
                return


def _is_in_eea_alone(content: JsonPart, part_one: JsonPart) -> bool:
    """Whether the trial has no country and no participants outside the European Economic Area."""
    return (
        content.content.get("trialRegion") in _EEA_ALONE
        and not part_one.parts("rowCountriesInfo")
        and not part_one.content.get("rowSubjectCount")
    )


def _omit_those_of_countries(content: JsonPart, countries: list[TrialCountry]) -> None:
    """Takes out dates of the European Economic Area that one of its countries has."""
    for names, field in (
        (_STARTS, "start_date"),
        (("recruitmentStartDate",), "recruitment_start"),
        (("endDateEU",), "end_date"),
    ):
        dates = (getattr(country, field) for country in countries)
        days = {each.date for each in dates if each}
        for name in names:
            content.omit_day(name, days)


def _numbers(draft: CtisDraft, content: JsonPart, part_one: JsonPart) -> None:
    """The planned number of participants; of those outside the European Economic Area as text."""
    is_whole = _is_in_eea_alone(content, part_one)
    content.omit("totalPartIISubjectCount", content.content.get("totalNumberEnrolled"))
    inside, outside = content.text("totalNumberEnrolled"), part_one.text("rowSubjectCount")
    count = int(inside) if inside and inside.isascii() and inside.isdigit() else None
    if is_whole and count is not None:
        draft.design.enrollment_info = EnrollmentInfo(count=count, type="ESTIMATED")
        return
    draft.registration.planned_enrollment_eea = count
    numbers = (
        f"{inside} in the European Economic Area" if inside else None,
        f"{outside} in other countries" if outside else None,
    )
    draft.registration.enrollment_text = ", ".join(filter(None, numbers)) or None
