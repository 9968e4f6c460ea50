"""Parts of a record in JSON: what is read is taken out, and what remains is kept as it is.

So a value that no module reads, or that is of another type than expected, is an unmapped field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any, Final

from kg.records import SourceField
from kg.sources.xml_characters import references_resolved

_json: Final = json.JSONEncoder(ensure_ascii=False).encode


class JsonPart:
    """An object of the record, or an empty one where the record has none."""

    __slots__ = ("content",)

    def __init__(self, content: Any = None) -> None:
        self.content: dict[str, Any] = content if isinstance(content, dict) else {}

    def text(self, name: str) -> str | None:
        """Takes a text, or a number as text."""
        value = self.content.get(name)
        if isinstance(value, str):
            return references_resolved(self.content.pop(name))
        if isinstance(value, int | float) and not isinstance(value, bool):
            del self.content[name]
            return _json(int(value) if value == int(value) else value)
        return None

    def stated(self, name: str) -> str:
        """A text that is not taken; "" if there is none."""
        value = self.content.get(name)
        return value if isinstance(value, str) else ""

    def flag(self, name: str) -> bool | None:
        """Takes a value that is true or false."""
        return self.content.pop(name) if isinstance(self.content.get(name), bool) else None

    def count(self, name: str) -> int | None:
        """Takes a whole number that is not negative."""
        value = self.content.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return int(self.content.pop(name))
        return None

    def date(self, name: str) -> str | None:
        """Takes a date, as in ISO 8601; what is none stays."""
        value = self.content.get(name)
        found = iso_date(value) if isinstance(value, str) else None
        if found:
            del self.content[name]
        return found

    def texts(self, name: str) -> list[str]:
        """Takes the texts of a list."""
        value = self.content.get(name)
        if isinstance(value, list) and all(isinstance(each, str) for each in value):
            return [references_resolved(each) for each in self.content.pop(name)]
        return []

    def part(self, *names: str) -> JsonPart:
        """An object within; nothing of it is taken."""
        value: Any = self.content
        for name in names:
            value = value.get(name) if isinstance(value, dict) else None
        return JsonPart(value)

    def parts(self, name: str) -> list[JsonPart]:
        """The objects of a list within; nothing of them is taken."""
        value = self.content.get(name)
        return [JsonPart(each) for each in value] if isinstance(value, list) else []

    def omit(self, name: str, *said: object) -> None:
        """Takes a value that is one of those said elsewhere."""
        if name in self.content and self.content[name] in said:
            del self.content[name]

    def omit_day(self, name: str, days: Collection[str | None]) -> None:
        """Takes a date whose day is one of those said elsewhere."""
        value = self.content.get(name)
        if isinstance(value, str) and (day := iso_date(value)) and day in days:
            del self.content[name]


_DATE: Final = re.compile(
    r"(?:(?P<iso>[12][0-9]{3}-[01][0-9]-[0-3][0-9])(?:T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)?)?"
    r"|(?P<day>[0-3][0-9])/(?P<month>[01][0-9])/(?P<year>[12][0-9]{3}))"
)


def iso_date(text: str) -> str | None:
    """The day of a date as CTIS writes it, with or without a time; None if it is not a date."""
    found = _DATE.fullmatch(text)
    if not found:
        return None
    return found["iso"] or f"{found['year']}-{found['month']}-{found['day']}"


_FEW: Final = 40
"""The most values of an item of a list that are kept as one."""


def leftovers(content: dict[str, Any]) -> Iterator[SourceField]:
    """What remains of a record: its values by their paths.

    The rest of an item of a list is one value; of a large one, only what is directly in it.
    """
    for name, value in content.items():
        yield from _rest(value, name)


def _rest(value: Any, path: str) -> Iterator[SourceField]:
    match value:
        case dict():
            for name, member in value.items():
                yield from _rest(member, f"{path}.{name}")
        case list() if _has_objects(value):
            for position, item in enumerate(value):
                yield from _item(item, f"{path}[{position}]")
        case _:
            yield from _field(value, path)


def _item(item: Any, path: str) -> Iterator[SourceField]:
    if not isinstance(item, dict) or _size(item) <= _FEW:
        yield from _field(item, path)
        return
    inner = {name: value for name, value in item.items() if isinstance(value, dict | list)}
    yield from _field({name: item[name] for name in item if name not in inner}, path)
    yield from _rest(inner, path)


def _field(value: Any, path: str) -> Iterator[SourceField]:
    stated = without_blanks(value)
    if stated not in _BLANK:
        yield SourceField(path, _json(stated))


def _size(value: Any) -> int:
    """The number of values in a value."""
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, list) else 1


_BLANK: Final[tuple[Any, ...]] = (None, "", [], {})


def without_blanks(value: Any) -> Any:
    """A value without what says nothing: null, blank texts, empty lists and objects."""
    match value:
        case dict():
            members = {name: without_blanks(member) for name, member in value.items()}
            return {name: member for name, member in members.items() if member not in _BLANK}
        case list():
            return [item for item in map(without_blanks, value) if item not in _BLANK]
        case str() if value.isspace():
            return None
    return value


def _has_objects(value: list[Any]) -> bool:
    return any(isinstance(item, dict | list) for item in value)
