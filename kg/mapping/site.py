"""Sites: the facility in its city, shared by all trials, and what one trial says about it."""

from __future__ import annotations

from typing import Final

from kg.mapping.agent_id import identified
from kg.mapping.contact import contacts
from kg.mapping.country import country, country_term
from kg.mapping.plan import Plan
from kg.mapping.statements import Statements, text
from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import digest, slug
from kg.records import Record
from kg.records.protocol import GeoPoint, Location
from kg.records.registration import AddressedLocation
from kg.text.countries import country_codes
from kg.text.placeholders import site_name

STATE_IN_IDENTITY: Final = frozenset({"USA"})
"""Countries for which the registry requires a state, because city names are not unique there."""


_SITE: Final = Plan(
    AddressedLocation,
    (vocab.KG_RECRUITMENT_STATUS, "status", codes.STATUS),
    (vocab.KG_DEPARTMENT, "department"),
    a=vocab.KG_TRIAL_SITE_CLASS,
    name="locations",
)

_GEO: Final = Plan(
    GeoPoint,
    (vocab.SCHEMA_LATITUDE, "lat"),
    (vocab.SCHEMA_LONGITUDE, "lon"),
    a=vocab.SCHEMA_GEO_COORDINATES,
)


def describe(record: Record, say: Statements) -> None:
    """States the sites, the contacts of the whole trial and the countries that were removed."""
    module = record.study.protocol_section.contacts_locations_module
    if module:
        say.node(
            say.trial,
            (vocab.KG_CENTRAL_CONTACT, contacts(module.central_contacts, (), say)),
        )
        sites = [(location, place(location, say)) for location in locations(record)]
        names = dict.fromkeys(location.country for location, _ in sites)
        say.node(
            say.trial,
            (vocab.KG_SITE, [where for _, where in sites]),
            (vocab.KG_TRIAL_SITE, [_site(location, where, say) for location, where in sites]),
            (vocab.KG_COUNTRY, [country(name, say) for name in names]),
        )
    derived = record.study.derived_section
    misc = derived.misc_info_module if derived else None
    if misc:
        removed = [country(name, say) for name in misc.removed_countries]
        say.node(say.trial, (vocab.KG_REMOVED_COUNTRY, removed))
    if record.page:
        listed = [country(name, say) for name in record.page.countries]
        say.node(say.trial, (vocab.KG_COUNTRY, listed))


def locations(record: Record) -> list[Location]:
    """The locations of a record, each once; some downloads hold the whole list a second time."""
    module = record.study.protocol_section.contacts_locations_module
    if not module:
        return []
    if not module.locations_nested or module.locations_nested == module.locations:
        return module.locations
    more = [each for each in module.locations_nested if each not in module.locations]
    return [*module.locations, *more]


def _site(location: Location, where: str, say: Statements) -> str:
    path = ("site", slug(" ".join(filter(None, (location.facility, location.city)))))
    site = say.part(*path)
    tail = site[1:-1].rsplit("/", 1)[-1]
    return say.node(
        _SITE.state(site, location, say),
        (vocab.SCHEMA_LOCATION, where),
        (vocab.KG_SITE_CONTACT, contacts(location.contacts, ("site", tail), say)),
    )


def place(location: Location, say: Statements) -> str:
    """The node of a place: the same in every record unless its name names nothing."""
    alpha3 = (country_codes(location.country or "") or (None,))[0]
    where = [
        alpha3.lower() if alpha3 else location.country or "",
        *([location.state] if location.state and alpha3 in STATE_IN_IDENTITY else []),
        location.city or "",
    ]
    facility = location.facility or ""
    subject = say.iris.named("site", *where, site_name(facility))
    if subject is None:
        path = [slug(name) if name.strip() else "unknown" for name in where]
        subject = say.part("place", *path, slug(facility) if facility.strip() else "unnamed")
    return say.node(
        subject,
        (vocab.RDF_TYPE, vocab.SCHEMA_PLACE),
        (vocab.SCHEMA_NAME, text(location.facility)),
        (vocab.SCHEMA_ADDRESS, _address(location, subject, say)),
        (vocab.SCHEMA_GEO, _geo(location.geo_point, say)),
        *identified(location.facility, say),
    )


def _address(location: Location, where: str, say: Statements) -> str | None:
    addressed = location if isinstance(location, AddressedLocation) else AddressedLocation()
    street = addressed.street
    if not (street or location.city or location.state or location.zip or location.country):
        return None
    pairs = (
        *(((vocab.SCHEMA_STREET_ADDRESS, text(street)),) if street else ()),
        (vocab.SCHEMA_ADDRESS_LOCALITY, text(location.city)),
        (vocab.SCHEMA_ADDRESS_REGION, text(location.state)),
        (vocab.SCHEMA_POSTAL_CODE, text(location.zip)),
        (vocab.SCHEMA_ADDRESS_COUNTRY, country_term(location.country, say)),
    )
    # One place may have different regions or postal codes: each is an address of its own.
    version = digest("\n".join(term or "" for _, term in pairs))
    address = f"{where[:-1]}/address-{version}>"
    return say.node(
        address,
        (vocab.RDF_TYPE, vocab.SCHEMA_POSTAL_ADDRESS),
        *pairs,
        (vocab.KG_OMS_IDENTIFIER, text(addressed.location_id)),
    )


def _geo(point: GeoPoint | None, say: Statements) -> str | None:
    if point is None or (point.lat is None and point.lon is None):
        return None
    subject = say.iris.mint("geo", f"{point.lat},{point.lon}")
    if say.said(subject):
        return subject
    return _GEO.state(subject, point, say)
