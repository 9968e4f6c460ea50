"""Things found by a name that a record gives them elsewhere, which several may share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

Places = dict[str, list[int]]


class NameIndex:
    """Things by name: as it is spelled, else without regard to case and white space.

    Each of `names` has one name of every thing, such as "Drug: Riluzole" or "Riluzole"; a thing is
    found by a later one only if none has the name as an earlier one.
    """

    def __init__(self, *names: Sequence[str]) -> None:
        self._names: Final = (*names, *names)
        self._found: Final[list[Places]] = []

    def find(self, name: str) -> list[int]:
        """The places of all things that have a name."""
        for number, names in enumerate(self._names):
            fold = number >= len(self._names) // 2
            if number == len(self._found):
                self._found.append(_places(names, fold=fold))
            if places := self._found[number].get(folded(name) if fold else name):
                return places
        return []


def folded(name: str | None) -> str:
    """A name without regard to case and white space, for comparison."""
    return " ".join((name or "").split()).casefold()


def _places(names: Sequence[str], *, fold: bool) -> Places:
    places: Places = {}
    for place, name in enumerate(names):
        if name:
            places.setdefault(folded(name) if fold else name, []).append(place)
    return places
