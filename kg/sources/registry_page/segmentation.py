"""Names told from prose in the study groups and the interventions of a page without labels.

The interventions are blocks, a name and the paragraphs of its description. The study groups are
arms: a label, the paragraphs of its description, and the blocks of its interventions word for word.
So that cut of the interventions is right whose blocks reappear in the groups. It is searched for as
the reading of both sections with the fewest oddities; how odd something is goes by how rare it is
in the registry (-log p, rounded): 4 % of its interventions have no description, 15 % of its arms,
11 % of its arms no intervention, and the descriptions of 5 % have several paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.sources.registry_page.draft import Value

Block = tuple[str, ...]
"""The name of an intervention, or the label of an arm, and the paragraphs of its description."""

NO_DESCRIPTION = 3.0
ANOTHER_PARAGRAPH = 2.5
YET_ANOTHER = 0.7
NOT_IN_GROUPS = 2.5
ARM_WITHOUT_DESCRIPTION = 1.9
ARM_WITHOUT_INTERVENTION = 2.2
OUT_OF_ORDER = 6.0
LABEL_OF_BLOCK = 1.6
TEXT_OF_BLOCK = 3.0
AGAINST_LABEL = 50.0

SEARCH_LIMIT = 50_000
"""Lines of the interventions times lines of both sections up to which other cuts are tried."""

SWEEPS = 2
"""How often every boundary is tried."""

BULLET = re.compile(r"[-*•·]\s")
NUMBER = re.compile(r"(?:\(?[0-9]{1,2}[.)]|[a-z][.)])\s")
SENTENCE = re.compile(r"[.;!?] |[.;:]$")


@dataclass(frozen=True, slots=True)
class Arm:
    """The lines of one study group, and its interventions by their number."""

    lines: Block
    interventions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A reading of both sections, and how odd it is."""

    cost: float
    arms: tuple[Arm, ...]
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line with how odd it is as a name and as a paragraph."""

    text: str
    name: float
    paragraph: float


def segmentation(groups: Sequence[Value], interventions: Sequence[Value]) -> Segmentation:
    """The best reading; a page without interventions has those lines that its groups repeat."""
    group_lines = [_line(value) for value in groups]
    if interventions:
        return _best(group_lines, [_line(value) for value in interventions])
    readings = [_best(group_lines, lines) for lines in ([], _repeated(group_lines))]
    return min(readings, key=lambda reading: reading.cost)


def _line(value: Value) -> _Line:
    if value.label == "description":
        return _Line(value.text, AGAINST_LABEL, 0.0)
    if value.label:
        return _Line(value.text, 0.0, AGAINST_LABEL)
    text, words = value.text, len(value.text.split())
    bullet, number = BULLET.match(text), NUMBER.match(text)
    name = (
        min(0.5 * max(0, words - 8), 6.0)
        + 3.0 * bool(SENTENCE.search(text))
        + 3.0 * text.endswith(":")
        + (5.0 if bullet else 2.0 if number else 0.0)
    )
    if bullet or number or words > 6 or text.endswith("."):
        return _Line(text, name, 0.0)
    return _Line(text, name, 0.6 if words > 3 else 1.2)


def _repeated(groups: Sequence[_Line]) -> list[_Line]:
    counts = Counter(groups)
    return [line for line, count in counts.items() if count > 1]


def _best(groups: Sequence[_Line], lines: Sequence[_Line]) -> Segmentation:
    """The cheapest cut that is found by moving one boundary at a time from two beginnings."""
    cuts = [_cut_by_look(lines), _cut_by_breaks(groups, lines)]
    readings = [_reading(groups, lines, cut) for cut in cuts]
    best, cut = min(zip(readings, cuts, strict=True), key=lambda pair: pair[0].cost)
    if len(lines) * (len(lines) + len(groups)) > SEARCH_LIMIT:
        return best
    for number in [*range(1, len(lines))] * SWEEPS:
        for moved in _moved(cut, number, len(lines)):
            reading = _reading(groups, lines, moved)
            if reading.cost < best.cost:
                best, cut = reading, moved
    return best


def _moved(cut: frozenset[int], number: int, length: int) -> Iterator[frozenset[int]]:
    """The cut with a boundary more or less, and with a boundary one line further down."""
    yield cut ^ {number}
    if number in cut and number + 1 < length and number + 1 not in cut:
        yield cut ^ {number, number + 1}


def _cut_by_breaks(groups: Sequence[_Line], lines: Sequence[_Line]) -> frozenset[int]:
    """A boundary wherever two neighbours are not always neighbours in the groups."""
    texts = [line.text for line in groups]
    pairs, counts = Counter(pairwise(texts)), Counter(texts)
    return frozenset(
        number
        for number, (one, two) in enumerate(pairwise(line.text for line in lines), 1)
        if pairs[one, two] < max(counts[one], counts[two])
    )


def _cut_by_look(lines: Sequence[_Line]) -> frozenset[int]:
    """Boundaries before what looks like a name."""
    # The best reading so far that ends with a name, with one paragraph, with several.
    best: list[tuple[float, _Chain | None]] = [(0.0, None)]
    for number, line in enumerate(lines[1:], 1):
        closed = [(cost + NO_DESCRIPTION * (not n), chain) for n, (cost, chain) in enumerate(best)]
        cost, chain = min(closed, key=lambda pair: pair[0])
        more = [
            (c + line.paragraph + (0.0, ANOTHER_PARAGRAPH, YET_ANOTHER)[n], ch)
            for n, (c, ch) in enumerate(best)
        ]
        best = [(cost + line.name, _Chain(number, chain)), more[0]]
        if more[1:]:
            best.append(min(more[1:], key=lambda pair: pair[0]))
    last = min(best, key=lambda pair: pair[0])[1]
    return frozenset(_unwound(last))


@dataclass(frozen=True, slots=True)
class _Chain:
    """A step of a reading, after those before."""

    step: int
    before: _Chain | None


def _unwound(chain: _Chain | None) -> list[int]:
    steps = []
    while chain is not None:
        steps.append(chain.step)
        chain = chain.before
    return steps[::-1]


def _reading(groups: Sequence[_Line], lines: Sequence[_Line], cut: frozenset[int]) -> Segmentation:
    edges = [0, *sorted(cut), len(lines)] if lines else []
    pieces = [lines[start:end] for start, end in pairwise(edges)]
    blocks = list(dict.fromkeys(tuple(line.text for line in piece) for piece in pieces))
    cost = sum(map(_block_cost, pieces))
    odds, arms = _arms(groups, blocks)
    used = {number for arm in arms for number in arm.interventions}
    if groups:
        cost += NOT_IN_GROUPS * (len(blocks) - len(used))
    return Segmentation(cost + odds, tuple(arms), tuple(blocks))


def _block_cost(lines: Sequence[_Line]) -> float:
    paragraphs = len(lines) - 1
    return lines[0].name + sum(line.paragraph for line in lines[1:]) + _paragraphs_cost(paragraphs)


def _paragraphs_cost(paragraphs: int) -> float:
    if paragraphs < 2:
        return 0.0 if paragraphs else NO_DESCRIPTION
    return ANOTHER_PARAGRAPH + YET_ANOTHER * (paragraphs - 2)


LABEL, DESCRIPTION, MORE, BLOCK = -1, -2, -3, 0
"""What a line of the groups is taken for; a block by its number."""

NEXT_PARAGRAPH = {
    LABEL: (DESCRIPTION, 0.0),
    DESCRIPTION: (MORE, ANOTHER_PARAGRAPH),
    MORE: (MORE, YET_ANOTHER),
}
"""What a paragraph is after a step of an arm, and how odd it is there."""


def _arms(groups: Sequence[_Line], blocks: Sequence[Block]) -> tuple[float, list[Arm]]:
    """The cheapest reading of the groups with these blocks."""
    numbers = {block: number for number, block in enumerate(blocks)}
    lengths: dict[str, set[int]] = defaultdict(set)
    for block in blocks:
        lengths[block[0]].add(len(block))
    of_blocks = {text for block in blocks for text in block}
    texts = tuple(line.text for line in groups)
    # For every line the readings of those before, the best one for each last step.
    best: list[dict[int, tuple[float, _Chain | None]]] = [{} for _ in range(len(groups) + 1)]
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
    return (cost, _built(texts, blocks, _unwound(chain))) if groups else (0.0, [])


def _offer(
    readings: dict[int, tuple[float, _Chain | None]], step: int, cost: float, chain: _Chain | None
) -> None:
    if step not in readings or cost < readings[step][0]:
        readings[step] = (cost, _Chain(step, chain))


def _end_cost(last: int) -> float:
    """What an arm costs that ends with this step."""
    bare = ARM_WITHOUT_DESCRIPTION * (last == LABEL)
    return bare + ARM_WITHOUT_INTERVENTION * (last < 0)


def _block_odds(last: int, number: int) -> float:
    """What a block costs after this step: the page keeps the order of the interventions."""
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
