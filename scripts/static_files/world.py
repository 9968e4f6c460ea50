"""The land and the borders of the world as SVG paths, from the TopoJSON of `world-atlas`.

https://github.com/topojson/topojson-specification, https://github.com/topojson/world-atlas
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any, Final

from scripts.static_files.npm import MODULES

PACKAGE: Final = "world-atlas"
PATH: Final = "kg/serve/world.json"
LICENCE: Final = "kg/serve/world.LICENSE"

UNITS: Final = 10
"""Units of the paths in a degree; y points south."""

ANTARCTICA: Final = 60 * UNITS
"""What lies south of here as a whole is left out."""

Point = tuple[int, int]


def world() -> bytes:
    """The data file: for land and borders a list of boxes (x and y from, x and y to) and paths."""
    text = (MODULES / PACKAGE / "countries-110m.json").read_text("utf-8")
    topology = json.loads(text)
    arcs = list(_arcs(topology))
    objects = topology["objects"]
    rings = [_closed(ring, arcs) for ring in _rings(objects["land"])]
    land = [part for ring in rings for part in _cut(ring)]
    borders = [arcs[index] for index in _shared(objects["countries"])]
    data = {
        "source": "Natural Earth 1:110m, by way of world-atlas "
        + json.loads((MODULES / PACKAGE / "package.json").read_text("utf-8"))["version"],
        "units": UNITS,
        "land": _boxed(land, "z"),
        "borders": _boxed(borders, ""),
    }
    return json.dumps(data, separators=(",", ":")).replace("],[", "],\n[").encode() + b"\n"


def licence() -> bytes:
    """The licence of the data file."""
    return (MODULES / PACKAGE / "LICENSE").read_bytes()


def _arcs(topology: Any) -> Iterator[list[Point]]:
    """The arcs in our units; those of TopoJSON are differences of integers."""
    (x_scale, y_scale), (left, low) = (
        topology["transform"][each] for each in ("scale", "translate")
    )
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            longitude, latitude = x * x_scale + left, y * y_scale + low
            points.append((round(longitude * UNITS), round(-latitude * UNITS)))
        yield points


def _rings(geometry: Any) -> Iterator[list[int]]:
    """The rings of all polygons, each a list of arcs."""
    match geometry["type"]:
        case "GeometryCollection":
            for each in geometry["geometries"]:
                yield from _rings(each)
        case "MultiPolygon":
            for polygon in geometry["arcs"]:
                yield from polygon
        case "Polygon":
            yield from geometry["arcs"]


def _closed(ring: Sequence[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """The points of a ring; the arc ~i is the arc i backwards."""
    points: list[Point] = []
    for index in ring:
        points += arcs[index] if index >= 0 else arcs[~index][::-1]
    return points


def _cut(ring: Sequence[Point]) -> Iterator[list[Point]]:
    """A ring, or where it crosses the longitude of 180 degrees its parts on both sides."""
    turn = 360 * UNITS
    x, whole = ring[0][0], []
    for point_x, y in ring:
        x += (point_x - x + turn // 2) % turn - turn // 2
        whole.append((x, y))
    for shift in (-turn, 0, turn):
        if part := _eastern(_eastern([(x + shift, y) for x, y in whole])):
            yield part


def _eastern(ring: Sequence[Point]) -> list[Point]:
    """What is east of -180 degrees, in a mirror, so that twice cuts east and west.

    https://en.wikipedia.org/wiki/Sutherland%E2%80%93Hodgman_algorithm
    """
    edge = -180 * UNITS
    kept: list[Point] = []
    for (x, y), (next_x, next_y) in pairwise([*ring, ring[0]] if ring else []):
        if x >= edge:
            kept.append((x, y))
        if (x >= edge) != (next_x >= edge):
            kept.append((edge, round(y + (next_y - y) * (edge - x) / (next_x - x))))
    return [(-x, y) for x, y in kept]


def _shared(countries: Any) -> list[int]:
    """The arcs that are in the rings of two countries."""
    used = Counter(index if index >= 0 else ~index for ring in _rings(countries) for index in ring)
    return sorted(index for index, times in used.items() if times > 1)


def _boxed(lines: Iterable[list[Point]], end: str) -> list[list[int | str]]:
    found: list[list[int | str]] = []
    for line in lines:
        xs, ys = zip(*line, strict=True)
        if min(ys) < ANTARCTICA and len(set(line)) > 1:
            found.append([min(xs), min(ys), max(xs), max(ys), _path(line) + end])
    return found


def _path(line: Sequence[Point]) -> str:
    """A path with relative lines, in as few characters as can be."""
    x, y = line[0]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line) if a != b]
    text = "".join(f"{_signed(dx)}{_signed(dy)}" for dx, dy in steps).removeprefix(" ")
    return f"M{x}{_signed(y)}l{text}"


def _signed(number: int) -> str:
    return f"{number}" if number < 0 else f" {number}"
