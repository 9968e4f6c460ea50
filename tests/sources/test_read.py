"""Sources: the same records from whatever they are packed in, and a sentence for what is none."""

from __future__ import annotations

import gzip
import io
import json
import os
import pickle
import socket
import sys
import threading
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO, cast

import pytest
import zstandard

from kg.dataset.file_names import ENDINGS
from kg.errors import KgError, RecordError, SourceError
from kg.records import Record
from kg.sources import (
    SOURCE_FORMATS,
    Blob,
    Source,
    archives,
    blobs,
    found,
    read,
    read_record,
    zip_reader,
)
from tests.support.real_data import needed

TITLES = ["A trial", "Ein Versuch — ß", "시험", '\U0001f600 \\ " \n']


def study(number: int, **modules: Any) -> dict[str, Any]:
    title = TITLES[number % len(TITLES)]
    identification = {"nctId": f"NCT{number:08}", "briefTitle": title}
    return {"protocolSection": {"identificationModule": identification, **modules}}


STUDIES = [study(number) for number in range(1, 6)]
IDS = [f"NCT{number:08}" for number in range(1, 6)]


def compact(content: Any) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


def json_lines(studies: list[dict[str, Any]]) -> bytes:
    return b"".join(compact(one) + b"\n" for one in studies)


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def streamed(data: bytes) -> bytes:
    compressor = zstandard.ZstdCompressor().compressobj()
    return compressor.compress(data) + compressor.flush()


