"""Sites: the facility in its city, shared by all records.

What one trial says of a site, such as its contacts, is not in the Location. Nor are coordinates:
those of the registry are of the city, not of the facility.
"""

from __future__ import annotations

from kg.fhir.agent import identifiers
from kg.fhir.elements import Element, element, text
from kg.fhir.making import Making
from kg.mapping.site import place
from kg.records.protocol import Location
from kg.records.registration import AddressedLocation
from kg.text.countries import country_codes


def site_reference(location: Location, making: Making) -> Element:
    """A reference to the place of a site."""
    term = place(location, making.say)
    resource = element(
        resourceType="Location",
        id=making.id_of(term),
        identifier=[*identifiers(location.facility, term, making), *_location_id(location)],
        name=text(location.facility),
        address=_address(location),
    )
    return making.add(resource, location.facility)


def _location_id(location: Location) -> list[Element]:
    """The identifier that EMA's Organisation Management Service has for the facility there."""
    known = location.location_id if isinstance(location, AddressedLocation) else None
    return [element(value=known, assigner=element(display="EMA OMS"))] if known else []


def _address(location: Location) -> Element:
    street = location.street if isinstance(location, AddressedLocation) else None
    known = country_codes(location.country or "")
    line = text(street)
    return element(
        line=[line] if line else None,
        city=text(location.city),
        state=text(location.state),
        postalCode=text(location.zip),
        country=known[1] if known else text(location.country),
    )
