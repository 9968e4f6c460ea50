"""Reader of one record of CTIS, the Clinical Trials Information System of the European Union.

It reads what the public API (https://euclinicaltrials.eu/ctis-public-api/retrieve/NUMBER) answers,
in the structure since June 2024 and in the earlier one, also where ctrdata has added the fields of
the search result. docs/registries.md says what CTIS gives.
"""

from __future__ import annotations

import re
from typing import Any, Final

from kg.errors import RecordError
from kg.records import Record
from kg.records.base import unless_empty
from kg.records.protocol import IdentificationModule
from kg.sources import ctgov_json
from kg.sources.ctis import countries, design, documents, identification, products, sites, sponsors
from kg.sources.ctis.contact_places import contact_places
from kg.sources.ctis.draft import CtisDraft
from kg.sources.ctis.left_out import kept
from kg.sources.ctis.parts import Part, leftovers
from kg.sources.ctis.repeats import take_out_copies

NAME: Final = "ctis-json"
"""The name of this format among `kg.sources.SOURCE_FORMATS`."""

_NUMBER: Final = re.compile(rb'"ctNumber"\s*:\s*"([^"\\]{1,40})"')


def looks_like(data: bytes) -> bool:
    """Whether `data` is a JSON object with a number of CTIS."""
    return _NUMBER.search(data) is not None


def read(data: bytes, place: str) -> Record:
    """The record in `data`, one JSON object in UTF-8; RecordError says why it is not one."""
    return record(ctgov_json.content(data, place), place)


def record(content: dict[str, Any], place: str) -> Record:
    """The record that an object of the API is; RecordError if it has no number of CTIS."""
    number, full_number = identification.own_number(content, place)
    rest = Part(kept(content))
    _name_applications(content, rest)
    application = rest.part("authorizedApplication")
    application = application if application.content else rest
    take_out_copies(rest, application)
    draft = CtisDraft(IdentificationModule(nct_id=number))
    identification.fill(draft, rest, application, full_number)
    part_one = application.part("authorizedPartI")
    design.fill(draft, rest, part_one)
    sponsors.fill(draft, rest, part_one)
    products.fill(draft, part_one)
    countries.fill(draft, rest, application)
    sites.fill(draft, application)
    documents.fill(draft, rest, application)
    unmapped = list(leftovers(rest.content))
    return Record(
        study=draft.study(),
        place=place,
        format=NAME,
        page=draft.page(),
        registration=unless_empty(draft.registration),
        unmapped=unmapped,
        contact_places=contact_places(unmapped),
    )


def _name_applications(content: dict[str, Any], rest: Part) -> None:
    """Gives each evaluation the key of its application, as it has only a key of the database."""
    keys = {
        each.content.get("id"): each.content.get("businessKey")
        for each in Part(content).parts("applications")
    }
    evaluations = zip(
        Part(content).parts("publicEvaluation"), rest.parts("publicEvaluation"), strict=True
    )
    for stated, evaluation in evaluations:
        key = keys.get(stated.content.get("id"))
        if key:
            evaluation.content[countries.APPLICATION] = key
