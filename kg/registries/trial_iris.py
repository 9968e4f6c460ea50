"""The IRIs of trials, and the numbers that they are of."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from kg.registries.numbers import registry_of
from kg.registries.table import REGISTRIES, TrialRegistry

OWN_PAGE: Final = "ctgov"
"""The name of the form that is the page of the trial, its registry's or else WHO's."""

IDENTIFIERS: Final = "identifiers"
BIOREGISTRY: Final = "bioregistry"
"""The names of the forms that resolve the CURIE of a trial."""


def iri_templates(row: TrialRegistry) -> dict[str, str]:
    """The forms of the IRIs of a registry's trials; {} is the number."""
    found = {}
    if row.page:
        found[OWN_PAGE] = row.page
    if row.curie and row.at_identifiers_org:
        found[IDENTIFIERS] = f"https://identifiers.org/{row.curie}"
    if row.curie:
        found[BIOREGISTRY] = f"https://bioregistry.io/{row.curie}"
    return found


_TEMPLATES: Final = {row.key: iri_templates(row) for row in REGISTRIES}


def iris_of(number: str) -> dict[str, str]:
    """The IRIs of a trial by their forms; none for a number without a page and a CURIE."""
    row = registry_of(number)
    if row is None:
        return {}
    local = number.removeprefix(row.left_out)
    return {
        form: template.format(number if form == OWN_PAGE else local)
        for form, template in _TEMPLATES[row.key].items()
    }


@lru_cache(maxsize=4_096)
def own_iri(number: str, form: str) -> str | None:
    """The IRI of a trial in a form, or else its page; it has the whole number at its end."""
    row = registry_of(number)
    if row is None:
        return None
    templates = _TEMPLATES[row.key]
    template = None if row.left_out else templates.get(form)
    return (template or templates.get(OWN_PAGE, "")).format(number) or None


def _split() -> Iterator[tuple[str, TrialRegistry, str, str]]:
    for row in REGISTRIES:
        for form, template in _TEMPLATES[row.key].items():
            beginning, end = template.split("{}")
            yield form, row, beginning, end


_SPLIT: Final = tuple(_split())
"""Form, registry, beginning and end of every IRI of a trial."""

BEGINNINGS: Final = tuple(dict.fromkeys(beginning for _, _, beginning, _ in _SPLIT))
"""How the IRIs of trials begin."""


@lru_cache(maxsize=65_536)
def number_of_iri(iri: str) -> str | None:
    """The number of the trial that an IRI names in one of the forms; None if it names none."""
    for form, row, beginning, end in _SPLIT:
        if iri.startswith(beginning) and iri.endswith(end):
            number = iri[len(beginning) : len(iri) - len(end)]
            number = number if form == OWN_PAGE else row.left_out + number
            if registry_of(number) is row:
                return number
    return None


def iri_beginnings(beginning: str) -> Iterator[str]:
    """What the own IRIs of trials begin with whose numbers begin so, for each registry and form."""
    for form, row, iri, _ in _SPLIT:
        if form == OWN_PAGE or not row.left_out:
            yield iri + beginning
