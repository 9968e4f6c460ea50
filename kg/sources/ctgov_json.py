"""Reader of one record in the registry's own JSON (API v2).

https://clinicaltrials.gov/data-api/about-api/study-data-structure

Nearly every record fits `kg.records` exactly and is decoded in one go. A record that does not (it
has an unknown field or type of value, or characters that can't be published) is read a second time,
piece by piece: what fits is read, and the rest is kept unmapped and reported.
"""

from __future__ import annotations

import re
from typing import Any, Final, NoReturn

import msgspec

from kg.errors import RecordError
from kg.records import Finding, Record, Study
from kg.sources.json_objects import (
    Members,
    Oversized,
    earlier_members,
    plain_values,
    repeats_names,
)
from kg.sources.json_pieces import JsonPieces, joined, unboxed
from kg.sources.text_encoding import decoded, json_fault
from kg.sources.xml_characters import clean_text
from kg.text.nct_ids import NCT_ID, not_an_nct_id

NAME: Final = "ctgov-json"
"""The name of this format among `kg.sources.SOURCE_FORMATS`."""

_OBJECT = re.compile(rb"\s*\{")
_ESCAPED_WITH_CARE = re.compile(  # what is unwritable, and quotation marks of six characters
    rb"\\(?:[bf]|u(?:00(?:0[0-8bcefBCEF]|1|22)|[dD][89a-fA-F]|[fF]{3}[eEfF]))"
)
_PLAIN_UNWRITABLE = re.compile(rb"\xef\xbf[\xbe\xbf]")  # U+FFFE, U+FFFF: JSON needs no escape here
_SOME_NCT_ID = re.compile(rb'"nctId"\s*:\s*"(NCT[0-9]{8})"')


_decode_study = msgspec.json.Decoder(Study).decode
_skip = msgspec.json.Decoder(msgspec.Raw).decode


def looks_like(data: bytes) -> bool:
    """Whether `data` is a JSON object; whether it is a record shows only when it is read."""
    return _OBJECT.match(data) is not None


def read(data: bytes, place: str) -> Record:
    """The record in `data`, one JSON object in UTF-8; RecordError says why it is not one."""
    try:
        return _read(data, place)
    except (msgspec.DecodeError, RecursionError) as error:
        _refuse(data, place, json_fault(len(data), error))


def content(data: bytes, place: str) -> dict[str, Any]:
    """The JSON object in `data`, in UTF-8; RecordError says why it is not one."""
    try:
        decoded(data, place)
        content: dict[str, Any] = _sound_values(data)
    except (msgspec.DecodeError, RecursionError) as error:
        _refuse(data, place, json_fault(len(data), error))
    return content


def record_of(content: dict[str, Any], data: bytes, place: str, source_format: str) -> Record:
    """The record that an object in the structure of this API is, read from `data`."""
    findings: list[Finding] = []
    record = _read_in_pieces(cleaned(content, "", findings), data, place, findings)
    record.format = source_format
    return record


def _read(data: bytes, place: str) -> Record:
    if not data.isascii():
        decoded(data, place)  # msgspec skips over what it does not decode
    if needs_care(data):
        findings: list[Finding] = []
        return _read_in_pieces(cleaned(plain_values(data), "", findings), data, place, findings)
    try:
        study = _decode_study(data)
    except msgspec.ValidationError:
        return _read_in_pieces(_sound_values(data), data, place, [])
    if not NCT_ID.fullmatch(study.number) or repeats_names(data, study):
        return _read_in_pieces(plain_values(data), data, place, [])
    return Record(study=study, place=place, format=NAME)


def needs_care(data: bytes) -> bool:
    """Whether `data` has escaped or plain characters that need a second look."""
    return bool(
        _ESCAPED_WITH_CARE.search(data)
        or (b"\xef" in data and _PLAIN_UNWRITABLE.search(data))  # the first test is the faster one
    )


def _sound_values(data: bytes) -> Any:
    _skip(data)  # whose messages about what is not JSON are those of every other record
    return plain_values(data)


def cleaned(value: Any, path: str, findings: list[Finding]) -> Any:
    """`value` with unwritable characters replaced, in names and in texts, and reported."""
    match value:
        case Oversized():
            return value
        case str():
            clean, unfit = clean_text(value)
            if unfit:
                points = ", ".join(sorted(unfit))
                findings.append(Finding(path, f"XML does not allow {points}: replaced by U+FFFD"))
            return clean
        case list():
            return [cleaned(item, f"{path}[{i}]", findings) for i, item in enumerate(value)]
        case dict():
            return Members(
                _cleaned_members(list(value.items()), path, findings),
                _cleaned_members(earlier_members(value), path, findings),
            )
    return value


def _cleaned_members(
    members: list[tuple[str, Any]], path: str, findings: list[Finding]
) -> list[tuple[str, Any]]:
    clean = []
    for name, member in members:
        key = cleaned(name, path, findings)
        clean.append((key, cleaned(member, joined(path, key), findings)))
    return clean


def _read_in_pieces(content: Any, data: bytes, place: str, findings: list[Finding]) -> Record:
    pieces = JsonPieces(findings)
    if isinstance(content.get("study"), dict) and "protocolSection" not in content:
        content = pieces.inside(content, "study")
    reason = _reason_against(content)
    if reason:
        _refuse(data, place, reason)
    study = msgspec.convert(pieces.study(content), Study)
    identification = study.protocol_section.identification_module
    identification.nct_id = _canonical(identification.nct_id)
    return Record(
        study=study,
        place=place,
        format=NAME,
        unmapped=pieces.unmapped,
        findings=findings,
        contact_places=pieces.contact_places,
    )


def _reason_against(content: dict[str, Any]) -> str | None:
    """Why `content` is not a record of the registry, in a sentence; None if it is one."""
    protocol = content.get("protocolSection")
    if not isinstance(protocol, dict):
        return "no protocolSection: this is not a record of ClinicalTrials.gov's v2 JSON"
    identification = protocol.get("identificationModule")
    stated = identification.get("nctId") if isinstance(identification, dict) else None
    identifier = unboxed(stated)
    if identifier is None:
        return "no NCT id at protocolSection.identificationModule.nctId"
    if not isinstance(identifier, str) or not NCT_ID.fullmatch(_canonical(identifier)):
        return not_an_nct_id(identifier)
    return None


def _canonical(identifier: str) -> str:
    return identifier.strip().upper()


def _refuse(data: bytes, place: str, reason: str) -> NoReturn:
    named = _SOME_NCT_ID.search(data)
    raise RecordError(place, reason, named[1].decode() if named else None) from None
