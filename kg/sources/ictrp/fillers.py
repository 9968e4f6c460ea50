"""What only fills a field of an ICTRP row: "NIL" as an outcome measure, "None" as an intervention.

It is stated of nothing, and kept as an unmapped field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from kg.records.protocol import Intervention, Outcome
from kg.text.fillers import no_part_says_anything

T = TypeVar("T")

_CONTROL: Final = "Control "
"""What precedes the text of a control intervention of CTRI."""


def separated(
    given: Iterable[T], text_of: Callable[[T], str], prefix: str = ""
) -> tuple[list[T], list[str]]:
    """Those whose text, behind a prefix, says something, and the texts of the others."""
    said: list[T] = []
    fillers: list[str] = []
    for each in given:
        text = text_of(each)
        if no_part_says_anything(text.removeprefix(prefix)):
            fillers.append(text)
        else:
            said.append(each)
    return said, list(filter(None, fillers))


def separated_outcomes(outcomes: list[Outcome]) -> tuple[list[Outcome], list[str]]:
    """The same of outcome measures; a time frame that only fills its place is taken out."""
    said, fillers = separated(outcomes, _text_of_outcome)
    for each in said:
        if each.time_frame and no_part_says_anything(each.time_frame):
            fillers.append(each.time_frame)
            each.time_frame = None
    return said, fillers


def _text_of_outcome(outcome: Outcome) -> str:
    return "\n".join(filter(None, (outcome.measure, outcome.time_frame, outcome.description)))


def separated_interventions(given: list[Intervention]) -> tuple[list[Intervention], list[str]]:
    """The same of interventions."""
    return separated(given, _text_of_intervention, _CONTROL)


def _text_of_intervention(intervention: Intervention) -> str:
    return intervention.name or intervention.description or ""
