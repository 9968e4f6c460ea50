"""A map of the world or a part of it with points, as SVG without any tiles.

The outlines are in world.json: land and borders of Natural Earth at 1:110 million, with longitude
and latitude as x and y (equirectangular). The map is as wide as its points need. Degrees of
longitude are narrowed to what they are at its middle, so that shapes are right there.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

WIDTH: Final = 720
HEIGHT: Final = 360
"""Size of the drawing in its own units."""

NARROWEST: Final = 28.0
"""Degrees of latitude's length that a map is wide at least, as the outlines are coarse."""

_MARGIN: Final = 1.2
_WORLD: Final = 0.6
"""Points that need more than this part of the world's width get all of it."""

_MIDDLE: Final = 37.0
"""Latitude at which the map of the world is right."""

_NORTH: Final = 84.0
_SOUTH: Final = -58.0
_SMALLEST: Final = 4.5
_LARGEST: Final = 18.0


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place in degrees (WGS 84), and how many sites are there.

    `kind` is what kg.css has for badges: good, wait, stop or nothing; `status` says it in words.
    """

    latitude: float
    longitude: float
    name: str
    count: int = 1
    kind: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Circle:
    """A point as it is drawn, and what it says."""

    x: float
    y: float
    radius: float
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """How many sites have a colour, and which states of recruitment it stands for."""

    kind: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class SiteMap:
    """What templates/map.html draws: paths, how they are moved, circles, legend."""

    width: int
    height: int
    transform: str
    land: tuple[str, ...]
    borders: tuple[str, ...]
    circles: tuple[Circle, ...]
    legend: tuple[LegendEntry, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class _Extent:
    """A part of the world: its left and upper edge and its width in degrees, after narrowing."""

    narrowing: float
    left: float
    north: float
    width: float

    @property
    def scale(self) -> float:
        """Units of the drawing in a degree of latitude."""
        return WIDTH / self.width

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place is in the drawing."""
        x = (longitude * self.narrowing - self.left) * self.scale
        return round(x, 1), round((self.north - latitude) * self.scale, 1)


def site_map(points: Sequence[MapPoint]) -> SiteMap | None:
    """The map of these points, the most sites beneath the others; None if there are none."""
    if not points:
        return None
    extent = _extent(points)
    world = _world()
    units = world["units"]
    scale = extent.scale / units
    across = scale * extent.narrowing
    left, down = -extent.left * extent.scale, extent.north * extent.scale
    return SiteMap(
        width=WIDTH,
        height=HEIGHT,
        transform=f"matrix({across:.5g} 0 0 {scale:.5g} {left:.1f} {down:.1f})",
        land=_within(world["land"], extent, units),
        borders=_within(world["borders"], extent, units),
        circles=_circles(points, extent),
        legend=_legend(points),
        summary=_summary(points),
    )


def _extent(points: Sequence[MapPoint]) -> _Extent:
    """The part of the world that has the points, in the proportions of the drawing."""
    latitudes = [point.latitude for point in points]
    longitudes = [point.longitude for point in points]
    low, high = min(latitudes), max(latitudes)
    middle = (low + high) / 2
    narrowing = math.cos(math.radians(min(abs(middle), 70)))
    width = max(
        (max(longitudes) - min(longitudes)) * narrowing * _MARGIN,
        (high - low) * _MARGIN * WIDTH / HEIGHT,
        NARROWEST,
    )
    north, south = max(_NORTH, high + 2), min(_SOUTH, low - 2)
    if width > 360 * narrowing * _WORLD or width * HEIGHT / WIDTH > north - south:
        narrowing = math.cos(math.radians(_MIDDLE))
        width = max(360 * narrowing, (north - south) * WIDTH / HEIGHT)
        return _Extent(narrowing, -width / 2, (north + south + width * HEIGHT / WIDTH) / 2, width)
    height = width * HEIGHT / WIDTH
    left = (max(longitudes) + min(longitudes)) / 2 * narrowing - width / 2
    edge = 180 * narrowing
    return _Extent(
        narrowing,
        min(max(left, -edge), edge - width),
        min(max(middle + height / 2, south + height), north),
        width,
    )


def _within(outlines: Iterable[Any], extent: _Extent, units: int) -> tuple[str, ...]:
    """The outlines whose box is in the map at least in part."""
    west = extent.left / extent.narrowing * units
    east = (extent.left + extent.width) / extent.narrowing * units
    top = -extent.north * units
    bottom = top + extent.width * HEIGHT / WIDTH * units
    return tuple(
        path
        for x_from, y_from, x_to, y_to, path in outlines
        if x_to >= west and x_from <= east and y_to >= top and y_from <= bottom
    )


def _circles(points: Sequence[MapPoint], extent: _Extent) -> tuple[Circle, ...]:
    made = []
    for point in sorted(points, key=lambda point: (-point.count, point.name)):
        x, y = extent.place(point.longitude, point.latitude)
        radius = min(_SMALLEST * math.sqrt(point.count), _LARGEST)
        made.append(Circle(x, y, round(radius, 1), point.kind, _text(point)))
    return tuple(made)


def _text(point: MapPoint) -> str:
    sites = f"{point.count:,} sites" if point.count > 1 else ""
    return ": ".join(filter(None, [point.name, ", ".join(filter(None, [sites, point.status]))]))


def _legend(points: Sequence[MapPoint]) -> tuple[LegendEntry, ...]:
    """An entry for each colour, if the points say what it means."""
    entries = []
    for kind in dict.fromkeys(point.kind for point in points):
        of_kind = [point for point in points if point.kind == kind]
        words = dict.fromkeys(point.status for point in of_kind if point.status)
        if words:
            count = sum(point.count for point in of_kind)
            entries.append(LegendEntry(kind, ", ".join(words), count))
    return tuple(entries)


def _summary(points: Sequence[MapPoint]) -> str:
    sites = sum(point.count for point in points)
    places = len({(point.latitude, point.longitude) for point in points})
    return (
        f"{sites:,} {'site' if sites == 1 else 'sites'} at"
        f" {places:,} {'place' if places == 1 else 'places'}; larger circles have more sites."
    )


@cache
def _world() -> Any:
    return json.loads(files("kg.serve").joinpath("world.json").read_bytes())
