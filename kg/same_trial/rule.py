"""The rule by which records of several registries are of one trial.

A number that many trials state, of a master protocol or a programme, identifies none. So:

1. A number identifies a trial if no two records of one registry have or state it. All records that
   have or state it are of the same trial.
2. Two records of which each states the number of the other are of the same trial in any case.
3. A record that gives its trial another number of the other one's registry, but not that of the
   other one, is not of the same trial, whatever else the two share.

A link is between two records that such a number connects. It is not continued: that A is the same
trial as B, and B as C, says nothing of A and C. A number that a trial had before is its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

from kg.registries.numbers import registry_of
from kg.same_trial.stated import NumberInField


class SameTrialLink(NamedTuple):
    """That the trial `other` is the same one.

    `stated` are the statements of the trial's own record that show it, none if only the other
    record does; `by_both` says that both records do.
    """

    other: str
    stated: tuple[NumberInField, ...]
    by_both: bool


class SameTrial(NamedTuple):
    """A trial, and the trials of other registries that are the same one, by number."""

    number: str
    links: tuple[SameTrialLink, ...]


class SameTrials:
    """Which records are of the same trial.

    `stated` has the numbers of other registries that the records of trials state, `present` the
    present number of each trial that had another one before. Whether there is a record of a number
    `has_record` says.
    """

    def __init__(
        self,
        stated: Mapping[str, Iterable[str]],
        present: Mapping[str, str],
        has_record: Callable[[str], bool],
    ) -> None:
        self._present = present
        self._has_record = has_record
        self.numbers = {
            trial: {self._now(number) for number in numbers}
            for trial, numbers in stated.items()
            if trial not in present
        }
        self._stating: dict[str, set[str]] = defaultdict(set)
        for trial, numbers in self.numbers.items():
            for number in numbers:
                self._stating[number].add(trial)

    def pairs(self) -> set[tuple[str, str]]:
        """The pairs of trials that are the same one, each once, the lesser number first."""
        found = {pair for number in self._stating for pair in self._pairs_by(number)}
        return {pair for pair in found if not self._contradicts(*pair)}

    def trials(
        self,
        pairs: Iterable[tuple[str, str]],
        wanted: Container[str],
        stated_by: Callable[[str], Iterable[NumberInField]],
    ) -> Iterator[SameTrial]:
        """The wanted trials of these pairs with their links, sorted by number.

        `stated_by` gives the statements of a trial's record.
        """
        others: dict[str, set[str]] = defaultdict(set)
        for pair in pairs:
            for one, other in (pair, pair[::-1]):
                if one in wanted:
                    others[one].add(other)
        for number in sorted(others):
            stated = tuple(sorted(stated_by(number)))
            links = (self._link(number, other, stated) for other in sorted(others[number]))
            yield SameTrial(number, tuple(links))

    def _pairs_by(self, number: str) -> Iterator[tuple[str, str]]:
        stating, holder = self._stating[number], self._holder(number)
        if identifies(stating | holder):
            yield from combinations(sorted(stating | holder), 2)
            return
        for one in holder:
            for other in stating & self.numbers.get(one, set()):
                yield min(one, other), max(one, other)

    def _link(self, number: str, other: str, stated: Iterable[NumberInField]) -> SameTrialLink:
        showing = self._showing(number, other)
        mine = tuple(each for each in stated if self._now(each.number) in showing)
        return SameTrialLink(other, mine, bool(mine and self._showing(other, number)))

    def _showing(self, number: str, other: str) -> set[str]:
        """The numbers stated by a record that show that it is of the same trial as the other."""
        shared = self.numbers.get(number, set()) & (self.numbers.get(other, set()) | {other})
        return {
            each
            for each in shared
            if each == other or identifies(self._stating[each] | self._holder(each))
        }

    def _now(self, number: str) -> str:
        """The present number of a trial."""
        return self._present.get(number, number)

    def _holder(self, number: str) -> set[str]:
        return {number} if number not in self._present and self._has_record(number) else set()

    def _contradicts(self, one: str, other: str) -> bool:
        """Whether either record is of another trial of the other one's registry."""
        return any(
            theirs not in self.numbers.get(mine, ())
            and _key(theirs) in map(_key, self.numbers.get(mine, ()))
            for mine, theirs in ((one, other), (other, one))
        )


def identifies(claiming: Iterable[str]) -> bool:
    """Whether a number that these records have or state is of one trial alone."""
    keys = [_key(number) for number in claiming]
    return len(keys) == len(set(keys))


def _key(number: str) -> str | None:
    registry = registry_of(number)
    return registry.key if registry else None
