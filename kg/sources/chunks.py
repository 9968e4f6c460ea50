"""Sources cut into chunks: parts that can be sent to another process, which reads them there.

Where a chunk begins and ends depends on the source alone, never on who reads it. What isn't
seekable (a compressed stream, a pipe) is read here, and its records are sent within the chunk.
"""

from __future__ import annotations

import io
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import BinaryIO, Final, Protocol, TypeVar

from kg.errors import KgError, SourceError, unreadable
from kg.sources import archives, zip_reader
from kg.sources.decompression import window
from kg.sources.found import Found
from kg.sources.paths import files
from kg.sources.splitting import LARGEST_PART, LineRange, line_ranges, lines_of

T = TypeVar("T")

CHUNK_BYTES: Final = 2 << 20
"""The approximate number of bytes of records in a chunk; at least one record."""

CHUNK_RECORDS: Final = 128
"""The most records, files or members in a chunk."""


class Chunk(Protocol):
    """A part of a source; `size` is the number of bytes of its files, for the progress."""

    @property
    def size(self) -> int: ...

    def blobs(self) -> Iterator[Found]:
        """Its records as raw bytes; an error in place of each that can't be read."""


@dataclass(frozen=True, slots=True)
class ReadChunk:
    """Records that are already read."""

    found: list[Found]
    size: int = 0

    def blobs(self) -> Iterator[Found]:
        return iter(self.found)


@dataclass(frozen=True, slots=True)
class GivenChunk:
    """The bytes of files that are given, with their places, one after the other."""

    given: Sequence[tuple[str, bytes]]

    @property
    def size(self) -> int:
        return sum(len(data) for _, data in self.given)

    def blobs(self) -> Iterator[Found]:
        for place, data in self.given:
            yield from stream_blobs(io.BytesIO(data), place)


@dataclass(frozen=True, slots=True)
class FileChunk:
    """Small files, one after the other."""

    paths: list[Path]
    size: int

    def blobs(self) -> Iterator[Found]:
        for path in self.paths:
            yield from _opened(path, archives.blobs)


@dataclass(frozen=True, slots=True)
class MemberChunk:
    """Some members of a zip archive."""

    path: Path
    members: list[zip_reader.Member | KgError]
    size: int

    def blobs(self) -> Iterator[Found]:
        return _opened(self.path, self._blobs)

    def _blobs(self, file: io.BufferedReader, place: str) -> Iterator[Found]:
        for member in self.members:
            if isinstance(member, KgError):
                yield member
            else:
                yield from archives.member_blobs(file, member, place)


@dataclass(frozen=True, slots=True)
class LineChunk:
    """Some lines of a file of JSON lines."""

    path: Path
    range: LineRange

    @property
    def size(self) -> int:
        return self.range.end - self.range.start

    def blobs(self) -> Iterator[Found]:
        return _opened(self.path, self._blobs)

    def _blobs(self, file: io.BufferedReader, place: str) -> Iterator[Found]:
        lines = window(file, self.range.start, self.range.end)
        return lines_of(lines, place, self.range)


def chunks_of_paths(sources: Iterable[str | Path]) -> Iterator[Chunk]:
    """The chunks of files, directories and patterns of names."""
    small: list[Path] = []
    size = 0
    for path in chain.from_iterable(map(files, sources)):
        length = 0 if isinstance(path, SourceError) else _size(path)
        if small and (
            length is None
            or size + length > CHUNK_BYTES
            or len(small) == CHUNK_RECORDS
            or isinstance(path, SourceError)
        ):
            yield FileChunk(small, size)
            small, size = [], 0
        if isinstance(path, SourceError):
            yield ReadChunk([path])
        elif length is None or length > CHUNK_BYTES:
            yield from _slices_of_file(path, seekable=length is not None)
        else:
            small.append(path)
            size += length
    if small:
        yield FileChunk(small, size)


def chunks_of_stream(
    stream: BinaryIO, place: str, position: Callable[[], int] = int
) -> Iterator[Chunk]:
    """The chunks of a stream, which is read here; `position` gives the offset in its file."""
    before = 0
    for found in by_size(stream_blobs(stream, place), _length):
        now = position()
        yield ReadChunk(found, now - before)
        before = now


def stream_blobs(stream: BinaryIO, place: str) -> Iterator[Found]:
    """The records in a stream; an OSError becomes a SourceError."""
    try:
        yield from archives.blobs(stream, place)
    except OSError as error:
        yield unreadable(place, error)


def _opened(
    path: Path, read: Callable[[io.BufferedReader, str], Iterator[Found]]
) -> Iterator[Found]:
    try:
        with path.open("rb") as file:
            yield from read(file, str(path))
    except OSError as error:
        yield unreadable(str(path), error)


def _size(path: Path) -> int | None:
    """The size of a regular file; None for what can be read only once, a pipe or a device."""
    try:
        status = path.stat()
    except OSError:
        return 0  # opening it will report why it can't be read
    return status.st_size if stat.S_ISREG(status.st_mode) else None


def _slices_of_file(path: Path, *, seekable: bool) -> Iterator[Chunk]:
    try:
        with path.open("rb") as file:
            if not seekable:
                yield from chunks_of_stream(file, str(path))
            elif archives.is_zip(file):
                yield from _slices_of_zip(path, file)
            elif not archives.is_packed(file) and (ranges := line_ranges(file, CHUNK_BYTES)):
                yield from _chunks_of_ranges(path, ranges)
            else:
                file.seek(0)
                yield from chunks_of_stream(file, str(path), file.tell)
    except OSError as error:
        yield ReadChunk([unreadable(str(path), error)])


def _chunks_of_ranges(path: Path, ranges: Iterable[LineRange]) -> Iterator[Chunk]:
    for each in ranges:
        chunk = LineChunk(path, each)
        if chunk.size <= LARGEST_PART:
            yield chunk
        else:  # no line begins with a record: it is read here, for it may have any size
            for found in by_size(chunk.blobs(), _length):
                yield ReadChunk(found)


def _slices_of_zip(path: Path, file: BinaryIO) -> Iterator[Chunk]:
    for batch in by_size(_members(file, str(path)), _member_size):
        packed = sum(0 if isinstance(each, KgError) else each.packed_size for each in batch)
        yield MemberChunk(path, batch, packed)


def _members(file: BinaryIO, place: str) -> Iterator[zip_reader.Member | KgError]:
    try:
        yield from archives.wanted_members(file, place)
    except KgError as error:
        yield error


def _member_size(member: zip_reader.Member | KgError) -> int:
    return 0 if isinstance(member, KgError) else member.size


def by_size(items: Iterable[T], length: Callable[[T], int]) -> Iterator[list[T]]:
    """Lists of items, each as large as a chunk, in order."""
    batch: list[T] = []
    size = 0
    for item in items:
        batch.append(item)
        size += length(item)
        if size >= CHUNK_BYTES or len(batch) == CHUNK_RECORDS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _length(found: Found) -> int:
    return 0 if isinstance(found, KgError) else len(found.data)
