"""Separates names from prose in the study groups and interventions of a page without labels.

The interventions are blocks, a name and the paragraphs of its description. The study groups are
arms: a label, the paragraphs of its description, and the blocks of its interventions word for word.
So the right split of the interventions is the one whose blocks reappear in the groups. It is found
as the least unusual reading of both sections; the cost of each feature is how rare it is in the
registry (-log p, rounded): 4 % of its interventions have no description, 15 % of its arms have
none, 11 % of its arms have no intervention, and 5 % of the descriptions have several paragraphs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.sources.registry_page.draft import Value
from kg.sources.registry_page.groups import (
    ANOTHER_PARAGRAPH,
    YET_ANOTHER,
    Arm,
    Block,
    Chain,
    WeighedLine,
    arms_of,
    unwound,
    weighed,
)

NO_DESCRIPTION = 3.0
NO_DESCRIPTION_AGAIN = 1.0
NOT_IN_GROUPS = 2.5

SEARCH_LIMIT = 50_000
"""Up to this product of the numbers of lines of both sections, other splits are tried."""

SWEEPS = 2
"""The number of times that every boundary is tried."""


@dataclass(frozen=True, slots=True)
class Segmentation:
    """A reading of both sections, and its cost."""

    cost: float
    arms: tuple[Arm, ...]
    blocks: tuple[Block, ...]


def segmentation(groups: Sequence[Value], interventions: Sequence[Value]) -> Segmentation:
    """The best reading; without interventions, it uses the lines that the groups repeat."""
    group_lines = [weighed(value) for value in groups]
    if interventions:
        return _best(group_lines, [weighed(value) for value in interventions])
    readings = [_best(group_lines, lines) for lines in ([], _repeated(group_lines))]
    return min(readings, key=lambda reading: reading.cost)


def _repeated(groups: Sequence[WeighedLine]) -> list[WeighedLine]:
    counts = Counter(groups)
    return [line for line, count in counts.items() if count > 1]


def _best(groups: Sequence[WeighedLine], lines: Sequence[WeighedLine]) -> Segmentation:
    """The cheapest split found by moving one boundary at a time from two starting points."""
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
    """The split with one boundary more or less, and with one boundary a line further down."""
    yield cut ^ {number}
    if number in cut and number + 1 < length and number + 1 not in cut:
        yield cut ^ {number, number + 1}


def _cut_by_breaks(groups: Sequence[WeighedLine], lines: Sequence[WeighedLine]) -> frozenset[int]:
    """A split wherever two neighbours are not always neighbours in the groups."""
    texts = [line.text for line in groups]
    pairs, counts = Counter(pairwise(texts)), Counter(texts)
    return frozenset(
        number
        for number, (one, two) in enumerate(pairwise(line.text for line in lines), 1)
        if pairs[one, two] < max(counts[one], counts[two])
    )


def _cut_by_look(lines: Sequence[WeighedLine]) -> frozenset[int]:
    """A split before every line that looks like a name."""
    # The best reading so far that ends with a name, with one paragraph, with several.
    best: list[tuple[float, Chain | None]] = [(0.0, None)]
    for number, line in enumerate(lines[1:], 1):
        closed = [(cost + NO_DESCRIPTION * (not n), chain) for n, (cost, chain) in enumerate(best)]
        cost, chain = min(closed, key=lambda pair: pair[0])
        more = [
            (c + line.paragraph + (0.0, ANOTHER_PARAGRAPH, YET_ANOTHER)[n], ch)
            for n, (c, ch) in enumerate(best)
        ]
        best = [(cost + line.name, Chain(number, chain)), more[0]]
        if more[1:]:
            best.append(min(more[1:], key=lambda pair: pair[0]))
    last = min(best, key=lambda pair: pair[0])[1]
    return frozenset(unwound(last))


def _reading(
    groups: Sequence[WeighedLine], lines: Sequence[WeighedLine], cut: frozenset[int]
) -> Segmentation:
    edges = [0, *sorted(cut), len(lines)] if lines else []
    pieces = [lines[start:end] for start, end in pairwise(edges)]
    blocks = list(dict.fromkeys(tuple(line.text for line in piece) for piece in pieces))
    cost = sum(map(_block_cost, pieces))
    bare = sum(len(piece) == 1 for piece in pieces)
    cost += NO_DESCRIPTION * (bare > 0) + NO_DESCRIPTION_AGAIN * max(0, bare - 1)
    odds, arms = arms_of(groups, blocks)
    used = {number for arm in arms for number in arm.interventions}
    if groups:
        cost += NOT_IN_GROUPS * (len(blocks) - len(used))
    return Segmentation(cost + odds, tuple(arms), tuple(blocks))


def _block_cost(lines: Sequence[WeighedLine]) -> float:
    paragraphs = len(lines) - 1
    return lines[0].name + sum(line.paragraph for line in lines[1:]) + _paragraphs_cost(paragraphs)


def _paragraphs_cost(paragraphs: int) -> float:
    return ANOTHER_PARAGRAPH + YET_ANOTHER * (paragraphs - 2) if paragraphs > 1 else 0.0
