"""A trial under construction: what the tables fill, in parts that are finished one by one."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.records.base import DateStruct
from kg.records.protocol import Outcome
from kg.records.registration import RegistrationFacts, StatedNumber
from kg.sources.classic_xml.draft import XmlDraft
from kg.sources.classic_xml.reading import Leftovers
from kg.sources.isrctn.design import DesignDraft
from kg.sources.isrctn.lists import lines, numbered
from kg.sources.isrctn.numbers import each_once
from kg.sources.isrctn.outputs import Outputs
from kg.sources.isrctn.participants import Participants
from kg.sources.isrctn.people import Parties
from kg.sources.isrctn.sharing import Sharing
from kg.sources.isrctn.status import StatusFacts


@dataclass(slots=True)
class TrialDraft:
    """The modules of a record, and the parts that `finish` puts into them."""

    modules: XmlDraft = field(default_factory=XmlDraft)
    facts: RegistrationFacts = field(default_factory=RegistrationFacts)
    state: StatusFacts = field(default_factory=StatusFacts)
    design: DesignDraft = field(default_factory=DesignDraft)
    participants: Participants = field(default_factory=Participants)
    outputs: Outputs = field(default_factory=Outputs)
    parties: Parties = field(default_factory=Parties)
    sharing: Sharing = field(default_factory=Sharing)
    numbers: list[StatedNumber] = field(default_factory=list)
    doi: str | None = None
    canonical: str | None = None
    registered: str | None = None
    assigned: str | None = None
    updated: str | None = None
    version: str | None = None
    conditions: list[str] = field(default_factory=list)
    primary: list[str] = field(default_factory=list)
    secondary: list[str] = field(default_factory=list)

    def finish(self, number: str, leftovers: Leftovers) -> None:
        """Puts what several elements say together into the modules."""
        modules, facts = self.modules, self.facts
        modules.identification.nct_id = number
        modules.identification.secondary_id_infos += each_once(self.numbers, number)
        modules.conditions.conditions = [item for each in self.conditions for item in lines(each)]
        modules.outcomes.primary_outcomes += _outcomes(self.primary)
        modules.outcomes.secondary_outcomes += _outcomes(self.secondary)
        self._record(number, leftovers)
        self.design.finish(modules, facts, leftovers)
        self.participants.finish(modules, facts, leftovers)
        self.state.finish(modules, facts)
        self.sharing.finish(modules, leftovers)
        self.parties.finish(modules, facts, leftovers)
        self.outputs.finish(modules, leftovers)

    def _record(self, number: str, leftovers: Leftovers) -> None:
        """The dates of the record; what it says twice is kept if it is not the same."""
        self.facts.registration_date = self.registered or self.assigned
        self.facts.record_version = self.version
        self.state.updated = self.updated
        if self.updated:
            updated = DateStruct(date=self.updated)
            self.modules.status.last_update_post_date_struct = updated
        for path, given, said in (
            ("@publicIdentifierDateAssigned", self.assigned, self.facts.registration_date),
            ("@publicIdentifierCanonical", self.canonical, number),
            (".externalRefs.doi", self.doi, f"10.1186/{number}"),
        ):
            if given != said:
                leftovers.keep_text(f"trial{path}", given)


def _outcomes(texts: list[str]) -> list[Outcome]:
    """The outcome measures in texts; a numbered list is one measure an item."""
    return [Outcome(measure=item) for text in texts for item in numbered(text)]
