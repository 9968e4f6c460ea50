"""What files of records are packed in: gzip, zstd, zip, and each of them in another.

Nothing is ever unpacked to disk, so a member's name can do no harm, whatever it says. The formats'
beginnings: RFC 1952 (gzip), RFC 8878 (zstd), https://pkware.cachefly.net/webdocs/APPNOTE.TXT (zip).
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO, TypeAlias, cast

from kg.errors import KgError, RecordError, SourceError
from kg.sources.documents import Found, documents
from kg.sources.streams import (
    DAMAGE,
    FREE_EXPANSION,
    PIECE,
    buffered,
    damaged,
    decompressed,
    gunzipped,
    unzstandardised,
)
from kg.sources.text import REPLACEMENT

DEEPEST = 5
"""How many containers may lie one in another."""

_IN_MEMORY = 64 << 20  # of an archive from a pipe; a larger one is kept, packed, in a nameless file

_ENCRYPTED = 1  # the lowest of a member's flags
_HIDDEN = re.compile(r"(?:^|/)\.[^./]")

_Unpack: TypeAlias = Callable[[io.BufferedReader, str, int], Iterator[Found]]


def blobs(stream: BinaryIO, place: str) -> Iterator[Found]:
    """Every record in `stream` as the bytes it came in, whatever it is packed in."""
    yield from _blobs(buffered(stream), place, 0)


def _blobs(stream: io.BufferedReader, place: str, depth: int) -> Iterator[Found]:
    try:
        head = stream.peek(4)
        unpack = next((unpack for magic, unpack in _CONTAINERS if head.startswith(magic)), None)
        if unpack is None:
            yield from documents(stream, place)
        elif depth == DEEPEST:
            raise SourceError(f"{place} has more than {DEEPEST} containers one in another")
        else:
            yield from unpack(stream, place, depth + 1)
    except KgError as error:
        yield error


def _in_gzip(stream: io.BufferedReader, place: str, depth: int) -> Iterator[Found]:
    return _blobs(gunzipped(stream, place), place, depth)


def _in_zstd(stream: io.BufferedReader, place: str, depth: int) -> Iterator[Found]:
    return _blobs(unzstandardised(stream, place), place, depth)


def _in_zip(stream: io.BufferedReader, place: str, depth: int) -> Iterator[Found]:
    with _seekable(stream) as file, _archive(file, place) as archive:
        members = [member for member in archive.infolist() if _is_wanted(member)]
        if not members:
            raise SourceError(f"{place} is an archive without a file in it")
        for member in members:
            member_place = f"{place}!{_printable(member)}"
            try:
                content = _member(archive, member, member_place)
            except RecordError as error:
                yield error
            else:
                yield from _blobs(content, member_place, depth)


_CONTAINERS: tuple[tuple[bytes, _Unpack], ...] = (
    (b"\x1f\x8b", _in_gzip),
    (b"\x28\xb5\x2f\xfd", _in_zstd),
    (b"PK\x03\x04", _in_zip),
    (b"PK\x05\x06", _in_zip),  # an empty one
)
"""How each container begins."""


@contextmanager
def _seekable(stream: io.BufferedReader) -> Iterator[BinaryIO]:
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
        shutil.copyfileobj(stream, spool, PIECE)
        yield cast(BinaryIO, spool)


def _archive(file: BinaryIO, place: str) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(file)
    except DAMAGE as error:
        raise SourceError(
            f"{place} is a zip archive that is cut off or damaged: its list of members, "
            f"which stands at its end, can't be read ({error}); get it anew"
        ) from None


def _is_wanted(member: zipfile.ZipInfo) -> bool:
    return not member.is_dir() and not _HIDDEN.search(member.filename)


def _printable(member: zipfile.ZipInfo) -> str:
    if member.filename.isprintable():
        return member.filename
    return "".join(c if c.isprintable() else REPLACEMENT for c in member.filename)


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: str) -> io.BufferedReader:
    if member.flag_bits & _ENCRYPTED:
        raise RecordError(place, "is encrypted: unpack it with its password and give the file")
    try:
        file = cast(zipfile.ZipExtFile, archive.open(member))
        if member.file_size <= FREE_EXPANSION:
            return io.BufferedReader(io.BytesIO(file.read()))
    except DAMAGE as error:
        raise RecordError(place, damaged(error)) from None
    pieces = iter(partial(file.read1, PIECE), b"")
    return decompressed(pieces, place, lambda: member.compress_size)
