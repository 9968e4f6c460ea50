"""Archives: every record in them is read, or its loss is an error."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import struct
import tarfile
import zipfile
from collections.abc import Callable

import pytest

from kg.errors import KgError
from kg.sources import archives, read
from tests.support.real_data import needed


def study(number: int) -> bytes:
    identification = {"nctId": f"NCT{number:08}", "briefTitle": "A trial"}
    return json.dumps({"protocolSection": {"identificationModule": identification}}).encode()


IDS = [f"NCT{number:08}" for number in range(1, 6)]
MEMBERS = {f"a/{nct_id}.json": study(number) for number, nct_id in enumerate(IDS, 1)}
LINES = b"\n".join(MEMBERS.values())


def ids(data: bytes) -> tuple[list[str], list[str]]:
    errors: list[KgError] = []
    found = [record.number for record in read(data, on_error=errors.append)]
    return found, [str(error) for error in errors]


class Unseekable(io.RawIOBase):
    """A file to which one can only append: zipfile then writes data descriptors."""

    def __init__(self) -> None:
        self.data = b""

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        self.data += bytes(data)
        return len(data)


METHODS = (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


def zipped(
    members: dict[str, bytes] = MEMBERS,
    *,
    streamed: bool = False,
    note: bytes = b"",
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    file = Unseekable() if streamed else io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.comment = note
        for name, data in members.items():
            archive.writestr(name, data)
    return file.data if isinstance(file, Unseekable) else file.getvalue()


def ended(archive: bytes, **fields: int) -> bytes:
    """The archive with other numbers in the record at its end."""
    at = archive.rindex(b"PK\5\6")
    names = ["volume", "first_volume", "here", "count", "size", "offset", "note"]
    values = dict(zip(names, struct.unpack_from("<4H2LH", archive, at + 4), strict=True))
    values |= fields
    return archive[: at + 4] + struct.pack("<4H2LH", *values.values()) + archive[at + 22 :]


def list_of(archive: bytes) -> tuple[int, int]:
    return struct.unpack_from("<2L", archive, archive.rindex(b"PK\5\6") + 12)


def unlisted(archive: bytes, number: int) -> bytes:
    """The archive without one entry of its list; the member itself stays."""
    size, offset = list_of(archive)
    entries = [b"PK\1\2" + each for each in archive[offset : offset + size].split(b"PK\1\2")[1:]]
    entry = entries.pop(number)
    less = archive[:offset] + b"".join(entries) + archive[offset + size :]
    return ended(less, count=len(entries), here=len(entries), size=size - len(entry))


# The list of a zip archive


@pytest.mark.parametrize("count", [0, 1, 3, 4, 6, 300])
@pytest.mark.parametrize(
    "archive",
    [
        zipped(),
        zipped(streamed=True),
        b"#!/bin/sh\n" + zipped(),
        zipped(note=b"a note PK\5\6 in it"),
    ],
    ids=["plain", "with data descriptors", "after other data", "with a note"],
)
def test_a_zip_is_read_to_the_end_of_its_list(archive: bytes, count: int) -> None:
    if b"a note" in archive:
        at = archive.rindex(b"PK\5\6", 0, archive.rindex(b"PK\5\6"))
        changed = bytearray(archive)
        struct.pack_into("<2H", changed, at + 8, count, count)
        assert ids(bytes(changed)) == (IDS, [])
    else:
        assert ids(ended(archive, count=count, here=count)) == (IDS, [])


@pytest.mark.slow
def test_a_count_that_wrapped_loses_no_member() -> None:
    members = {f".{number}": b"" for number in range(65_536)} | MEMBERS  # hidden, so not read
    archive = zipped(members)
    at, plain = archive.index(b"PK\6\6"), bytearray(archive)
    end = archive.rindex(b"PK\5\6")
    size, offset = struct.unpack_from("<2Q", archive, at + 40)
    without_64 = bytes(plain[:at] + plain[end:])
    wrapped = ended(without_64, count=5, here=5, size=size, offset=offset)
    assert ids(archive) == (IDS, [])
    assert ids(wrapped) == (IDS, [])


@pytest.mark.parametrize("prefix", [b"", b"other data"])
def test_a_list_shorter_than_its_end_says_is_found_by_its_offset(prefix: bytes) -> None:
    archive = zipped()
    size, offset = list_of(archive)
    entries = archive[offset : offset + size].split(b"PK\1\2")[1:]
    short = ended(archive, size=size - len(entries[0]) - 4)
    if prefix:  # the offset counts from the beginning of the archive: then nothing is sure
        assert ids(prefix + short)[1]
    else:
        assert ids(short) == (IDS, [])


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("streamed", [False, True])
def test_a_member_that_is_not_listed_is_an_error(number: int, streamed: bool) -> None:
    found, errors = ids(unlisted(zipped(streamed=streamed), number))
    assert found == [nct_id for nct_id in IDS if nct_id != IDS[number]]
    assert len(errors) == 1
    assert "is not in its list" in errors[0]


def test_a_member_that_is_listed_twice_is_an_error() -> None:
    archive = zipped()
    size, offset = list_of(archive)
    entry = archive[offset : offset + 46 + len("a/NCT00000001.json")]
    more = archive[: offset + size] + entry + archive[offset + size :]
    _, errors = ids(ended(more, count=6, here=6, size=size + len(entry)))
    assert "is listed twice or overlaps" in errors[-1]


@pytest.mark.parametrize("field", ["volume", "first_volume"])
def test_one_of_several_volumes_is_refused(field: str) -> None:
    [error] = ids(ended(zipped(), **{field: 2}))[1]
    assert "is one volume of a zip archive in several: join them" in error
    first = b"PK\7\x08" + zipped()[:100]
    assert "zip archive" in ids(first)[1][0]


def test_a_damaged_list_is_an_error_and_what_was_listed_is_read() -> None:
    archive = zipped()
    _, offset = list_of(archive)
    third = archive.index(b"PK\1\2", archive.index(b"PK\1\2", offset + 1) + 1)
    found, errors = ids(archive[:third] + b"XX" + archive[third + 2 :])
    assert found == IDS[:2]
    assert "it is damaged after 2 members" in errors[0]


def test_a_zip_is_read_or_refused_whatever_is_damaged() -> None:
    archive, chance = zipped(), random.Random(5)
    for _ in range(400):
        at = chance.randrange(len(archive))
        spoilt = archive[:at] + bytes([chance.randrange(256)]) + archive[at + 1 :]
        found, errors = ids(spoilt)
        assert found == IDS or errors, at


def test_the_zip_of_a_bug_report() -> None:
    data = needed("cases/attack/zip_count_short.zip").read_bytes()
    assert ids(data) == (["NCT90000001", "NCT90000002"], [])


# bzip2, xz, tar


def tarred(members: dict[str, bytes] = MEMBERS, layout: int = tarfile.PAX_FORMAT) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=layout) as archive:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def in_two(compress: Callable[[bytes], bytes]) -> bytes:
    return compress(LINES[:100]) + compress(LINES[100:])


LONG = {f"{'folder/' * 40}{name}": data for name, data in MEMBERS.items()}
PACKED = {
    "bzip2": bz2.compress(LINES),
    "bzip2 of two streams": in_two(bz2.compress),
    "xz": lzma.compress(LINES),
    "xz of two streams": in_two(lzma.compress),
    "padded xz": lzma.compress(LINES) + bytes(8),
    "tar": tarred(),
    "tar of old": tarred(layout=tarfile.USTAR_FORMAT),
    "GNU tar": tarred(layout=tarfile.GNU_FORMAT),
    "tar with long names": tarred(LONG),
    "GNU tar with long names": tarred(LONG, tarfile.GNU_FORMAT),
    "tars one behind the other": tarred(dict(list(MEMBERS.items())[:2]))
    + tarred(dict(list(MEMBERS.items())[2:])),
    "tar.gz": gzip.compress(tarred()),
    "tar.bz2": bz2.compress(tarred()),
    "tar.xz": lzma.compress(tarred()),
    "tar of compressed files": tarred(
        {"1": bz2.compress(LINES[:100] + LINES[100:]), "._1": b"\0", ".hidden": b"\0"}
    ),
    "zip of compressed files": zipped(
        {"1.bz2": bz2.compress(MEMBERS["a/NCT00000001.json"])}
        | {"2.xz": lzma.compress(b"\n".join(list(MEMBERS.values())[1:]))}
    ),
    "zip in tar": tarred({"x": zipped()}),
    "tar in zip": zipped({"x": tarred()}),
}  # fmt: skip


@pytest.mark.parametrize("packing", PACKED)
def test_every_packing_is_read(packing: str) -> None:
    assert ids(PACKED[packing]) == (IDS, [])


def test_a_tar_with_a_size_in_a_pax_header() -> None:
    header = tarfile.TarInfo("x.json")
    header.size, header.pax_headers = 0, {"size": str(len(LINES))}
    data = header.tobuf(tarfile.PAX_FORMAT) + LINES + bytes(-len(LINES) % 512 + 1024)
    assert ids(data)[0] == IDS


def test_links_and_devices_in_a_tar_are_named_and_not_read() -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"x{kind.decode()}")
            info.type, info.linkname = kind, "/etc/passwd"
            archive.addfile(info)
        folder = tarfile.TarInfo("a")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    found, errors = ids(file.getvalue()[:-1024].rstrip(b"\0").ljust(512 * 5, b"\0") + tarred())
    assert found == IDS
    assert [error.partition(": ")[2].partition(",")[0] for error in errors] == [
        "a link", "a link", "a device", "a device",
    ]  # fmt: skip


def test_a_tar_that_is_cut_off_is_an_error() -> None:
    whole = tarred()
    for size in (512 * 3, 512 * 3 + 40, 512 * 4, len(MEMBERS) * 1024):
        found, errors = ids(whole[:size])
        assert found == IDS[: len(found)]
        assert len(errors) == 1, (size, errors)
    assert "cut off" in ids(whole[: len(MEMBERS) * 1024])[1][0]


def test_damage_in_a_tar_is_one_error_and_what_follows_is_read() -> None:
    whole = bytearray(tarred())
    whole[1024 + 10] ^= 1  # in the second header
    found, errors = ids(bytes(whole))
    assert found == [IDS[0], *IDS[2:]]
    assert [error.partition(":")[0] for error in errors] == [
        "bytes is a tar archive that is damaged at byte 1024"
    ]


@pytest.mark.parametrize("packing", ["bzip2", "xz", "tar.bz2", "tar.xz"])
def test_damage_in_compressed_data_is_an_error(packing: str) -> None:
    data = PACKED[packing]
    for spoilt in (data[:-9], data[: len(data) // 2], data[:60] + b"!!!" + data[63:]):
        found, errors = ids(spoilt)
        assert errors
        assert found == IDS[: len(found)]


ZEROS = bytes(20 << 20)


@pytest.mark.slow
@pytest.mark.parametrize("compress", [bz2.compress, lzma.compress])
def test_what_grows_beyond_measure_is_refused(compress: Callable[[bytes], bytes]) -> None:
    for data in (compress(ZEROS), compress(tarred({"x": ZEROS})), zipped({"x": compress(ZEROS)})):
        [error] = ids(data)[1]
        assert "grows to more than 300 times its size" in error


def test_members_of_a_zip_may_be_compressed_in_any_of_these_ways() -> None:
    for method in METHODS:
        assert ids(zipped(method=method)) == (IDS, [])
        assert ids(zipped(method=method, streamed=True)) == (IDS, [])


@pytest.mark.parametrize("method", METHODS)
def test_damage_in_such_a_member_is_an_error(method: int) -> None:
    data = zipped(method=method)
    inside = data.index(IDS[2].encode()) + len(f"{IDS[2]}.json")  # where its content begins
    for at in (inside + 2, inside + 20, inside + 60):
        spoilt = data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]
        found, errors = ids(spoilt)
        assert found == [nct_id for nct_id in IDS if nct_id != IDS[2]]
        assert len(errors) == 1
        assert "damaged or cut off" in errors[0]


@pytest.mark.parametrize("method", METHODS)
def test_such_a_member_may_not_grow_beyond_measure(method: int) -> None:
    found, [error] = ids(zipped({"x": ZEROS} | MEMBERS, method=method))
    assert found == IDS
    assert "grows to more than 300 times its size" in error


def test_an_archive_without_files() -> None:
    assert ids(tarred({}) or b"")[1]
    assert "an archive without any files" in ids(tarred({".x": b"1"}))[1][0]


def test_containers_may_not_lie_too_deep() -> None:
    data = LINES
    for _ in range(archives.DEEPEST):
        data = tarred({"x": data})
    assert ids(data) == (IDS, [])
    assert "more than 5 containers" in ids(tarred({"x": data}))[1][0]
