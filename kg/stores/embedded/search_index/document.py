"""What the search index has of a trial, read from the graph of its record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.rdf import vocabulary as vocab
from kg.stores.embedded.quads import Quads
from kg.stores.embedded.search_index.codes import value_of
from kg.text.plain_words import plain_words

if TYPE_CHECKING:
    import pyoxigraph

    from kg.stores.embedded.quads import Node

_NUMBERS: Final = (vocab.DCTERMS_IDENTIFIER, vocab.KG_ALIAS, vocab.KG_REGISTERED_AS)
_IDENTIFIERS: Final = (vocab.KG_ORGANIZATION_IDENTIFIER, vocab.KG_SECONDARY_IDENTIFIER)
_TITLES: Final = (vocab.SCHEMA_NAME, vocab.KG_OFFICIAL_TITLE, vocab.KG_ACRONYM)

_THINGS: Final = (
    ("condition", "subjects", vocab.SCHEMA_HEALTH_CONDITION, vocab.SCHEMA_NAME),
    ("heading", "subjects", vocab.DERIVED["condition"].concept, vocab.SKOS_PREF_LABEL),
    ("intervention", "subjects", vocab.SCHEMA_STUDY_SUBJECT, vocab.SCHEMA_NAME),
    ("substance", "subjects", vocab.DERIVED["intervention"].concept, vocab.SKOS_PREF_LABEL),
    ("organization", "people", vocab.SCHEMA_SPONSOR, vocab.SCHEMA_NAME),
    ("organization", "people", vocab.KG_COLLABORATOR, vocab.SCHEMA_NAME),
    ("person", "people", vocab.KG_OVERALL_OFFICIAL, vocab.SCHEMA_NAME),
    ("country", "places", vocab.KG_COUNTRY, vocab.SCHEMA_NAME),
)
"""The kind of a thing, the column with its name, the trial's property, and that of the name.

