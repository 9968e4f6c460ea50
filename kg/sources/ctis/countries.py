"""Member states with their status and dates, other countries, and the decisions on applications."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Final

from kg.records.base import DateStruct
from kg.records.registration import Review, TrialCountry
from kg.sources.ctis.draft import CtisDraft
from kg.sources.ctis.parts import JsonPart, iso_date
from kg.sources.ctis.words import EARLY_END, EVENTS, STATUS, STATUS_NAME
from kg.text.countries import country_codes

_STATED: Final = re.compile(r"(?P<country>[A-Z]{2}): ?(?P<status>.*?)(?:, (?=[A-Z]{2}:)|\Z)")
"""A country in the list of a search result: "DE:Ongoing, recruiting, GR:Under evaluation"."""

_REASON: Final = "earlyTerminationReason"

APPLICATION: Final = "application"
"""The key of the application that an evaluation is of, under this name."""

_PERIODS: Final = (
    ("start_date", "activeTrialPeriod", "trialStartDate"),
    ("end_date", "activeTrialPeriod", "trialEndDate"),
    ("recruitment_start", "activeTrialRecruitmentPeriod", "recruitmentStartDate"),
    ("recruitment_end", "activeTrialRecruitmentPeriod", "recruitmentEndDate"),
)


@dataclass(slots=True)
class _State:
    """A member state: the country, and the objects that say something of it."""

    country: TrialCountry
    parts: list[JsonPart] = field(default_factory=list)
    authority: str | None = None


def fill(draft: CtisDraft, content: JsonPart, application: JsonPart) -> None:
    """Fills in the countries and decisions."""
    states = _member_states(application)
    _listed_statuses(content, states)
    _notifications(content, states)
    draft.status.why_stopped = _why_stopped(content.part("events").parts("trialEvents"))
    facts = draft.registration
    facts.countries += [state.country for state in states.values()]
    _rest_of_world(draft, application.part("authorizedPartI"))
    _decisions(draft, content, application, states)


def _member_states(application: JsonPart) -> dict[str, _State]:
    """The member states by their names, in the order of the record."""
    found: dict[str, _State] = {}
    parts = [(part, part.part("mscInfo")) for part in application.parts("authorizedPartsII")]
    parts += [(state, state) for state in application.parts("memberStatesConcerned")]
    for holder, part in parts:
        name = part.stated("mscName") or part.stated("countryName")
        if not name:
            continue
        state = found.setdefault(name, _State(TrialCountry(country=name)))
        state.parts.append(part)
        for key in ("mscName", "countryName"):
            part.omit(key, name)
        _organisation(part.part("organisationInfo"), name)
        _dates(part, state.country)
        _planned(holder, part, state.country)
        code = str(part.content.get("mscPublicStatusCode"))
        if code in STATUS_NAME:
            del part.content["mscPublicStatusCode"]
            _set_status(state.country, STATUS_NAME[code])
    return found


def _organisation(organisation: JsonPart, country: str) -> None:
    """Takes out what the name of a country implies."""
    organisation.omit("name", country)
    for name in ("businessKey", "memberStateCountryCode"):
        organisation.omit(name, _alpha_2(country))


def _set_status(country: TrialCountry, name: str) -> None:
    country.status_text, country.status = name, STATUS.get(name)


def _planned(holder: JsonPart, part: JsonPart, country: TrialCountry) -> None:
    if country.planned_enrollment is None:
        country.planned_enrollment = holder.count("recruitmentSubjectCount")
    part.omit("recruitmentSubjectCount", country.planned_enrollment)


def _dates(state: JsonPart, country: TrialCountry) -> None:
    for to, period, name in _PERIODS:
        holder = state.part(period)
        if getattr(country, to) is None and (date := holder.date(name)):
            setattr(country, to, DateStruct(date=date))
    for earlier in (*state.parts("trialPeriod"), *state.parts("trialRecruitmentPeriod")):
        for to, _, name in _PERIODS:
            _omit_date(earlier, name, getattr(country, to))


def _omit_date(holder: JsonPart, name: str, known: DateStruct | None) -> None:
    if known:
        holder.omit(name, known.date)


def _listed_statuses(content: JsonPart, states: dict[str, _State]) -> None:
    """The status of each country, from the list that search results have."""
    listed = _listed(content.content.get("trialCountries"))
    by_code = {_alpha_2(name): name for name in states}
    named = {by_code.get(name, name): status for name, status in listed.items()}
    if not named or named.keys() - states.keys():
        return
    del content.content["trialCountries"]
    for name, status in named.items():
        _set_status(states[name].country, status)


def _alpha_2(name: str) -> str | None:
    codes = country_codes(name)
    return codes[1] if codes else None


def _listed(stated: Any) -> dict[str, str]:
    """Countries, by names or codes, with their status; none if the list has anything else."""
    if isinstance(stated, str):
        found = {each["country"]: each["status"] for each in _STATED.finditer(stated)}
        again = ", ".join(f"{country}:{status}" for country, status in found.items())
        return found if again == stated.replace(": ", ":") else {}
    pairs = [str(item).rpartition(":")[::2] for item in stated] if isinstance(stated, list) else []
    if all(code in STATUS_NAME for _, code in pairs):
        return {country: STATUS_NAME[code] for country, code in pairs}
    return {}


def _notifications(content: JsonPart, states: dict[str, _State]) -> None:
    """The events that sponsors notify a member state of."""
    for group in content.part("events").parts("trialEvents"):
        _events(group, group.parts("events"), states)
    for group in content.parts("mscTrialNotificationsInfoList"):
        _events(group, group.parts("mscNotificationsListInfo"), states)


def _events(group: JsonPart, events: list[JsonPart], states: dict[str, _State]) -> None:
    name = group.stated("mscName")
    if name not in states:
        return
    country = states[name].country
    del group.content["mscName"]
    for event in events:
        kind = event.stated("notificationType").upper().replace(" ", "_")
        date = iso_date(event.stated("date"))
        if kind not in EVENTS or date is None:
            continue
        known = getattr(country, EVENTS[kind])
        if known is None:
            setattr(country, EVENTS[kind], DateStruct(date=date))
        elif known.date != date:
            continue
        del event.content["date"], event.content["notificationType"]
        if kind == EARLY_END:
            country.end_of_trial_status = kind


def _why_stopped(groups: list[JsonPart]) -> str | None:
    """The reason of an early end, if it is the same in all member states."""
    reasons = {reason for group in groups if (reason := group.stated(_REASON))}
    if len(reasons) != 1:
        return None
    for group in groups:
        group.omit(_REASON, *reasons)
    return reasons.pop()


def _rest_of_world(draft: CtisDraft, part_one: JsonPart) -> None:
    """Countries outside the European Economic Area, of which the record has only the names."""
    for each in part_one.parts("rowCountriesInfo"):
        name = each.text("name")
        if not name:
            continue
        draft.registration.countries.append(TrialCountry(country=name))
        codes = country_codes(name)
        if codes:
            each.omit("isoAlpha3Code", codes[0])
            each.omit("isoAlpha2Code", codes[1])


def _decisions(
    draft: CtisDraft, content: JsonPart, application: JsonPart, states: dict[str, _State]
) -> None:
    """The decision of each member state on each application."""
    for part in application.parts("applicationInfo"):
        for decision in part.parts("decisions"):
            decision.omit("applicationType", part.content.get("type"))
            _decision(draft, decision, part.stated("businessKey"), states)
    for part in content.parts("publicEvaluation"):
        for decision in part.parts("decisions"):
            _decision(draft, decision, part.stated(APPLICATION), states)
        part.content.pop(APPLICATION, None)
    reviews = draft.registration.reviews
    _omit_listed_dates(content, {(_alpha_2(each.country or ""), each.date) for each in reviews})
    for name, state in states.items():
        days = {review.date for review in reviews if review.country == name}
        for part in state.parts:
            for field_name in ("decisionDate", "firstDecisionDate", "lastDecisionDate"):
                part.omit_day(field_name, days)


def _decision(draft: CtisDraft, decision: JsonPart, key: str, states: dict[str, _State]) -> None:
    country = decision.text("mscName") or ""
    decision.omit("eventType", "decision")
    review = Review(
        kind="COMPETENT_AUTHORITY",
        body=_authority(states[country]) if country in states else None,
        country=country or None,
        decision=decision.text("decision"),
        date=decision.date("decisionDate"),
        reference=key or None,
    )
    draft.registration.reviews.append(review)


def _authority(state: _State) -> str | None:
    """The acronym of the authority of a member state."""
    for part in state.parts:
        state.authority = part.part("organisationInfo").text("acronym") or state.authority
    return state.authority


def _omit_listed_dates(content: JsonPart, known: set[tuple[str | None, str | None]]) -> None:
    """Takes out the dates of decisions that search results have."""
    days = {day for _, day in known}
    for name in ("authorizationDate", "decisionDate", "decisionDateOverall"):
        content.omit_day(name, days)
    stated = content.stated("decisionDate")
    if ":" in stated:
        pairs = [item.partition(":")[::2] for item in stated.split(", ")]
        if all((country, iso_date(day.strip())) in known for country, day in pairs):
            del content.content["decisionDate"]
