"""When a study takes place, and what state it is in."""

from __future__ import annotations

from collections.abc import Iterator

from kg.fhir.codes import ACTIVITY, STATUS
from kg.fhir.elements import Element, concept, date, element, in_words, is_actual, period, text
from kg.fhir.making import Making
from kg.records.base import DateStruct
from kg.records.protocol import StatusModule
from kg.records.registration import RegistrationFacts


def study_period(making: Making) -> Element | None:
    """From the start of the study to its end, each expected or not."""
    module = making.protocol.status_module
    end = module.completion_date_struct if module else None
    return period(_day(_start(making)), _day(end))


def progress(making: Making) -> list[Element]:
    """The state of the study, and the dates that FHIR has states for."""
    return [*_states(making), *_dates(making)]


def _states(making: Making) -> Iterator[Element]:
    module, facts = making.protocol.status_module, making.record.registration
    status = module.overall_status if module else None
    words = facts.status_text if facts else None
    state = STATUS.concept(status, words) if status else concept(words)
    if state:
        yield element(state=state)
    if last_known := text(module.last_known_status if module else None):
        yield element(state=concept(f"Last known: {in_words(last_known).lower()}"))


def _dates(making: Making) -> Iterator[Element]:
    module = making.protocol.status_module or StatusModule()
    facts = making.record.registration or RegistrationFacts()
    whole = element(coding=[STATUS.coding("OVERALL")])
    recruiting = element(coding=[STATUS.coding("RECRUITING")])
    primary = ACTIVITY.concept("PRIMARY_COMPLETION", "Primary completion")
    yield from _from_to(whole, _start(making), None)
    yield from _from_to(recruiting, facts.recruitment_start, None)
    yield from _from_to(recruiting, None, facts.recruitment_end)
    yield from _from_to(primary, None, module.primary_completion_date_struct)
    yield from _from_to(whole, None, module.completion_date_struct)


def _start(making: Making) -> DateStruct | None:
    module, facts = making.protocol.status_module, making.record.registration
    start = module.start_date_struct if module else None
    return start or (facts.study_start if facts else None)


def _from_to(
    state: Element | None, start: DateStruct | None, end: DateStruct | None
) -> Iterator[Element]:
    when = period(_day(start), _day(end))
    if when:
        yield element(state=state, actual=is_actual(start or end), period=when)


def _day(given: DateStruct | None) -> str | None:
    return date(given.date) if given else None
