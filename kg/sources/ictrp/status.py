"""Status and dates of an ICTRP row."""

from __future__ import annotations

from typing import Final

from kg.records.base import DateStruct, unless_empty
from kg.records.protocol import StatusModule
from kg.records.registration import RegistrationFacts
from kg.sources.ictrp import people, vocabulary
from kg.sources.ictrp.dates import date
from kg.sources.ictrp.row import EU, Row

_DATE_TYPE: Final = {"actual": "ACTUAL", "anticipated": "ESTIMATED"}
_AUTHORISED: Final = "date trial authorised"
_RESULTS: Final = {"yes": True, "no": False}


def status(row: Row, facts: RegistrationFacts) -> StatusModule | None:
    """The status and the dates of the trial and its record."""
    word = row.line("recruitment_status")
    code = vocabulary.STATUS.get(word) if word else None
    facts.status_text = word
    facts.last_refreshed = row.date("last_refreshed_on")
    _registered(row, facts)
    start = _enrolled(row, facts)
    completed, posted = row.date("results_date_completed"), row.date("results_date_posted")
    if posted and not has_results(row):
        row.keep("results_date_posted")  # of some registries it is the day of registration
        posted = None
    return unless_empty(
        StatusModule(
            overall_status=code,
            start_date_struct=start,
            completion_date_struct=DateStruct(date=completed) if completed else None,
            results_first_post_date_struct=DateStruct(date=posted) if posted else None,
        )
    )


def _registered(row: Row, facts: RegistrationFacts) -> None:
    first = row.date("date_registration", registered=True)
    again = row.date("date_registration3", registered=True)
    readable = first is not None and date(first) is not None
    facts.registration_date = first if readable or again is None else again
    other = again if facts.registration_date == first else first
    if other and other != facts.registration_date:
        row.keep("date_registration3" if other == again else "date_registration")
    if row.line("retrospective_flag"):
        row.keep("retrospective_flag")  # in some files yes means that it was registered in time


def _enrolled(row: Row, facts: RegistrationFacts) -> DateStruct | None:
    """The date of the first enrolment; that of an authorisation is none."""
    kind, when = row.line("type_enrolment"), row.date("date_enrollement")
    known = _DATE_TYPE.get(kind.casefold()) if kind else None
    if kind and kind.casefold() == _AUTHORISED and when:
        facts.reviews = [people.review_of_authority(row)]
        return None
    if not known:
        row.keep("type_enrolment")
    if row.registry == EU and not known:
        row.keep("date_enrollement")
        return None
    return unless_empty(DateStruct(date=when, type=known))


def has_results(row: Row) -> bool | None:
    """Whether the trial has results, if the row says so."""
    return _RESULTS.get((row.line("results_yes_no") or "").casefold())