A heading or a substance is the MeSH heading of a condition or an intervention.
"""

_STATES: Final = frozenset({"USA"})
"""The countries in which the state tells two cities of one name apart."""


class Thing(NamedTuple):
    """Something that trials share: its name, and the key by which it is the same.

    `iri` is empty for a city, and for an intervention that of the trial.
    """

    kind: str
    key: str
    name: str
    iri: str


class Site(NamedTuple):
    """An entry of the record: where it is, and its own recruitment status, empty if not given."""

    place: Thing
    city: Thing | None
    point: tuple[float, float] | None
    status: str


@dataclass(frozen=True, slots=True)
class TrialDocument:
    """A trial as the index has it; `words` is column -> words, `things` has each key once."""

    iri: str
    graph: str
    number: str
    aliases: tuple[str, ...]
    title: str
    acronym: str
    status: str
    phase: str
    types: tuple[str, ...]
    sponsor: str
    sponsor_class: str
    start: str
    enrollment: int | None
    countries: tuple[str, ...]
    results: bool | None
    words: dict[str, str]
    things: tuple[Thing, ...]
    sites: tuple[Site, ...]


def documents(
    store: pyoxigraph.Store, graphs: Iterable[str] | None = None
) -> Iterator[TrialDocument]:
    """The trials whose records are in these graphs, or in any."""
    import pyoxigraph

    quads = Quads(store)
    if graphs is None:
        record = pyoxigraph.NamedNode(vocab.KG_RECORD_GRAPH[1:-1])
        found: Iterable[Node] = (each for each, _ in quads.subjects(vocab.RDF_TYPE, record))
    else:
        found = map(pyoxigraph.NamedNode, graphs)
    for graph in found:
        for trial, _ in quads.subjects(vocab.SCHEMA_SUBJECT_OF, graph, graph):
            yield _Reader(quads, trial, graph).document()


class _Reader:
    """Reads what the graph of a record has of its trial."""

    def __init__(self, quads: Quads, trial: Node, graph: Node) -> None:
        self._quads = quads
        self._trial = trial
        self._graph = graph
        self._names: dict[str, list[str]] = {
            column: [] for column in ("numbers", "titles", "subjects", "people", "places")
        }

    def document(self) -> TrialDocument:
        things = list(self._things())
        things += self._investigators({thing.iri for thing in things})
        sites = tuple(self._sites())
        sponsors = self._nodes(self._trial, vocab.SCHEMA_SPONSOR)
        numbers, aliases = self._numbers()
        titles = [self._texts(self._trial, property_) for property_ in _TITLES]
        self._names["titles"] += chain(*titles)
        start = _first(self._texts(self._trial, vocab.SCHEMA_START_DATE))
        enrollment = _first(self._texts(self._trial, vocab.KG_ENROLLMENT))
        results = _first(self._texts(self._trial, vocab.KG_HAS_RESULTS))
        placed = (thing for site in sites for thing in (site.place, site.city) if thing)
        return TrialDocument(
            iri=self._trial.value,
            graph=self._graph.value,
            number=numbers[0] if numbers else self._trial.value,
            aliases=tuple(aliases),
            title=_first(titles[0]) or _first(titles[1]),
            acronym=_first(titles[2]),
            status=_first(self._codes("status", vocab.SCHEMA_STATUS)),
            phase=_first(self._codes("phase", vocab.KG_PHASE)),
            types=tuple(self._codes("type", vocab.KG_STUDY_TYPE)),
            sponsor=_first([name for each in sponsors for name in self._name(each)]),
            sponsor_class=_first(
                [
                    value_of("class", each)
                    for sponsor in sponsors
                    for each in self._texts(sponsor, vocab.KG_AGENCY_CLASS)
                ]
            ),
            start=start,
            enrollment=int(enrollment) if enrollment.isdecimal() else None,
            countries=tuple(self._codes("country", vocab.KG_COUNTRY)),
            results=None if results == "" else results in ("true", "1"),
            words={column: _words(names) for column, names in self._names.items()},
            things=_once(chain(things, placed)),
            sites=sites,
        )

    def _things(self) -> Iterator[Thing]:
        for kind, column, property_, naming in _THINGS:
            for node in self._nodes(self._trial, property_):
                names = sorted(self._texts(node, naming))
                self._names[column] += names
                for name in names[:1]:
                    if key := _key(kind, name, node.value):
                        yield Thing(kind, key, name, node.value)

    def _investigators(self, known: set[str]) -> Iterator[Thing]:
        """The persons who are the responsible party, unless they are officials anyway."""
        for party in self._nodes(self._trial, vocab.KG_RESPONSIBLE_PARTY):
            for agent in self._nodes(party, vocab.KG_AGENT):
                if agent.value in known:
                    continue
                if vocab.SCHEMA_PERSON[1:-1] in self._texts(agent, vocab.RDF_TYPE):
                    names = self._name(agent)
                    self._names["people"] += names
                    for name in names[:1]:
                        yield Thing("person", agent.value, name, agent.value)

    def _numbers(self) -> tuple[list[str], list[str]]:
        """The NCT ids of the trial, the current one first, and the earlier ones."""
        found = [self._texts(self._trial, property_) for property_ in _NUMBERS]
        others = (
            value
            for property_ in _IDENTIFIERS
            for node in self._nodes(self._trial, property_)
            for value in self._texts(node, vocab.SCHEMA_VALUE)
        )
        self._names["numbers"] += chain(*found, others)
        return found[0], found[1]

    def _sites(self) -> Iterator[Site]:
        known: dict[str, tuple[Thing, Thing | None, tuple[float, float] | None]] = {}
        for entry in self._nodes(self._trial, vocab.KG_TRIAL_SITE):
            statuses = self._texts(entry, vocab.KG_RECRUITMENT_STATUS)
            for place in self._nodes(entry, vocab.SCHEMA_LOCATION):
                if place.value not in known:
                    known[place.value] = self._place(place)
                yield Site(*known[place.value], value_of("status", _first(statuses)))

    def _place(self, place: Node) -> tuple[Thing, Thing | None, tuple[float, float] | None]:
        names = self._name(place)
        cities = [self._city(each) for each in self._nodes(place, vocab.SCHEMA_ADDRESS)]
        self._names["places"] += [*names, *(text for city in cities for text in city[:2])]
        known = sorted({(_city_thing(*city)) for city in cities if city[0]})
        city = known[0] if len({each.key for each in known}) == 1 else None
        within = _first(sorted({city[0] for city in cities})) if city else ""
        if names:
            thing = Thing(
                "site", place.value, ", ".join(filter(None, (names[0], within))), place.value
            )
        else:
            thing = Thing("unnamed site", place.value, within, place.value)
        return thing, city, self._point(place)

    def _city(self, address: Node) -> tuple[str, str, str, str]:
        """The city, region, country and name of the country of an address."""
        city, region = (
            _first(self._texts(address, property_))
            for property_ in (vocab.SCHEMA_ADDRESS_LOCALITY, vocab.SCHEMA_ADDRESS_REGION)
        )
        for country in self._nodes(address, vocab.SCHEMA_ADDRESS_COUNTRY):
            return city, region, value_of("country", country.value), _first(self._name(country))
        return city, region, "", ""

    def _point(self, place: Node) -> tuple[float, float] | None:
        """Latitude and longitude in degrees; None if there are none, or several."""
        nodes = self._nodes(place, vocab.SCHEMA_GEO)
        if len(nodes) != 1:
            return None
        found = [
            self._texts(nodes[0], one) for one in (vocab.SCHEMA_LATITUDE, vocab.SCHEMA_LONGITUDE)
        ]
        if [len(texts) for texts in found] != [1, 1]:
            return None
        latitude, longitude = (float(texts[0]) for texts in found)
        return latitude, longitude

    def _codes(self, facet: str, property_: str) -> list[str]:
        return [value_of(facet, iri) for iri in self._texts(self._trial, property_)]

    def _name(self, node: Node) -> list[str]:
        return self._texts(node, vocab.SCHEMA_NAME)

    def _texts(self, subject: Node, property_: str) -> list[str]:
        return sorted(self._quads.texts(subject, property_, self._graph))

    def _nodes(self, subject: Node, property_: str) -> list[Node]:
        found = self._quads.nodes(subject, property_, self._graph)
        return sorted(found, key=lambda node: node.value)


def _key(kind: str, name: str, iri: str) -> str:
    """By what a thing is the same in all trials: an intervention has no IRI that they share."""
    if kind == "intervention":
        return " ".join(plain_words(name))
    return value_of(kind, iri) if kind == "country" else iri


def _city_thing(city: str, region: str, country: str, land: str) -> Thing:
    state = region if country in _STATES else ""
    key = "/".join((country, *(" ".join(plain_words(part)) for part in (state, city))))
    return Thing("city", key, ", ".join(filter(None, (city, region, land))), "")


def _once(things: Iterable[Thing]) -> tuple[Thing, ...]:
    """The first thing of each kind and key."""
    found: dict[tuple[str, str], Thing] = {}
    for thing in things:
        found.setdefault((thing.kind, thing.key), thing)
    return tuple(found.values())


def _words(names: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(word for name in names for word in plain_words(name)))


def _first(found: list[str]) -> str:
    return found[0] if found else ""
