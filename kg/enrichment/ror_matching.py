"""The organisations and sites that records name, with their countries, and the graphs of matches.

The country of a site comes from its address. An organisation has the countries of the sites in the
same record that have its name; without such a site its country is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from kg.enrichment.input_facts import InputFacts, texts
from kg.enrichment.ror_dump import RorDirectory, RorMatch, folded
from kg.enrichment.work_mapping import ServiceGraph
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris, digest
from kg.rdf.node_builder import NodeBuilder
from kg.rdf.nodes import Nodes
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import literal

_COUNTRY: Final = f"<{vocab.COUNTRY}"


@dataclass(slots=True)
class OrganizationNames:
    """The names in records: (term, name) -> countries, as ISO 3166-1 alpha-3 codes."""

    countries: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def add(self, described: InputFacts) -> None:
        """Adds the sites and the organisations of records."""
        nodes = described.nodes
        sites: dict[str, set[str]] = {}
        for subject, name in _of_class(nodes, vocab.SCHEMA_PLACE):
            for address in nodes[subject].get(vocab.SCHEMA_ADDRESS, ()):
                properties = nodes.get(address, {})
                for country in properties.get(vocab.SCHEMA_ADDRESS_COUNTRY, ()):
                    if country.startswith(_COUNTRY):
                        code = country.removeprefix(_COUNTRY)[:-1]
                        self._note(subject, name, {code})
                        sites.setdefault(folded(name), set()).add(code)
        for subject, name in _of_class(nodes, vocab.SCHEMA_ORGANIZATION):
            self._note(subject, name, sites.get(folded(name), set()))

    def _note(self, subject: str, name: str, countries: set[str]) -> None:
        self.countries.setdefault((subject, name), set()).update(countries)


def _of_class(nodes: Nodes, kind: str) -> Iterator[tuple[str, str]]:
    for subject, properties in nodes.items():
        if kind in properties.get(vocab.RDF_TYPE, ()):
            for name in texts(properties, vocab.SCHEMA_NAME):
                yield subject, name


def matches(named: OrganizationNames, directory: RorDirectory) -> dict[str, dict[str, RorMatch]]:
    """ROR id -> term of the matching node -> the match.

    A node that matches several organisations, by several names or in several countries, has none.
    """
    found: dict[str, list[RorMatch]] = {}
    for (subject, name), countries in named.countries.items():
        for country in sorted(countries):
            if match := directory.match(name, country):
                found.setdefault(subject, []).append(match)
    grouped: dict[str, dict[str, RorMatch]] = {}
    for subject, several in sorted(found.items()):
        if len({match.ror for match in several}) == 1:
            first = min(several, key=lambda match: (match.country, match.name))
            grouped.setdefault(first.ror, {})[subject] = first
    return dict(sorted(grouped.items()))


def map_matches(ror: str, found: dict[str, RorMatch], iris: Iris) -> RecordGraph:
    """The graph of the nodes that match one organisation of ROR."""
    say = NodeBuilder()
    place = ServiceGraph(iris, "ror", ror)
    organization = f"<https://ror.org/{ror}>"
    place.described(say, organization, None)
    for subject, match in found.items():
        say.node(
            place.part("organization-match", digest(subject)),
            (vocab.RDF_TYPE, vocab.KG_ORGANIZATION_MATCH),
            (vocab.KG_MATCH_OF, subject),
            (vocab.KG_MATCHED_ORGANIZATION, organization),
            (vocab.KG_MATCHED_NAME, literal(match.name)),
            (vocab.KG_MATCHED_COUNTRY, f"{_COUNTRY}{match.country}>"),
        )
    return RecordGraph(ror, place.graph, place.graph, say.nodes())
