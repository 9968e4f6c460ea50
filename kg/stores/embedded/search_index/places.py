"""Cities by their names, and the sites of trials that are near to them."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from math import asin, cos, degrees, radians, sin, sqrt
from typing import Final, NamedTuple

from kg.stores.embedded.search_index import bits as sets
from kg.stores.embedded.search_index.answers import Near, NearestSite
from kg.stores.embedded.search_index.codes import label_of
from kg.stores.embedded.search_index.database import Database
from kg.stores.embedded.search_index.matching import MOST_WORDS
from kg.text.countries import country_codes
from kg.text.plain_words import plain_words

EARTH: Final = 6_371.0088
"""The mean radius in kilometres (IUGG), for distances on a sphere."""

_ONE_CITY: Final = 30.0
"""Kilometres up to which coordinates with one name are those of one city."""

_MOST_OTHERS: Final = 10


class _Spot(NamedTuple):
    """Coordinates that records give for a city of a name, with how many sites do."""

    sites: int
    name: str
    point: tuple[float, float]


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance of two points in degrees, by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def understood(database: Database, text: str) -> Near:
    """The city that a text means: the one of this whole name, or of this name with the most sites.

    Only sites of which the record gives one pair of coordinates count.
    """
    city, *rest = [part for part in text.split(",") if part.strip()] or [""]
    names = {
        number: name
        for number, key, name in _named(database, city)
        if all(_fits(part, key, name) for part in rest)
    }
    whole = {number: name for number, name in names.items() if _is_called(name, text)}
    cities: list[list[_Spot]] = []
    for spot in _spots(database, whole or names):
        near = (each for each in cities if kilometres(spot.point, each[0].point) <= _ONE_CITY)
        known = next(near, None)
        if known is None:
            cities.append([spot])
        else:
            known.append(spot)
    cities.sort(key=lambda spots: -sum(spot.sites for spot in spots))
    if not cities:
        return Near()
    first, *others = ((_name(spots), spots[0].point) for spots in cities)
    names_of_others = dict.fromkeys(name for name, _ in others if name != first[0])
    return Near(first[0], *first[1], tuple(names_of_others)[:_MOST_OTHERS])


def _named(database: Database, city: str) -> list[tuple[int, str, str]]:
    """The id, key and name of each city that is called so; its region and country may differ."""
    words = plain_words(city)[:MOST_WORDS]
    if not words:
        return []
    query = " AND ".join(f'"{word}"' for word in words)
    asked = (
        "SELECT id, key, name FROM name_words JOIN names ON names.id = name_words.rowid"
        " WHERE name_words MATCH ?"
    )
    found = database.rows(asked, f'{{kind}} : "city" AND {{words}} : ({query})')
    return [row for row in found if row[1].rpartition("/")[2] == " ".join(words)]


def _fits(part: str, key: str, name: str) -> bool:
    """Whether a city is in a country or region of this name."""
    codes = country_codes(part)
    country = key.partition("/")[0]
    return country in (codes or ()) or set(plain_words(part)) <= {
        country.lower(),
        *plain_words(name.partition(",")[2]),
    }


def _is_called(name: str, text: str) -> bool:
    """Whether a text is the name of a city with its region or country, and no other city's."""
    return plain_words(name) == plain_words(text)


def _spots(database: Database, names: Mapping[int, str]) -> list[_Spot]:
    """The coordinates of cities, those of most sites first."""
    asked = (
        "SELECT city, latitude, longitude, count(*) FROM sites JOIN points ON points.id = point"
        " WHERE city IN (SELECT value FROM json_each(?)) GROUP BY city, point"
    )
    rows = database.rows(asked, json.dumps(list(names)))
    spots = (_Spot(sites, names[city], (lat, lon)) for city, lat, lon, sites in rows)
    return sorted(spots, key=lambda spot: (-spot.sites, spot[1:]))


def _name(spots: Iterable[_Spot]) -> str:
    """The name that most of the sites have."""
    counts: Counter[str] = Counter()
    for spot in spots:
        counts[spot.name] += spot.sites
    return min(counts, key=lambda name: (-counts[name], name))


class Distances:
    """The sites within some kilometres of a city, and how far they are."""

    def __init__(self, database: Database, near: Near, within: float) -> None:
        self._database = database
        self._km = dict(_points(database, near, within)) if near.name else {}

    @cached_property
    def trials(self) -> int:
        """The trials with such a site."""
        return sets.of_ids(trial for _, trial in self._pairs)

    @cached_property
    def _pairs(self) -> list[tuple[int, int]]:
        asked = "SELECT point, trial FROM sites WHERE point IN (SELECT value FROM json_each(?))"
        return self._database.rows(asked, json.dumps(list(self._km)))

    def order(self) -> list[int]:
        """The trials, the nearest first; those that are equally near by their numbers."""
        nearest: dict[int, float] = {}
        for point, trial in self._pairs:
            nearest[trial] = min(self._km[point], nearest.get(trial, self._km[point]))
        asked = "SELECT id, number FROM trials WHERE id IN (SELECT value FROM json_each(?))"
        numbers = dict(self._database.rows(asked, json.dumps(list(nearest))))
        return sorted(nearest, key=lambda trial: (nearest[trial], numbers[trial]))

    def nearest(self, trials: Iterable[int]) -> dict[int, NearestSite]:
        """The nearest site of each trial; of those that are equally near first a recruiting one."""
        asked = (
            "SELECT trial, point, key, name, status FROM sites JOIN names ON names.id = place"
            " WHERE trial IN (SELECT value FROM json_each(?))"
            " AND point IN (SELECT value FROM json_each(?))"
        )
        given = json.dumps(list(trials)), json.dumps(list(self._km))
        found: dict[int, dict[tuple[float, str, str], set[str]]] = defaultdict(dict)
        for trial, point, iri, name, status in self._database.rows(asked, *given):
            place = self._km[point], name, iri
            found[trial].setdefault(place, set()).add(status)
        return {trial: _nearest(places) for trial, places in found.items()}


def _nearest(places: Mapping[tuple[float, str, str], set[str]]) -> NearestSite:
    (km, name, iri), statuses = min(
        places.items(), key=lambda each: (each[0][0], each[1] != {"RECRUITING"}, each[0][1:])
    )
    labels = " / ".join(label_of("status", status) for status in sorted(statuses))
    return NearestSite(iri, name, km, labels, min(statuses) if len(statuses) == 1 else "")


def _points(database: Database, near: Near, within: float) -> Iterator[tuple[int, float]]:
    """The coordinates within some kilometres, each with its distance."""
    centre = near.latitude, near.longitude
    band = degrees(within / EARTH) + 0.001  # in which none is lost to rounding
    asked = "SELECT id, latitude, longitude FROM points WHERE latitude BETWEEN ? AND ?"
    for number, *point in database.rows(asked, centre[0] - band, centre[0] + band):
        if (km := kilometres(centre, (point[0], point[1]))) <= within:
            yield number, km
