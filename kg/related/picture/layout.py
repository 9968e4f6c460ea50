"""The layout of a picture: boxes in four columns, and lines between them with few crossings.

Columns can't overlap, and a box is as high as its text, so that nothing is covered. Sizes are in
pixels; the width of a text is estimated for a wide sans-serif, because the viewer's font is not
known.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kg.related.picture.neighbourhood import LINK, OTHER, Edge, Neighbourhood, Node

TEXT: Final = 13
CAPTION: Final = 11
LINE: Final = 17
"""Font sizes, and the height of a line."""

PADDING: Final = 10
BAR: Final = 5
"""Space around a text, and width of the coloured bar at the left of a box."""

MARGIN: Final = 24
HEAD: Final = 64
FOOT: Final = 64
_GAP: Final = 14
_MOST_LINES: Final = 5
_WIDTHS: Final = (250, 240, 290, 330)
_BETWEEN: Final = (70, 80, 110)
"""Widths of the columns, and of the space for lines between them."""

_NARROW: Final = frozenset("iljtfrI.,;:!|'’()[]/- ")
_BROAD: Final = frozenset("mwMW@%&—…")


class Box(NamedTuple):
    """A node with its lines of text, its position and its size."""

    node: Node
    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    height: float


class EdgeLine(NamedTuple):
    """An edge from a point on the right side of a box to one on the left side of another box."""

    edge: Edge
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture with everything placed, ready to be written."""

    neighbourhood: Neighbourhood
    width: float
    height: float
    boxes: tuple[Box, ...]
    lines: tuple[EdgeLine, ...]


def drawing(neighbourhood: Neighbourhood) -> Drawing:
    """The drawing of a neighbourhood."""
    columns = list(neighbourhood.columns)
    others = _column(columns[OTHER], OTHER, 0)
    columns[LINK] = _beside(columns[LINK], neighbourhood.edges, others)
    highest = max(_height(_column(nodes, number, 0)) for number, nodes in enumerate(columns))
    boxes = [box for number, nodes in enumerate(columns) for box in _column(nodes, number, highest)]
    used = [box.x + box.width for box in boxes]
    return Drawing(
        neighbourhood,
        max(used) + MARGIN,
        HEAD + highest + FOOT,
        tuple(boxes),
        tuple(_lines(neighbourhood.edges, {box.node.id: box for box in boxes})),
    )


def wrapped(text: str, width: float, most: int = _MOST_LINES) -> tuple[str, ...]:
    """The lines of a text at most `width` wide; three dots mark what is left out."""
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            for piece in _pieces(word, width):
                longer = f"{line} {piece}" if line else piece
                if line and length(longer) > width:
                    lines.append(line)
                    longer = piece
                line = longer
        lines.append(line)
    if len(lines) <= most:
        return tuple(lines)
    last = lines[most - 1]
    while last and length(f"{last} …") > width:
        last = last.rpartition(" ")[0]
    return (*lines[: most - 1], f"{last} …")


def length(text: str, size: float = TEXT) -> float:
    """The approximate maximum width of a text."""
    return size * sum(map(_em, text))


def _em(character: str) -> float:
    if character in _NARROW:
        return 0.36
    if character in _BROAD or unicodedata.east_asian_width(character) in "WF":
        return 1.0
    return 0.7 if character.isupper() else 0.58


def _pieces(word: str, width: float) -> list[str]:
    """A word, in several pieces if it is wider than a line."""
    pieces, start = [], 0
    for end in range(1, len(word) + 1):
        if length(word[start : end + 1]) > width:
            pieces.append(word[start:end])
            start = end
    return [*pieces, word[start:]] if start < len(word) else pieces


def _column(nodes: Sequence[Node], number: int, height: float) -> list[Box]:
    """The boxes of a column, spread over a height."""
    width = _WIDTHS[number]
    x = MARGIN + sum(_WIDTHS[:number]) + sum(_BETWEEN[:number])
    texts = [(*wrapped(node.text, width - 2 * PADDING - BAR), *node.more) for node in nodes]
    heights = [2 * PADDING + LINE * (len(lines) + 1) for lines in texts]
    whole = sum(heights) + _GAP * max(len(nodes) - 1, 0)
    room = (height - whole) / (len(nodes) + 1) if height > whole else 0
    boxes = []
    y = HEAD + room
    for node, lines, high in zip(nodes, texts, heights, strict=True):
        boxes.append(Box(node, lines, x, y, width, high))
        y += high + _GAP + room
    return boxes


def _height(boxes: Sequence[Box]) -> float:
    return boxes[-1].y + boxes[-1].height - HEAD if boxes else 0


def _beside(nodes: Sequence[Node], edges: Sequence[Edge], others: Sequence[Box]) -> list[Node]:
    """The nodes in the order of the average height of the boxes that they lead to."""
    middle = {box.node.id: box.y + box.height / 2 for box in others}
    reached: dict[str, list[float]] = defaultdict(list)
    for edge in edges:
        if edge.right in middle:
            reached[edge.left].append(middle[edge.right])
    return sorted(nodes, key=lambda node: sum(reached[node.id]) / len(reached[node.id]))


def _lines(edges: Sequence[Edge], boxes: Mapping[str, Box]) -> list[EdgeLine]:
    """The edges, with their ends spread over the sides of the boxes."""
    leaving: dict[str, list[Edge]] = defaultdict(list)
    reaching: dict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        leaving[edge.left].append(edge)
        reaching[edge.right].append(edge)
    starts: dict[Edge, float] = {}
    ends: dict[Edge, float] = {}
    for name, found in leaving.items():
        starts |= _places(boxes[name], sorted(found, key=lambda edge: boxes[edge.right].y))
    for name, found in reaching.items():
        ends |= _places(boxes[name], sorted(found, key=lambda edge: boxes[edge.left].y))
    return [
        EdgeLine(
            edge,
            boxes[edge.left].x + boxes[edge.left].width,
            starts[edge],
            boxes[edge.right].x,
            ends[edge],
        )
        for edge in edges
    ]


def _places(box: Box, edges: Sequence[Edge]) -> dict[Edge, float]:
    step = box.height / (len(edges) + 1)
    return {edge: box.y + step * (number + 1) for number, edge in enumerate(edges)}
