"""The study groups of a page, read with known interventions: arms, and what belongs to each.

An arm is its label, the paragraphs of its description and the blocks of its interventions, word for
word. Of all possible readings the least unusual is taken; `segmentation` says how that is weighed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.sources.registry_page.draft import Value

Block = tuple[str, ...]
"""The name of an intervention, or the label of an arm, and the paragraphs of its description."""

ANOTHER_PARAGRAPH = 2.5
YET_ANOTHER = 0.7
ARM_WITHOUT_DESCRIPTION = 1.9
ARM_WITHOUT_INTERVENTION = 2.2
OUT_OF_ORDER = 6.0
LABEL_OF_BLOCK = 1.6
TEXT_OF_BLOCK = 3.0
AGAINST_LABEL = 50.0

BULLET = re.compile(r"[-*•·]\s")
NUMBER = re.compile(r"(?:\(?[0-9]{1,2}[.)]|[a-z][.)])\s")
SENTENCE = re.compile(r"[.;!?] |[.;:]$")


@dataclass(frozen=True, slots=True)
class Arm:
    """The lines of one study group, and its interventions by number."""

    lines: Block
    interventions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WeighedLine:
    """A line, and how unusual it is as a name and as a paragraph."""

    text: str
    name: float
    paragraph: float


def weighed(value: Value) -> WeighedLine:
    """How unusual a line is: names are short, paragraphs are not, and a label decides."""
    if value.label == "description":
        return WeighedLine(value.text, AGAINST_LABEL, 0.0)
    if value.label:
        return WeighedLine(value.text, 0.0, AGAINST_LABEL)
    text, words = value.text, len(value.text.split())
    bullet, number = BULLET.match(text), NUMBER.match(text)
    name = (
        min(0.5 * max(0, words - 8), 6.0)
        + 3.0 * bool(SENTENCE.search(text))
        + 3.0 * text.endswith(":")
        + (5.0 if bullet else 2.0 if number else 0.0)
    )
    if bullet or number or words > 6 or text.endswith("."):
        return WeighedLine(text, name, 0.0)
    return WeighedLine(text, name, 0.6 if words > 3 else 1.2)


@dataclass(frozen=True, slots=True)
class Chain:
    """A step of a reading, after those before."""

    step: int
    before: Chain | None


def unwound(chain: Chain | None) -> list[int]:
    """The steps of a reading, the first one first."""
    steps = []
    while chain is not None:
        steps.append(chain.step)
        chain = chain.before
    return steps[::-1]


LABEL, DESCRIPTION, MORE, BLOCK = -1, -2, -3, 0
"""What a line of the groups is taken as; a block by its number."""

NEXT_PARAGRAPH = {
    LABEL: (DESCRIPTION, 0.0),
    DESCRIPTION: (MORE, ANOTHER_PARAGRAPH),
    MORE: (MORE, YET_ANOTHER),
}
"""What a paragraph is after a step of an arm, and how unusual it is there."""


def arms_of(groups: Sequence[WeighedLine], blocks: Sequence[Block]) -> tuple[float, list[Arm]]:
    """The cheapest reading of the groups with these blocks."""
    numbers = {block: number for number, block in enumerate(blocks)}
    lengths: dict[str, set[int]] = defaultdict(set)
    for block in blocks:
        lengths[block[0]].add(len(block))
    of_blocks = {text for block in blocks for text in block}
    texts = tuple(line.text for line in groups)
    # For every line the readings of the lines before it, the best one for each last step.
    best: list[dict[int, tuple[float, Chain | None]]] = [{} for _ in range(len(groups) + 1)]
    best[0][BLOCK] = (0.0, None)
    for place, line in enumerate(groups):
        here = best[place]
        if not here:
            continue
        after = best[place + 1]
        for last, (cost, chain) in here.items():
            label = cost + line.name + (_end_cost(last) if chain else 0)
            _offer(after, LABEL, label + LABEL_OF_BLOCK * (line.text in of_blocks), chain)
            if last in NEXT_PARAGRAPH:
                step, odds = NEXT_PARAGRAPH[last]
                paragraph = cost + line.paragraph + odds
                _offer(after, step, paragraph + TEXT_OF_BLOCK * (line.text in of_blocks), chain)
        for length in lengths.get(line.text, ()):
            number = numbers.get(texts[place : place + length])
            if number is None:
                continue
            for last, (cost, chain) in here.items():
                if chain is not None:
                    _offer(
                        best[place + len(blocks[number])],
                        number,
                        cost + _block_odds(last, number),
                        chain,
                    )
    ends = [(cost + _end_cost(last), chain) for last, (cost, chain) in best[-1].items()]
    cost, chain = min(ends, key=lambda end: end[0])
    return (cost, _built(texts, blocks, unwound(chain))) if groups else (0.0, [])


def _offer(
    readings: dict[int, tuple[float, Chain | None]], step: int, cost: float, chain: Chain | None
) -> None:
    if step not in readings or cost < readings[step][0]:
        readings[step] = (cost, Chain(step, chain))


def _end_cost(last: int) -> float:
    """The cost of an arm that ends with this step."""
    bare = ARM_WITHOUT_DESCRIPTION * (last == LABEL)
    return bare + ARM_WITHOUT_INTERVENTION * (last < 0)


def _block_odds(last: int, number: int) -> float:
    """The cost of a block after this step: the page keeps the order of the interventions."""
    return ARM_WITHOUT_DESCRIPTION * (last == LABEL) + OUT_OF_ORDER * (0 <= number <= last)


def _built(texts: Sequence[str], blocks: Sequence[Block], steps: Sequence[int]) -> list[Arm]:
    arms: list[tuple[list[str], list[int]]] = []
    place = 0
    for step in steps:
        if step == LABEL:
            arms.append(([texts[place]], []))
        elif step < 0:
            arms[-1][0].append(texts[place])
        else:
            arms[-1][1].append(step)
        place += len(blocks[step]) if step >= 0 else 1
    return [Arm(tuple(lines), tuple(numbers)) for lines, numbers in arms]
