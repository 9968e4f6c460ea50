"""One row of ICTRP: the texts of its fields, and what of them found no place in the model."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from kg.errors import RecordError
from kg.records import SourceField
from kg.registries.numbers import TrialNumber, registry_of, trial_number
from kg.sources.ictrp.columns import CONTACT_FIELDS
from kg.sources.ictrp.dates import NO_DATE, date, is_day_first
from kg.sources.ictrp.texts import NOTHING, one_line, plain

EU: Final = "EudraCT"
"""The registry whose rows have texts of their own forms."""

CONTACTS: Final = "the contacts"
"""The place of contact persons, where messages name it."""

_json: Final = msgspec.json.Encoder().encode


class Row:
    """The texts of a row by field; `names` has the names of its columns.

    `unmapped` collects the values that have no place in the model.
    """

    __slots__ = ("_cells", "_names", "_unmapped", "number", "registry")

    def __init__(self, cells: dict[str, str], names: dict[str, str], place: str) -> None:
        self._cells = cells
        self._names = names
        self._unmapped: dict[str, str] = {}
        found = _number(cells.get("trialid", ""), place)
        self.registry = found.registry
        self.number = found.number

    def name(self, field: str) -> str:
        """The name of a field's column."""
        return self._names.get(field, field)

    def has_any(self, fields: Iterable[str]) -> bool:
        """Whether one of the fields has a text."""
        return not self._cells.keys().isdisjoint(fields)

    def raw(self, field: str) -> str:
        """The text of a field as it is; "" if it has none."""
        return self._cells.get(field, "")

    def text(self, field: str) -> str | None:
        """The text of a field without markup; None if it has none."""
        cell = self._cells.get(field)
        return plain(cell) or None if cell else None

    def line(self, field: str) -> str | None:
        """The same on one line."""
        cell = self._cells.get(field)
        return one_line(cell) or None if cell else None

    def date(self, field: str, *, registered: bool = False) -> str | None:
        """A date; a text that is not one stays as it is."""
        text = self.line(field)
        if text is None:
            return None
        found = date(text, day_first=is_day_first(self.registry, registered=registered))
        return None if found == NO_DATE else found or text

    def keep(self, field: str, value: str | None = None) -> None:
        """Keeps the text of a field, or a part of it, that has no place in the model."""
        value = self.text(field) if value is None else value
        if value:
            self._unmapped[self._names.get(field, field)] = value

    def keep_column(self, name: str, text: str) -> None:
        """Keeps the text of an unknown column."""
        if text and (value := plain(text)) and value not in NOTHING:
            while name in self._unmapped:
                name += "'"
            self._unmapped[name] = value

    def unmapped(self) -> list[SourceField]:
        """What has no place in the model, by the names of the columns."""
        return [SourceField(name, _json(value).decode()) for name, value in self._unmapped.items()]

    def contact_places(self) -> dict[str, str]:
        """The unmapped fields that may belong to a contact person."""
        if not self._unmapped:
            return {}
        columns = {self._names[field] for field in CONTACT_FIELDS if field in self._names}
        return {
            name: CONTACTS
            for name in self._unmapped
            if name in columns or "contact" in name.lower()
        }


def _number(text: str, place: str) -> TrialNumber:
    found = trial_number(text.strip())
    if found is None:
        given = text.strip()
        if not given:
            raise RecordError(place, "it has no TrialID, which tells whose row it is")
        reason = f"its TrialID {given[:60]!r} is not a number of a registry that kg knows"
        raise RecordError(place, reason)
    registry = registry_of(found.number)
    if registry is not None and registry.page is None:
        raise RecordError(
            place,
            f"its TrialID {found.number!r} ({registry.name}) is only an additional number"
            " of a trial: kg needs the number of its registry",
            found.number,
        )
    return found
