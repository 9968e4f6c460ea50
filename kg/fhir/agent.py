"""Organisations, and people with where they work: those of the graph, shared by all records."""

from __future__ import annotations

from kg.fhir.elements import URI, Element, element, text, web_link
from kg.fhir.making import Making
from kg.mapping.agent_id import identified
from kg.mapping.organization import organization
from kg.mapping.person import person
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.rdf.terms import is_iri, split_literal


def organization_reference(name: str | None, term: str | None, making: Making) -> Element | None:
    """A reference to the organisation that is a node of the graph."""
    if term is None:
        return None
    resource = element(
        resourceType="Organization",
        id=making.id_of(term),
        identifier=identifiers(name, term, making),
        name=text(name),
    )
    return making.add(resource, name)


def agent_reference(name: str | None, term: str | None, making: Making) -> Element | None:
    """A reference to an organisation, or to a person if the node is one's."""
    if term is None or "/person/" not in term:
        return organization_reference(name, term, making)
    return making.add(_practitioner(name, term, making), name)


def official_reference(name: str | None, works_at: str | None, making: Making) -> Element | None:
    """A reference to a person in the role at an organisation, or to the one of them that is known.

    A name that is not a person's, such as "Medical Monitor", is the role itself.
    """
    someone = person(name, works_at, making.say)
    place = affiliation_reference(works_at, making)
    if someone is None:
        return _role_alone(name, place, making) if place else None
    practitioner = making.add(_practitioner(name, someone, making), name)
    if place is None:
        return practitioner
    resource = element(
        resourceType="PractitionerRole",
        id=making.id_of(someone),
        practitioner=element(reference=practitioner["reference"]),
        organization=element(reference=place["reference"]),
    )
    return making.add(resource, name)


def affiliation_reference(name: str | None, making: Making) -> Element | None:
    """A reference to the organisation of an affiliation; None for a text that names none."""
    if not name or making.iris.named("organization", name) is None:
        return None
    term = organization(name, "affiliation", making.say)
    return organization_reference(name, term, making)


def identifiers(name: str | None, term: str, making: Making) -> list[Element]:
    """The IRI of the node, and the identifiers that the record gives to what it calls so."""
    found = [element(system=URI, value=web_link(term))]
    for predicate, value in identified(name, making.say):
        if isinstance(value, str) and is_iri(value):
            found.append(element(system=URI, value=web_link(value)))
        elif isinstance(value, str):
            owner = "EMA OMS" if predicate == vocab.KG_OMS_IDENTIFIER else None
            found.append(element(value=split_literal(value)[0], assigner=element(display=owner)))
    return found


def _practitioner(name: str | None, term: str, making: Making) -> Element:
    return element(
        resourceType="Practitioner",
        id=making.id_of(term),
        identifier=identifiers(name, term, making),
        name=[element(text=text(name))],
    )


def _role_alone(name: str | None, place: Element, making: Making) -> Element:
    term = making.say.part("role", slug(name or "unnamed"))
    role = text(name)
    resource = element(
        resourceType="PractitionerRole",
        id=making.id_of(term),
        organization=place,
        code=[element(text=role)] if role else None,
    )
    return making.add(resource, name)
