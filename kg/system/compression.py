"""Compressed files: the ending of each compression, and how it is written and read.

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
    import zstandard
    from _typeshed import WriteableBuffer

PIECE: Final = 1 << 17
"""Bytes to read at a time."""

_GZIP_LEVEL: Final = 2
_ZSTD_LEVEL: Final = 1
_ZSTD_INPUT: Final = 4096  # one compressed byte can become 32 kB, and all of it is returned at once
_ZSTD_LARGEST_WINDOW: Final = 1 << 27  # as in the zstd command


class DamagedError(Exception):
    """Data are damaged or cut off; the text is the message of what reads them."""


class Sink(Protocol):
    """Anything that bytes are written to: a file, or a compressor for it."""

    def write(self, data: bytes, /) -> int: ...

    def close(self) -> None: ...


class Pieces(io.RawIOBase):
    """A stream over non-empty pieces of bytes, which counts what was read."""

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
        """Fills the whole buffer, except at the end: a short first read would hide the rest."""
        view = memoryview(buffer).cast("B")
        filled = 0
        while filled < len(view) and (self._rest or self._next_piece(filled)):
            taken = self._rest[: len(view) - filled]
            view[filled : filled + len(taken)] = taken
            filled += len(taken)
            self._rest = self._rest[len(taken) :]
        self._given += filled
        return filled

    def _next_piece(self, filled: int) -> bool:
        """Takes the next piece. An error is raised once the bytes before it have been read."""
        if self._error and not filled:
            raise self._error
        if self._error:
            return False
        try:
            self._rest = memoryview(next(self._pieces, b""))
        except Exception as error:  # noqa: BLE001 - it is raised when its place is reached
            self._error = error
            return self._next_piece(filled)
        return bool(self._rest)


def stream_of(pieces: Iterator[bytes]) -> io.BufferedReader:
    """A stream over pieces of bytes with a look-ahead."""
    return io.BufferedReader(Pieces(pieces), PIECE)


def gzip_pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The content of one or several gzip members; DamagedError if they are not complete."""
    try:
        yield from iter(partial(gzip.GzipFile(fileobj=stream).read1, PIECE), b"")
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise DamagedError(str(error)) from error


def zstd_pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The content of one or several zstd frames; DamagedError if they are not complete."""
    import zstandard  # here, because few files need it

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
    """A gzip writer without name and time in the header: the same bytes give the same file."""
    from isal import igzip

    return igzip.IGzipFile("", "wb", _GZIP_LEVEL, file, mtime=0)  # type: ignore[no-untyped-call]


class Frame:
    """A zstd frame with a checksum at its end, in memory; a file may have several."""

    __slots__ = ("_compressor", "_pieces")

    def __init__(self) -> None:
        self._compressor = _zstd_compressor().compressobj()
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Adds bytes to what the frame contains."""
        if piece := self._compressor.compress(data):
            self._pieces.append(piece)

    def ended(self) -> bytes:
        """The whole frame."""
        return b"".join([*self._pieces, self._compressor.flush()])


class Frames:
    """A zstd writer: what is written becomes a frame, and whole frames are taken as they are."""

    def __init__(self, file: Sink) -> None:
        self._file = file
        self._open: Sink | None = None
        self._is_empty = True

    def write(self, data: bytes) -> int:
        if self._open is None:
            file = cast(IO[bytes], self._file)
            self._open = _zstd_compressor().stream_writer(file, closefd=False)
            self._is_empty = False
        return self._open.write(data)

    def add_frame(self, frame: bytes) -> None:
        self._end()
        self._file.write(frame)
        self._is_empty = False

    def close(self) -> None:
        if self._is_empty:
            self.write(b"")
        self._end()

    def _end(self) -> None:
        if self._open is not None:
            self._open.close()
            self._open = None


def _zstd_compressor() -> zstandard.ZstdCompressor:
    import zstandard  # here, because few files need it

    return zstandard.ZstdCompressor(level=_ZSTD_LEVEL, write_checksum=True)


@dataclass(frozen=True, slots=True)
class Compression:
    """A compression: the first bytes of its data, and the package that determines its output.

    `has_frames` says that its writer takes a `Frame`, which may have been made elsewhere.
    """

    media_type: str
    magic: bytes
    package: str
    compressor: Callable[[Sink], Sink]
    pieces: Callable[[BinaryIO], Iterator[bytes]]
    has_frames: bool = False


COMPRESSIONS: Final = {
    ".gz": Compression("application/gzip", b"\x1f\x8b", "isal", _gzip, gzip_pieces),
    ".zst": Compression(
        "application/zstd", b"\x28\xb5\x2f\xfd", "zstandard", Frames, zstd_pieces, has_frames=True
    ),
}
"""Every compression by the ending of its files, which comes after that of the format.

Media types: https://www.rfc-editor.org/rfc/rfc6713, https://www.rfc-editor.org/rfc/rfc8878
"""


def compression_of(name: str | PurePath) -> Compression | None:
    """The compression according to the ending of a file's name; None if it is uncompressed."""
    return COMPRESSIONS.get(PurePath(name).suffix.lower())


def uncompressed_name(path: str | PurePath) -> str:
    """The name of a file in lower case, without its folder and the ending of a compression."""
    name = PurePath(path).name.lower()
    return name.removesuffix(PurePath(name).suffix) if compression_of(name) else name


def compressor(file: Sink, name: str | PurePath) -> Sink:
    """A writer to the file, which compresses if its name says so; close it before the file."""
    compression = compression_of(name)
    return compression.compressor(file) if compression else file


def reader(file: BinaryIO, name: str | PurePath) -> BinaryIO:
    """The file's uncompressed content; reading raises DamagedError if it is not complete."""
    compression = compression_of(name)
    return cast(BinaryIO, stream_of(compression.pieces(file))) if compression else file
