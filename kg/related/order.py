"""The order of related trials, by relevance, and the reasons for each of them.

First what is stated, the strongest first (STATED). Then similar trials and what is shared, in one
number: something that n trials of the store have weighs 1 / ln(1 + n) times the weight of its
reason, as a hospital with hundreds of trials says nothing; each further thing of one reason weighs
half as much as the one before. Last, trials that share no more than sites or a sponsor.

1 / ln(n) is the weight of Adamic and Adar, https://doi.org/10.1016/S0378-8733(03)00009-1. The
weights come from the measurements in docs/related-trials.md.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Final

from kg.related.links import (
    SAME_TRIAL,
    SHARED,
    STATED,
    Evidence,
    RelatedTrial,
    SharedThing,
    StatedLink,
)

WEIGHTS: Final = {
    "NUMBER": 1.0,
    "INTERVENTION": 1.0,
    "CONDITION": 1.0,
    "INVESTIGATOR": 1.0,
    "SPONSOR": 0.5,
    "SITE": 0.2,
}
"""What is shared -> its weight."""

FURTHER: Final = 0.5
"""The weight of each further thing of one reason, to that of the one before."""

SHARE: Final = 0.25
"""The part of the relevance that what is shared can have; the other one is the similarity's."""

HALF: Final = 4.0
"""The weights that have half of that part."""

_NOTHING: Final = (0,) * len(STATED)

PLACES: Final = frozenset(("SITE", "SPONSOR"))
"""What says little about the subject of a trial."""

ORDERS: Final = ("relevance", "confidence")
"""The orders that a user may ask for: the one described above, or the most similar trials first."""


@dataclass
class _Group:
    """Things that are the same, with the trials that have one of them."""

    reason: str
    things: list[SharedThing]
    trials: set[str]

    @property
    def holders(self) -> int:
        """The number of trials in the store that have it."""
        return len(self.trials) + 1

    @cached_property
    def name(self) -> tuple[str, str]:
        return min((one.name, one.city) for one in self.things)


class Ranking:
    """The related trials of some evidence, in an order of ORDERS."""

    def __init__(self, evidence: Evidence, by: str = ORDERS[0]) -> None:
        self._evidence = evidence
        self._groups = _groups(evidence.shared)
        self._stated = _stated(evidence.stated, self._groups)
        self._relevance = self._relevances()
        about = set(evidence.similar).union(
            self._stated,
            *(group.trials for group in self._groups if group.reason not in PLACES),
        )
        self.trials = sorted(self._relevance)  # then, as sorts are stable, by what weighs more
        self.trials.sort(key=self._relevance.__getitem__, reverse=True)
        self.trials.sort(key=about.__contains__, reverse=True)
        self.trials.sort(key=lambda trial: self._stated.get(trial, _NOTHING))
        if by == ORDERS[1]:
            alike = evidence.similar
            self.trials.sort(key=lambda each: -alike[each].confidence if each in alike else 0.0)

    def described(self, trials: Iterable[str]) -> list[RelatedTrial]:
        """These trials with their reasons, without titles."""
        by_trial: dict[str, list[Mapping[str, str]]] = defaultdict(list)
        for row in self._evidence.stated:
            by_trial[row["related"]].append(row)
        return [self._described(trial, by_trial[trial]) for trial in trials]

    def _relevances(self) -> dict[str, float]:
        """Each trial with its relevance: how similar it is, and what is shared beside that."""
        weights = _weights(self._groups)
        found = {trial: SHARE * weight / (weight + HALF) for trial, weight in weights.items()}
        for trial, link in self._evidence.similar.items():
            found[trial] = (1 - SHARE) * link.score + found.get(trial, 0.0)
        return dict.fromkeys(self._stated, 0.0) | found

    def _described(self, number: str, rows: Iterable[Mapping[str, str]]) -> RelatedTrial:
        trial = RelatedTrial(number, stated=_links(rows))
        trial.relevance = round(self._relevance[number], 3)
        trial.similar = self._evidence.similar.get(number)
        same = [link.record for link in trial.stated if link.reason == SAME_TRIAL]
        said = {("NUMBER", own) for own in (number, *same) if same}
        for reason in SHARED:
            groups = [
                each
                for each in self._groups
                if each.reason == reason
                and number in each.trials
                and (reason, each.name[0]) not in said
            ]
            if groups:
                trial.shared[reason] = _names([each.name for each in groups])
                trial.holders[reason] = [each.holders for each in groups]
        return trial


