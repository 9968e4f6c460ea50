"""Which records are left out because the sources have a newer one of the same trial, and which are
parts of one.

Records are written as they are read, so this is found out before. It takes little time: the bytes
of each record are searched for its number, and only records of repeated numbers are decoded.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from kg.dataset.number_index import NumberIndex
from kg.errors import KgError
from kg.records.version import version
from kg.registries.numbers import trial_number
from kg.sources import SOURCE_FORMATS, Blob, Chunk, Found, chunks_of, read_record
from kg.sources.paths import STDIN, files
from kg.system import processes

_BEGINNING: Final = re.compile(
    rb'\s*\{\s*"protocolSection"\s*:\s*\{\s*"identificationModule"\s*:\s*\{'
    rb'\s*"nctId"\s*:\s*"(NCT[0-9]{8})"'
)
_OWN: Final = re.compile(rb'"nctId"\s*:\s*"(NCT[0-9]{8})"|<nct_id>\s*(NCT[0-9]{8})')
_ANY: Final = re.compile(rb"(?i:NCT)[0-9]{8}")
_OTHERS: Final = (
    re.compile(rb"\s*(?:Summary\s+)?EudraCT Number[ \t]*:[ \t]*([0-9-]+)"),
    re.compile(
        rb"\s*<(?s:.{0,131072}?)\bEudraCT Number:?\s*</t[dh]>\s*<t[dh][^>]*>\s*([0-9-]+)",
    ),
)
"""How records of other registries state their own number; the group is the number."""


class Repeat(NamedTuple):
    """A record that is left out because another one of its trial is taken, and the reason."""

    number: str
    reason: str


class Part(NamedTuple):
    """A chunk, and the records in it that are left out for others of their trials."""

    chunk: Chunk
    left_out: LeftOut


class _Version(NamedTuple):
    """A record: where it is, and its bytes if they may be a part of those of its trial."""

    position: int
    number: str
    version: tuple[str, str, str]
    place: str
    data: bytes = b""
    format: str = ""
    chunk: int = 0


LeftOut = Mapping[int, Repeat]
"""Records that are left out, by their numbers in their chunk from 0."""


@dataclass(frozen=True, slots=True)
class _JoinedChunk:
    """A chunk in which some records are replaced, by their numbers in it; None: by nothing."""

    chunk: Chunk
    replaced: Mapping[int, Blob | None]

    @property
    def size(self) -> int:
        return self.chunk.size

    def blobs(self) -> Iterator[Found]:
        for position, found in enumerate(self.chunk.blobs()):
            each = self.replaced.get(position, found)
            if each is not None:
                yield each


def parts(sources: Iterable[str | Path], jobs: int = 1) -> Iterator[Part]:
    """The chunks of all sources, each with the records that are left out.

    The newest record of a trial is taken, of equally new ones the first. Records of a format whose
    records are parts of that of a trial are joined. Neither is done where a source can be read only
    once, such as a pipe.
    """
    names = list(sources)
    left_out: dict[int, dict[int, Repeat]] = {}
    replaced: dict[int, dict[int, Blob | None]] = {}
    for records in _repeated_records(names, jobs):
        kept, joined = _joined(records)
        for each, blob in joined:
            replaced.setdefault(each.chunk, {})[each.position] = blob
        for each, repeat in _left_out(kept):
            left_out.setdefault(each.chunk, {})[each.position] = repeat
    for position, chunk in enumerate(chunks_of(*names)):
        out = left_out.get(position, {})
        if position in replaced:
            yield Part(_JoinedChunk(chunk, replaced[position]), _moved(out, replaced[position]))
        else:
            yield Part(chunk, out)


def _moved(left_out: LeftOut, replaced: Mapping[int, Blob | None]) -> LeftOut:
    """What is left out, by the numbers that records have without those replaced by nothing."""
    gone = [position for position, blob in replaced.items() if blob is None]
    return {
        position - sum(each < position for each in gone): repeat
        for position, repeat in left_out.items()
    }


def _repeated_records(names: list[str | Path], jobs: int) -> Iterable[list[_Version]]:
    """The records of each trial that has several."""
    if not all(map(_can_be_read_again, names)):
        return ()
    repeated = _repeated_ids(names, jobs)
    if not repeated:
        return ()
    records: dict[str, list[_Version]] = {}
    with processes.in_order(partial(_versions, repeated), chunks_of(*names), jobs) as made:
        for position, (_, found) in enumerate(made):
            for each in found:
                records.setdefault(each.number, []).append(each._replace(chunk=position))
    return records.values()


def _joined(
    records: list[_Version],
) -> tuple[list[_Version], list[tuple[_Version, Blob | None]]]:
    """The records without those that are parts of another one, and what these are replaced by."""
    partial_ones: dict[str, dict[bytes, _Version]] = {}
    for each in records:
        if each.data:
            partial_ones.setdefault(each.format, {}).setdefault(each.data, each)
    replaced: list[tuple[_Version, Blob | None]] = []
    for members in partial_ones.values():
        first, *others = members.values()
        if others:
            replaced.append((first, Blob(first.place, b"\n".join(members))))
            replaced.extend((each, None) for each in others)
    gone = {(each.chunk, each.position) for each, blob in replaced if blob is None}
    return [each for each in records if (each.chunk, each.position) not in gone], replaced


def _can_be_read_again(source: str | Path) -> bool:
    if source == STDIN:
        return False
    return all(not isinstance(path, Path) or _is_regular(path) for path in files(source))


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True  # reading it will report why it can't be read


def _repeated_ids(sources: list[str | Path], jobs: int) -> frozenset[str]:
    seen, repeated = NumberIndex(), set()
    with processes.in_order(_ids, chunks_of(*sources), jobs) as made:
        for number in (each for _, found in made for record in found for each in record):
            if number in seen:
                repeated.add(number)
            seen.add(number)
    return frozenset(repeated)


def _ids(part: Chunk) -> list[set[str]]:
    """The numbers that each record of a chunk may have as its own."""
    return [set() if isinstance(found, KgError) else ids_in(found.data) for found in part.blobs()]


def ids_in(data: bytes) -> set[str]:
    """The numbers that a record may have as its own."""
    if match := _BEGINNING.match(data):
        return {match[1].decode()}
    found = [match[1] or match[2] for match in _OWN.finditer(data)]
    if not found and (other := next(filter(None, (each.match(data) for each in _OTHERS)), None)):
        known = trial_number(other[1].decode())
        return {known.number} if known else set()
    return {nct_id.decode().upper() for nct_id in found or _ANY.findall(data)}


def _versions(repeated: frozenset[str], part: Chunk) -> list[_Version]:
    """The versions of the records of a chunk whose trials may have another one."""
    found = (_version(position, found, repeated) for position, found in enumerate(part.blobs()))
    return [each for each in found if each is not None]


def _version(position: int, found: Found, repeated: frozenset[str]) -> _Version | None:
    if isinstance(found, KgError) or repeated.isdisjoint(ids_in(found.data)):
        return None
    try:
        record = read_record(found)
    except KgError:
        return None
    data = found.data if SOURCE_FORMATS[record.format].is_of_parts else b""
    return _Version(position, record.number, version(record), record.place, data, record.format)


def _left_out(records: list[_Version]) -> Iterator[tuple[_Version, Repeat]]:
    """The records of a trial but for the newest, of equally new ones the first."""
    taken = max(records, key=lambda each: each.version)
    for each in records:
        if each is taken:
            continue
        if each.version == taken.version:
            reason = f"a second record of {each.number}; the first is in {taken.place}"
        else:
            reason = f"an older record of {each.number}; the newest is in {taken.place}"
        yield each, Repeat(each.number, reason)
