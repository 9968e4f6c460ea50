"""The containers of record files: gzip, zstd, bzip2, xz, zip and tar, also nested.

Nothing is ever unpacked to disk, so no member's name can do harm. The format is detected from the
first bytes.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO, Final, TypeAlias, cast

from kg.errors import KgError, RecordError, SourceError
from kg.sources import zip_reader
from kg.sources.decompression import Allowance, buffered, decompressed
from kg.sources.found import Found
from kg.sources.splitting import documents
from kg.system.compression import COMPRESSIONS, PIECE
from kg.text.printable import one_line

DEEPEST = 5
"""The greatest depth of nested containers."""

_IN_MEMORY = 64 << 20  # an archive from a pipe that is larger is kept, packed, in an unnamed file

_BLOCK = 512  # bytes: the header with which a tar archive begins

_HIDDEN = re.compile(r"(?:^|/)\.[^./]")
_CONTENTS = re.compile(r"(?:^|/)Contents\.txt")  # the list of folders in the registry's XML archive

_Unpack: TypeAlias = Callable[[io.BufferedReader, str, int, Allowance | None], Iterator[Found]]


def blobs(stream: BinaryIO, place: str) -> Iterator[Found]:
    """Every record in `stream` as raw bytes, unpacked from any container."""
    yield from _blobs(buffered(stream), place, 0)


def _blobs(
    stream: io.BufferedReader, place: str, depth: int, allowance: Allowance | None = None
) -> Iterator[Found]:
    try:
        unpack = _unpacker(stream)
        if unpack is None:
            yield from documents(stream, place)
        elif depth == DEEPEST:
            raise SourceError(f"{place} has more than {DEEPEST} containers inside one another")
        else:
            yield from unpack(stream, place, depth + 1, allowance)
    except KgError as error:
        yield error


def _in_compressed(
    pieces: Callable[[BinaryIO], Iterator[bytes]],
    stream: io.BufferedReader,
    place: str,
    depth: int,
    allowance: Allowance | None,
) -> Iterator[Found]:
    allowance = allowance or Allowance(stream.tell)
    content = decompressed(pieces(stream), place, allowance)
    return _blobs(content, place, depth, allowance)


def _in_zip(
    stream: io.BufferedReader, place: str, depth: int, allowance: Allowance | None
) -> Iterator[Found]:
    with _seekable(stream) as file:
        for member in wanted_members(file, place):
            yield from member_blobs(file, member, place, depth, allowance)


def _in_tar(
    stream: io.BufferedReader, place: str, depth: int, allowance: Allowance | None
) -> Iterator[Found]:
    from kg.sources import tar_reader

    empty = True
    for member in tar_reader.members(stream, place):
        if isinstance(member, KgError):
            yield member
        elif _is_wanted(member.name):
            member_place = f"{place}!{one_line(member.name)}"
            yield from _blobs(member.content(member_place), member_place, depth, allowance)
        else:
            continue
        empty = False
    if empty:
        raise _without_files(place)


def _is_wanted(name: str) -> bool:
    """Whether a member of an archive may contain records."""
    return not _HIDDEN.search(name) and not _CONTENTS.fullmatch(name)


def _without_files(place: str) -> SourceError:
    return SourceError(f"{place} is an archive without any files")


def wanted_members(file: BinaryIO, place: str) -> Iterator[zip_reader.Member]:
    """The members of an archive that may contain records; SourceError if they can't be listed."""
    empty = True
    for member in zip_reader.members(file, place):
        if _is_wanted(member.name):
            empty = False
            yield member
    if empty:
        raise _without_files(place)


def member_blobs(
    file: BinaryIO,
    member: zip_reader.Member,
    place: str,
    depth: int = 1,
    allowance: Allowance | None = None,
) -> Iterator[Found]:
    """Every record in one member of an archive."""
    allowance = allowance or Allowance(lambda: member.packed_size)
    member_place = f"{place}!{one_line(member.name)}"
    try:
        content = zip_reader.content(file, member, member_place, allowance)
    except RecordError as error:
        yield error
    else:
        yield from _blobs(content, member_place, depth, allowance)


_ZIP_MAGIC: Final = (
    b"PK\x03\x04",
    b"PK\x05\x06",  # an empty one
    b"PK\x07\x08",  # the first of several volumes
    b"PK00PK",  # the only one of several
)
_BZ2_MAGIC: Final = tuple(
    b"BZh%d%b" % (level, block)
    for level in range(1, 10)
    for block in (b"1AY&SY", b"\x17rE8P\x90")  # of data, of the end
)


def _bz2(stream: BinaryIO) -> Iterator[bytes]:
    from kg.sources.bz2_and_xz import bz2_pieces  # here, as most runs need none of these

    return bz2_pieces(stream)


def _xz(stream: BinaryIO) -> Iterator[bytes]:
    from kg.sources.bz2_and_xz import xz_pieces

    return xz_pieces(stream)


_CONTAINERS: Final[tuple[tuple[tuple[bytes, ...], _Unpack], ...]] = (
    *(((each.magic,), partial(_in_compressed, each.pieces)) for each in COMPRESSIONS.values()),
    (_BZ2_MAGIC, partial(_in_compressed, _bz2)),
    ((b"\xfd7zXZ\0",), partial(_in_compressed, _xz)),
    (_ZIP_MAGIC, _in_zip),
)
"""The first bytes of each container, and its reader; a tar archive has none."""


def _unpacker(stream: io.BufferedReader) -> _Unpack | None:
    head = stream.peek(_BLOCK)[:_BLOCK]
    for magic, unpack in _CONTAINERS:
        if head.startswith(magic):
            return unpack
    if _is_tar(head):
        return _in_tar
    return _in_zip if b"\0" in head and zip_reader.has_end(stream) else None


def _is_tar(head: bytes) -> bool:
    if b"\0" not in head or len(head) < _BLOCK:
        return False
    from kg.sources import tar_reader

    return tar_reader.looks_like(head)


def is_packed(file: io.BufferedReader) -> bool:
    """Whether a file begins like one of the containers."""
    return _unpacker(file) is not None


def is_zip(file: io.BufferedReader) -> bool:
    """Whether a file begins like a zip archive."""
    return _unpacker(file) is _in_zip


@contextmanager
def _seekable(stream: io.BufferedReader) -> Iterator[BinaryIO]:
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
        shutil.copyfileobj(stream, spool, PIECE)
        yield cast(BinaryIO, spool)
