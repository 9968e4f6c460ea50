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

_NAMES: Final = (
    *("email", "eMail", "phone", "Phone", "mobile", "fax", "contact", "Contact", "person"),
    *("firstName", "lastName", "functionalName", "functionalEmail", "Consideration"),
)
"""What fields are called, in all or in part, that are of a person; the questions of the assessment,
which ask for papers of investigators, are among them.
"""

_IN_TEXT: Final = (
    *("@", 'hone"', 'ail"', 'erson"', 'ontact"', "onsideration"),
    *(f'"{name}' for name in _NAMES),
)
"""What the JSON text of a value has that may be of a person: such a field, an e-mail address."""


def contact_places(fields: Iterable[SourceField]) -> dict[str, str]:
    """The place of a contact person by the path of each field that may belong to one."""
    return {field.path: place for field in fields if (place := _place(field))}


def _place(field: SourceField) -> str:
    holder = _HOLDERS.match(field.path)
    if holder:
        return re.sub(r"\[\d+\]", "", holder[0])
    found = any(name in field.path for name in _NAMES)
    return field.path if found or any(sign in field.value for sign in _IN_TEXT) else ""
