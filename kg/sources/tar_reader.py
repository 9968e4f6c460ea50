"""Tar archives, read as a stream: one member after the other, never unpacked to disk.

https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html. The standard library reads the
headers; its reader of archives takes a damaged header for the end, and keeps all members in memory.
"""

from __future__ import annotations

import io
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kg.errors import RecordError, SourceError
from kg.system.compression import PIECE, stream_of
from kg.text.printable import one_line

BLOCK: Final = tarfile.BLOCKSIZE
"""Bytes: a header has one block, and contents are padded to whole blocks."""

_LARGEST_HEADER: Final = 1 << 20
_LONG_NAME: Final = tarfile.GNUTYPE_LONGNAME
_EXTENDED: Final = (tarfile.XHDTYPE, tarfile.SOLARIS_XHDTYPE)
_FOR_HEADERS: Final = (*_EXTENDED, _LONG_NAME, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGLINK)
_PAX_FIELD: Final = re.compile(rb"\d+ (path|size)=([^\n]*)\n")


@dataclass(slots=True)
class TarMember:
    """A file in an archive, whose content must be read before the next member."""

    name: str
    size: int
    stream: io.BufferedReader
    left: int
    is_cut: bool = False

    def content(self, place: str) -> io.BufferedReader:
        """Its content; RecordError while reading if the archive ends in it."""
        return stream_of(self._pieces(place))

    def _pieces(self, place: str) -> Iterator[bytes]:
        while self.left:
            self.is_cut = True  # unless there is more
            data = self.stream.read(min(self.left, PIECE))
            if not data:
                raise RecordError(place, "the archive ends in it: download it again")
            self.is_cut = False
            self.left -= len(data)
            yield data


def looks_like(head: bytes) -> bool:
    """Whether the first block of a file is a header."""
    return _header(head) is not None


def members(
    stream: io.BufferedReader, place: str
) -> Iterator[TarMember | SourceError | RecordError]:
    """The files in an archive; an error in place of what can't be read.

    Directories are skipped.
    """
    reader = _Headers(stream, place)
    while header := reader.next():
        if isinstance(header, SourceError):
            yield header
        elif header.isreg() and not header.issparse():
            member = TarMember(header.name, header.size, stream, header.size)
            yield member
            if member.is_cut:  # which its content has reported
                return
            reader.skip(member.left, header.size)
        else:
            reader.skip(header.size, header.size)
            if not header.isdir():
                yield RecordError(f"{place}!{one_line(header.name)}", _ignored(header))


def _ignored(header: tarfile.TarInfo) -> str:
    kind = "a sparse file" if header.isreg() else "a link" if _is_link(header) else "a device"
    return f"{kind}, which kg does not read from an archive"


def _is_link(header: tarfile.TarInfo) -> bool:
    return header.issym() or header.islnk()


def _header(block: bytes) -> tarfile.TarInfo | None:
    try:
        return tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except (tarfile.HeaderError, ValueError):
        return None


class _Headers:
    """The headers of an archive, with what other headers say of them."""

    def __init__(self, stream: io.BufferedReader, place: str) -> None:
        self._stream = stream
        self._place = place
        self._offset = 0
        self._ended = False
        self._damaged = False

    def next(self) -> tarfile.TarInfo | SourceError | None:
        """The next header of a file, or the error in its place; None at the end."""
        fields: dict[bytes, bytes] = {}
        while block := self._stream.read(BLOCK):
            self._offset += len(block)
            if not block.strip(b"\0"):
                self._ended = True
                continue
            header = _header(block)
            if header is None:
                if error := self._damage():
                    return error
                continue
            self._ended, self._damaged = False, False
            if header.type not in _FOR_HEADERS:
                return self._completed(header, fields)
            fields |= self._fields(header)
        if self._ended or self._damaged:
            return None
        self._ended = True
        return SourceError(f"{self._place} is a tar archive that is cut off: download it again")

    def _damage(self) -> SourceError | None:
        """The error for damage, once until the next header that is sound."""
        if self._damaged:
            return None
        self._damaged = True
        return SourceError(
            f"{self._place} is a tar archive that is damaged at byte {self._offset - BLOCK}: "
            "download it again"
        )

    def _fields(self, header: tarfile.TarInfo) -> dict[bytes, bytes]:
        """The name and size in a header for the next one."""
        size = min(header.size, _LARGEST_HEADER)
        data = self._stream.read(size)
        self.skip(header.size - len(data), header.size)
        if header.type == _LONG_NAME:
            return {b"path": data.rstrip(b"\0")}
        return dict(_PAX_FIELD.findall(data)) if header.type in _EXTENDED else {}

    def _completed(self, header: tarfile.TarInfo, fields: dict[bytes, bytes]) -> tarfile.TarInfo:
        if b"path" in fields:
            header.name = fields[b"path"].decode("utf-8", "surrogateescape")
        if fields.get(b"size", b"").isdigit():
            header.size = int(fields[b"size"])
        return header

    def skip(self, left: int, size: int) -> None:
        """Passes over the rest of a content of `size` bytes, and what pads it."""
        left += -size % BLOCK
        self._offset += size + -size % BLOCK
        while left and (data := self._stream.read(min(left, PIECE))):
            left -= len(data)
