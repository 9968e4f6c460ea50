"""The layout of a picture: boxes in four columns, and lines between them with few crossings.

Columns can't overlap, and a box is as high as its text, so that nothing is covered. Sizes are in
pixels.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from kg.related.picture.neighbourhood import LINK, OTHER, OWN, Neighbourhood
from kg.related.picture.nodes import Edge, Node
from kg.related.picture.wrapping import wrapped

CAPTION: Final = 11
LINE: Final = 17
"""Font size of a caption, and the height of a line."""

PADDING: Final = 10
BAR: Final = 5
"""Space around a text, and width of the coloured bar at the left of a box."""

MARGIN: Final = 24
HEAD: Final = 64
FOOT: Final = 64
_GAP: Final = 14
_MOST_LINES: Final = 6
_MOST_BRIEF: Final = 2
"""The most lines of a text, and of what is in short below it."""

_SCREEN: Final = 700
"""The height over which the boxes of a column are spread; a longer one begins at the top."""

_WIDTHS: Final = (220, 230, 280, 320)
_BETWEEN: Final = (56, 64, 96)
"""Widths of the columns, and of the space for lines between them."""

HEADINGS: Final = ("its own", "the trial", "what links it to others", "related trials")
"""The heading of each column."""


class Row(NamedTuple):
    """A line of a box; `role` is "text", "brief" or "more", as in its node."""

    text: str
    role: str


class Box(NamedTuple):
    """A node with its lines below the caption, its position and its size."""

    node: Node
    column: int
    rows: tuple[Row, ...]
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

    @property
    def after_own(self) -> float:
        """Where the columns after the trial's own things begin."""
        return _WIDTHS[OWN] + _BETWEEN[OWN]

    @property
    def headings(self) -> dict[int, float]:
        """The columns that have boxes, and where they begin."""
        return {box.column: box.x for box in self.boxes}


def drawing(neighbourhood: Neighbourhood) -> Drawing:
    """The drawing of a neighbourhood."""
    columns = list(neighbourhood.columns)
    others = _column(columns[OTHER], OTHER, 0)
    columns[LINK] = _beside(columns[LINK], neighbourhood.edges, others)
    highest = max(_height(_column(nodes, number, 0)) for number, nodes in enumerate(columns))
    seen = min(highest, _SCREEN)
    boxes = [box for number, nodes in enumerate(columns) for box in _column(nodes, number, seen)]
    used = [box.x + box.width for box in boxes]
    return Drawing(
        neighbourhood,
        max(used) + MARGIN,
        HEAD + highest + FOOT,
        tuple(boxes),
        tuple(_lines(neighbourhood.edges, {box.node.id: box for box in boxes})),
    )


def _column(nodes: Sequence[Node], number: int, height: float) -> list[Box]:
    """The boxes of a column, spread over a height."""
    width = _WIDTHS[number]
    x = MARGIN + sum(_WIDTHS[:number]) + sum(_BETWEEN[:number])
    texts = [tuple(_rows(node, width - 2 * PADDING - BAR)) for node in nodes]
    heights = [2 * PADDING + LINE * (len(rows) + 1) for rows in texts]
    whole = sum(heights) + _GAP * max(len(nodes) - 1, 0)
    room = (height - whole) / (len(nodes) + 1) if height > whole else 0
    boxes = []
    y = HEAD + room
    for node, rows, high in zip(nodes, texts, heights, strict=True):
        boxes.append(Box(node, number, rows, x, y, width, high))
        y += high + _GAP + room
    return boxes


def _rows(node: Node, width: float) -> Iterator[Row]:
    yield from (Row(line, "text") for line in wrapped(node.text, width, _MOST_LINES))
    yield from (Row(line, "brief") for line in wrapped(node.brief, width, _MOST_BRIEF))
    yield from (
        Row(line, "more") for more in node.more for line in wrapped(more, width, _MOST_LINES)
    )


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
