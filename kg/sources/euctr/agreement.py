"""What the country records of a trial say alike, and what each of them says differently.

A value that every country record has is said once. A value that they give differently, or that only
some of them give, is a `CountryStatement` of each that gives it, in the register's own words. Where
the model has one place for such a value, a text is there that most country records give (of equally
frequent ones, that of the record that was entered first); a code, a number or a date is there only
if all that state one state the same. Line breaks and blanks make no difference between values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final, NamedTuple

import msgspec

from kg.records import SourceField
from kg.records.registration import CountryStatement
from kg.sources.euctr.country_record import GroupMember, Values
from kg.sources.euctr.labels import BY_KEY, FLAG
from kg.text.fillers import says_nothing
from kg.text.plain_words import plain_words

_ORDER: Final = {key: position for position, key in enumerate(BY_KEY)}
_YES_OR_NO: Final = {"yes": True, "no": False}


class Side(NamedTuple):
    """What one country record says of a thing."""

    country: str
    values: Values


class Kept:
    """What has no place in the model, and what the countries say differently."""

    def __init__(self) -> None:
        self.contact_places: dict[str, str] = {}
        self._unmapped: dict[str, SourceField] = {}
        self._stated: dict[tuple[str, str, str], CountryStatement] = {}

    @property
    def unmapped(self) -> list[SourceField]:
        """What has no place."""
        return list(self._unmapped.values())

    @property
    def statements(self) -> list[CountryStatement]:
        """What countries say differently, each statement once."""
        return list(self._stated.values())

    def keep(self, path: str, value: object, contact: str = "") -> None:
        """Keeps a value without a place; `contact` is the place of the person that it may be of."""
        name, number = path, 2
        while name in self._unmapped:
            name, number = f"{path} [{number}]", number + 1
        self._unmapped[name] = SourceField(name, msgspec.json.encode(value).decode())
        if contact:
            self.contact_places[name] = contact

    def state(self, country: str, field: str, value: str) -> None:
        """States what one country says, unless it is blank."""
        if not value.strip():
            return
        self._stated[country, field, value] = CountryStatement(
            country=country or None, field=field, value=value
        )


class Account:
    """What the country records say of one thing: of the trial, of a product ...

    `path` precedes the labels of values without a place, `title` follows the labels of statements.
    `names` are the whole labels by their keys.
    """

    def __init__(
        self,
        sides: Sequence[Side],
        names: Callable[[str], str],
        kept: Kept,
        path: str = "",
        title: str = "",
    ) -> None:
        self._sides = sides
        self._names = names
        self._kept = kept
        self._path = path
        self._title = title
        self._texts: dict[str, list[tuple[str, str]]] = {}
        self._taken: set[str] = set()
        self._all_no: dict[str, None] = {}

    def texts(self, key: str) -> list[tuple[str, str]]:
        """Each country with its value, where it has one."""
        found = self._texts.get(key)
        if found is None:
            found = self._texts[key] = [
                (side.country, "\n".join(texts))
                for side in self._sides
                if (texts := side.values.get(key))
            ]
        return found

    def differs(self, key: str) -> bool:
        """Whether the country records that have a value have different ones."""
        texts = [text for _, text in self.texts(key)]
        return bool(texts) and not are_alike(texts)

    def leave(self, *keys: str) -> None:
        """Marks values that are stated elsewhere with their countries."""
        self._taken.update(keys)

    def usual(self, key: str) -> str | None:
        """The text that most country records give."""
        return usual([text for _, text in self._take(key)])

    def common(self, key: str) -> str | None:
        """The value, if all country records that have one have the same."""
        texts = [text for _, text in self._take(key)]
        return texts[0] if texts and are_alike(texts) else None

    def every(self, key: str) -> list[str]:
        """The lines of the values of all countries, each once."""
        lines = (line.strip() for _, text in self._take(key) for line in text.split("\n"))
        return list(dict.fromkeys(filter(None, lines)))

    def told(self, key: str) -> list[str]:
        """The same without lines that only fill the field, which are kept as they are."""
        lines = self.every(key)
        fillers = [line for line in lines if says_nothing(line)]
        for line in fillers:
            self.keep(key, line)
        return [line for line in lines if line not in fillers]

    def together(self, *keys: str) -> list[str | None]:
        """Values that belong together, those of the country records that most are like."""
        for key in keys:
            self._take(key)
        rows = [tuple("\n".join(side.values.get(key, ())) for key in keys) for side in self._sides]
        chosen = usual_row([row for row in rows if any(row)])
        return [text or None for text in chosen] if chosen else [None] * len(keys)

    def flag(self, key: str) -> bool | None:
        """Whether all country records that answer a question say yes, or all say no."""
        answer = self.common(key)
        if answer is None:
            return None
        known = _YES_OR_NO.get(answer.lower())
        if known is None:
            self.keep(key, answer)
        return known

    def yes(self, *keys: str) -> list[str]:
        """The questions to which all country records that answer them say yes, as labels."""
        found = []
        for key in keys:
            answer = self.flag(key)
            if answer:
                found.append(BY_KEY[key].text)
            elif answer is False and self._is_common_to_all(key):
                self._all_no[key] = None
        return found

    def keep(self, key: str, text: str) -> None:
        """Keeps a value that has no place after all, if all country records have it."""
        if self._is_common_to_all(key):
            self._kept.keep(self._path + self._names(key), text)

    def keep_rest(self, contact: Callable[[str], str] = lambda _: "") -> None:
        """Keeps what has not been asked for; `contact` is the place of a person, by the label."""
        keys = {key for side in self._sides for key in side.values} - self._taken
        for key in sorted(keys, key=lambda key: (_ORDER.get(key, len(_ORDER)), key)):
            place = contact(key)
            if place:
                for text in dict.fromkeys(text for _, text in self.texts(key)):
                    self._kept.keep(self._path + self._names(key), text, place)
                self._taken.add(key)
                continue
            texts = self._take(key)
            if not texts or not self._is_common_to_all(key):
                continue
            if key in BY_KEY and BY_KEY[key].kind == FLAG and texts[0][1].lower() == "no":
                self._all_no[key] = None
            else:
                self._kept.keep(self._path + self._names(key), texts[0][1])
        if self._all_no:
            ordered = sorted(self._all_no, key=lambda key: _ORDER[key])
            codes = [BY_KEY[key].code for key in ordered]
            self._kept.keep(f"{self._path}answered No", codes)

    def _take(self, key: str) -> list[tuple[str, str]]:
        """The values behind a label; states them if the countries do not all say the same."""
        texts = self.texts(key)
        if key not in self._taken and not self._is_common_to_all(key):
            for country, text in texts:
                self._kept.state(country, self._names(key) + self._title, text)
        self._taken.add(key)
        return texts

    def _is_common_to_all(self, key: str) -> bool:
        texts = [text for _, text in self.texts(key)]
        return len(texts) == len(self._sides) and are_alike(texts)


def aligned(
    lists: Iterable[tuple[str, Sequence[GroupMember]]], name_of: Callable[[GroupMember], str]
) -> list[tuple[str, list[tuple[str, GroupMember]]]]:
    """The same things in the lists of several countries, by name; each with its country.

    Case, blanks and punctuation of names make no difference. Of several things of one name in a
    list, the first is that which is the first in the others; a further one has a number.
    """
    found: dict[tuple[str, int], list[tuple[str, GroupMember]]] = {}
    names: dict[tuple[str, int], str] = {}
    for country, members in lists:
        met: Counter[str] = Counter()
        for member in members:
            name = name_of(member)
            folded = "".join(plain_words(name)) or name
            met[folded] += 1
            key = folded, met[folded]
            names.setdefault(key, name)
            found.setdefault(key, []).append((country, member))
    return [
        (names[key] if key[1] == 1 else f"{names[key]}, {key[1]}", members)
        for key, members in found.items()
    ]


def squeezed(text: str) -> str:
    """A text as it is compared: with one blank for each white space."""
    return " ".join(text.split())


def are_alike(texts: Iterable[str]) -> bool:
    """Whether texts are the same but for white space."""
    different = set(texts)
    return len(different) == 1 or len(set(map(squeezed, different))) == 1


def usual(texts: Sequence[str]) -> str | None:
    """The most frequent of texts, of equally frequent ones the first; None if there are none.

    Of its spellings, one with the fewest line breaks.
    """
    row = usual_row([(text,) for text in texts])
    return row[0] if row else None


def usual_row(rows: Sequence[tuple[str, ...]]) -> tuple[str, ...] | None:
    """The same for rows of texts."""
    compared = [tuple(map(squeezed, row)) for row in rows]
    counts = Counter(compared)
    if not counts:
        return None
    chosen, _ = counts.most_common(1)[0]
    spelled = [row for row, key in zip(rows, compared, strict=True) if key == chosen]
    return min(spelled, key=lambda row: sum(text.count("\n") for text in row))