def halves(compress: Callable[[bytes], bytes], data: bytes) -> bytes:
    """Two members or frames, as a file has that was appended to."""
    return compress(data[: len(data) // 2]) + compress(data[len(data) // 2 :])


zstd = zstandard.ZstdCompressor().compress
LINES = json_lines(STUDIES)
ARRAY = compact(STUDIES)
MEMBERS = {f"{i}.json": compact(one) for i, one in zip(IDS, STUDIES, strict=True)}

FORMS: dict[str, bytes] = {
    "JSON lines": LINES,
    "JSON lines without the last end of line": LINES[:-1],
    "JSON lines with blank lines": b"\n \r\n" + LINES.replace(b"\n", b"\n\n\r\n"),
    "JSON lines with CRLF": LINES.replace(b"\n", b"\r\n"),
    "JSON lines with a byte order mark": b"\xef\xbb\xbf" + LINES,
    "JSON lines in UTF-16": LINES.decode().encode("utf-16"),
    "pages of the API as JSON lines": b'{"studies": %b}\n{"studies": %b, "nextPageToken": null}'
    % (compact(STUDIES[:2]), compact(STUDIES[2:])),
    "an array": ARRAY,
    "a pretty array": json.dumps(STUDIES, indent=2).encode(),
    "an array with CRLF": json.dumps(STUDIES, indent=2).encode().replace(b"\n", b"\r\n"),
    "an array with a byte order mark": b"\xef\xbb\xbf" + ARRAY,
    "an array of one study a line": b"[\n" + b",\n".join(map(compact, STUDIES)) + b"\n]\n",
    "an array in big-endian UTF-16": b"\xfe\xff" + ARRAY.decode().encode("utf-16-be"),
    "an array in UTF-32": ARRAY.decode().encode("utf-32"),
    "a page of the API": b'{"studies": %b, "nextPageToken": "x"}' % ARRAY,
    "a page of the API, sorted": b' {"nextPageToken": "x", "studies" : %b}' % ARRAY,
    "a page of the API with a study a line": b'{"studies": [\n%b\n]}\n'
    % b",\n".join(map(compact, STUDIES)),
    "a pretty page of the API": json.dumps({"studies": STUDIES}, indent=1).encode(),
    "a zip": zipped(MEMBERS),
    "a zip with folders": zipped({"a/": b"", **{f"a/{k}": v for k, v in MEMBERS.items()}}),
    "a zip of JSON lines": zipped({"all.jsonl": LINES}),
    "a zip in a zip": zipped({"in.zip": zipped(MEMBERS)}),
    "a zip with hidden files": zipped({".DS_Store": b"\0", "__MACOSX/._a": b"\0", **MEMBERS}),
    "a zip of many kinds": zipped(
        {"1.json": compact(STUDIES[0]), "2.gz": gzip.compress(LINES.split(b"\n")[1])}
        | {"3.json.zst": zstd(compact(STUDIES[2:4])), "4.zip": zipped({"5": compact(STUDIES[4])})}
    ),
}
PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": bytes,
    "gzip": gzip.compress,
    "gzip of two members": lambda data: halves(gzip.compress, data),
    "zstd": zstd,
    "zstd of two frames": lambda data: halves(zstd, data),
    "zstd without its size": streamed,
    "gzip in zstd": lambda data: zstd(gzip.compress(data)),
}


def read_all(*sources: Source) -> tuple[list[Record], list[KgError]]:
    errors: list[KgError] = []
    return list(read(*sources, on_error=errors.append)), errors


def contents(records: list[Record]) -> list[tuple[Any, ...]]:
    return [(one.study, one.format, one.page, one.unmapped, one.findings) for one in records]


EXPECTED = contents([read_record(Blob("", compact(one))) for one in STUDIES])


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_records(form: str, packing: str) -> None:
    records, errors = read_all(PACKINGS[packing](FORMS[form]))
    assert errors == []
    assert contents(records) == EXPECTED


@pytest.mark.slow
def test_real_records_are_the_same_from_every_form(v2_records: list[Path], tmp_path: Path) -> None:
    single = [path.read_bytes() for path in v2_records]
    one_a_line = b"".join(compact(json.loads(data)) + b"\n" for data in single)
    expected = [read_record(Blob("", line)) for line in one_a_line.splitlines()]
    forms = {
        "lines.gz": gzip.compress(one_a_line, 1),
        "lines.zst": zstd(one_a_line),
        "array.json": b"[%b]" % b",".join(one_a_line.splitlines()),
        "page.json": b'{"studies":[%b]}' % b",".join(one_a_line.splitlines()),
        "all.zip": zipped(dict(zip(IDS, one_a_line.splitlines(), strict=False))),
    }
    forms["all.zip"] = zipped({str(n): line for n, line in enumerate(one_a_line.splitlines())})
    for name, data in forms.items():
        (tmp_path / name).write_bytes(data)
        assert contents(list(read(tmp_path / name))) == contents(expected), name
    as_files = list(read(v2_records[0].parent))
    assert [one.number for one in as_files] == [one.number for one in expected]
    assert [bool(one.study.results_section) for one in as_files] == [
        bool(one.study.results_section) for one in expected
    ]


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_saved_page_is_a_record(packing: str) -> None:
    page = needed("records/page/NCT04745299.txt").read_bytes()
    for data in (page, b"\xef\xbb\xbf" + page, page.decode().encode("utf-16"), b"\n\n" + page):
        [one] = read(PACKINGS[packing](data))
        assert (one.number, one.format) == ("NCT04745299", "registry-page")
    [one] = read(PACKINGS[packing](zipped({"page.txt": page})))
    assert one.place == "bytes!page.txt"


def test_a_page_in_another_encoding_is_refused() -> None:
    page = needed("records/page/NCT04745299.txt").read_text("utf-8")
    with pytest.raises(RecordError, match=r"^bytes: not UTF-8: byte \d+ is 0x"):
        list(read(page.encode("latin-1", "replace")))


# Where a record stands


def places(data: bytes) -> list[str]:
    return [one.place for one in read(data)]


def test_places_name_the_line_the_element_and_the_member() -> None:
    assert places(compact(STUDIES[0])) == ["bytes"]
    assert places(json.dumps(STUDIES[0], indent=1).encode()) == ["bytes"]
    assert places(b"\n\n" + LINES)[:2] == ["bytes:3", "bytes:4"]
    assert places(ARRAY)[:2] == ["bytes[0]", "bytes[1]"]
    assert places(FORMS["pages of the API as JSON lines"])[1:3] == ["bytes:1[1]", "bytes:2[0]"]
    assert places(gzip.compress(LINES))[0] == "bytes:1"
    assert places(FORMS["a zip of many kinds"])[:3] == [
        "bytes!1.json",
        "bytes!2.gz",
        "bytes!3.json.zst[0]",
    ]
    assert places(FORMS["a zip of many kinds"])[-1] == "bytes!4.zip!5"


def test_names_of_members_do_no_harm() -> None:
    names = ["../../etc/passwd", "/absolute", "C:\\x", "a\nb\x1b[31m"]
    archive = zipped({name: compact(STUDIES[0]) for name in names})
    assert places(archive) == [
        "bytes!../../etc/passwd",
        "bytes!/absolute",
        "bytes!C:\\x",
        r"bytes!a\nb\x1b[31m",
    ]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_of_the_same_name_are_all_read() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for one in STUDIES:
            archive.writestr("same.json", compact(one))
    assert [one.number for one in read(file.getvalue())] == IDS


# What a source may be


def test_a_source_is_a_path_a_text_or_bytes_or_an_open_file(tmp_path: Path) -> None:
    path = tmp_path / "records"
    path.write_bytes(LINES)
    with path.open("rb") as binary, path.open("rb", buffering=0) as raw, path.open() as text:
        sources: list[Source] = [path, str(path), LINES, io.BytesIO(LINES), binary, text]
        for source in [*sources, cast(BinaryIO, raw)]:
            assert [one.number for one in read(source)] == IDS
        assert not binary.closed
        assert not raw.closed
    assert [one.number for one in read(path, ARRAY)] == IDS + IDS


@pytest.mark.parametrize("form", ["JSON lines", "a pretty array", "a zip"])
def test_standard_input(form: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(FORMS[form])
    with path.open(encoding="utf-8") as file:
        monkeypatch.setattr(sys, "stdin", file)
        records = list(read("-"))
    assert [one.number for one in records] == IDS
    assert records[0].place.startswith("stdin")


@pytest.mark.parametrize("form", ["JSON lines", "a pretty array", "a zip", "JSON lines in UTF-16"])
@pytest.mark.parametrize("packing", ["as it is", "gzip", "zstd"])
def test_a_pipe_that_gives_little_at_a_time(form: str, packing: str) -> None:
    reading, writing = os.pipe()
    data = PACKINGS[packing](FORMS[form])

    def write() -> None:
        with os.fdopen(writing, "wb", buffering=0) as pipe:
            for start in range(0, len(data), 7):
                pipe.write(data[start : start + 7])

    writer = threading.Thread(target=write)
    writer.start()
    with os.fdopen(reading, "rb") as pipe:
        assert [one.number for one in read(pipe)] == IDS
    writer.join()


def test_a_directory_stands_for_its_files_sorted_by_name(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / "b" / "c" / "1.json").write_bytes(compact(STUDIES[2]))
    (tmp_path / "b" / "z.zip").write_bytes(zipped({"x": compact(STUDIES[3])}))
    (tmp_path / "a.jsonl").write_bytes(json_lines(STUDIES[:2]))
    (tmp_path / "c.gz").write_bytes(gzip.compress(compact(STUDIES[4])))
    names = (".hidden.json", "out.report.json", "out.rejects.jsonl", ".git/config", "README.md")
    for skipped in names:
        (tmp_path / skipped).write_text("not a record")
    records, errors = read_all(tmp_path)
    assert [one.number for one in records] == IDS
    assert errors == []
    assert records[2].place == str(tmp_path / "b" / "c" / "1.json")


def test_a_pattern_is_expanded(tmp_path: Path) -> None:
    for one, name in zip(STUDIES, "edcba", strict=True):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.json").write_bytes(compact(one))
    assert [one.number for one in read(str(tmp_path / "[a-d]" / "*.json"))] == IDS[:0:-1]
    assert [one.number for one in read(str(tmp_path / "**"))] == IDS[::-1]
    assert [one.number for one in read(str(tmp_path / "?"))] == IDS[::-1]
    literal = tmp_path / "[a-d]"
    literal.write_bytes(compact(STUDIES[0]))
    assert [one.number for one in read(str(literal))] == IDS[:1]


# What can't be read


def refused(*sources: Source) -> list[str]:
    records, errors = read_all(*sources)
    assert records == []
    with pytest.raises(type(errors[0])) as caught:
        list(read(*sources))
    assert str(caught.value) == str(errors[0])
    assert all("\n" not in str(error) for error in errors)
    return [str(error) for error in errors]


def test_what_is_not_there(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing.json")
    assert refused(missing) == [f"there is no file or folder {missing}: is the name spelt right?"]
    assert refused(str(tmp_path / "*.json")) == [f"no file matches {tmp_path}/*.json"]
    assert refused("a\0b")[0].startswith("'a\\x00b' can't be the name of a file")
    assert refused("x" * 5000)[0].endswith("can't be read: file name too long")


@pytest.mark.parametrize("source", ["NCT04745299", "https://clinicaltrials.gov/study/NCT04745299"])
def test_an_nct_id_is_answered_with_what_to_do(source: str) -> None:
    [message] = refused(source)
    assert message == (
        f"there is no file {source}, and no record has been fetched for it: "
        "`kg fetch NCT04745299` gets it from the registry"
    )


def test_a_web_address_is_no_file() -> None:
    [message] = refused("https://example.org/records.json")
    assert "is a web address, but kg reads files" in message


def test_a_directory_without_a_file(tmp_path: Path) -> None:
    (tmp_path / ".hidden").touch()
    assert refused(tmp_path)[0].startswith(f"the folder {tmp_path} has no file to read")


@pytest.mark.parametrize("compressed", ["", ".gz", ".zst"])
@pytest.mark.parametrize("ending", ENDINGS)
def test_the_sidecars_in_a_directory_are_no_records(
    ending: str, compressed: str, tmp_path: Path
) -> None:
    (tmp_path / f"a.nq{ending}{compressed}").touch()
    [message] = refused(tmp_path)
    assert message.startswith(f"the folder {tmp_path} has no file to read as records (RDF, tables")


def test_a_directory_that_leads_back_to_itself(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "1.json").write_bytes(compact(STUDIES[0]))
    (tmp_path / "a" / "back").symlink_to(tmp_path)
    (tmp_path / "a" / "self").symlink_to("self")
    (tmp_path / "z").symlink_to("nowhere")
    records, errors = read_all(tmp_path)
    assert [one.number for one in records] == IDS[:1]
    assert [str(error).partition(": ")[2] for error in errors if "loop" in str(error)]
    assert [type(error) for error in errors] == [SourceError] * 3


def test_what_is_no_regular_file_in_a_directory(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "socket"))
        assert [
            message.endswith("(a broken link, a pipe, a device)") for message in refused(tmp_path)
        ]


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_what_may_not_be_read(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.touch(0o000)
    assert "permission denied" in refused(path)[0]


def test_errors_of_the_system_are_sentences(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "x.json"
    path.touch()
    monkeypatch.setattr(Path, "open", forbidden)
    assert refused(path) == [
        f"{path} can't be read: permission denied; make it readable (chmod) or ask its owner"
    ]
    monkeypatch.setattr(os, "scandir", forbidden)
    assert "can't be read: permission denied" in refused(tmp_path)[0]


class Failing(io.RawIOBase):
    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        raise OSError(5, "Input/output error")


def test_a_device_that_fails_is_an_error_of_its_source() -> None:
    assert refused(cast(BinaryIO, Failing())) == ["stream can't be read: input/output error"]


EMPTY = "is empty: was it downloaded or saved completely?"
UNREADABLE = [
    # the data, the beginning of the message
    (b"", f"bytes {EMPTY}"),
    (b" \r\n\t\n", f"bytes {EMPTY}"),
    (b"\xef\xbb\xbf", f"bytes {EMPTY}"),
    (gzip.compress(b""), f"bytes {EMPTY}"),
    (zstd(b""), f"bytes {EMPTY}"),
    (zipped({}), "bytes is an archive without any files"),
    (zipped({"a/": b"", ".x": b"1"}), "bytes is an archive without any files"),
    (zipped({"a": b""}), f"bytes!a {EMPTY}"),
    (b"nothing at all", "bytes: not a record that kg reads (kg export --help"),
    (b'"text"', "bytes: not a record that kg reads"),
    (b"\x7fELF\0\0\0", "bytes: binary data"),
    (b"<?xml version='1.0'?><a/>", "bytes: XML, which kg does not read"),
    (b"<clinical_study rank='1'/>", "bytes: no NCT id at clinical_study/id_info/nct_id"),
    (
        b"<!DOCTYPE html><title>502 Bad Gateway</title>",
        "bytes: a web page, but not that of a trial",
    ),
    (b"<html><body>Too many requests", "bytes: a web page, but not that of a trial"),
    (b"{}", "bytes: an empty object"),
    (b'{"studies": {}}', "bytes: no protocolSection"),
    (b'{"studies": 1, "x": ', "bytes: the JSON is cut off at byte 20"),
    (b"[1]", "bytes[0]: not a record that kg reads"),
    (b"[[1]]", "bytes[0][0]: not a record that kg reads"),
    (b"[{}", "bytes[0]: an empty object"),
    (b"[", "bytes[0]: the JSON is cut off at byte 1: is the file complete?"),
    (b"[" * 200_000, f"bytes{8 * '[0]'}: nested too deep"),
    (b'{"studies": ' + b"[" * 200_000, "bytes: nested too deep"),
    (b'{"protocolSection": ' * 3_000, "bytes:1: nested too deep"),
    (b'{"protocolSection":\n {"ident', "bytes: the JSON is cut off at byte 28"),
    ("{}".encode("utf-16")[:-1], "bytes: not UTF-16: byte 4 is 0x7D"),
    (compact(STUDIES[3]).replace(b"A trial", b"\xe9t\xe9"), "bytes: not UTF-8: byte 85 is 0xE9"),
    (zipped({"a": b"x"})[:-30], "bytes is a zip archive that is cut off or damaged"),
    (zipped({"a": b"x" * 99})[:40], "bytes is a zip archive that is cut off or damaged"),
    (gzip.compress(compact(STUDIES[0]))[:-30], "bytes: the compressed data are damaged or cut off"),
    (zstd(compact(STUDIES[0]))[:-9], "bytes: the compressed data are damaged or cut off"),
    (b"\x1f\x8bnonsense", "bytes: the compressed data are damaged or cut off"),
    (b"\x28\xb5\x2f\xfdnonsense", "bytes: the compressed data are damaged or cut off"),
]


@pytest.mark.parametrize(
    "data, message", UNREADABLE, ids=[f"{n} {m[:40]}" for n, (_, m) in enumerate(UNREADABLE)]
)
def test_what_is_no_source_is_refused_with_a_sentence(data: bytes, message: str) -> None:
    assert refused(data)[0].startswith(message)


def test_an_empty_list_is_no_error() -> None:
    assert read_all(b"[]", b'{"studies": []}', b'{"studies": null, "protocolSection": 1}')[0] == []
    assert read_all(b"[]", b'{"studies": []}')[1] == []


@pytest.mark.parametrize(
    "data, ids, message",
    [
        (LINES[:-20], IDS[:4], "bytes:5: the JSON is cut off"),
        (LINES[25:], IDS[1:], "bytes:1: not JSON"),
        (LINES.replace(b"A trial", b"A\xfftrial", 1), [*IDS[:3], IDS[4]], "bytes:4: not UTF-8"),
        (b"{}\n" + LINES, IDS, "bytes:1: an empty object"),
        (b'{"broken"}\n' + LINES, IDS, "bytes:1: not JSON"),
        (LINES.replace(b"\n", b"\nnull\n", 1), IDS, "bytes:2: not a record that kg reads"),
        (LINES + b'{"a":' * 200_000 + b"\n", IDS, "bytes:6: nested too deep"),
        (ARRAY[:-1], IDS, "bytes[5]: the JSON is cut off"),
        (ARRAY[:-20], IDS[:4], "bytes[4]: the JSON is cut off"),
        (
            b'{"x": 1, "studies": ' + ARRAY[:-20],
            IDS[:4],
            "bytes[4]: the JSON is cut off",
        ),
        (b"[%b, {]}" % ARRAY[1:-1], IDS, "bytes[5]: not JSON"),
        (b"[%b,%b]" % (ARRAY[1:-1], b'{"a":' * 200_000), IDS, "bytes[5]: nested too"),
        (gzip.compress(LINES) + b"rest", IDS, "bytes: the compressed data are damaged"),
        (gzip.compress(LINES, 0)[:-60], IDS[:4], "bytes: the compressed data are damaged"),
        (zstd(LINES) + zstd(LINES)[:-5], IDS, "bytes: the compressed data are damaged"),
        (zipped({"0": b"<html>", **MEMBERS, "9": b""}), IDS, "bytes!0: a web page"),
        (zipped({"0": gzip.compress(LINES)[:40], **MEMBERS}), IDS, "bytes!0: the compressed data"),
    ],
)
def test_the_others_are_read(data: bytes, ids: list[str], message: str) -> None:
    records, errors = read_all(data)
    assert [one.number for one in records] == ids
    assert str(errors[0]).startswith(message)


def test_one_bad_source_does_not_stop_the_others(tmp_path: Path) -> None:
    records, errors = read_all(tmp_path / "missing", LINES, b"", b"{}", ARRAY)
    assert [one.number for one in records] == IDS + IDS
    assert [type(error) for error in errors] == [SourceError, SourceError, RecordError]


def test_what_the_callback_raises_ends_the_run_once() -> None:
    calls = []

    def stop(error: KgError) -> None:
        calls.append(error)
        raise error

    with pytest.raises(RecordError):
        list(read(zipped({"in.zip": zipped({"a": b"{}", "b": b"{}"})}), on_error=stop))
    assert len(calls) == 1


# Archives that are damaged or built to do harm


def with_flag(archive: bytes, flag: int) -> bytes:
    """The archive with a flag of its first member set, there and in the list of members."""
    changed = bytearray(archive)
    changed[6] |= flag
    changed[archive.index(b"PK\x01\x02") + 8] |= flag
    return bytes(changed)


def test_an_encrypted_member_is_named_and_the_others_are_read() -> None:
    records, errors = read_all(with_flag(zipped(MEMBERS), 1))
    assert [one.number for one in records] == IDS[1:]
    assert str(errors[0]).startswith(f"bytes!{IDS[0]}.json: is encrypted")


def test_a_member_whose_bytes_changed_is_named_and_the_others_are_read() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in MEMBERS.items():
            archive.writestr(name, data)
    records, errors = read_all(file.getvalue().replace(b"A trial", b"B trial"))
    assert [one.number for one in records] == [*IDS[:3], IDS[4]]
    assert str(errors[0]).startswith(f"bytes!{IDS[3]}.json: the compressed data are damaged")


def test_an_unknown_compression_is_named() -> None:
    archive = bytearray(zipped(MEMBERS))
    archive[8] = 99
    archive[archive.index(b"PK\x01\x02") + 10] = 99
    records, errors = read_all(bytes(archive))
    assert [one.number for one in records] == IDS[1:]
    assert "compressed by method 99" in str(errors[0])


ZEROS = bytes(40 << 20)


@pytest.mark.parametrize(
    "bomb",
    [gzip.compress(ZEROS), zstd(ZEROS), zipped({"a": ZEROS}), zstd(gzip.compress(ZEROS))],
    ids=["gzip", "zstd", "zip", "gzip in zstd"],
)
def test_what_grows_beyond_measure_is_refused(bomb: bytes) -> None:
    assert "grows to more than 300 times its size" in refused(bomb)[0]


def test_a_large_member_is_read_as_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_reader, "FREE_EXPANSION", 1 << 10)
    noise = os.urandom(1 << 18).hex()
    large = json_lines([study(n, descriptionModule={"briefSummary": noise}) for n in (1, 2)])
    assert [one.number for one in read(zipped({"a": large}))] == IDS[:2]
    archive = zipped({"a": large})
    assert [str(error)[:8] for error in read_all(archive[:99] + b"!!!" + archive[102:])[1]] == [
        "bytes!a:"
    ]


def test_containers_may_not_lie_too_deep() -> None:
    data = compact(STUDIES[0])
    for _ in range(archives.DEEPEST):
        data = gzip.compress(data)
    assert len(list(read(data))) == 1
    assert refused(gzip.compress(data)) == ["bytes has more than 5 containers inside one another"]


def test_too_large_a_record_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "LARGEST_RECORD", 1 << 20)
    large = study(2, descriptionModule={"briefSummary": "x" * (3 << 20)})
    studies = [STUDIES[0], large, STUDIES[2]]
    for data in (json_lines(studies), compact(studies)):
        records, errors = read_all(data)
        assert [one.number for one in records] == [IDS[0], IDS[2]]
        assert [str(error).partition(": ")[2] for error in errors] == [
            "larger than 1 MB, the limit for a record"
        ]
    assert "larger than 1 MB" in refused(compact(large))[0]
    assert "larger than 1 MB" in refused(b"x" * (2 << 20))[0]


# For those who spread the work


def test_blobs_and_records_can_be_had_apart(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_bytes(LINES)
    found = pickle.loads(pickle.dumps(list(blobs(path))))
    assert [read_record(blob).number for blob in found] == IDS
    assert [blob.place for blob in found] == [f"{path}:{n}" for n in range(1, 6)]


def test_source_formats_are_a_table() -> None:
    assert list(SOURCE_FORMATS) == [
        *("ctgov-json-v1", "ctis-json", "ctgov-json", "ctgov-xml", "ictrp-csv", "ictrp-xml"),
        *("euctr-text", "euctr-page", "isrctn-xml", "registry-page"),
    ]
    for name, row in SOURCE_FORMATS.items():
        assert row.name == name
        assert row.title
        assert row.link.startswith("https://")
