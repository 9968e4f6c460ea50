"""The record under construction, and the account that the country records give of the trial."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kg.records import Study
from kg.records.base import unless_empty
from kg.records.protocol import DesignInfo, IdentificationModule
from kg.records.registration import RegistrationFacts, Translation
from kg.sources.euctr.agreement import Account, Kept, Side, are_alike
from kg.sources.euctr.country_record import CountryRecord, GroupMember
from kg.sources.protocol_draft import ProtocolDraft
from kg.text.fillers import no_part_says_anything


class EuDraft(ProtocolDraft):
    """The modules that the parts of the reader fill; `trial` is the account of the trial."""

    def __init__(
        self, records: Sequence[CountryRecord], identification: IdentificationModule
    ) -> None:
        super().__init__(identification)
        self.records = records
        self.design_info = DesignInfo()
        self.facts = RegistrationFacts()
        self.kept = Kept()
        sides = [Side(record.country, record.values) for record in records]
        self.trial = Account(sides, self.name_of, self.kept)

    def name_of(self, key: str) -> str:
        """The whole label, as the first record that has it writes it."""
        labels = (record.labels[key] for record in self.records if key in record.labels)
        return next((label.name.strip() for label in labels), key)

    def members(self, group: str) -> list[tuple[str, Sequence[GroupMember]]]:
        """The sponsors, products ... of each country."""
        return [(record.country, record.groups.get(group, [])) for record in self.records]

    def account(self, members: Sequence[tuple[str, GroupMember]], path: str, title: str) -> Account:
        """What the countries say of one member of a group."""
        sides = [Side(country, member.values) for country, member in members]
        return Account(sides, self.name_of, self.kept, f"{path}.", f" ({title})")

    def only_some(self, name: str, members: Sequence[tuple[str, GroupMember]], what: str) -> None:
        """States which countries name a thing that not all of them name."""
        if len(members) < len(self.records):
            for country, _ in members:
                self.kept.state(country, what, name)

    def usual_or_translated(self, key: str) -> str | None:
        """The usual text; if no record has one without a language, the first in a language."""
        text = self.trial.usual(key)
        if text is None:
            found = (
                each
                for record in self.records
                for (label, _), texts in record.translated.items()
                if label == key
                for each in texts
            )
            text = next(found, None)
        return text

    def told(self, key: str) -> str | None:
        """The same, if it says something; what only fills the field is kept as it is."""
        text = self.usual_or_translated(key)
        if text is None or not no_part_says_anything(text):
            return text
        self.trial.keep(key, text)
        return None

    def translate(self) -> None:
        """Adds the texts in other languages; those that countries give differently are theirs."""
        said: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for record in self.records:
            for label, texts in record.translated.items():
                said.setdefault(label, []).append((record.country, "\n".join(texts)))
        for (key, language), found in sorted(said.items()):
            name = self.name_of(key)
            for text in dict.fromkeys(text for _, text in found):
                translation = Translation(field=name, language=language, text=text)
                self.facts.translations.append(translation)
            if not are_alike(text for _, text in found):
                for country, text in found:
                    self.kept.state(country, f"{name} ({language})", text)

    def keep_rest(self, contact: Callable[[str], str] = lambda _: "") -> None:
        """Keeps what no part of the reader has asked for."""
        self.trial.keep_rest(contact)
        self.facts.country_statements = self.kept.statements

    def study(self) -> Study:
        """The study; an empty module becomes None."""
        self.design.design_info = unless_empty(self.design_info)
        return Study(protocol_section=self.protocol())
