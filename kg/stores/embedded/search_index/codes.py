"""The values of codes in addresses and files: those of the registry, and their labels."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from kg.rdf import code_lists
from kg.rdf.ontology import words

_LISTS: Final = {
    "status": code_lists.STATUS.terms,
    "phase": {
        **code_lists.PHASE.terms,
        **{"/".join(of): term for of, term in code_lists.COMBINED_PHASES.items()},
    },
    "type": {**code_lists.STUDY_TYPE.terms, "PATIENT_REGISTRY": code_lists.PATIENT_REGISTRY},
    "class": code_lists.AGENCY_CLASS.terms,
}
"""Facet -> the registry's values, in the order in which people expect them, with their terms."""

_LAST_PART: Final = re.compile(r"(?:.*[/#])?(?:[A-Z]\w*-)?(.*)", re.DOTALL)
"""The value in the IRI of a code that is in no list, such as kg:Status-PAUSED."""


def value_of(facet: str, iri: str) -> str:
    """The value for the IRI of a code or a country, such as RECRUITING or FRA."""
    found = _values(facet).get(iri)
    if found is None and (match := _LAST_PART.fullmatch(iri)):
        found = match[1]
    return found or iri


def label_of(facet: str, value: str) -> str:
    """The word for a value of a code; a value in no list is its own word."""
    term = _LISTS[facet].get(value)
    return value if term is None else words().get(term[1:-1], value)


def place_of(facet: str, value: str) -> int:
    """The place of a value in the order of its facet; after all others if it is in no list."""
    values = list(_LISTS[facet])
    return values.index(value) if value in values else len(values)


def has_codes(facet: str) -> bool:
    """Whether the values of a facet are codes."""
    return facet in _LISTS


@cache
def _values(facet: str) -> dict[str, str]:
    return {term[1:-1]: value for value, term in _LISTS.get(facet, {}).items()}
