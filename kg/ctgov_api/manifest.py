"""The manifest of fetched records: a line of JSON each, with id, version, time and digest.

    {"id":"NCT04745299","updated":"2023-01-10","version":"2026-01-05",
     "fetched":"2026-01-06T08:00:00Z","sha256":"..."}

`updated` is the day of the record's last update, `version` the day of the data it was made from.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeGuard

import msgspec

from kg.ctgov_api.study import FetchedStudy
from kg.errors import SourceError, unreadable
from kg.system.output_files import open_output
from kg.text.nct_ids import NCT_ID


class ManifestEntry(msgspec.Struct, frozen=True):
    """The entry of one record in the manifest."""

    id: str
    updated: str | None
    version: str | None
    fetched: str
    sha256: str

    @property
    def update_day(self) -> str | None:
        """The day of the last update as YYYY-MM-DD; None if it can't be one.

        A text that is not a date, or a day after the record was fetched, says nothing about which
        of two records is newer.
        """
        return self.updated if _is_day(self.updated) and self.updated <= self.fetched else None

    def line(self) -> str:
        """The entry as a line."""
        return f"{msgspec.json.encode(self).decode()}\n"


_decode = msgspec.json.Decoder(ManifestEntry).decode


def _is_day(text: str | None) -> TypeGuard[str]:
    try:
        return text is not None and text == date.fromisoformat(text).isoformat()
    except ValueError:
        return False


def entry(study: FetchedStudy) -> ManifestEntry:
    """The entry of a record that is fetched now."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return ManifestEntry(study.id, study.updated, study.version, now, study.digest)


def read(path: Path, *, cut: bool = False) -> dict[str, ManifestEntry]:
    """The entries of a manifest by their ids; none if there is no manifest.

    `cut` allows for lines that a killed process did not finish. SourceError names a line that is
    not an entry, because ids become file names.
    """
    try:
        lines = path.read_bytes().splitlines()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise unreadable(path, error) from error
    found = {}
    for number, line in enumerate(lines, 1):
        try:
            known = _decode(line)
        except msgspec.DecodeError:
            known = None
        if known and NCT_ID.fullmatch(known.id):
            found[known.id] = known
        elif not cut:
            raise SourceError(
                f"{path}:{number} is not a line of a manifest; remove the line, or the file"
            )
    return found


def write(path: Path, entries: Iterable[ManifestEntry]) -> None:
    """Writes a manifest, sorted by ids, completely or not at all."""
    with open_output(path) as output:
        for each in sorted(entries, key=lambda each: each.id):
            output.write(each.line())
