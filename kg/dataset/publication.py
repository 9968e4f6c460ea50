"""How a dataset is published: what only its publisher knows, for the description.

Everything is optional, and nothing is assumed in its place.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from kg.errors import UsageError
from kg.rdf.iris import is_of_registry
from kg.rdf.terms import WEB_IRI

_NAME_AND_IRI: Final = re.compile(r"(?P<name>[^<>]*?)\s*(?:<(?P<iri>[^<>]*)>)?")
_EMAIL: Final = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
"""https://html.spec.whatwg.org/multipage/input.html#valid-e-mail-address, with a dot."""


class Publication(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the publisher says: the IRI of the dataset, and where and by whom it is published.

    `publish_at` is the address of the folder in which the files will be; it ends in a slash.
    `contact_point` is an e-mail address or a web page, `sparql_endpoint` an endpoint with the data.
    """

    dataset: str | None = None
    publish_at: str | None = None
    publisher: str | None = None
    publisher_iri: str | None = None
    contact_point: str | None = None
    sparql_endpoint: str | None = None


def publication(
    *,
    dataset: str | None = None,
    publish_at: str | None = None,
    publisher: str | None = None,
    contact_point: str | None = None,
    sparql_endpoint: str | None = None,
) -> Publication | None:
    """What the publisher says, checked; None if that is nothing.

    `publisher` is a name, an IRI, or "NAME <IRI>". Raises UsageError for what is no web address,
    or no e-mail address.
    """
    name, iri = _agent(publisher)
    found = Publication(
        dataset=_own(_web("--dataset", dataset)),
        publish_at=_folder(_own(_web("--publish-at", publish_at))),
        publisher=name,
        publisher_iri=iri,
        contact_point=_contact(contact_point),
        sparql_endpoint=_web("--sparql-endpoint", sparql_endpoint),
    )
    return None if found == Publication() else found


def _web(option: str, value: str | None) -> str | None:
    if value is not None and not WEB_IRI.fullmatch(value):
        raise UsageError(f"{option} {value!r} is not an http(s) address")
    return value


def _own(value: str | None) -> str | None:
    """An address that is not the registry's, whose dataset another one must not pretend to be."""
    if value is not None and is_of_registry(value):
        raise UsageError(f"{value!r} is the registry's own address: choose one of your own")
    return value


def _folder(value: str | None) -> str | None:
    if value is None:
        return None
    if "?" in value or "#" in value:
        raise UsageError(
            f"--publish-at {value!r} has a ? or #: give the address of the folder for the files"
        )
    return value if value.endswith("/") else f"{value}/"


def _agent(value: str | None) -> tuple[str | None, str | None]:
    """The name and the IRI of the publisher."""
    if value is None:
        return None, None
    if value.startswith(("http://", "https://")):
        return None, _web("--publisher", value)
    match = _NAME_AND_IRI.fullmatch(value.strip())
    if match is None or not match["name"].strip():
        raise UsageError(
            f"--publisher {value!r} is not a name, an IRI, or both: 'Name <https://…>'"
        )
    return match["name"], _web("--publisher", match["iri"])


def _contact(value: str | None) -> str | None:
    if value is None or WEB_IRI.fullmatch(value) or _EMAIL.fullmatch(value):
        return value
    raise UsageError(f"--contact-point {value!r} is neither an e-mail nor an http(s) address")
