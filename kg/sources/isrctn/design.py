"""The design of a trial and its interventions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from kg.records.base import unless_empty
from kg.records.protocol import DesignInfo, Intervention, MaskingInfo
from kg.records.registration import RegistrationFacts
from kg.sources.classic_xml.draft import XmlDraft
from kg.sources.classic_xml.reading import Leftovers
from kg.sources.isrctn.lists import names
from kg.sources.isrctn.vocabulary import PHASES, PURPOSE, SECONDARY_DESIGN
from kg.text.fillers import says_nothing
from kg.text.plain_words import plain_words

_SECONDARY: Final = "trial.trialDesign.secondaryStudyDesign"


@dataclass(slots=True)
class InterventionDraft:
    """An intervention: what is compared with what, described as a whole."""

    type: str | None = None
    names: str | None = None
    description: str | None = None
    phases: list[str] = field(default_factory=list)
    scopes: list[str] = field(default_factory=list)

    def each(self) -> list[Intervention]:
        """The interventions by their names, which have the description in common."""
        found = names(self.names) if self.names else [None]
        return [Intervention(type=self.type, name=n, description=self.description) for n in found]


@dataclass(slots=True)
class DesignDraft:
    """What a record says of its design: one word in older records, several fields in newer ones."""

    info: DesignInfo = field(default_factory=DesignInfo)
    masking: str | None = None
    secondary: str | None = None
    purposes: list[str] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    interventions: list[InterventionDraft] = field(default_factory=list)

    def finish(self, modules: XmlDraft, facts: RegistrationFacts, leftovers: Leftovers) -> None:
        """Puts the design into the record."""
        self._secondary(facts, leftovers)
        self._purposes(facts)
        self._phases(modules, facts)
        if self.masking:
            self.info.masking_info = MaskingInfo(masking=self.masking)
        modules.design.design_info = unless_empty(self.info)
        modules.arms.interventions = [
            one
            for intervention in self.interventions
            for one in intervention.each()
            if one != Intervention()
        ]

    def _secondary(self, facts: RegistrationFacts, leftovers: Leftovers) -> None:
        """What the word of older records says, where no field says it."""
        word = self.secondary
        if not word:
            return
        says = SECONDARY_DESIGN.get(word)
        if says is None and not facts.design_text and not says_nothing(word):
            facts.design_text = word
        elif says is None or any(getattr(self.info, to) not in (None, c) for to, c in says.items()):
            leftovers.keep_text(_SECONDARY, word)
        else:
            for to, code in says.items():
                setattr(self.info, to, code)

    def _purposes(self, facts: RegistrationFacts) -> None:
        """The primary purpose, if there is one; the words for all, if it does not say them all."""
        words = {plain_words(each): each for each in (*self.types, *self.purposes)}
        chosen = {plain_words(each) for each in self.purposes or self.types}
        code = PURPOSE.get(words[next(iter(chosen))]) if len(chosen) == 1 else None
        self.info.primary_purpose = code
        if not code or len(words) > 1:
            facts.scopes += words.values()

    def _phases(self, modules: XmlDraft, facts: RegistrationFacts) -> None:
        """The phases of the trial and its scopes, which the registry files under interventions."""
        words = list(dict.fromkeys(word for each in self.interventions for word in each.phases))
        codes = dict.fromkeys(code for word in words for code in PHASES.get(word, ()))
        modules.design.phases = list(codes)
        facts.phase_text = "; ".join(words) or None
        scopes = dict.fromkeys(word for each in self.interventions for word in each.scopes)
        facts.scopes += scopes
