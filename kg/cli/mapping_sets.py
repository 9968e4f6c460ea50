"""Mapping sets on the command line: what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kg.cli.console import say

if TYPE_CHECKING:
    from kg.mapping_sets.sets import MappingSet

_MOST_NAMED: Final = 20


def listed(sentences: Sequence[str]) -> list[str]:
    """The first of many sentences, and the number of the others."""
    rest = len(sentences) - _MOST_NAMED
    return [*sentences[:_MOST_NAMED], *([f"and {rest:,} more like this"] if rest > 0 else [])]


def report_faults(sets: Sequence[MappingSet]) -> None:
    """Lists the rows that can't be read, and the columns that are not of SSSOM."""
    for each in sets:
        if each.unknown_columns:
            names = ", ".join(listed([name[:80] for name in each.unknown_columns]))
            say(f"Note: {each.place} has columns that SSSOM does not, which are not read: {names}")
        for sentence in listed(each.faults):
            say(sentence)
