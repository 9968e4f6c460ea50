"""What the records name, as arrays: conditions, interventions, and what identifies a trial."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.similarity.trial_text import Thing, Things


@dataclass(slots=True)
class ThingTable:
    """The things of each record, in the order in which records were added.

    A thing is stored once, as one record spells it; a SERIES once for each of its parts.
    `keys` are the keys of `things` in TrialText, `numbers` their numbers, record by record.
    """

    things: list[Thing] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    starts: array[int] = field(default_factory=lambda: array("q", [0]))
    numbers: array[int] = field(default_factory=lambda: array("i"))
    _known: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, (key, thing) in enumerate(zip(self.keys, self.things, strict=True)):
            self._known[_known_as(thing.kind, key, thing)] = number

    def add(self, found: Things) -> None:
        """Adds the things of the next record."""
        for (kind, key), thing in found.items():
            known = _known_as(kind, key, thing)
            number = self._known.get(known)
            if number is None:
                number = self._known[known] = len(self.things)
                self.things.append(thing)
                self.keys.append(key)
            self.numbers.append(number)
        self.starts.append(len(self.numbers))

    def are_of(self, place: int, found: Things) -> bool:
        """Whether a record has exactly these things."""
        given = {self._known.get(_known_as(*each, thing)) for each, thing in found.items()}
        return given == set(self.of(place))

    def of(self, place: int) -> Sequence[int]:
        """The numbers of the things of a record, by the place at which it was added."""
        return self.numbers[self.starts[place] : self.starts[place + 1]]

    def reordered(self, order: Sequence[int]) -> ThingTable:
        """The same things, with the records in another order."""
        found = ThingTable(self.things, self.keys)
        for place in order:
            found.numbers.extend(self.of(place))
            found.starts.append(len(found.numbers))
        return found


def _known_as(kind: str, key: str, thing: Thing) -> tuple[str, str, str]:
    return kind, key, thing.name if kind == "SERIES" else ""
