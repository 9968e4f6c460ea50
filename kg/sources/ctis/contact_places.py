"""Which unmapped fields of a record may belong to a contact person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from kg.records import SourceField

_HOLDERS: Final = re.compile(
    r".*?(?:sponsors|[cC]oSponsors|primarySponsor|trialSites|competentAuthority|contact\w*)\b"
)
"""The beginning of a path at or below what has contact persons."""

_PERSON: Final = re.compile(
    r'(?i)\b(?:e-?mail|(?:tele)?phone|(?:first|last|functional)Name|person(?:Info)?|contact)'
    r"|[\w.]@[\w-]+\."
)
"""What a field of a person is called, and an address for e-mail in a text."""


def contact_places(fields: Iterable[SourceField]) -> dict[str, str]:
    """The place of a contact person by the path of each field that may belong to one."""
    return {field.path: place for field in fields if (place := _place(field))}


def _place(field: SourceField) -> str:
    holder = _HOLDERS.match(field.path)
    if holder:
        return re.sub(r"\[\d+\]", "", holder[0])
    found = _PERSON.search(field.path) or _PERSON.search(field.value)
    return field.path if found else ""
