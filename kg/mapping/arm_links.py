"""Which interventions an arm has, and in which arms an intervention is used.

Each side names the other by a text, which several may share: two interventions "Device: Sham" of
two arms. Then only those are linked that name the first side too, without ambiguity; if there is
none, the text is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kg.records.protocol import ArmGroup, Intervention
from kg.text.name_index import NameIndex


class Links(NamedTuple):
    """What one side names: the others by their places, and the names that identify none."""

    others: list[int]
    names: list[str]


def arm_links(
    arms: Sequence[ArmGroup], interventions: Sequence[Intervention]
) -> tuple[list[Links], list[Links]]:
    """The links of every arm to interventions, and of every intervention to arms."""
    if not arms and not any(each.arm_group_labels for each in interventions):
        return [], [Links([], [])] * len(interventions)
    by_label = NameIndex([arm.label or "" for arm in arms])
    by_name = NameIndex(
        [each.name_in_arms() for each in interventions], [each.name or "" for each in interventions]
    )
    named = [[(name, by_name.find(name)) for name in arm.intervention_names] for arm in arms]
    labelled = [
        [(label, by_label.find(label)) for label in each.arm_group_labels] for each in interventions
    ]
    return _links(named, labelled), _links(labelled, named)


_Found = list[list[tuple[str, list[int]]]]


def _links(side: _Found, other_side: _Found) -> list[Links]:
    several = any(len(places) > 1 for found in side for _, places in found)
    sure = [_sure(found) for found in other_side] if several else []
    return [_resolved(place, found, sure) for place, found in enumerate(side)]


def _sure(found: list[tuple[str, list[int]]]) -> set[int]:
    """The things that are named without doubt."""
    return {places[0] for _, places in found if len(places) == 1}


def _resolved(place: int, found: list[tuple[str, list[int]]], sure: list[set[int]]) -> Links:
    """The links of the thing at `place`; `sure` are the things that each of the others names."""
    others: dict[int, None] = {}
    names = []
    for name, places in found:
        chosen = places if len(places) == 1 else [p for p in places if place in sure[p]]
        others.update(dict.fromkeys(chosen))
        if not chosen:
            names.append(name)
    return Links([*others], names)
