"""The resources of one record while they are made."""

from __future__ import annotations

from kg.fhir.elements import Element, reference
from kg.fhir.identity import fhir_id
from kg.mapping.statements import Statements
from kg.rdf.iris import Iris
from kg.records import Record


class Making:
    """Collects the resources of a record, each once.

    `say` mints the nodes as they are minted for the graph; its triples are not used.
    """

    def __init__(self, record: Record, iris: Iris) -> None:
        self.record = record
        self.protocol = record.study.protocol_section
        self.iris = iris
        self.say = Statements(record, iris)
        self.resources: dict[tuple[str, str], Element] = {}

    def id_of(self, term: str) -> str:
        """The id of the resource for a node."""
        return fhir_id(term, self.iris)

    def add(self, resource: Element, display: str | None = None) -> Element:
        """Adds a resource unless it is there already; a reference to it."""
        kind, id_ = resource["resourceType"], resource["id"]
        self.resources.setdefault((kind, id_), resource)
        return reference(kind, id_, display)