def by_what_is_shared(things: Mapping[str, Iterable[tuple[str, str]]], number: str) -> list[str]:
    """The order of the trials that share something with a trial, the most relevant first.

    `things` are those of each trial, as a reason of SHARED and a name.
    """
    mine = set(things[number])
    trials: dict[tuple[str, str], set[str]] = {each: set() for each in mine}
    for other, theirs in things.items():
        if other != number:
            for each in mine.intersection(theirs):
                trials[each].add(other)
    shared = [
        SharedThing(reason, name, name, "", frozenset(trials[reason, name]))
        for reason, name in sorted(mine)
    ]
    return Ranking(Evidence(shared=shared)).trials


def _groups(shared: Iterable[SharedThing]) -> list[_Group]:
    """What is shared, the rarest first, without duplicates."""
    found: dict[tuple[str, str], _Group] = {}
    for one in shared:
        group = found.setdefault((one.reason, one.key), _Group(one.reason, [], set()))
        group.things.append(one)
        group.trials |= one.trials
    ordered = sorted(found.items(), key=lambda each: (len(each[1].trials), each[1].name, each[0]))
    return [group for _, group in ordered]


def _weights(groups: Iterable[_Group]) -> dict[str, float]:
    """The weight of what each trial shares, of groups with the rarest first."""
    weights: dict[str, float] = {}
    shares: dict[str, dict[str, float]] = {reason: {} for reason in WEIGHTS}
    for group in groups:
        weight = WEIGHTS[group.reason] / log(1 + group.holders)
        share = shares[group.reason]
        for trial in group.trials:
            part = share.get(trial, 1.0)
            weights[trial] = weights.get(trial, 0.0) + weight * part
            share[trial] = part * FURTHER
    return weights


def _stated(
    rows: Iterable[Mapping[str, str]], groups: Iterable[_Group]
) -> dict[str, tuple[int, ...]]:
    """For each trial the number of links of each reason of STATED, below zero: more comes first."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for trial, reason, *_ in {
        (row["related"], row["reason"], row["direction"], row["field"]) for row in rows
    }:
        found[trial][reason] -= 1
    for group in groups:
        if group.reason in STATED:
            for trial in group.trials:
                found[trial][group.reason] -= 1
    return {trial: tuple(counts[each] for each in STATED) for trial, counts in found.items()}


def _links(rows: Iterable[Mapping[str, str]]) -> list[StatedLink]:
    stated: dict[tuple[str, str, str, str], StatedLink] = {}
    for row in rows:
        key = row["reason"], row["direction"], row["field"], row.get("nct", "")
        link = stated.setdefault(key, StatedLink(*key[:3], record=key[3]))
        for variable, texts in (
            ("name", link.numbers),
            ("quote", link.quotes),
            ("cue", link.cues),
            ("kind", link.kinds),
        ):
            if variable in row and row[variable] not in texts:
                texts.append(row[variable])
    return sorted(stated.values(), key=lambda link: STATED.index(link.reason))


def _names(named: list[tuple[str, str]]) -> list[str]:
    """The names; places of the same name have their city added."""
    if len(named) == 1:
        return [named[0][0]]
    times = Counter(name for name, _ in named)
    return [f"{name}, {city}" if city and times[name] > 1 else name for name, city in named]
