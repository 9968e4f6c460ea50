"""Zip archives, read from their list of members: one member at a time, never unpacked to disk.

https://pkware.cachefly.net/webdocs/APPNOTE.TXT. The standard library's reader holds some 600 bytes
a member for as long as an archive is open, in every process that reads it; the registry's archive
has 600,000. Here the list is read as a stream, and a member is a few numbers that can be sent to
another process.
"""

from __future__ import annotations

import io
import re
import struct
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO, Final, NamedTuple

from isal import isal_zlib

from kg.errors import RecordError, SourceError
from kg.sources.decompression import FREE_EXPANSION, Allowance, decompressed, sound
from kg.sources.zip_layout import Layout
from kg.system.compression import COMPRESSIONS, PIECE, stream_of

_END: Final = struct.Struct("<4s4H2LH")
_END_64_LOCATOR: Final = struct.Struct("<4sLQL")
_END_64: Final = struct.Struct("<4sQ2H2L4Q")
_ENTRY: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")

_END_MAGIC: Final = b"PK\5\6"
_END_64_LOCATOR_MAGIC: Final = b"PK\6\7"
_END_64_MAGIC: Final = b"PK\6\6"
_ENTRY_MAGIC: Final = b"PK\1\2"
_LOCAL_MAGIC: Final = b"PK\3\4"

_LONGEST_COMMENT: Final = 0xFFFF
_SIGNATURE_MAGIC: Final = b"PK\5\5"  # after the list

_SEVERAL_VOLUMES: Final = "several volumes"
_IN_EXTRA_16: Final = 0xFFFF
_IN_EXTRA: Final = 0xFFFFFFFF  # the number has 64 bits and is in the extra field
_EXTRA_64: Final = 1

_ENCRYPTED: Final = 1
_UTF_8: Final = 0x800

_STORED: Final = 0
_DEFLATED: Final = 8
_BZIP2: Final = 12
_LZMA: Final = 14
_ZSTD: Final = 93
_XZ: Final = 95
_RARE: Final = (_BZIP2, _LZMA, _ZSTD, _XZ)


class Member(NamedTuple):
    """One file in an archive, from the list of members; sizes and offset in bytes."""

    name: str
    flags: int
    method: int
    crc: int
    packed_size: int
    size: int
    offset: int


class _List(NamedTuple):
    """Where the list of members begins and ends; `shift` counts the bytes before the archive."""

    start: int
    end: int
    shift: int


def members(file: BinaryIO, place: str) -> Iterator[Member]:
    """The files in an archive, in the order of its list; SourceError if that can't be read.

    The list is read to its end: the number of members has 16 bits, and is too small for more.
    Directories are skipped.
    """
    file_size = file.seek(0, io.SEEK_END)
    try:
        where = _list(file, file_size)
        layout = Layout(where.shift, where.start)
        for member, name_length in _listed(file, where):
            layout.add(member.offset, name_length, member.packed_size)
            if layout.packed > file_size:
                raise SourceError(_overlapping(place))
            if not member.name.endswith("/"):
                yield member
    except (struct.error, ValueError) as error:
        raise SourceError(_cut(place, str(error))) from None
    fault = layout.fault(file)
    if fault:
        raise SourceError(f"{place} is a zip archive that contradicts itself: {fault}")


def _listed(file: BinaryIO, where: _List) -> Iterator[tuple[Member, int]]:
    """The members in the list, each with the bytes of its name."""
    position, number = where.start, 0
    while position < where.end:
        file.seek(position)  # every time: between two members others may read from the file
        head = file.read(min(_ENTRY.size, where.end - position))
        if head[:4] == _SIGNATURE_MAGIC:
            return
        if len(head) < _ENTRY.size or head[:4] != _ENTRY_MAGIC:
            raise ValueError(f"it is damaged after {number:,} members")
        name_length, extra_length, comment_length, volume = _ENTRY.unpack(head)[10:14]
        if volume not in (0, _IN_EXTRA_16):
            raise ValueError(_SEVERAL_VOLUMES)
        rest = file.read(name_length + extra_length)
        position += _ENTRY.size + name_length + extra_length + comment_length
        number += 1
        yield _member(head, rest[:name_length], rest[name_length:], where.shift), name_length


