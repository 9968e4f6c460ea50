"""Byte streams, made fit to be read by line: pipes, and what comes out of a decompressor.

What decompresses is `kg.system.compression`; here it is bounded.
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
"""How many bytes one compressed byte may become; registry records compress to a tenth or so."""

FREE_EXPANSION = 16 << 20
"""Bytes that may come out of a decompressor whatever went into it."""

_DAMAGE = (
    DamagedError,
    cast(type[Exception], igzip_lib.IsalError),
    struct.error,
    EOFError,
    OSError,
    ValueError,
)
"""What is raised on data that can't be decompressed."""


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
    """`stream` with a look-ahead; what can be sought in stays so."""
    if isinstance(stream, io.BufferedReader) and stream.seekable():
        return stream
    if isinstance(stream, io.BytesIO):
        return io.BufferedReader(io.BytesIO(stream.read()))
    return stream_of(iter(partial(stream.read, PIECE), b""))


class Allowance:
    """How much may come out of one packed file or member, and of all that is packed in it again.

    `packed` tells how many bytes of it were used so far.
    """

    def __init__(self, packed: Callable[[], int]) -> None:
        self._packed = packed
        self._unpacked = 0

    def take(self, size: int, place: str) -> None:
        """Counts bytes; RecordError where they are too many."""
        self._unpacked += size
        if self._unpacked > max(FREE_EXPANSION, MOST_EXPANSION * self._packed()):
            raise RecordError(place, _grown_beyond_measure())


def decompressed(pieces: Iterator[bytes], place: str, allowance: Allowance) -> io.BufferedReader:
    """A stream over decompressed pieces.

    Reading from it raises RecordError where the data are damaged or grow beyond measure.
    """
    return stream_of(sound(pieces, place, allowance))


def sound(pieces: Iterator[bytes], place: str, allowance: Allowance) -> Iterator[bytes]:
    """Decompressed pieces; RecordError where they are damaged or grow beyond measure."""
    try:
        for piece in pieces:
            allowance.take(len(piece), place)
            yield piece
    except _DAMAGE as error:
        raise RecordError(place, _damaged(error)) from None


def _grown_beyond_measure() -> str:
    return (
        f"grows to more than {MOST_EXPANSION} times its size when decompressed: "
        "this is no file of records"
    )


def _damaged(error: Exception) -> str:
    return f"the compressed data are damaged or cut off ({error}): get the file anew"
