"""Things found by a name that a record gives them elsewhere, which several may share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

Places = dict[str, list[int]]


class NameIndex:
    """Things by name: as it is spelled, else without regard to case and white space.

    Each of `names` has one name of every thing, such as "Drug: Riluzole" or "Riluzole"; a thing is
    found by a later one only if none has the name as an earlier one.
    """

    def __init__(self, *names: Sequence[str]) -> None:
        self._names: Final = names
        self._exact: Final = [_places(each, str) for each in names]
        self._folded: list[Places] | None = None

    def find(self, name: str) -> list[int]:
        """The places of all things that have a name."""
        for exact in self._exact:
            if name in exact:
                return exact[name]
        if self._folded is None:
            self._folded = [_places(each, folded) for each in self._names]
        return next(
            (places[fold] for places in self._folded if (fold := folded(name)) in places), []
        )


def folded(name: str | None) -> str:
    """A name without regard to case and white space, for comparison."""
    return " ".join((name or "").split()).casefold()


def _places(names: Sequence[str], key: Callable[[str], str]) -> Places:
    places: Places = {}
    for place, name in enumerate(names):
        if name:
            places.setdefault(key(name), []).append(place)
    return places
