"""Which records are left out because the sources have a newer one of the same trial, or because
they are parts of another one.

Records are written as they are read, so this is found out before. It takes little time: the bytes
of each record are searched for its NCT id, and only records of repeated ids are decoded.

Records of which a trial has several that say different things, such as one a country, are joined:
the bytes of all of them are read where the first one is.

A row of WHO's ICTRP gives way to the record of the trial's own registry, whatever their dates: all
that is stated of it is that there is such a row.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from kg.dataset.number_index import NumberIndex
from kg.errors import KgError
from kg.records.version import version
from kg.registries.numbers import trial_number
from kg.sources import SOURCE_FORMATS, Blob, Chunk, Found, chunks_of, ictrp, read_record
from kg.sources.paths import STDIN, files
from kg.system import processes

_BEGINNING: Final = re.compile(
    rb'\s*\{\s*"protocolSection"\s*:\s*\{\s*"identificationModule"\s*:\s*\{'
    rb'\s*"nctId"\s*:\s*"(NCT[0-9]{8})"'
)
_OWN: Final = re.compile(rb'"nctId"\s*:\s*"(NCT[0-9]{8})"|<nct_id>\s*(NCT[0-9]{8})')
_ANY: Final = re.compile(rb"(?i:NCT)[0-9]{8}")
_OTHERS: Final = (
    (re.compile(rb"\A\s*(?:Summary\s+)?EudraCT Number[ \t]*:[ \t]*([0-9-]+)"), "{}"),
    (re.compile(rb"EudraCT Number:?\s*</t[dh]>\s*<t[dh][^>]*>\s*([0-9-]+)"), "{}"),
    (re.compile(rb'"ctNumber"\s*:\s*"([^"\\]{1,40})"'), "{}"),
    (re.compile(rb"<(?:[\w.-]+:)?isrctn\b[^>]*>\s*([0-9]{8})\s*<"), "ISRCTN{}"),
)
"""How records of other registries state their own number, and how it is spelled."""


class Repeat(NamedTuple):
    """A record that is left out because another one of its trial is taken, and the reason.

    `is_row` says that it is a row of ICTRP, and the other one the record of the trial's registry.
    """

    number: str
    reason: str
    is_row: bool = False


class Joined(NamedTuple):
    """A record that is a part of that of its trial.

    `whole` are the bytes of all parts, in the place of the first of them; None in that of others.
    """

    whole: Blob | None


class _Version(NamedTuple):
    """A record and where it is, with its bytes if it may be a part of that of its trial."""

    position: int
    number: str
    version: tuple[str, str, str]
    place: str
    format: str
    data: bytes = b""
    chunk: int = 0

    @property
    def is_row(self) -> bool:
        """Whether it is a row of ICTRP."""
        return self.format in ictrp.FORMATS


LeftOut = Mapping[int, Repeat | Joined]
"""Records that are left out or joined, by their numbers in their chunk from 0."""


Held = Callable[[Collection[str]], Collection[str]]
"""The trials among some, by number, of which a store has the record of their own registry."""


def repeats(
    sources: Iterable[str | Path], jobs: int = 1, held: Held | None = None
) -> Mapping[int, LeftOut]:
    """The records that are left out or joined, by the numbers of their chunks from 0.

    The newest record of a trial is taken, of equally new ones the first; a row of ICTRP only if
    there is no other record, also not in the store that `held` looks into. There are none where a
    source can be read only once, such as a pipe.
    """
    names = list(sources)
    if not all(map(_can_be_read_again, names)):
        return {}
    rows: set[str] | None = None if held is None else set()
    repeated = _repeated_ids(names, jobs, rows)
    stored = frozenset(held(rows) if held and rows else ())
    if not (repeated or stored):
        return {}
    records: dict[str, list[_Version]] = {}
    repeated |= stored
    with processes.in_order(partial(_versions, repeated), chunks_of(*names), jobs) as made:
        for position, (_, found) in enumerate(made):
            for each in found:
                records.setdefault(each.number, []).append(each._replace(chunk=position))
    left_out: dict[int, dict[int, Repeat | Joined]] = {}
    for number, several in records.items():
        joined = dict(_joined(several))
        kept = [each for each in several if each not in joined or joined[each].whole]
        fates: dict[_Version, Repeat | Joined] = {**joined}
        fates.update(_left_out(kept, is_stored=number in stored))
        for each, fate in fates.items():
            left_out.setdefault(each.chunk, {})[each.position] = fate
    return left_out


def taken(found: Found, fate: Repeat | Joined | None) -> tuple[Found | None, Repeat | None]:
    """What is to be read in the place of a record, and why it is left out; neither if nothing is
    to be read there.
    """
    return (fate.whole, None) if isinstance(fate, Joined) else (found, fate)


def _joined(records: list[_Version]) -> Iterator[tuple[_Version, Joined]]:
    """The records of a trial that are parts of one, with the whole for the first of them."""
    found: dict[bytes, _Version] = {}
    for each in records:
        if each.data:
            found.setdefault(each.data, each)
    if len(found) > 1:
        first, *others = found.values()
        # the reader of the full text reads pages behind it
        ordered = sorted(found, key=lambda data: found[data].format, reverse=True)
        yield first, Joined(Blob(first.place, b"\n".join(ordered)))
        yield from ((each, Joined(None)) for each in others)


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
    with processes.in_order(_ids, chunks_of(*sources), jobs) as made:
        for numbers, of_rows in (found for _, found in made):
            if rows is not None:
                rows.update(of_rows)
            for number in numbers:
                if number in seen:
                    repeated.add(number)
                seen.add(number)
    return frozenset(repeated)


def _ids(part: Chunk) -> tuple[list[str], list[str]]:
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


def ids_in(data: bytes) -> set[str]:
    """The numbers that a record may have as its own."""
    if match := _BEGINNING.match(data):
        return {match[1].decode()}
    if ictrp.is_row(data):
        own = ictrp.number_in(data)
        return {own} if own else set()
    for pattern, spelling in _OTHERS:
        stated = {
            spelling.format(each.decode("utf-8", "replace")) for each in pattern.findall(data)
        }
        known = {number.number for text in stated if (number := trial_number(text))}
        if known:
            return known
    found = [match[1] or match[2] for match in _OWN.finditer(data)] or _ANY.findall(data)
    return {nct_id.decode().upper() for nct_id in found}


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
    return _Version(position, record.number, version(record), record.place, record.format, data)


def _left_out(records: list[_Version], *, is_stored: bool) -> Iterator[tuple[_Version, Repeat]]:
    """The records of a trial but for the newest, of equally new ones the first."""
    own = [each for each in records if not each.is_row]
    rows = [each for each in records if each.is_row]
    for some in filter(None, (own, rows)):
        newest = max(some, key=lambda each: each.version)
        yield from _older(some, newest)
        if newest.is_row and (own or is_stored):
            yield newest, Repeat(newest.number, "", is_row=True)


def _older(records: list[_Version], newest: _Version) -> Iterator[tuple[_Version, Repeat]]:
    for each in records:
        if each is newest:
            continue
        if each.version == newest.version:
            reason = f"a second record of {each.number}; the first is in {newest.place}"
        else:
            reason = f"an older record of {each.number}; the newest is in {newest.place}"
        yield each, Repeat(each.number, reason)
