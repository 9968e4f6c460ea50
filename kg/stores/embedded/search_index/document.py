"""What the search index has of a trial, read from the graph of its record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from kg.rdf import vocabulary as vocab
from kg.stores.embedded.quads import Quads
from kg.stores.embedded.search_index.codes import value_of
from kg.stores.embedded.search_index.graph_values import GraphValues, first_of
from kg.stores.embedded.search_index.sites import NamedThing, Site, SiteReader
from kg.text.dates import is_date
from kg.text.plain_words import plain_words

if TYPE_CHECKING:
    import pyoxigraph

    from kg.stores.embedded.quads import Node

_NUMBERS: Final = (vocab.DCTERMS_IDENTIFIER, vocab.KG_ALIAS, vocab.KG_REGISTERED_AS)
_IDENTIFIERS: Final = (vocab.KG_ORGANIZATION_IDENTIFIER, vocab.KG_SECONDARY_IDENTIFIER)
_TITLES: Final = (vocab.SCHEMA_NAME, vocab.KG_OFFICIAL_TITLE, vocab.KG_ACRONYM)

_ORGANIZATION_TEXTS: Final = (vocab.KG_SPONSOR_TEXT, vocab.KG_COLLABORATOR_TEXT)

_THINGS: Final = (
    ("condition", "subjects", vocab.SCHEMA_HEALTH_CONDITION, vocab.SCHEMA_NAME),
    ("heading", "subjects", vocab.DERIVED["condition"].concept, vocab.SKOS_PREF_LABEL),
    ("intervention", "subjects", vocab.SCHEMA_STUDY_SUBJECT, vocab.SCHEMA_NAME),
    ("substance", "subjects", vocab.DERIVED["intervention"].concept, vocab.SKOS_PREF_LABEL),
    ("organization", "people", vocab.SCHEMA_SPONSOR, vocab.SCHEMA_NAME),
    ("organization", "people", vocab.KG_COLLABORATOR, vocab.SCHEMA_NAME),
    ("country", "places", vocab.KG_COUNTRY, vocab.SCHEMA_NAME),
)
"""The kind of a thing, the column with its name, the trial's property, and that of the name.