def has_end(stream: io.BufferedReader) -> bool:
    """Whether a file ends like an archive; it may begin with other data, such as a program."""
    if not stream.seekable():
        return False
    here = stream.tell()
    try:
        end, record = _end_record(stream, stream.seek(0, io.SEEK_END))
        return bool(end >= sum(record[5:7]))
    except ValueError:
        return False
    finally:
        stream.seek(here)


def content(file: BinaryIO, member: Member, place: str, allowance: Allowance) -> io.BufferedReader:
    """The content of a member; RecordError, at once or while reading, if it can't be read."""
    if member.flags & _ENCRYPTED:
        raise RecordError(place, "is encrypted: unpack it with its password and give the file")
    if member.method not in (_STORED, _DEFLATED, *_RARE):
        raise RecordError(
            place,
            f"is compressed by method {member.method}, which kg does not read: "
            "unpack the archive and give the folder",
        )
    pieces = _checked(_pieces(file, member), member)
    if max(member.size, member.packed_size) > FREE_EXPANSION:
        return decompressed(pieces, place, allowance)
    return io.BufferedReader(io.BytesIO(b"".join(sound(pieces, place, allowance))))


def _cut(place: str, reason: str) -> str:
    if reason == _SEVERAL_VOLUMES:
        return (
            f"{place} is one volume of a zip archive in several: "
            "join them (zip -s 0 NAME.zip --out whole.zip) and give the whole"
        )
    return (
        f"{place} is a zip archive that is cut off or damaged: its list of members, "
        f"which is at its end, can't be read ({reason}); download it again"
    )


def _overlapping(place: str) -> str:
    return (
        f"the members of {place} overlap: together they are larger than the archive, "
        "which a valid archive never is"
    )


def _list(file: BinaryIO, file_size: int) -> _List:
    """The list of members, found by the record at the archive's end."""
    end, record = _end_record(file, file_size)
    _, volume, first_volume, _, count, size, offset, _ = record
    wide = _IN_EXTRA_16 in (volume, first_volume, count) or _IN_EXTRA in (size, offset)
    if wide and (record_64 := _list_64(file, end)):
        end, volume, first_volume, size, offset = record_64
    if volume or first_volume:
        raise ValueError(_SEVERAL_VOLUMES)
    if end - size < 0:
        raise ValueError("it would begin before the file does")
    for shift in dict.fromkeys((end - size - offset, 0)):
        where = _List(offset + shift, end, shift)
        if shift >= 0 and where.start <= end and _is_list(file, where):
            return where
    raise ValueError("it is not where the end says")


def _end_record(file: BinaryIO, file_size: int) -> tuple[int, tuple[Any, ...]]:
    """The record at the end, and its place; one that the file ends with, if there are several."""
    tail_size = min(file_size, _END.size + _LONGEST_COMMENT)
    file.seek(file_size - tail_size)
    tail = file.read(tail_size)
    places = [at.start() for at in re.finditer(re.escape(_END_MAGIC), tail)]
    records = [(at, _END.unpack_from(tail, at)) for at in places if at + _END.size <= len(tail)]
    if not records:
        raise ValueError("the end is missing")
    exact = [(at, each) for at, each in records if at + _END.size + each[-1] == len(tail)]
    at, record = (exact or records)[-1]
    return file_size - tail_size + at, record


def _is_list(file: BinaryIO, where: _List) -> bool:
    """Whether a list is there, and its first member where it says; or it is empty."""
    if where.start == where.end:
        return True
    file.seek(where.start)
    head = file.read(_ENTRY.size)
    if len(head) < _ENTRY.size or head[:4] != _ENTRY_MAGIC:
        return False
    name_length, extra_length = _ENTRY.unpack(head)[10:12]
    rest = file.read(name_length + extra_length)
    file.seek(_member(head, rest[:name_length], rest[name_length:], where.shift).offset)
    return file.read(4) == _LOCAL_MAGIC


