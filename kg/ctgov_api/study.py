"""A record as returned by the registry: its checked bytes, and the facts for a manifest.

https://clinicaltrials.gov/data-api/about-api/study-data-structure
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from kg.errors import RecordError, ServiceError
from kg.http.printable import excerpt
from kg.sources import ctgov_json


@dataclass(frozen=True, slots=True)
class FetchedStudy:
    """One record as bytes of JSON. `updated` is the day of its last update, `version` the day of
    the data that the registry made it from; each is None if the record does not give it.
    """

    id: str
    aliases: tuple[str, ...]
    updated: str | None
    version: str | None
    status: str | None
    data: bytes

    @property
    def digest(self) -> str:
        """The SHA-256 of the bytes, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


def study(data: bytes, place: str) -> FetchedStudy:
    """The record in `data`; ServiceError says why it is not one."""
    if not ctgov_json.looks_like(data):
        raise ServiceError(f"{place}: JSON, but not an object like a record")
    try:
        record = ctgov_json.read(data, place)
    except RecordError as error:
        raise ServiceError(f"{place}: {excerpt(error.reason)}") from error
    section = record.study.protocol_section
    status = section.status_module
    posted = status.last_update_post_date_struct if status else None
    derived = record.study.derived_section
    misc = derived.misc_info_module if derived else None
    return FetchedStudy(
        id=record.number,
        aliases=tuple(section.identification_module.nct_id_aliases),
        updated=posted.date if posted else None,
        version=misc.version_holder if misc else None,
        status=status.overall_status if status else None,
        data=data,
    )
