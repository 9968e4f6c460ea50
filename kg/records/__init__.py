"""The record model: a trial in the structure of the registry's own v2 JSON, typed.

Every source is read into these structures, and the mapping reads nothing else. Names follow the
registry's (https://clinicaltrials.gov/data-api/about-api/study-data-structure), in snake case; a
field that a record lacks is None or an empty list. Dates, ages and enumerations keep the text of
the registry: the mapping interprets them.
"""

from __future__ import annotations

from typing import Any

import msgspec

from kg.records.base import Module
from kg.records.other_sections import AnnotationSection, DerivedSection, DocumentSection
from kg.records.protocol import ProtocolSection
from kg.records.registration import RegistrationFacts
from kg.records.results import ResultsSection


class Study(Module):
    """One record of the registry."""

    protocol_section: ProtocolSection
    results_section: ResultsSection | None = None
    annotation_section: AnnotationSection | None = None
    document_section: DocumentSection | None = None
    derived_section: DerivedSection | None = None
    has_results: bool | None = None

    @property
    def number(self) -> str:
        """The trial's number in its registry, in the registry's own spelling."""
        return self.protocol_section.identification_module.nct_id

    def __repr__(self) -> str:
        return f"<Study {self.number}>"


class ListedTrial(Module):
    """A trial that a page lists as related, with its title and section."""

    nct_id: str
    title: str | None = None
    section: str | None = None


class PageExtension(Module):
    """What a registry page says that has no field in the registry's JSON."""

    last_updated: str | None = None
    listed_trials: list[ListedTrial] = []
    countries: list[str] = []


class SourceField(msgspec.Struct, gc=False, frozen=True):
    """A value for which the model has no field: `path` in dots, `value` as JSON text."""

    path: str
    value: str


class Finding(msgspec.Struct, gc=False, frozen=True):
    """Something a user should know about one record: the field, and a sentence."""

    field: str
    message: str


class Record(msgspec.Struct, gc=False):
    """A study, where it came from, and what was found while reading it.

    `place` names file, archive member and line for messages; it never reaches the graph.
    `format` is the name of the source format, a key of `kg.sources.SOURCE_FORMATS`.
    `contact_places` has the path of each unmapped field, and of each field with a finding, that may
    belong to a contact person, and the place of this person.
    """

    study: Study
    place: str
    format: str
    page: PageExtension | None = None
    registration: RegistrationFacts | None = None
    unmapped: list[SourceField] = []
    findings: list[Finding] = []
    contact_places: dict[str, str] = {}

    @property
    def number(self) -> str:
        """The trial's number in its registry, in the registry's own spelling."""
        return self.study.number

    @property
    def nct_id(self) -> str:
        """The number, by the name that it had before there were other registries."""
        return self.number

    def __repr__(self) -> str:
        return f"<Record {self.number} from {self.place} ({self.format})>"


def plain(value: Any) -> Any:
    """A part of a record as the plain lists and dictionaries of the registry's JSON."""
    return msgspec.json.decode(msgspec.json.encode(value))
