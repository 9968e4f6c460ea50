"""Byte streams that can be read by line: from pipes, and from decompressors.

`kg.system.compression` decompresses; this module limits the result.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from isal import igzip_lib

from kg.errors import RecordError
from kg.system.compression import PIECE, DamagedError, stream_of

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MOST_EXPANSION = 300
"""The most bytes that one compressed byte may become; records compress to about a tenth."""

FREE_EXPANSION = 16 << 20
"""Bytes that a decompressor may produce regardless of its input."""

_DAMAGE = (
    DamagedError,
    cast(type[Exception], igzip_lib.IsalError),
    struct.error,
    EOFError,
    OSError,
    ValueError,
)
"""The exceptions raised for data that can't be decompressed."""


class _Window(io.RawIOBase):
    def __init__(self, file: BinaryIO, start: int, end: int) -> None:
        file.seek(start)
        self._file = file
        self._left = end - start

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        data = self._file.read(min(len(view), self._left))
        view[: len(data)] = data
        self._left -= len(data)
        return len(data)


def window(file: BinaryIO, start: int, end: int) -> io.BufferedReader:
    """A stream over the bytes of a file from `start` to `end`."""
    return io.BufferedReader(_Window(file, start, end), PIECE)


def buffered(stream: BinaryIO) -> io.BufferedReader:
    """`stream` with a look-ahead; a seekable one stays seekable."""
    if isinstance(stream, io.BufferedReader) and stream.seekable():
        return stream
    if isinstance(stream, io.BytesIO):
        return io.BufferedReader(io.BytesIO(stream.read()))
    return stream_of(iter(partial(stream.read, PIECE), b""))


class Allowance:
    """The bytes that one packed file or member, with all that is packed within it, may expand to.

    `packed` returns how many of its packed bytes have been used so far.
    """

    def __init__(self, packed: Callable[[], int]) -> None:
        self._packed = packed
        self._unpacked = 0

    def take(self, size: int, place: str) -> None:
        """Counts bytes; RecordError if there are too many."""
        self._unpacked += size
        if self._unpacked > max(FREE_EXPANSION, MOST_EXPANSION * self._packed()):
            raise RecordError(place, _too_large())


def decompressed(pieces: Iterator[bytes], place: str, allowance: Allowance) -> io.BufferedReader:
    """A stream over decompressed pieces.

    Reading from it raises RecordError if the data are damaged or expand too much.
    """
    return stream_of(sound(pieces, place, allowance))


def sound(pieces: Iterator[bytes], place: str, allowance: Allowance) -> Iterator[bytes]:
    """Decompressed pieces; RecordError if they are damaged or expand too much."""
    try:
        for piece in pieces:
            allowance.take(len(piece), place)
            yield piece
    except _DAMAGE as error:
        raise RecordError(place, _damaged(error)) from None


def _too_large() -> str:
    return (
        f"grows to more than {MOST_EXPANSION} times its size when decompressed: "
        "this is not a file of records"
    )


def _damaged(error: Exception) -> str:
    return f"the compressed data are damaged or cut off ({error}): download the file again"
