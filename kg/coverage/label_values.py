"""The values of a record of the EU Clinical Trials Register: those behind its labels.

They are altered in the country records, which are then joined again: this tests the reader as well
as the mapping. The number of the trial is not altered, as it says which country records are of one
trial.
"""

from __future__ import annotations

from collections.abc import Collection
from types import ModuleType
from typing import Final

from kg.coverage import Alterable
from kg.coverage.xml_values import another
from kg.records import Record
from kg.sources.euctr.country_record import country_record
from kg.sources.euctr.lines import ARTEFACT, Entry
from kg.sources.euctr.record import record_of

_NUMBERS: Final = ("A.2", "EudraCT Number")


class LabelLeaf:
    """The value behind a label."""

    __slots__ = ("_entries", "_entry", "_index", "path", "value")

    def __init__(self, entries: list[Entry], index: int) -> None:
        self._entries = entries
        self._index = index
        self._entry = entries[index]
        language = f" ({self._entry.language})" if self._entry.language else ""
        self.path = f"{self._entry.label.name.strip()}{language}"
        self.value = self._entry.value

    def change(self) -> None:
        self._put(another(self.value))

    def remove(self) -> None:
        self._put("")

    def put_back(self) -> None:
        self._put(self.value)

    def _put(self, value: str) -> None:
        self._entries[self._index] = self._entry._replace(value=value)


class LabelValues:
    """The values of the country records of one trial, which `reader` finds in the bytes."""

    left_out: Collection[str] = ()

    def __init__(self, data: bytes, place: str, reader: ModuleType) -> None:
        self._records: list[list[Entry]] = reader.country_entries(data, place)
        self._place = place
        self._format = reader.NAME

    def leaves(self) -> list[Alterable]:
        return [
            LabelLeaf(entries, index)
            for entries in self._records
            for index, entry in enumerate(entries)
            if entry.value
            and entry.label.key not in _NUMBERS
            and not ARTEFACT.fullmatch(entry.value)
        ]

    def record(self) -> Record:
        found = [country_record(entries) for entries in self._records]
        return record_of(found, self._place, self._format)
