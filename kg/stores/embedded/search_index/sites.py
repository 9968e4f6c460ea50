"""The sites of trials: hospitals, their cities and their coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from kg.rdf import vocabulary as vocab
from kg.stores.embedded.search_index.codes import value_of
from kg.stores.embedded.search_index.graph_values import GraphValues, first_of
from kg.text.plain_words import plain_words

if TYPE_CHECKING:
    from kg.stores.embedded.quads import Node

Point: TypeAlias = tuple[float, float]
"""Latitude and longitude in degrees."""

_STATES: Final = frozenset({"USA"})
"""The countries in which the state tells two cities of one name apart."""

_REMEMBERED: Final = 50_000
"""Addresses, and coordinates, that are remembered; they take some 20 MB of memory."""


class NamedThing(NamedTuple):
    """Something that trials share: its name, and the key by which it is the same.

    `iri` is empty for a city, and for an intervention that of the trial.
    """

    kind: str
    key: str
    name: str
    iri: str


class Site(NamedTuple):
    """An entry of the record: where it is, and its own recruitment status, empty if not given."""

    place: NamedThing
    city: NamedThing | None
    point: Point | None
    status: str


class _Address(NamedTuple):
    city: str
    region: str
    country: Node | None


class SiteReader:
    """Reads the sites of records.

    The IRIs of addresses and coordinates depend on what they say, so each is read once for many
    records.
    """

    def __init__(self) -> None:
        self._addresses: dict[Node, _Address] = {}
        self._points: dict[Node, Point | None] = {}

    def sites(self, graph: GraphValues, trial: Node) -> tuple[tuple[Site, ...], list[str]]:
        """The sites of a trial, and the names of their hospitals, cities and regions."""
        known: dict[Node, tuple[NamedThing, NamedThing | None, Point | None]] = {}
        names: list[str] = []
        sites = []
        for entry in graph.nodes(trial, vocab.KG_TRIAL_SITE):
            status = first_of(graph.texts(entry, vocab.KG_RECRUITMENT_STATUS))
            for place in graph.nodes(entry, vocab.SCHEMA_LOCATION):
                if place not in known:
                    known[place] = self._place(graph, place, names)
                sites.append(Site(*known[place], value_of("status", status)))
        return tuple(sites), names

    def _place(
        self, graph: GraphValues, place: Node, names: list[str]
    ) -> tuple[NamedThing, NamedThing | None, Point | None]:
        hospitals = graph.texts(place, vocab.SCHEMA_NAME)
        nodes = graph.nodes(place, vocab.SCHEMA_ADDRESS)
        addresses = [self._address(graph, each) for each in nodes]
        names += hospitals
        names += (text for address in addresses for text in address[:2])
        cities = sorted(_city(graph, address) for address in addresses if address.city)
        city = cities[0] if len({each.key for each in cities}) == 1 else None
        within = min(address.city for address in addresses if address.city) if city else ""
        name = ", ".join(filter(None, (first_of(hospitals), within)))
        kind = "site" if hospitals else "unnamed site"
        return NamedThing(kind, place.value, name, place.value), city, self._point(graph, place)

    def _address(self, graph: GraphValues, address: Node) -> _Address:
        if address not in self._addresses:
            if len(self._addresses) >= _REMEMBERED:
                self._addresses.clear()
            countries = graph.nodes(address, vocab.SCHEMA_ADDRESS_COUNTRY)
            self._addresses[address] = _Address(
                first_of(graph.texts(address, vocab.SCHEMA_ADDRESS_LOCALITY)),
                first_of(graph.texts(address, vocab.SCHEMA_ADDRESS_REGION)),
                countries[0] if countries else None,
            )
        return self._addresses[address]

    def _point(self, graph: GraphValues, place: Node) -> Point | None:
        """The coordinates of a place; None if there are none, or several."""
        nodes = graph.nodes(place, vocab.SCHEMA_GEO)
        if len(nodes) != 1:
            return None
        if nodes[0] not in self._points:
            if len(self._points) >= _REMEMBERED:
                self._points.clear()
            self._points[nodes[0]] = _coordinates(graph, nodes[0])
        return self._points[nodes[0]]


def _coordinates(graph: GraphValues, geo: Node) -> Point | None:
    latitudes = graph.texts(geo, vocab.SCHEMA_LATITUDE)
    longitudes = graph.texts(geo, vocab.SCHEMA_LONGITUDE)
    if len(latitudes) == len(longitudes) == 1:
        return float(latitudes[0]), float(longitudes[0])
    return None


def _city(graph: GraphValues, address: _Address) -> NamedThing:
    country, land = "", ""
    if address.country is not None:
        country = value_of("country", address.country.value)
        land = graph.name_of(address.country)
    state = address.region if country in _STATES else ""
    key = "/".join((country, *(" ".join(plain_words(part)) for part in (state, address.city))))
    return NamedThing(
        "city", key, ", ".join(filter(None, (address.city, address.region, land))), ""
    )
