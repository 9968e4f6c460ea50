"""The country records of one trial joined into one record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from kg.errors import RecordError
from kg.records import Finding, Record
from kg.records.protocol import IdentificationModule
from kg.registries.numbers import trial_number
from kg.sources.euctr import countries, design, population, products, protocol, sponsors
from kg.sources.euctr.agreement import are_alike
from kg.sources.euctr.country_record import CountryRecord
from kg.sources.euctr.draft import EuDraft

REGISTRY: Final = "EudraCT"
"""The key of the register's numbers in `kg.registries.table`."""

_LAST: Final = "P. End of Trial Status"
_PAIRS: Final = (
    ("Sponsor's Protocol Code Number", "A.4.1"),
    ("National Competent Authority", "A.1"),
    ("EudraCT Number", "A.2"),
)
"""What the summary of a record repeats."""


def record_of(
    found: Iterable[CountryRecord], place: str, format_name: str, unfit: Iterable[str] = ()
) -> Record:
    """The record of a trial; RecordError if the country records have no number, or several.

    `unfit` are the code points of characters that were replaced.
    """
    records = _each_once(found)
    number = _number(records, place)
    for record in records:
        _without_repetition(record)
    draft = EuDraft(records, IdentificationModule(nct_id=number))
    for part in (protocol, sponsors, products, design, population, countries):
        part.read(draft)
    draft.translate()
    draft.keep_rest()
    return Record(
        study=draft.study(),
        place=place,
        format=format_name,
        registration=draft.facts,
        unmapped=draft.kept.unmapped,
        findings=[*_findings(records), *_of_characters(unfit)],
        contact_places=draft.kept.contact_places,
    )


def _each_once(found: Iterable[CountryRecord]) -> list[CountryRecord]:
    """The country records in an order of their own; of equal ones the first."""
    records: list[CountryRecord] = []
    for record in sorted(found, key=lambda record: record.rank):
        if record not in records:
            records.append(record)
    return records


def _number(records: Sequence[CountryRecord], place: str) -> str:
    given = [
        text
        for record in records
        for key in ("A.2", "EudraCT Number")
        for text in record.values.get(key, ())
    ]
    found = {text: trial_number(text) for text in given}
    wrong = [text for text, each in found.items() if each is None or each.registry != REGISTRY]
    numbers = sorted({each.number for each in found.values() if each})
    if wrong:
        raise RecordError(place, f"{wrong[0][:60]!r} at A.2 is not an EudraCT number")
    if not numbers:
        raise RecordError(place, "no EudraCT number (label A.2)")
    if len(numbers) > 1:
        reason = f"two EudraCT numbers in one record, {numbers[0]} and {numbers[1]}"
        raise RecordError(place, reason)
    return numbers[0]


def _without_repetition(record: CountryRecord) -> None:
    """Drops from the summary what a field repeats; the field gets it if it has no value."""
    for summary, key in _PAIRS:
        texts = [*record.values.get(summary, ()), *record.values.get(key, ())]
        if texts and are_alike(texts):
            record.values.pop(summary, None)
            record.values[key] = texts[:1]
        elif texts and key not in record.values:
            record.values[key] = record.values.pop(summary)


def _findings(records: Iterable[CountryRecord]) -> Iterable[Finding]:
    for record in records:
        if _LAST not in record.labels and record.is_of_a_country:
            message = f"the record of {record.country} ends before section P; it may be cut off"
            yield Finding("registration.countries", message)
        for name in record.artefacts:
            message = f"{record.country}: a program left JSON_ERROR in place of the value"
            yield Finding(name, message)


def _of_characters(unfit: Iterable[str]) -> Iterable[Finding]:
    if unfit:
        message = f"characters that can't be kept became U+FFFD: {', '.join(sorted(unfit))}"
        yield Finding("text", message)