def _list_64(file: BinaryIO, end: int) -> tuple[int, int, int, int, int] | None:
    """Its place, volumes, size and offset from the 64-bit record before it, if there is one."""
    file.seek(max(0, end - _END_64_LOCATOR.size))
    locator = file.read(_END_64_LOCATOR.size)
    if locator[:4] != _END_64_LOCATOR_MAGIC:
        return None
    for place in (end - _END_64_LOCATOR.size - _END_64.size, _END_64_LOCATOR.unpack(locator)[2]):
        file.seek(max(0, place))
        record = file.read(_END_64.size)
        if len(record) == _END_64.size and record[:4] == _END_64_MAGIC:
            _, _, _, _, volume, first_volume, _, _, size, offset = _END_64.unpack(record)
            return place, volume, first_volume, size, offset
    raise ValueError("its 64-bit record is missing")


def _member(head: bytes, name: bytes, extra: bytes, shift: int) -> Member:
    _, _, _, flags, method, _, _, crc, packed, size, _, _, _, _, _, _, offset = _ENTRY.unpack(head)
    if _IN_EXTRA in (packed, size, offset):
        wide = _wide_numbers(extra)
        size, packed, offset = (
            next(wide, number) if number == _IN_EXTRA else number
            for number in (size, packed, offset)
        )
    text = name.decode("utf-8" if flags & _UTF_8 else "cp437", "replace")
    return Member(text, flags, method, crc, packed, size, offset + shift)


def _wide_numbers(extra: bytes) -> Iterator[int]:
    """The numbers of 64 bits in an extra field."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _EXTRA_64:
            numbers = extra[at + 4 : at + 4 + length // 8 * 8]
            yield from struct.unpack(f"<{len(numbers) // 8}Q", numbers)
        at += 4 + length


def _pieces(file: BinaryIO, member: Member) -> Iterator[bytes]:
    """The content of a member, in pieces of bounded size."""
    packed = _packed_pieces(file, member)
    if member.method == _STORED:
        yield from packed
        return
    if member.method in _RARE:
        yield from _rare_pieces(stream_of(packed), member.method)
        return
    decompressor = isal_zlib.decompressobj(-zlib.MAX_WBITS)
    for data in packed:
        while piece := decompressor.decompress(data, PIECE):
            yield piece
            data = decompressor.unconsumed_tail
    if not decompressor.eof:
        raise EOFError("its end is missing")


def _rare_pieces(packed: BinaryIO, method: int) -> Iterator[bytes]:
    from kg.sources import bz2_and_xz  # here, as most runs need none of these

    pieces = {
        _BZIP2: bz2_and_xz.bz2_pieces,
        _LZMA: bz2_and_xz.lzma_pieces,
        _ZSTD: COMPRESSIONS[".zst"].pieces,
        _XZ: bz2_and_xz.xz_pieces,
    }
    return pieces[method](packed)


def _packed_pieces(file: BinaryIO, member: Member) -> Iterator[bytes]:
    file.seek(member.offset)
    head = file.read(_LOCAL.size)
    if len(head) < _LOCAL.size or head[:4] != _LOCAL_MAGIC:
        raise ValueError("it is not where the list of members says")
    name_length, extra_length = _LOCAL.unpack(head)[9:]
    position = member.offset + _LOCAL.size + name_length + extra_length
    left = member.packed_size
    while left:
        file.seek(position)
        data = file.read(min(left, PIECE))
        if not data:
            raise EOFError("the archive ends in it")
        position += len(data)
        left -= len(data)
        yield data


def _checked(pieces: Iterator[bytes], member: Member) -> Iterator[bytes]:
    """The same pieces; raises at their end if they are not what was packed."""
    crc, size = 0, 0
    for piece in pieces:
        crc = isal_zlib.crc32(piece, crc)
        size += len(piece)
        if size > member.size:
            raise ValueError("it is larger than the list of members says")
        yield piece
    if size != member.size or crc != member.crc:
        raise ValueError("its checksum is wrong")
