"""One country record: what the competent authority of one country has entered about a trial."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from kg.sources.euctr import labels
from kg.sources.euctr.labels import Label
from kg.sources.euctr.lines import ARTEFACT, Entry

Values: TypeAlias = dict[str, list[str]]
"""The values behind each label, by its key; of one label mostly one."""

ENTERED: Final = "Date on which this record was first entered in the EudraCT database"

_COUNTRY: Final = ("A.1", "National Competent Authority", "Clinical Trial Type")
"""The labels of the country; a record of countries outside of the EEA may have the last alone."""

_PARENTS: Final = {labels.SUBSTANCE: labels.PRODUCT, labels.SUPPORT: labels.SPONSOR}
_REPEATED: Final = frozenset({labels.SUBSTANCE, labels.SUPPORT, labels.MEDDRA, labels.NETWORK})
"""The groups of which another member begins where a label comes a second time."""


@dataclass(slots=True)
class GroupMember:
    """One of several things of a kind: a sponsor, a product, a substance of a product ..."""

    values: Values = field(default_factory=dict)
    parts: list[GroupMember] = field(default_factory=list)

    def text(self, key: str) -> str | None:
        """The first value behind a label."""
        return next(iter(self.values.get(key, ())), None)


@dataclass(slots=True)
class CountryRecord:
    """The values of one country record.

    `translated` has those with a language behind the label, by label and language; `groups` the
    things of which there may be several; `labels` every label by its key, in order; `artefacts` the
    labels behind which a program left something else than a value.
    """

    values: Values = field(default_factory=dict)
    translated: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    groups: dict[str, list[GroupMember]] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    artefacts: list[str] = field(default_factory=list)

    def text(self, key: str) -> str | None:
        """The first value behind a label."""
        return next(iter(self.values.get(key, ())), None)

    @property
    def country(self) -> str:
        """The country, or what stands in its place; blank if nothing does."""
        return self._member_state()[0]

    @property
    def authority(self) -> str | None:
        """The competent authority, as the record abbreviates it."""
        return self._member_state()[1]

    def _member_state(self) -> tuple[str, str | None]:
        text = next(filter(None, map(self.text, _COUNTRY)), "")
        country, _, authority = text.partition(" - ")
        return country.strip(), authority.strip() or None

    @property
    def rank(self) -> tuple[str, str, str]:
        """What orders the country records of a trial, wherever they are in a file."""
        return self.text(ENTERED) or "9999", self.country, repr((self.values, self.groups))


def country_record(entries: Iterable[Entry]) -> CountryRecord:
    """The record that labels and values are."""
    record = CountryRecord()
    for entry in entries:
        label = entry.label
        record.labels.setdefault(label.key, label)
        if entry.begins:
            record.groups.setdefault(entry.begins, []).append(GroupMember())
        if entry.value and ARTEFACT.fullmatch(entry.value):
            record.artefacts.append(label.name)
        elif label.group:
            _into_group(record, entry)
        elif entry.value and entry.language:
            record.translated.setdefault((label.key, entry.language), []).append(entry.value)
        elif entry.value:
            record.values.setdefault(label.key, []).append(entry.value)
    return record


def _into_group(record: CountryRecord, entry: Entry) -> None:
    if entry.begins and not entry.value:
        return
    group = entry.label.group
    parent = _PARENTS.get(group)
    members = _last(record.groups.setdefault(parent, [])).parts if parent else None
    if members is None:
        members = record.groups.setdefault(group, [])
    if group in _REPEATED and members and entry.label.key in members[-1].values:
        members.append(GroupMember())
    values = _last(members).values.setdefault(entry.label.key, [])
    if entry.value:
        values.append(entry.value)


def _last(members: list[GroupMember]) -> GroupMember:
    if not members:
        members.append(GroupMember())
    return members[-1]
