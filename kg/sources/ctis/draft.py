"""The record under construction: the modules that are filled."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from kg.records import ListedTrial, PageExtension, Study
from kg.records.base import unless_empty
from kg.records.other_sections import (
    DocumentSection,
    LargeDocumentModule,
)
from kg.records.registration import AgentId, ListedCriteria, RegistrationFacts, Translation
from kg.sources.ctis.parts import JsonPart
from kg.sources.ctis.words import LANGUAGES
from kg.sources.protocol_draft import ProtocolDraft

_EMA: Final = "EMA OMS"


@dataclass(slots=True)
class CtisDraft(ProtocolDraft):
    """The modules of a record of CTIS."""

    eligibility: ListedCriteria = field(default_factory=ListedCriteria)
    documents: LargeDocumentModule = field(default_factory=LargeDocumentModule)
    registration: RegistrationFacts = field(default_factory=RegistrationFacts)
    listed_trials: list[ListedTrial] = field(default_factory=list)
    has_results: bool | None = None
    _agents: set[tuple[str, str]] = field(default_factory=set)
    _translations: set[tuple[str, str | None, str]] = field(default_factory=set)

    def translated(self, holder: JsonPart, name: str, label: str | None = None) -> str | None:
        """Takes a text; its translations are kept under `label`, by default the field's name."""
        for each in holder.parts(f"{name}Translations"):
            text = each.text("attributeTranslation")
            if text is None:
                continue
            tag = LANGUAGES.get(each.stated("languageDescription"))
            if tag:
                del each.content["languageDescription"]
            stated = (label or name, tag, text)
            if stated not in self._translations:  # some records repeat them
                self._translations.add(stated)
                self.registration.translations.append(
                    Translation(field=label or name, language=tag, text=text)
                )
        return holder.text(name)

    def organisation(self, holder: JsonPart) -> str | None:
        """Takes the name of an organisation, with its key in EMA's list of organisations.

        A key that the registry has not validated is left where it is.
        """
        name = holder.text("name")
        key = holder.stated("businessKey")
        if key and holder.content.get("isBusinessKeyValidated") is True:
            del holder.content["businessKey"], holder.content["isBusinessKeyValidated"]
            if name and (name, key) not in self._agents:
                self._agents.add((name, key))
                self.registration.agent_ids.append(AgentId(name=name, scheme=_EMA, id=key))
        holder.omit("acronym", name)
        return name

    def is_identified(self, organisation: str) -> bool:
        """Whether the registry has validated a key of the organisation of this name."""
        return any(name == organisation for name, _ in self._agents)

    def study(self) -> Study:
        """The study; an empty module becomes None."""
        documents = DocumentSection(large_document_module=unless_empty(self.documents))
        return Study(
            protocol_section=self.protocol(),
            document_section=unless_empty(documents),
            has_results=self.has_results,
        )

    def page(self) -> PageExtension | None:
        """The trials that the record names as associated."""
        return PageExtension(listed_trials=self.listed_trials) if self.listed_trials else None
