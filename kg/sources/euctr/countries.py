"""What is of each country: the state of the trial there, the decisions, and the page of the record;
and what follows from it for the whole trial.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from kg.records.base import DateStruct, M
from kg.records.protocol import SeeAlsoLink
from kg.records.registration import Review, TrialCountry
from kg.sources.euctr.agreement import are_alike
from kg.sources.euctr.country_record import ENTERED, CountryRecord
from kg.sources.euctr.draft import EuDraft
from kg.sources.euctr.population import count_of
from kg.text.countries import country_codes

_STATUSES: Final = {
    "completed": "COMPLETED",
    "prematurely ended": "TERMINATED",
    "temporarily halted": "SUSPENDED",
    "suspended by ca": "SUSPENDED",
}
"""The words of the register that mean exactly a status of the model."""

_STATUS: Final = "Trial Status"
_ENDED: Final = "P. End of Trial Status"
_END: Final = "P. Date of the global end of the trial"
_SUBJECTS: Final = "F.4.1"
_SITES: Final = "E.8.4.1"
_PLANNED: Final = (
    "E.8.6.3 If E.8.6.1 or E.8.6.2 are Yes, specify the regions in which trial sites are planned",
    "E.8.6.3 Specify the countries outside of the EEA in which trial sites are planned",
)
_OWN: Final = ("A.1", _STATUS, _ENDED, _SUBJECTS, _SITES)
_SEVERAL: Final = "E.8.5"
_DECISION: Final = "N. Competent Authority Decision"
_DECIDED: Final = "N. Date of Competent Authority Decision"
_OPINION: Final = "N. Ethics Committee Opinion of the trial application"
_OPINED: Final = "N. Date of Ethics Committee Opinion"
_REVIEW: Final = (_DECISION, _DECIDED, _OPINION, _OPINED)
_LINK: Final = "Link"
_DAY: Final = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")


def read(draft: EuDraft) -> None:
    """Reads what is of each country, and the planned countries without a record."""
    trial, facts = draft.trial, draft.facts
    trial.leave(*_OWN, *_REVIEW, _LINK)
    for record in draft.records:
        _state_rest(record, draft)
        _add(facts.countries, _country(record, draft))
        for review in _reviews(record):
            _add(facts.reviews, review)
        link = record.text(_LINK)
        if link:
            label = f"Country record: {record.country}"
            _add(draft.references.see_also_links, SeeAlsoLink(label=label, url=link))
    _read_planned(draft)
    _read_whole(draft)


def _add(found: list[M], module: M | None) -> None:
    if module is not None and module not in found:
        found.append(module)


def _country(record: CountryRecord, draft: EuDraft) -> TrialCountry | None:
    """The state of the trial in a country; None for a record that is not of a country."""
    if not record.is_of_a_country:
        return None
    return TrialCountry(
        country=record.country,
        status=_status(record),
        status_text=record.text(_STATUS),
        end_of_trial_status=record.text(_ENDED),
        planned_enrollment=count_of(record.text(_SUBJECTS)),
        planned_sites=count_of(record.text(_SITES)),
    )


def _state_rest(record: CountryRecord, draft: EuDraft) -> None:
    """States what has no place in the state of the trial in a country, or in its reviews."""
    for key in (*_OWN, *_REVIEW):
        texts = record.values.get(key, [])
        is_without_place = key in _OWN and not record.is_of_a_country
        is_no_number = key in (_SUBJECTS, _SITES) and count_of(record.text(key)) is None
        for text in texts if is_without_place or is_no_number else texts[1:]:
            draft.kept.state(record.country, draft.name_of(key), text)


def _status(record: CountryRecord) -> str | None:
    """The status that the words of a record mean, unless they contradict each other."""
    words = [text.lower() for key in (_STATUS, _ENDED) if (text := record.text(key))]
    codes = {_STATUSES.get(each) for each in words}
    return codes.pop() if len(codes) == 1 else None


def _reviews(record: CountryRecord) -> Iterator[Review]:
    decision, decided = record.text(_DECISION), record.text(_DECIDED)
    opinion, opined = record.text(_OPINION), record.text(_OPINED)
    if decision or decided or record.authority:
        yield Review(
            kind="COMPETENT_AUTHORITY",
            body=record.authority,
            country=record.country,
            decision=decision,
            date=decided,
        )
    if opinion or opined:
        yield Review(kind="ETHICS", country=record.country, decision=opinion, date=opined)


def _read_planned(draft: EuDraft) -> None:
    """The countries in which sites are planned are countries of the trial, without a state."""
    countries = draft.facts.countries
    known = {country_codes(each.country or "") for each in countries}
    for key in _PLANNED:
        for name in _each_country(draft.trial.every(key)):
            codes = country_codes(name)
            if codes is None:
                draft.kept.keep(draft.name_of(key), name)
            elif codes not in known:
                known.add(codes)
                countries.append(TrialCountry(country=name))


def _each_country(lines: Iterable[str]) -> Iterator[str]:
    """The countries of lists, which have a line for each or are separated by commas."""
    for line in lines:
        names = [name.strip() for name in line.split(",")]
        yield from names if all(map(country_codes, names)) else [line]


def _read_whole(draft: EuDraft) -> None:
    """What all country records say is true of the trial.

    One country that has ended the trial says nothing of others of which there is no record, unless
    it knows the day of the global end.
    """
    trial = draft.trial
    records = [record for record in draft.records if record.is_of_a_country]
    words = [record.text(_STATUS) or record.text(_ENDED) or "" for record in records]
    statuses = {_status(record) for record in records}
    end = trial.common(_END)
    is_elsewhere = any(text.lower() == "yes" for _, text in trial.texts(_SEVERAL))
    if end and statuses <= {"COMPLETED", "TERMINATED"}:
        draft.status.completion_date_struct = DateStruct(date=end)
    elif end:
        trial.keep(_END, end)
    if len(records) > 1 or trial.texts(_END) or not is_elsewhere:
        if words and all(words) and are_alike(words):
            draft.facts.status_text = words[0]
        if len(statuses) == 1:
            draft.status.overall_status = statuses.pop()
    days = [text for _, text in trial.texts(ENTERED) if _DAY.fullmatch(text)]
    if days and len(days) == len(trial.texts(ENTERED)):
        trial.every(ENTERED)
        draft.facts.registration_date = min(days)
