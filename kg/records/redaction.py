"""Records without the parts that a user excludes: results or contact persons."""

from __future__ import annotations

import re

from msgspec.structs import replace

from kg.records import Record

_RESULTS = "resultsSection"
_RESULTS_CONTACT = "resultsSection.moreInfoModule.pointOfContact"

_CONTACTS = re.compile(r"\.(?:centralC|c)ontacts\b")
"""The path of a field that belongs to a contact person."""


def without_results(record: Record) -> Record:
    """The record without its results; the dates of their submission and posting are kept."""
    return _without_fields(
        replace(record, study=replace(record.study, results_section=None)), _RESULTS
    )


def without_contacts(record: Record) -> Record:
    """The record without its contact persons, of the trial, of each site and of the results."""
    record = without_results_contact(record)
    section = record.study.protocol_section
    module = section.contacts_locations_module
    if module is None:
        return record
    bare = replace(
        module,
        central_contacts=[],
        locations=[replace(location, contacts=[]) for location in module.locations],
        locations_nested=[replace(location, contacts=[]) for location in module.locations_nested],
    )
    return replace(
        record,
        study=replace(
            record.study, protocol_section=replace(section, contacts_locations_module=bare)
        ),
        unmapped=[field for field in record.unmapped if not _CONTACTS.search(field.path)],
    )


def without_results_contact(record: Record) -> Record:
    """The record without the person who answers questions about its results."""
    results = record.study.results_section
    more = results.more_info_module if results else None
    if results and more:
        bare = replace(results, more_info_module=replace(more, point_of_contact=None))
        record = replace(record, study=replace(record.study, results_section=bare))
    return _without_fields(record, _RESULTS_CONTACT)


def _without_fields(record: Record, path: str) -> Record:
    """The record without the unmapped fields and the findings at or below a path."""
    return replace(
        record,
        unmapped=[each for each in record.unmapped if not _is_below(each.path, path)],
        findings=[each for each in record.findings if not _is_below(each.field, path)],
    )


def _is_below(field: str, path: str) -> bool:
    return field == path or field.startswith(f"{path}.")
