"""Bars of the numbers of trials: their lengths as data for the templates.

A bar is a row of a table with its name and number, so that the chart is read as well as seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kg.stores.embedded.search_index import NOT_GIVEN, Choice

MOST_YEARS: Final = 30
"""The years that a chart shows, up to the last one."""

_WIDE: Final = 100.0
_LEAST: Final = 0.5
"""The length of the longest bar, and of the shortest that is not nothing."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A number of trials, the length of its bar from 0 to 100, and the list of the trials."""

    label: str
    count: int
    length: float
    href: str


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars with a heading, and a sentence about what they leave out."""

    title: str
    bars: Sequence[Bar]
    note: str = ""


def bar_chart(
    title: str, choices: Iterable[Choice], href: Callable[[str], str], most: int | None = None
) -> Chart:
    """A bar for each value of a facet, or for the `most` values that come first."""
    listed = [choice for choice in choices if choice.count]
    shown = listed[:most]
    left = len(listed) - len(shown)
    note = f"And {left:,} more, in the list of trials." if left else ""
    return Chart(title, _bars([(each.label, each.value, each.count) for each in shown], href), note)


def year_chart(title: str, choices: Iterable[Choice], href: Callable[[str], str]) -> Chart:
    """A bar for each of the last years with or without trials, in their order."""
    counts = {int(each.value): each.count for each in choices if each.value != NOT_GIVEN}
    if not counts:
        return Chart(title, ())
    years = range(max(min(counts), max(counts) - MOST_YEARS + 1), max(counts) + 1)
    earlier = sum(count for year, count in counts.items() if year < years[0])
    note = f"{earlier:,} started before {years[0]}." if earlier else ""
    return Chart(title, _bars([(str(y), str(y), counts.get(y, 0)) for y in years], href), note)


def _bars(rows: Sequence[tuple[str, str, int]], href: Callable[[str], str]) -> list[Bar]:
    longest = max((count for *_, count in rows), default=0) or 1
    return [
        Bar(label, count, max(_LEAST, _WIDE * count / longest) if count else 0.0, href(value))
        for label, value, count in rows
    ]
