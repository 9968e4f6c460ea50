"""FHIR R5: the resources of one record, pure, one module an entity.

https://hl7.org/fhir/R5/researchstudy.html. The ids are made from the IRIs of the graph, so that an
organisation, a person or a site is one resource in all records. Nothing is stated that the record
does not say: a value without a code of the same meaning is text, and what FHIR has no element for
is left out (docs/fhir.md).
"""

from __future__ import annotations

from typing import Final

from kg.fhir.elements import Element
from kg.fhir.making import Making
from kg.fhir.research_study import research_study
from kg.rdf.iris import Iris
from kg.records import Record

OWN: Final = ("ResearchStudy", "Group", "EvidenceVariable")
"""The types of resources that are of one record alone."""

RESOURCE_TYPES: Final = (*OWN, "Organization", "Practitioner", "PractitionerRole", "Location")
"""The types of the resources that a record can have, in their order."""


def resources(record: Record, iris: Iris | None = None) -> list[Element]:
    """The resources of a record, by type; the same record gives the same resources in one order."""
    making = Making(record, iris or Iris())
    making.add(research_study(making))
    return sorted(
        making.resources.values(), key=lambda each: RESOURCE_TYPES.index(each["resourceType"])
    )
