"""Elements of FHIR R5: data types as dictionaries in a fixed order, without what is absent.

https://hl7.org/fhir/R5/datatypes.html. A function gives None for an element that would be empty,
as FHIR has no empty elements.
"""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

from kg.mapping.lexical import date_term
from kg.records.base import DateStruct

Element: TypeAlias = dict[str, Any]
"""An element with parts, or a resource."""

URI: Final = "urn:ietf:rfc:3986"
"""The system of identifiers that are URIs."""

_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufeff]")
"""Characters that a string of FHIR must not have, and a mark that is no text."""


def element(**parts: Any) -> Element:
    """The parts that are there, in the order given; a number may be 0, a truth value False."""
    return {name: value for name, value in parts.items() if value or isinstance(value, (bool, int))}


def text(value: str | None) -> str | None:
    """A text without blanks around it; None if it is absent or blank."""
    if not value:
        return None
    return (_CONTROLS.sub(" ", value) if _CONTROLS.search(value) else value).strip() or None


def in_words(value: str) -> str:
    """A value of the registry as people write it.

    >>> in_words("TEMPORARILY_NOT_AVAILABLE")
    'Temporarily not available'
    """
    return "Not applicable" if value == "NA" else value.replace("_", " ").capitalize()


def coding(system: str | None, code: str, display: str | None = None, **more: Any) -> Element:
    """A code of a system."""
    return element(system=system, code=code, display=text(display), **more)


def concept(words: str | None, *codings: Element | None) -> Element | None:
    """A CodeableConcept: codes, and the words of the record."""
    return element(coding=[each for each in codings if each], text=text(words)) or None


def reference(kind: str, id_: str, display: str | None = None) -> Element:
    """A reference to a resource of the same export."""
    return element(reference=f"{kind}/{id_}", display=text(display))


def date(value: str | None) -> str | None:
    """A date, as precise as given; None for what is no date."""
    return value if value and date_term(value) else None


def period(start: str | None, end: str | None) -> Element | None:
    """A period; None if neither is a date, or if it would end before it starts."""
    start, end = date(start), date(end)
    if start and end:
        precision = min(len(start), len(end))
        if start[:precision] > end[:precision]:
            return None
    return element(start=start, end=end) or None


def is_actual(given: DateStruct | None) -> bool | None:
    """Whether a date has happened; None if the record does not say."""
    return {"ACTUAL": True, "ESTIMATED": False}.get(given.type or "") if given else None


def web_link(term: str | None) -> str | None:
    """The address in the term of an IRI."""
    return term[1:-1] if term else None
