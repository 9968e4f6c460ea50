"""Data compressed by bzip2, xz or LZMA, which kg reads but does not write.

https://sourceware.org/bzip2/, https://tukaani.org/xz/xz-file-format.txt
"""

from __future__ import annotations

import bz2
import lzma
import struct
from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO, Final

from kg.system.compression import PIECE, DamagedError

_MOST_MEMORY: Final = 1 << 27  # bytes: of the xz dictionary; that of xz -9 takes half of it

_Decompressor = bz2.BZ2Decompressor | lzma.LZMADecompressor


def _pieces(new: Callable[[], _Decompressor], stream: BinaryIO) -> Iterator[bytes]:
    """The content of one or several streams; DamagedError if they are not complete."""
    decompressor: _Decompressor | None = None
    data = b""
    while data or (data := stream.read(PIECE)):
        if decompressor is None and not (data := data.lstrip(b"\0")):
            continue  # xz may pad its streams
        decompressor = decompressor or new()
        yield from _decompressed(decompressor, data)
        data = decompressor.unused_data
        if decompressor.eof:
            decompressor = None
    if decompressor:
        raise DamagedError("its end is missing")


def _decompressed(decompressor: _Decompressor, data: bytes) -> Iterator[bytes]:
    while True:
        try:
            piece = decompressor.decompress(data, PIECE)
        except (OSError, lzma.LZMAError, ValueError) as error:
            raise DamagedError(str(error)) from error
        if piece:
            yield piece
        if decompressor.eof or decompressor.needs_input:
            return
        data = b""


def lzma_pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The content of a member of a zip archive by LZMA, in pieces of bounded size.

    https://pkware.cachefly.net/webdocs/APPNOTE.TXT, 5.8: version, length of the properties, these.
    """
    _, length = struct.unpack("<HH", stream.read(4))
    head = stream.read(length) + b"\xff" * 8  # the size that a file of LZMA gives: unknown
    decompressor = lzma.LZMADecompressor(lzma.FORMAT_ALONE, _MOST_MEMORY)
    yield from _decompressed(decompressor, head)
    while not decompressor.eof and (data := stream.read(PIECE)):
        yield from _decompressed(decompressor, data)


def bz2_pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The content of bzip2 streams in pieces of bounded size."""
    return _pieces(bz2.BZ2Decompressor, stream)


def xz_pieces(stream: BinaryIO) -> Iterator[bytes]:
    """The content of xz streams in pieces of bounded size."""
    return _pieces(partial(lzma.LZMADecompressor, lzma.FORMAT_XZ, _MOST_MEMORY), stream)
