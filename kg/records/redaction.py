"""Records without the parts that a user excludes: results or contact persons.

Contact persons are found by their place, not by the names of their fields. Everything in a contact
person is left out, and so are fields that kg can't read where one may be: the reader of a source
gives these places (`Record.contact_places`).
"""

from __future__ import annotations

import re
from typing import Final

from msgspec.structs import replace

from kg.records import Finding, Record
from kg.records.protocol import Contact, Official
from kg.records.results import PointOfContact

CONTACT_PERSONS: Final = (Contact, Official, PointOfContact)
"""The structures of contact persons; an official stays, but not with what kg can't read of one."""

RECORD: Final = "the record"
"""The place of a field directly in the record, where messages name a path."""

_RESULTS = "resultsSection"
_RESULTS_OF_ROWS = ("results_", "results ")
"""How the names of ICTRP's columns of results begin."""

_CUT = "the summary ends with who the main contact is: this is left out with the contacts"
_MAIN_CONTACT = re.compile(r"^[ \t]*Who (?:is|are) the (?:main )?contacts?[^\n]*\?", re.I | re.M)
"""The last heading of a plain English summary at ISRCTN."""

_ADDRESS = re.compile(r"[\w.+%'-]+@[\w-]+(?:\.[\w-]+)+")
_NO_ADDRESS = "[e-mail address left out]"
_ADDRESS_CUT = "an e-mail address is left out with the contacts"

_LEFT_OUT = "what kg can't read here may be of a contact person: it is left out with these"


def without_results(record: Record) -> Record:
    """The record without its results; the dates of their submission and posting are kept."""
    return _without_fields(
        replace(record, study=replace(record.study, results_section=None)), _RESULTS
    )


def without_contacts(record: Record) -> Record:
    """The record without its contact persons, of the trial, of each site and of the results."""
    record = _without_registered_contacts(_without_results_contact(_without_marked(record)))
    record = _without_addresses_of_sharing(record)
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
    )


def _without_marked(record: Record) -> Record:
    """The record without fields that may be of contact persons; findings name their places."""
    places = record.contact_places
    unmapped = [field for field in record.unmapped if field.path not in places]
    findings = [finding for finding in record.findings if finding.field not in places]
    left_out = dict.fromkeys(places.get(field.path) for field in record.unmapped)
    findings += [Finding(place, _LEFT_OUT) for place in left_out if place]
    return replace(record, unmapped=unmapped, findings=findings, contact_places={})


def _without_registered_contacts(record: Record) -> Record:
    """The record without the contacts of committees, and those that end a registry's summary."""
    facts = record.registration
    if facts is None:
        return record
    facts = replace(facts, reviews=[replace(each, contact=None) for each in facts.reviews])
    section = record.study.protocol_section
    told = section.description_module
    summary = told.brief_summary if told else None
    found = _MAIN_CONTACT.search(summary) if summary else None
    if told and summary and found:
        rest = summary[: found.start()].rstrip()
        section = replace(section, description_module=replace(told, brief_summary=rest or None))
        record = replace(
            record,
            study=replace(record.study, protocol_section=section),
            findings=[*record.findings, Finding("briefSummary", _CUT)],
        )
    return replace(record, registration=facts)


def _without_addresses_of_sharing(record: Record) -> Record:
    """The record without the e-mail addresses of those who are asked for data."""
    section = record.study.protocol_section
    module = section.ipd_sharing_statement_module
    if module is None:
        return record
    fields = ("description", "time_frame", "access_criteria", "url")
    texts = {field: text for field in fields if (text := getattr(module, field))}
    cut = {field: _ADDRESS.sub(_NO_ADDRESS, text) for field, text in texts.items()}
    if cut == texts:
        return record
    section = replace(section, ipd_sharing_statement_module=replace(module, **cut))
    finding = Finding("ipdSharingStatementModule", _ADDRESS_CUT)
    return replace(
        record,
        study=replace(record.study, protocol_section=section),
        findings=[*record.findings, finding],
    )


def _without_results_contact(record: Record) -> Record:
    """The record without the person who answers questions about its results."""
    results = record.study.results_section
    more = results.more_info_module if results else None
    if not results or not more:
        return record
    bare = replace(results, more_info_module=replace(more, point_of_contact=None))
    return replace(record, study=replace(record.study, results_section=bare))


def _without_fields(record: Record, path: str) -> Record:
    """The record without the unmapped fields and the findings at or below a path."""
    return replace(
        record,
        unmapped=[each for each in record.unmapped if not _is_below(each.path, path)],
        findings=[each for each in record.findings if not _is_below(each.field, path)],
    )


def _is_below(field: str, path: str) -> bool:
    if path == _RESULTS and field.lower().startswith(_RESULTS_OF_ROWS):
        return True
    return field == path or field.startswith(f"{path}.")
