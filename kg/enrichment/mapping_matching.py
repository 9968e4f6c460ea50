"""The concepts, conditions and interventions of records that mapping sets map, and their graphs.

MeSH concepts match by their ids. Conditions and interventions match by name, if the set maps names.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kg.enrichment.input_facts import InputFacts, texts
from kg.enrichment.work_mapping import ServiceGraph
from kg.mapping_sets.sets import MappedTo, MappingSet
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris, long_digest
from kg.rdf.node_builder import NodeBuilder
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import integer, literal

NAMED: Final = frozenset((vocab.SCHEMA_MEDICAL_CONDITION, vocab.KG_INTERVENTION))
"""The classes of things that are matched by name."""

_MESH: Final = f"<{vocab.MESH}"


class MappedThings:
    """The things in records that a mapping set maps: term -> what to, by the line of the row."""

    def __init__(self, mapping_set: MappingSet) -> None:
        self.mapping_set = mapping_set
        self.found: dict[str, dict[int, MappedTo]] = {}

    def add(self, described: InputFacts) -> None:
        """Adds the things in the graph of a record."""
        for subject, properties in described.nodes.items():
            if subject.startswith(_MESH):
                if subject not in self.found:
                    mesh = subject.removeprefix(_MESH)[:-1]
                    self._note(subject, self.mapping_set.of_mesh(mesh))
            elif not NAMED.isdisjoint(properties.get(vocab.RDF_TYPE, ())):
                for name in texts(properties, vocab.SCHEMA_NAME):
                    self._note(subject, self.mapping_set.of_name(name))

    def _note(self, subject: str, mapped: Iterable[MappedTo]) -> None:
        for to in mapped:
            if to.other.term != subject:
                self.found.setdefault(subject, {})[to.mapping.line] = to

    def graph(self, iris: Iris) -> RecordGraph:
        """The graph of what the set says of them, with the rows that say it."""
        say = NodeBuilder()
        place = ServiceGraph(iris, "sssom", self.mapping_set.id)
        rows = self._rows(place, say)
        for subject, mapped in sorted(self.found.items()):
            for line, to in sorted(mapped.items()):
                say.node(subject, (to.predicate, to.other.term))
                say.node(
                    to.other.term,
                    (vocab.RDF_TYPE, vocab.SKOS_CONCEPT),
                    (vocab.SKOS_PREF_LABEL, literal(to.other.label) if to.other.label else None),
                )
                say.node(rows[line], (vocab.KG_MATCH_OF, subject))
        place.derived_from(
            say,
            say.node(
                f"<{self.mapping_set.id}>",
                (vocab.RDF_TYPE, vocab.SSSOM_MAPPING_SET),
                *self.mapping_set.properties.items(),
                (vocab.SSSOM_MAPPINGS, list(rows.values())),
            ),
        )
        return RecordGraph(self.mapping_set.id, place.graph, place.graph, say.nodes())

    def _rows(self, place: ServiceGraph, say: NodeBuilder) -> dict[int, str]:
        """The nodes of the rows that say something of them, by line; of equal rows the first."""
        mappings = {line: to.mapping for each in self.found.values() for line, to in each.items()}
        rows: dict[int, str] = {}
        for line, mapping in sorted(mappings.items()):
            properties = mapping.properties
            rows[line] = place.part("mapping", long_digest(repr(properties)))
            if not say.said(rows[line]):
                say.node(
                    rows[line],
                    (vocab.RDF_TYPE, vocab.OWL_AXIOM),
                    *properties.items(),
                    (vocab.KG_MAPPING_LINE, integer(line)),
                )
        return rows
