"""ROR's data dump, and the organisations in it with exactly the name of one in a record.

A name or alias must be the same except for case and white space, in the same country: no fuzzy
match, no acronyms, and no match if two organisations have the name.
https://ror.readme.io/docs/data-dump, schema version 2
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from kg.errors import SourceError, unreadable
from kg.text.countries import alpha3

LARGEST: Final = 4 << 30
"""The most bytes of an unpacked dump; in 2025 it has some 300 MB."""

_NAMES: Final = frozenset({"ror_display", "label", "alias"})
"""The types of names that are compared; acronyms are shared by too many."""

_ID: Final = re.compile(r"https://ror\.org/(0[0-9a-z]{6}[0-9]{2})")


class _Name(msgspec.Struct):
    value: str
    types: list[str] = []


class _Geonames(msgspec.Struct):
    country_code: str | None = None


class _Location(msgspec.Struct):
    geonames_details: _Geonames


class _Organization(msgspec.Struct):
    id: str
    names: list[_Name]
    locations: list[_Location] = []
    status: str = "active"


@dataclass(frozen=True, slots=True)
class RorMatch:
    """An organisation of ROR: its id without the address, the name that matched, and its country as
    an ISO 3166-1 alpha-3 code.
    """

    ror: str
    name: str
    country: str


class RorDirectory:
    """The active organisations of a dump, by name and country; `ids` are without the address."""

    def __init__(self, organizations: Iterable[_Organization]) -> None:
        self._found: dict[tuple[str, str], dict[str, str]] = {}
        self.ids: set[str] = set()
        for each in organizations:
            match = _ID.fullmatch(each.id)
            if match and each.status == "active":
                self.ids.add(match[1])
                self._add(match[1], each)

    def _add(self, ror: str, organization: _Organization) -> None:
        codes = {each.geonames_details.country_code for each in organization.locations}
        countries = [known for code in codes if code and (known := alpha3(code))]
        for name in organization.names:
            if not _NAMES.isdisjoint(name.types):
                for country in countries:
                    self._found.setdefault((folded(name.value), country), {})[ror] = name.value

    def match(self, name: str, country: str) -> RorMatch | None:
        """The only organisation of that name in that country; None if there are none or several."""
        found = self._found.get((folded(name), country), {})
        if len(found) != 1:
            return None
        ((ror, matched),) = found.items()
        return RorMatch(ror, matched, country)


def folded(name: str) -> str:
    """A name for comparison: without regard to case and white space."""
    return " ".join(name.casefold().split())


def directory(path: str | Path) -> RorDirectory:
    """The directory in a dump: the zip that ROR publishes, or the JSON in it.

    Raises SourceError if it is not a dump of schema version 2.
    """
    place = str(path)
    try:
        data = _bytes(Path(path))
        found = msgspec.json.decode(data, type=list[_Organization])
    except OSError as error:
        raise unreadable(place, error) from error
    except (zipfile.BadZipFile, RuntimeError) as error:
        raise SourceError(f"{place} can't be read: {error}") from error
    except (msgspec.DecodeError, RecursionError) as error:
        raise SourceError(f"{place} is not a ROR dump of schema version 2: {error}") from error
    return RorDirectory(found)


def _bytes(path: Path) -> bytes:
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        members = [each for each in archive.infolist() if each.filename.endswith(".json")]
        second = [each for each in members if "schema_v2" in each.filename]
        chosen = second or members
        if len(chosen) != 1 or chosen[0].file_size > LARGEST:
            raise SourceError(
                f"{path} contains {len(chosen)} files that may be ROR's data, not one"
            )
        with archive.open(chosen[0]) as member:
            return member.read(LARGEST)
