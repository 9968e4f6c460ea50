"""The IRIs of trials, and the numbers that they are of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kg.registries.numbers import registry_of
from kg.registries.table import REGISTRIES, TrialRegistry

OWN_PAGE: Final = "ctgov"
"""The name of the form that is the page of the trial, its registry's or else WHO's."""

IDENTIFIERS: Final = "identifiers"
BIOREGISTRY: Final = "bioregistry"
"""The names of the forms that resolve the CURIE of a trial."""


def iris_of(number: str) -> dict[str, str]:
    """The IRIs of a trial by their forms; none for a number without a page and a CURIE."""
    row = registry_of(number)
    if row is None:
        return {}
    local = number.removeprefix(row.left_out)
    return {form: template.format(local) for form, template in iri_templates(row)}


def number_of_iri(iri: str) -> str | None:
    """The number of the trial that an IRI names in one of the forms; None if it names none."""
    for form, row, beginning, end in _TEMPLATES:
        if iri.startswith(beginning) and iri.endswith(end):
            number = row.left_out + iri[len(beginning) : len(iri) - len(end)]
            if iris_of(number).get(form) == iri and registry_of(number) == row:
                return number
    return None


def iri_beginnings(beginning: str) -> Iterator[str]:
    """What the IRIs of trials begin with whose numbers begin so, for each form and registry."""
    for _, row, iri, _ in _TEMPLATES:
        known = row.left_out[: len(beginning)]
        if beginning.startswith(known):
            yield iri + beginning.removeprefix(row.left_out if known == row.left_out else beginning)


def iri_templates(row: TrialRegistry) -> Iterator[tuple[str, str]]:
    """The forms of the IRIs of a registry's trials; {} is the number."""
    if row.page:
        yield OWN_PAGE, row.page
    if row.curie and row.at_identifiers_org:
        yield IDENTIFIERS, f"https://identifiers.org/{row.curie}"
    if row.curie:
        yield BIOREGISTRY, f"https://bioregistry.io/{row.curie}"


def _beginnings() -> Iterator[tuple[str, TrialRegistry, str, str]]:
    for row in REGISTRIES:
        for form, template in iri_templates(row):
            beginning, end = template.split("{}")
            yield form, row, beginning, end


_TEMPLATES: Final = tuple(_beginnings())
"""Form, registry, beginning and end of every IRI of a trial."""
