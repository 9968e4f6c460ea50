"""One resource for what several records describe: an organisation, a person, a site.

Records spell a name in several ways and know of different identifiers; all are kept where FHIR has
a list: the shortest name is the first. Of several addresses one is chosen that has most parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any, Final

import msgspec

from kg.fhir.elements import Element, element

_JSON: Final = msgspec.json.Decoder(dict)


def merged(lines: Iterable[str]) -> Iterator[bytes]:
    """A line of JSON for each resource of one type, from sorted lines."""
    for _, group in groupby(lines, key=_id):
        found = list(group)
        if len(found) == 1:
            yield found[0].encode()
        else:
            yield msgspec.json.encode(_together([_JSON.decode(line) for line in found]))


def _id(line: str) -> str:
    """The id of a resource: every line begins {"resourceType":"Location","id":"..."."""
    return line.split('"', 8)[7]


def _together(found: list[Element]) -> Element:
    first = found[0]
    names = _each(each.get("name") for each in found)
    if first["resourceType"] == "Practitioner":
        named = {"name": _each(name for each in names for name in each)}
    else:
        names.sort(key=len)
        named = element(name=names[0] if names else None, alias=names[1:])
    addresses = [each["address"] for each in found if "address" in each]
    return {
        **element(
            resourceType=first["resourceType"],
            id=first["id"],
            identifier=_each(one for each in found for one in each.get("identifier", ())),
            **named,
            address=max(addresses, key=len, default=None),
        ),
        **{part: value for part, value in first.items() if part not in _MERGED},
    }


_MERGED: Final = {"resourceType", "id", "identifier", "name", "address"}


def _each(values: Iterable[Any]) -> list[Any]:
    """Each value once, in order, without those that are absent."""
    found: list[Any] = []
    for value in values:
        if value is not None and value not in found:
            found.append(value)
    return found
