"""One country record: what the competent authority of one country has entered about a trial."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from kg.sources.euctr import labels
from kg.sources.euctr.labels import Label
from kg.sources.euctr.lines import ARTEFACT, Entry
from kg.text.countries import country_codes, country_name

Values: TypeAlias = dict[str, list[str]]
"""The values behind each label, by its key; of one label mostly one."""

ENTERED: Final = "Date on which this record was first entered in the EudraCT database"

_COUNTRY: Final = ("A.1", "National Competent Authority", "Clinical Trial Type")
"""The labels of the country; a record of countries outside of the EEA may have the last alone."""

_CODE: Final = re.compile(r"/([A-Z]{2})/?\Z")
"""The country in the address of a record's page; some authorities' names do not have theirs."""

_PARENTS: Final = {labels.SUBSTANCE: labels.PRODUCT, labels.SUPPORT: labels.SPONSOR}
_REPEATED: Final = frozenset({labels.SUBSTANCE, labels.SUPPORT, labels.MEDDRA, labels.NETWORK})
"""The groups of which another member begins where a label comes a second time."""


@dataclass(slots=True)
class GroupMember:
    """One of several things of a kind: a sponsor, a product, a substance of a product ..."""

    values: Values = field(default_factory=dict)
    parts: list[GroupMember] = field(default_factory=list)

    def text(self, key: str) -> str | None:
        """The value behind a label; of several, all in one line."""
        return ", ".join(self.values.get(key, ())) or None


@dataclass(slots=True)
class CountryRecord:
    """The values of one country record.

    `translated` has the values whose label ends in a language, by label and language; `groups` the
    members of each group, such as products; `labels` all labels by key, in their order;
    `artefacts` the labels whose value a program has overwritten ("JSON_ERROR"). `country` is its
    name, "Outside EU/EEA" or "" if the record names none; `authority` is an abbreviation.
    """

    values: Values = field(default_factory=dict)
    translated: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    groups: dict[str, list[GroupMember]] = field(default_factory=dict)
    labels: dict[str, Label] = field(default_factory=dict)
    artefacts: list[str] = field(default_factory=list)
    country: str = ""
    authority: str | None = None

    def text(self, key: str) -> str | None:
        """The first value behind a label."""
        return next(iter(self.values.get(key, ())), None)

    @property
    def is_of_a_country(self) -> bool:
        """Whether it is not that of the countries outside of the EEA together."""
        return country_codes(self.country) is not None

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
    record.country, record.authority = _member_state(record)
    return record


def _member_state(record: CountryRecord) -> tuple[str, str | None]:
    """The country of a record, and its competent authority."""
    text = next(filter(None, map(record.text, _COUNTRY)), "")
    country, _, authority = map(str.strip, text.partition(" - "))
    code = _CODE.search(record.text("Link") or "")
    named = country_name(code[1]) if code and not country_codes(country) else None
    return (named, text) if named else (country, authority or None)


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
