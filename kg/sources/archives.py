"""The containers of record files: gzip, zstd and zip, also nested.

Nothing is ever unpacked to disk, so no member's name can do harm. The format is detected from the
first bytes; zip archives are read by `kg.sources.zip_reader`.
"""

from __future__ import annotations

import io
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO, TypeAlias, cast

from kg.errors import KgError, RecordError, SourceError
from kg.sources import zip_reader
from kg.sources.decompression import Allowance, buffered, decompressed
from kg.sources.found import Found
from kg.sources.splitting import documents
from kg.system.compression import COMPRESSIONS, PIECE, Compression

DEEPEST = 5
"""The greatest depth of nested containers."""

_IN_MEMORY = 64 << 20  # an archive from a pipe that is larger is kept, packed, in an unnamed file

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
        head = stream.peek(4)
        unpack = next((unpack for magic, unpack in _CONTAINERS if head.startswith(magic)), None)
        if unpack is None:
            yield from documents(stream, place)
        elif depth == DEEPEST:
            raise SourceError(f"{place} has more than {DEEPEST} containers inside one another")
        else:
            yield from unpack(stream, place, depth + 1, allowance)
    except KgError as error:
        yield error


def _in_compressed(
    compression: Compression,
    stream: io.BufferedReader,
    place: str,
    depth: int,
    allowance: Allowance | None,
) -> Iterator[Found]:
    allowance = allowance or Allowance(stream.tell)
    content = decompressed(compression.pieces(stream), place, allowance)
    return _blobs(content, place, depth, allowance)


def _in_zip(
    stream: io.BufferedReader, place: str, depth: int, allowance: Allowance | None
) -> Iterator[Found]:
    with _seekable(stream) as file:
        for member in wanted_members(file, place):
            yield from member_blobs(file, member, place, depth, allowance)


def wanted_members(file: BinaryIO, place: str) -> Iterator[zip_reader.Member]:
    """The members of an archive that may contain records; SourceError if they can't be listed."""
    empty = True
    for member in zip_reader.members(file, place):
        if not _HIDDEN.search(member.name) and not _CONTENTS.fullmatch(member.name):
            empty = False
            yield member
    if empty:
        raise SourceError(f"{place} is an archive without any files")


def member_blobs(
    file: BinaryIO,
    member: zip_reader.Member,
    place: str,
    depth: int = 1,
    allowance: Allowance | None = None,
) -> Iterator[Found]:
    """Every record in one member of an archive."""
    allowance = allowance or Allowance(lambda: member.packed_size)
    member_place = f"{place}!{zip_reader.printable(member.name)}"
    try:
        content = zip_reader.content(file, member, member_place, allowance)
    except RecordError as error:
        yield error
    else:
        yield from _blobs(content, member_place, depth, allowance)


_CONTAINERS: tuple[tuple[bytes, _Unpack], ...] = (
    *((each.magic, partial(_in_compressed, each)) for each in COMPRESSIONS.values()),
    (b"PK\x03\x04", _in_zip),
    (b"PK\x05\x06", _in_zip),  # an empty one
)
"""The first bytes of each container, and its reader."""


def is_packed(file: io.BufferedReader) -> bool:
    """Whether a file begins like one of the containers."""
    return file.peek(4).startswith(tuple(magic for magic, _ in _CONTAINERS))


def is_zip(file: io.BufferedReader) -> bool:
    """Whether a file begins like a zip archive."""
    return file.peek(4).startswith((b"PK\x03\x04", b"PK\x05\x06"))


@contextmanager
def _seekable(stream: io.BufferedReader) -> Iterator[BinaryIO]:
    if stream.seekable():
        yield stream
        return
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
        shutil.copyfileobj(stream, spool, PIECE)
        yield cast(BinaryIO, spool)
