"""Byte streams, made fit to be read by line: pipes, and what comes out of a decompressor.

zstd: https://www.rfc-editor.org/rfc/rfc8878, gzip: https://www.rfc-editor.org/rfc/rfc1952
"""

from __future__ import annotations

import gzip
import io
import struct
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

from isal import igzip_lib

from kg.errors import RecordError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE = 1 << 17
"""Bytes that are read at a time."""

MOST_EXPANSION = 300
"""How many bytes one compressed byte may become; registry records compress to a tenth or so."""

FREE_EXPANSION = 16 << 20
"""Bytes that may come out of a decompressor whatever went into it."""

_ZSTD_INPUT = 4096  # a compressed byte can become 32 kB, and all of them come out at once
_ZSTD_LARGEST_WINDOW = 1 << 27  # as the zstd command has it

_DAMAGE = (
    zlib.error,
    cast(type[Exception], igzip_lib.IsalError),
    struct.error,
    EOFError,
    OSError,
    ValueError,
)
"""What is raised on data that can't be decompressed."""


class Pieces(io.RawIOBase):
    """A stream over pieces of bytes (none of them empty), which knows how many it gave."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")
        self._given = 0
        self._error: RecordError | None = None

    def readable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._given

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill the whole buffer, but at the end: a short first read would hide what comes."""
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view) and (self._rest or self._go_on(filled)):
            taken = self._rest[: len(view) - filled]
            view[filled : filled + len(taken)] = taken
            filled += len(taken)
            self._rest = self._rest[len(taken) :]
        self._given += filled
        return filled

    def _go_on(self, filled: int) -> bool:
        """Take the next piece. An error waits until the sound bytes before it have been read."""
        if self._error and not filled:
            raise self._error
        if self._error:
            return False
        try:
            self._rest = memoryview(next(self._pieces, b""))
        except RecordError as error:
            self._error = error
            return self._go_on(filled)
        return bool(self._rest)


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
    return _reader(iter(partial(stream.read, PIECE), b""))


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


def gunzipped(stream: io.BufferedReader, place: str, allowance: Allowance) -> io.BufferedReader:
    """What gzip made of one or several members."""
    pieces = iter(partial(gzip.GzipFile(fileobj=stream).read1, PIECE), b"")
    return decompressed(pieces, place, allowance)


def unzstandardised(
    stream: io.BufferedReader, place: str, allowance: Allowance
) -> io.BufferedReader:
    """What zstd made of one or several frames."""
    return decompressed(_zstd_pieces(stream), place, allowance)


def _zstd_pieces(stream: io.BufferedReader) -> Iterator[bytes]:
    import zstandard  # here, for few sources need it

    decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_LARGEST_WINDOW)
    frame = None
    while data := stream.read(_ZSTD_INPUT):
        try:
            while data:
                frame = frame or decompressor.decompressobj()
                piece = frame.decompress(data)
                if piece:
                    yield piece
                data = frame.unused_data
                frame = None if frame.eof else frame
        except zstandard.ZstdError as error:
            raise zlib.error(str(error)) from None
    if frame:
        raise EOFError("the last frame has no end")


def decompressed(pieces: Iterator[bytes], place: str, allowance: Allowance) -> io.BufferedReader:
    """A stream over decompressed pieces.

    Reading from it raises RecordError where the data are damaged or grow beyond measure.
    """
    return _reader(sound(pieces, place, allowance))


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


def _reader(pieces: Iterator[bytes]) -> io.BufferedReader:
    return io.BufferedReader(Pieces(pieces), PIECE)
