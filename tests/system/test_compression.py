"""Compressed files: what is written is read again, by others too, and damage is an error."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterator
from typing import Final

import pytest
import zstandard

from kg.system.compression import (
    COMPRESSIONS,
    DamagedError,
    Frame,
    Frames,
    compression_of,
    compressor,
    reader,
    stream_of,
    uncompressed_name,
)

DATA: Final = b"".join(b"line %d\n" % number for number in range(50_000))

OTHERS: Final[dict[str, Callable[[bytes], bytes]]] = {
    ".gz": gzip.decompress,
    ".zst": lambda data: (
        zstandard.ZstdDecompressor().stream_reader(data, read_across_frames=True).read()
    ),
}
"""What else reads the files of an ending."""


class Kept(io.BytesIO):
    """A file in memory that is still open when its compressor is closed."""

    def close(self) -> None:
        """Keeps what is written."""


def compressed(ending: str, data: bytes = DATA) -> bytes:
    """The bytes of a file of that ending."""
    file = Kept()
    sink = compressor(file, f"a{ending}")
    sink.write(data[:1000])
    sink.write(data[1000:])
    sink.close()
    return file.getvalue()


def read(ending: str, data: bytes) -> bytes:
    """What a file of that ending holds."""
    return reader(io.BytesIO(data), f"a{ending}").read()


def test_every_compression_has_another_reader() -> None:
    assert OTHERS.keys() == COMPRESSIONS.keys()


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_what_is_written_can_be_read(ending: str) -> None:
    written = compressed(ending)
    assert len(written) < len(DATA) / 3
    assert written.startswith(COMPRESSIONS[ending].magic)
    assert OTHERS[ending](written) == DATA
    assert read(ending, written) == DATA
    assert compressed(ending) == written


def test_the_header_of_gzip_has_no_name_and_no_time() -> None:
    assert compressed(".gz")[3:8] == bytes(5)


def test_a_frame_of_zstd_has_a_checksum() -> None:
    assert zstandard.get_frame_parameters(compressed(".zst")).has_checksum


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_nothing_and_several_parts_can_be_read(ending: str) -> None:
    assert read(ending, compressed(ending, b"")) == b""
    assert read(ending, compressed(ending) + compressed(ending, b"last")) == DATA + b"last"


def test_whole_frames_stand_between_what_is_written() -> None:
    frame = Frame()
    for line in DATA.splitlines(keepends=True):
        frame.write(line)
    made = frame.ended()
    assert zstandard.get_frame_parameters(made).has_checksum
    file = Kept()
    sink = Frames(file)
    sink.write(b"first\n")
    sink.write(b"second\n")
    for _ in range(2):
        sink.add_frame(made)
    sink.write(b"last\n")
    sink.close()
    whole = b"first\nsecond\n" + 2 * DATA + b"last\n"
    assert OTHERS[".zst"](file.getvalue()) == whole
    assert read(".zst", file.getvalue()) == whole
    alone = Kept()
    sink = Frames(alone)
    sink.add_frame(made)
    sink.close()
    assert alone.getvalue() == made


@pytest.mark.parametrize("ending", COMPRESSIONS)
@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda data: data[:-5], id="cut at the end"),
        pytest.param(lambda data: data[: len(data) // 2], id="cut in the middle"),
        pytest.param(lambda data: data[:-4] + bytes(4), id="another checksum"),
        pytest.param(lambda data: data + b"rest", id="something behind it"),
        pytest.param(lambda data: b"no such file", id="something else"),
    ],
)
def test_damage_is_an_error(ending: str, damage: Callable[[bytes], bytes]) -> None:
    with pytest.raises(DamagedError, match=r"\w"):
        read(ending, damage(compressed(ending)))


@pytest.mark.parametrize("ending", COMPRESSIONS)
def test_what_comes_before_the_damage_can_be_read(ending: str) -> None:
    stream = reader(io.BytesIO(compressed(ending)[:-5]), f"a{ending}")
    assert stream.readline() == b"line 0\n"
    with pytest.raises(DamagedError):
        stream.read()


def test_the_ending_names_the_compression() -> None:
    assert uncompressed_name("folder.gz/a.NQ.GZ") == "a.nq"
    assert uncompressed_name("a.nq.zst.gz") == "a.nq.zst"
    assert uncompressed_name("a.gz.nq") == "a.gz.nq"
    assert compression_of("a.NQ.GZ") is COMPRESSIONS[".gz"]
    assert compression_of("a.zst.nq") is None
    assert read(".nq", b"\x1f\x8b") == b"\x1f\x8b"
    assert compressed(".nq") == DATA


def test_a_stream_over_pieces_gives_an_error_where_it_is() -> None:
    def pieces() -> Iterator[bytes]:
        yield b"one\ntwo\nth"
        raise ZeroDivisionError

    stream = stream_of(pieces())
    assert [stream.readline(), stream.readline()] == [b"one\n", b"two\n"]
    with pytest.raises(ZeroDivisionError):
        stream.readline()
