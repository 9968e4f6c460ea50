"""What the records name, as arrays: conditions, interventions, and what identifies a trial."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from kg.similarity.trial_text import Thing, Things

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(slots=True)
class ThingTable:
    """The things of each record, in the order in which records were added.

    A thing is stored once, as the first record spells it; a SERIES once for each of its parts.
    """

    things: list[Thing] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    starts: array[int] = field(default_factory=lambda: array("q", [0]))
    numbers: array[int] = field(default_factory=lambda: array("i"))
    _known: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def add(self, found: Things) -> None:
        """Adds the things of the next record."""
        for (kind, key), thing in found.items():
            known = kind, key, thing.name if kind == "SERIES" else ""
            number = self._known.get(known)
            if number is None:
                number = self._known[known] = len(self.things)
                self.things.append(thing)
                self.keys.append(key)
            self.numbers.append(number)
        self.starts.append(len(self.numbers))

    def of(self, place: int) -> Things:
        """The things of a record, by the place at which it was added."""
        numbers = self.numbers[self.starts[place] : self.starts[place + 1]]
        return {
            (self.things[number].kind, self.keys[number]): self.things[number] for number in numbers
        }

    def frequency(self) -> NDArray[np.int64]:
        """The number of records that have each thing."""
        return np.bincount(np.frombuffer(self.numbers, np.int32), minlength=len(self.things))