A heading or a substance is the MeSH heading of a condition or an intervention.
"""


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
    things: tuple[NamedThing, ...]
    sites: tuple[Site, ...]


def documents(
    store: pyoxigraph.Store, graphs: Iterable[str] | None = None
) -> Iterator[TrialDocument]:
    """The trials whose records are in these graphs, or in any."""
    import pyoxigraph

    quads = Quads(store)
    places = SiteReader()
    if graphs is None:
        record = pyoxigraph.NamedNode(vocab.KG_RECORD_GRAPH[1:-1])
        found: Iterable[Node] = (each for each, _ in quads.subjects(vocab.RDF_TYPE, record))
    else:
        found = map(pyoxigraph.NamedNode, graphs)
    for graph in found:
        for trial, _ in quads.subjects(vocab.SCHEMA_SUBJECT_OF, graph, graph):
            yield _Reader(GraphValues(quads, graph), trial, places).document()


class _Reader:
    """Reads what the graph of a record has of its trial."""

    def __init__(self, graph: GraphValues, trial: Node, places: SiteReader) -> None:
        self._graph = graph
        self._trial = trial
        self._places = places
        self._names: dict[str, list[str]] = {
            column: [] for column in ("numbers", "titles", "subjects", "people", "places")
        }

    def document(self) -> TrialDocument:
        things = list(self._things())
        things += self._investigators({thing.iri for thing in things})
        sites, places = self._places.sites(self._graph, self._trial)
        self._names["places"] += places
        sponsors = self._graph.nodes(self._trial, vocab.SCHEMA_SPONSOR)
        told = [self._graph.texts(self._trial, property_) for property_ in _ORGANIZATION_TEXTS]
        self._names["people"] += chain(*told)
        numbers, aliases = self._numbers()
        titles = [self._graph.texts(self._trial, property_) for property_ in _TITLES]
        self._names["titles"] += chain(*titles)
        starts = self._graph.texts(self._trial, vocab.SCHEMA_START_DATE)
        enrollment = first_of(self._graph.texts(self._trial, vocab.KG_ENROLLMENT))
        results = first_of(self._graph.texts(self._trial, vocab.KG_HAS_RESULTS))
        placed = (thing for site in sites for thing in (site.place, site.city) if thing)
        return TrialDocument(
            iri=self._trial.value,
            graph=self._graph.name,
            number=numbers[0] if numbers else self._trial.value,
            aliases=tuple(aliases),
            title=first_of(titles[0]) or first_of(titles[1]),
            acronym=first_of(titles[2]),
            status=first_of(self._codes("status", vocab.SCHEMA_STATUS)),
            phase=first_of(self._codes("phase", vocab.KG_PHASE)),
            types=tuple(self._codes("type", vocab.KG_STUDY_TYPE)),
            sponsor=first_of(
                [name for each in sponsors for name in self._graph.texts(each, vocab.SCHEMA_NAME)]
                or told[0]
            ),
            sponsor_class=first_of(
                [
                    value_of("class", each)
                    for sponsor in sponsors
                    for each in self._graph.texts(sponsor, vocab.KG_AGENCY_CLASS)
                ]
            ),
            start=first_of([each for each in starts if is_date(each)]),
            enrollment=int(enrollment) if enrollment.isdecimal() else None,
            countries=tuple(self._codes("country", vocab.KG_COUNTRY)),
            results=None if results == "" else results in ("true", "1"),
            words={column: _words(names) for column, names in self._names.items()},
            things=_once(chain(things, placed)),
            sites=sites,
        )

    def _things(self) -> Iterator[NamedThing]:
        for kind, column, property_, naming in _THINGS:
            for node in self._graph.nodes(self._trial, property_):
                names = sorted(self._graph.texts(node, naming))
                self._names[column] += names
                for name in names[:1]:
                    if key := _key(kind, name, node.value):
                        yield NamedThing(kind, key, name, node.value)

    def _investigators(self, known: set[str]) -> Iterator[NamedThing]:
        """The officials, and whoever is the responsible party, unless the sponsor is."""
        for role in (vocab.KG_OFFICIAL, vocab.KG_RESPONSIBLE_PARTY):
            for node in self._graph.nodes(self._trial, role):
                names = self._graph.texts(node, vocab.SCHEMA_NAME)
                self._names["people"] += names
                for agent in self._graph.nodes(node, vocab.KG_AGENT) if names else ():
                    if agent.value not in known:
                        yield NamedThing("person", agent.value, names[0], agent.value)

    def _numbers(self) -> tuple[list[str], list[str]]:
        """The numbers of the trial, the current one first, and the earlier ones."""
        found = [self._graph.texts(self._trial, property_) for property_ in _NUMBERS]
        others = (
            value
            for property_ in _IDENTIFIERS
            for node in self._graph.nodes(self._trial, property_)
            for value in self._graph.texts(node, vocab.SCHEMA_VALUE)
        )
        self._names["numbers"] += chain(*found, others)
        return found[0], found[1]

    def _codes(self, facet: str, property_: str) -> list[str]:
        return [value_of(facet, iri) for iri in self._graph.texts(self._trial, property_)]


def _key(kind: str, name: str, iri: str) -> str:
    """By what a thing is the same in all trials: an intervention has no IRI that they share."""
    if kind == "intervention":
        return " ".join(plain_words(name))
    return value_of(kind, iri) if kind == "country" else iri


def _once(things: Iterable[NamedThing]) -> tuple[NamedThing, ...]:
    """The first thing of each kind and key."""
    found: dict[tuple[str, str], NamedThing] = {}
    for thing in things:
        found.setdefault((thing.kind, thing.key), thing)
    return tuple(found.values())


def _words(names: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(word for name in names for word in plain_words(name)))
