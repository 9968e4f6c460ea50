"""Reader of one record of CTIS, the Clinical Trials Information System of the European Union.

It reads what the public API (https://euclinicaltrials.eu/ctis-public-api/retrieve/NUMBER) answers,
in the structure since June 2024 and in the earlier one, also where ctrdata has added the fields of
the search result. docs/registries.md says what CTIS gives.
"""

from __future__ import annotations

import re
from typing import Any, Final

import msgspec

from kg.records import Finding, Record
from kg.records.base import unless_empty
from kg.records.protocol import IdentificationModule
from kg.sources import ctgov_json
from kg.sources.ctgov_json import cleaned, needs_care
from kg.sources.ctis import countries, design, documents, identification, products, sites, sponsors
from kg.sources.ctis.contact_places import contact_places
from kg.sources.ctis.draft import CtisDraft
from kg.sources.ctis.left_out import leave_out
from kg.sources.ctis.parts import JsonPart, leftovers
from kg.sources.ctis.repeats import take_out_copies
from kg.sources.json_objects import earlier_members
from kg.sources.text_encoding import decoded

NAME: Final = "ctis-json"
"""The name of this format among `kg.sources.SOURCE_FORMATS`."""

_NUMBER: Final = re.compile(rb'"ctNumber"\s*:\s*"([^"\\]{1,40})"')


def looks_like(data: bytes) -> bool:
    """Whether `data` is a JSON object with a number of CTIS."""
    return _NUMBER.search(data) is not None


def read(data: bytes, place: str) -> Record:
    """The record in `data`, one JSON object in UTF-8; RecordError says why it is not one."""
    findings: list[Finding] = []
    content = _content(data, place, findings)
    number, full_number = identification.own_number(content, place)
    keys = _keys_of_evaluations(JsonPart(content))
    leave_out(content)
    rest = JsonPart(content)
    for evaluation, key in zip(rest.parts("publicEvaluation"), keys, strict=True):
        evaluation.content[countries.APPLICATION] = key
    draft = CtisDraft(IdentificationModule(nct_id=number))
    _fill(draft, rest, full_number)
    unmapped = list(leftovers(content))
    return Record(
        study=draft.study(),
        place=place,
        format=NAME,
        page=draft.page(),
        registration=unless_empty(draft.registration),
        unmapped=unmapped,
        findings=findings,
        contact_places=contact_places(unmapped),
    )


def _fill(draft: CtisDraft, content: JsonPart, full_number: str) -> None:
    """Fills the modules of the record; what is left of the content has no place in them."""
    authorized = content.part("authorizedApplication")
    application = authorized if authorized.content else content
    take_out_copies(content, application)
    part_one = application.part("authorizedPartI")
    identification.fill(draft, content, application, full_number)
    design.fill(draft, content, part_one)
    sponsors.fill(draft, content, part_one)
    products.fill(draft, part_one)
    countries.fill(draft, content, application)
    sites.fill(draft, application)
    documents.fill(draft, content, application)


def _content(data: bytes, place: str, findings: list[Finding]) -> dict[str, Any]:
    """The object in the data, in the fast way where this gives every value as it is."""
    if data.isascii() or decoded(data, place):
        try:
            content: dict[str, Any] = msgspec.json.decode(data)
        except (msgspec.DecodeError, RecursionError):
            pass  # it is read, or its fault told, as every other source
        else:
            written = msgspec.json.encode(content)  # it lacks members whose names come again
            if written.count(b'"') == data.count(b'"') and not needs_care(data):
                return content
    content = _plain(cleaned(ctgov_json.content(data, place), "", findings))
    return content


def _plain(value: Any) -> Any:
    """A value whose objects have also the members whose names come again further on."""
    if isinstance(value, dict):
        earlier = {f"{name} (earlier)": each for name, each in earlier_members(value)}
        return {name: _plain(each) for name, each in {**earlier, **value}.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _keys_of_evaluations(content: JsonPart) -> list[Any]:
    """The key of the application of each evaluation, which has only a key of the database."""
    keys = {
        str(each.content.get("id")): each.stated("businessKey")
        for each in content.parts("applications")
    }
    return [keys.get(str(each.content.get("id"))) for each in content.parts("publicEvaluation")]
