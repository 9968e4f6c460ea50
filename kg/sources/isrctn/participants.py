"""Who takes part: criteria, numbers of participants, countries and sites."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from kg.records.protocol import EnrollmentInfo, Location
from kg.records.registration import (
    AddressedLocation,
    AgentId,
    RegistrationFacts,
    TrialCountry,
)
from kg.sources.classic_xml.draft import XmlDraft
from kg.sources.classic_xml.reading import Leftovers
from kg.sources.isrctn.values import count_of
from kg.sources.isrctn.vocabulary import HEALTHY, NATIONS, UNITED_KINGDOM
from kg.text.plain_words import plain_words

_PATH: Final = "trial.participants"


@dataclass(slots=True)
class Centre:
    """A site, with its identifier in the register of the United Kingdom's research sites."""

    place: AddressedLocation = field(default_factory=AddressedLocation)
    rts_id: str | None = None

    def agent_ids(self) -> list[AgentId]:
        """The identifier of the site."""
        return (
            [AgentId(name=self.place.facility, scheme="RTS", id=self.rts_id)] if self.rts_id else []
        )


@dataclass(slots=True)
class Participants:
    """What a record says of the participants, as it says it."""

    inclusion: str | None = None
    exclusion: str | None = None
    types: list[str] = field(default_factory=list)
    target: str | None = None
    enrolled: str | None = None
    total: str | None = None
    countries: list[str] = field(default_factory=list)
    centres: list[Centre] = field(default_factory=list)

    def finish(self, modules: XmlDraft, facts: RegistrationFacts, leftovers: Leftovers) -> None:
        """Puts the participants into the record."""
        self._criteria(modules)
        self._enrolment(modules, facts, leftovers)
        self._countries(facts, leftovers)
        facts.populations += self.types
        healthy = any(plain_words(each) == HEALTHY for each in self.types)
        if healthy and modules.eligibility.healthy_volunteers is None:
            modules.eligibility.healthy_volunteers = True
        for centre in self.centres:
            _place_nation(centre.place)
            facts.agent_ids += centre.agent_ids()
            if centre.place != AddressedLocation():
                modules.contacts.locations.append(centre.place)

    def _criteria(self, modules: XmlDraft) -> None:
        parts = (("Inclusion Criteria:", self.inclusion), ("Exclusion Criteria:", self.exclusion))
        told = [f"{heading}\n\n{text}" for heading, text in parts if text]
        modules.eligibility.eligibility_criteria = "\n\n".join(told) or None

    def _enrolment(self, modules: XmlDraft, facts: RegistrationFacts, leftovers: Leftovers) -> None:
        """The final number of participants if there is one, else the planned one.

        The registry fills the final number with 0 before there is one.
        """
        given = {
            "totalFinalEnrolment": self.enrolled,
            "targetEnrolment": self.target,
            "totalTarget": self.total,
        }
        counts = {name: count_of(text) for name, text in given.items() if text}
        enrolled = counts.pop("totalFinalEnrolment", None) or None
        planned = next(filter(None, counts.values()), None)
        if enrolled:
            modules.design.enrollment_info = EnrollmentInfo(count=enrolled, type="ACTUAL")
            facts.planned_enrollment = planned
        elif planned:
            modules.design.enrollment_info = EnrollmentInfo(count=planned, type="ESTIMATED")
        texts = [text for text in given.values() if text and count_of(text) is None]
        facts.enrollment_text = "; ".join(texts) or None
        for name, text in given.items():
            if text and (count := count_of(text)) is not None and count not in (enrolled, planned):
                leftovers.keep_text(f"{_PATH}.{name}", text)

    def _countries(self, facts: RegistrationFacts, leftovers: Leftovers) -> None:
        """The countries once; a nation of the United Kingdom is a part of one."""
        names: dict[tuple[str, ...], str] = {}
        for each in self.countries:
            is_nation = plain_words(each) in NATIONS
            country = UNITED_KINGDOM if is_nation else each
            names.setdefault(plain_words(country), country)
            if is_nation:
                leftovers.keep_text(f"{_PATH}.recruitmentCountries.country", each)
        facts.countries = [TrialCountry(country=each) for each in names.values()]


def _place_nation(location: Location) -> None:
    """Gives a site in a nation of the United Kingdom this country; the nation is a region."""
    country = location.country
    if country and plain_words(country) in NATIONS:
        location.country = UNITED_KINGDOM
        location.state = ", ".join(filter(None, (location.state, country)))
