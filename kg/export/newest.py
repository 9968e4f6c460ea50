"""Which records are left out because the sources have a newer one of the same trial, and which are
parts of one.

Records are written as they are read, so this is found out before. It takes little time: the bytes
of each record are searched for its number, and only records of repeated numbers are decoded.

A row of WHO's ICTRP gives way to the record of the trial's own registry, whatever their dates: all
that is stated of it is that there is such a row.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from kg.dataset.number_index import NumberIndex
from kg.errors import KgError
from kg.export.joined_records import JoinedChunk, joined
from kg.export.own_numbers import ids_in
from kg.export.record_version import RecordVersion
from kg.records.version import version
from kg.sources import SOURCE_FORMATS, Blob, Chunk, Found, chunks_of, ictrp, read_record
from kg.sources.paths import STDIN, files
from kg.system import processes


class Repeat(NamedTuple):
    """A record that is left out because another one of its trial is taken, and the reason.

    `is_row` says that it is a row of ICTRP, of which only that there is one is written.
    """

    number: str
    reason: str
    is_row: bool = False


LeftOut = Mapping[int, Repeat]
"""Records that are left out, by their numbers in their chunk from 0."""

Held = Callable[[Collection[str]], Collection[str]]
"""The trials among some, by number, of which a store has the record of their own registry."""


class Part(NamedTuple):
    """A chunk, and the records in it that are left out for others of their trials."""

    chunk: Chunk
    left_out: LeftOut


def parts(sources: Iterable[str | Path], jobs: int = 1, held: Held | None = None) -> Iterator[Part]:
    """The chunks of all sources, each with the records that are left out.

    The newest record of a trial is taken, of equally new ones the first; a row of ICTRP only if
    there is no other record, also not in the store that `held` looks into. Records of a format
    whose records are parts of that of a trial are joined. None of this is done where a source can
    be read only once, such as a pipe.
    """
    names = list(sources)
    taken = _taken(names, jobs, held)
    for position, chunk in enumerate(chunks_of(*names)):
        yield taken.part(position, chunk)


class Taken(NamedTuple):
    """What is taken of repeated records: what is left out and replaced, by the chunk's number."""

    left_out: Mapping[int, LeftOut]
    replaced: Mapping[int, Mapping[int, Blob | None]]

    def part(self, position: int, chunk: Chunk) -> Part:
        """The chunk of this number from 0, with the records in it that are left out."""
        out = self.left_out.get(position, {})
        if position not in self.replaced:
            return Part(chunk, out)
        whole = JoinedChunk(chunk, self.replaced[position])
        return Part(whole, {whole.position(place): each for place, each in out.items()})


def taken_among(versions: Iterable[RecordVersion], stored: Collection[str] = ()) -> Taken:
    """What is taken of these records, in their order; `stored` are the trials that a store has."""
    records: dict[str, list[RecordVersion]] = {}
    for each in versions:
        records.setdefault(each.number, []).append(each)
    left_out: dict[int, dict[int, Repeat]] = {}
    replaced: dict[int, dict[int, Blob | None]] = {}
    for number, of_trial in records.items():
        kept, parts_of_one = joined(of_trial)
        for each, blob in parts_of_one:
            replaced.setdefault(each.chunk, {})[each.position] = blob
        for each, repeat in _left_out(kept, is_stored=number in stored):
            left_out.setdefault(each.chunk, {})[each.position] = repeat
    return Taken(left_out, replaced)


def _taken(names: list[str | Path], jobs: int, held: Held | None) -> Taken:
    if not all(map(_can_be_read_again, names)):
        return Taken({}, {})
    rows: set[str] | None = None if held is None else set()
    repeated = _repeated_ids(names, jobs, rows)
    stored = frozenset(held(rows) if held and rows else ())
    if not (repeated or stored):
        return Taken({}, {})
    found: list[RecordVersion] = []
    versions = partial(versions_in, repeated | stored)
    with processes.in_order(versions, chunks_of(*names), jobs) as made:
        for position, (_, some) in enumerate(made):
            found += (each._replace(chunk=position) for each in some)
    return taken_among(found, stored)


def _can_be_read_again(source: str | Path) -> bool:
    if source == STDIN:
        return False
    return all(not isinstance(path, Path) or _is_regular(path) for path in files(source))


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return True  # reading it will report why it can't be read


def _repeated_ids(sources: list[str | Path], jobs: int, rows: set[str] | None) -> frozenset[str]:
    """The numbers that several records may have; `rows` gets those of rows of ICTRP."""
    seen, repeated = NumberIndex(), set()
    with processes.in_order(numbers_in, chunks_of(*sources), jobs) as made:
        for numbers, of_rows in (found for _, found in made):
            if rows is not None:
                rows.update(of_rows)
            for number in numbers:
                if number in seen:
                    repeated.add(number)
                seen.add(number)
    return frozenset(repeated)


def numbers_in(part: Chunk) -> tuple[list[str], list[str]]:
    """The numbers that each record of a chunk may have as its own, and those of rows of ICTRP."""
    numbers: list[str] = []
    rows: list[str] = []
    for found in part.blobs():
        if not isinstance(found, KgError):
            ids = ids_in(found.data)
            numbers += ids
            if ictrp.is_row(found.data):
                rows += ids
    return numbers, rows


def versions_in(repeated: frozenset[str], part: Chunk) -> list[RecordVersion]:
    """The versions of the records of a chunk whose trials may have another one."""
    found = (_version(position, found, repeated) for position, found in enumerate(part.blobs()))
    return [each for each in found if each is not None]


def _version(position: int, found: Found, repeated: frozenset[str]) -> RecordVersion | None:
    if isinstance(found, KgError) or repeated.isdisjoint(ids_in(found.data)):
        return None
    try:
        record = read_record(found)
    except KgError:
        return None
    data = found.data if SOURCE_FORMATS[record.format].is_of_parts else b""
    return RecordVersion(
        position, record.number, version(record), record.place, record.format, data
    )


def _left_out(
    records: list[RecordVersion], *, is_stored: bool
) -> Iterator[tuple[RecordVersion, Repeat]]:
    """The records of a trial but for the newest, of equally new ones the first."""
    own = [each for each in records if each.format not in ictrp.FORMATS]
    rows = [each for each in records if each.format in ictrp.FORMATS]
    for some in filter(None, (own, rows)):
        taken = max(some, key=lambda each: each.version)
        yield from _older(some, taken)
        if some is rows and (own or is_stored):
            yield taken, Repeat(taken.number, "", is_row=True)


def _older(
    records: list[RecordVersion], taken: RecordVersion
) -> Iterator[tuple[RecordVersion, Repeat]]:
    for each in records:
        if each is taken:
            continue
        if each.version == taken.version:
            reason = f"a second record of {each.number}; the first is in {taken.place}"
        else:
            reason = f"an older record of {each.number}; the newest is in {taken.place}"
        yield each, Repeat(each.number, reason)
