"""Compressed files: the endings that tell the compression, and what writes and reads each.

gzip: https://www.rfc-editor.org/rfc/rfc1952, zstd: https://www.rfc-editor.org/rfc/rfc8878
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, BinaryIO, Final, Protocol, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

PIECE: Final = 1 << 17
"""Bytes that are read at a time."""

_GZIP_LEVEL: Final = 2
_ZSTD_LEVEL: Final = 1
_ZSTD_INPUT: Final = 4096  # a compressed byte can become 32 kB, and all of them come out at once
_ZSTD_LARGEST_WINDOW: Final = 1 << 27  # as the zstd command has it


class DamagedError(Exception):
    """Compressed data are damaged or cut off; the text is what the decompressor says of them."""


class Sink(Protocol):
    """What bytes are written to: a file or the compressor before it."""

    def write(self, data: bytes, /) -> int: ...

    def close(self) -> None: ...


class Pieces(io.RawIOBase):
    """A stream over pieces of bytes (none of them empty), which counts what was read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")
        self._given = 0
        self._error: Exception | None = None

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
        except Exception as error:  # noqa: BLE001 - it is raised when its place is reached
            self._error = error
            return self._go_on(filled)
        return bool(self._rest)


def stream_of(pieces: Iterator[bytes]) -> io.BufferedReader:
    """A stream over pieces of bytes with a look-ahead."""
    return io.BufferedReader(Pieces(pieces), PIECE)


def gzip_pieces(stream: BinaryIO) -> Iterator[bytes]:
    """What is in one or several members of gzip; DamagedError where they are not whole."""
    try:
        yield from iter(partial(gzip.GzipFile(fileobj=stream).read1, PIECE), b"")
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DamagedError(str(error)) from error


def zstd_pieces(stream: BinaryIO) -> Iterator[bytes]:
    """What is in one or several frames of zstd; DamagedError where they are not whole."""
    import zstandard  # here, for few files need it

    decompressor = zstandard.ZstdDecompressor(max_window_size=_ZSTD_LARGEST_WINDOW)
    frame = None
    try:
        while data := stream.read(_ZSTD_INPUT):
            while data:
                frame = frame or decompressor.decompressobj()
                piece = frame.decompress(data)
                if piece:
                    yield piece
                data = frame.unused_data
                frame = None if frame.eof else frame
    except zstandard.ZstdError as error:
        raise DamagedError(str(error)) from error
    if frame:
        raise DamagedError("the last frame has no end")


def _gzip(file: Sink) -> Sink:
    """Without name and time in the header, so that the same bytes give the same file."""
    from isal import igzip

    return igzip.IGzipFile("", "wb", _GZIP_LEVEL, file, mtime=0)  # type: ignore[no-untyped-call]


def _zstd(file: Sink) -> Sink:
    """With a checksum at the end."""
    import zstandard

    compressor = zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True)
    return compressor.stream_writer(cast(IO[bytes], file), closefd=False)


@dataclass(frozen=True, slots=True)
class Compression:
    """A compression: how its data begin, and the package whose version decides what is written."""

    media_type: str
    magic: bytes
    package: str
    compressor: Callable[[Sink], Sink]
    pieces: Callable[[BinaryIO], Iterator[bytes]]


COMPRESSIONS: Final = {
    ".gz": Compression("application/gzip", b"\x1f\x8b", "isal", _gzip, gzip_pieces),
    ".zst": Compression("application/zstd", b"\x28\xb5\x2f\xfd", "zstandard", _zstd, zstd_pieces),
}
"""Every compression by the ending of its files, which comes after that of the format.

Media types: https://www.rfc-editor.org/rfc/rfc6713, https://www.rfc-editor.org/rfc/rfc8878
"""


def compression_of(name: str | PurePath) -> Compression | None:
    """The compression that the ending of a file's name tells; None where the file is as it is."""
    return COMPRESSIONS.get(PurePath(name).suffix.lower())


def compressor(file: Sink, name: str | PurePath) -> Sink:
    """Where to write what the file of this name is to hold; to be closed before the file."""
    compression = compression_of(name)
    return compression.compressor(file) if compression else file


def reader(file: BinaryIO, name: str | PurePath) -> BinaryIO:
    """What the file of this name holds; reading raises DamagedError where it is not whole."""
    compression = compression_of(name)
    return cast(BinaryIO, stream_of(compression.pieces(file))) if compression else file
