"""Streams of JSON: every sound record is read, whatever it stands in and whatever is damaged."""

from __future__ import annotations

import io
import json
import random
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kg.errors import KgError
from kg.sources import blobs, byte_window, chunks, chunks_of, read, splitting
from tests.support.real_data import needed

N = 30


def study(number: int, **members: Any) -> dict[str, Any]:
    text = ['A "quoted" {trial}', "x [y] \\ z", "plain", "ß\u2028 é"][number % 4]
    return {
        "protocolSection": {
            "identificationModule": {"nctId": f"NCT{number:08}", "briefTitle": text},
            "armsInterventionsModule": {
                "armGroups": [{"label": "A"}, {"label": "B", "interventionNames": ["Drug: x"]}]
            },
        },
        "derivedSection": {"miscInfoModule": {"versionHolder": "2024-01-01"}},
        "hasResults": False,
        **members,
    }


IDS = [f"NCT{number:08}" for number in range(1, N + 1)]
STUDIES = [study(number) for number in range(1, N + 1)]


def ids(data: bytes) -> tuple[list[str], list[str]]:
    """The records that are read, and the errors."""
    errors: list[KgError] = []
    found = [record.number for record in read(data, on_error=errors.append)]
    return found, [str(error) for error in errors]


def texts(indent: int | None = None) -> list[str]:
    return [json.dumps(one, ensure_ascii=False, indent=indent) for one in STUDIES]


FORMS: dict[str, tuple[str, str, str]] = {
    # before all records, between two, after all
    "lines": ("", "\n", "\n"),
    "lines with CRLF": ("", "\r\n", ""),
    "one behind the other": ("", "", ""),
    "with byte order marks": ("\ufeff", "\n\ufeff", "\n"),
    "a text sequence of RFC 7464": ("\x1e", "\n\x1e", "\n"),
    "an array": ("[", ", ", "]"),
    "an array with a comma too many": ("[", ",\n", ",]"),
    "arrays one behind the other": ("[", "][", "]"),
    "an array of arrays": ("[[", "],[", "]]"),
    "a page": ('{"totalCount": 30, "studies": [', ",\n", '], "nextPageToken": "x"}'),
    "pages": ('{"studies": [', ']}\n{"studies": [', '], "nextPageToken": "x"}'),
    "an array of pages": ('[{"studies": [', ']},\n{"studies": [', "]}]"),
    "answers in a member": ('{"data": {"studies": [', ",", ']}, "status": {"code": 200}}'),
    "results": ('{"took": 3, "shards": {"n": 1}, "results": [', ",", "]}"),
    "versions of the history": (
        '[{"studyVersion": 3, "study": ', '}, {"studyVersion": 3, "study": ', "}]"
    ),
}  # fmt: skip


@pytest.mark.parametrize("indent", [None, 2], ids=["one line", "pretty"])
@pytest.mark.parametrize("form", FORMS)
def test_records_are_read_from_every_form(form: str, indent: int | None) -> None:
    before, between, after = FORMS[form]
    assert ids(f"{before}{between.join(texts(indent))}{after}".encode()) == (IDS, [])


def test_records_by_their_ids() -> None:
    assert ids(json.dumps(dict(zip(IDS, STUDIES, strict=True))).encode()) == (IDS, [])
    found, errors = ids(b'{"NCT00000001": %b, "NCT2": {"error": 404}}' % texts()[0].encode())
    assert found == IDS[:1]
    assert [error.partition(": ")[0] for error in errors] == ["bytes[NCT2]"]


def test_records_whose_first_member_is_another() -> None:
    for first in ({"_id": {"$oid": "0a"}}, {"_id": "NCT1", "ctrname": "CTGOV2", "tags": ["a"]}):
        studies = [{**first, **one} for one in STUDIES]
        for data in (json.dumps(studies), "\n".join(map(json.dumps, studies))):
            assert ids(data.encode()) == (IDS, [])


def test_json_in_a_string_is_read_once() -> None:
    assert ids(json.dumps(json.dumps(STUDIES)).encode()) == (IDS, [])
    assert ids(json.dumps(texts()).encode()) == (IDS, [])
    assert ids(json.dumps(json.dumps(json.dumps(STUDIES[0]))).encode())[0] == []


def test_an_earlier_version_within_a_record_is_no_other_record() -> None:
    earlier = study(1, version_number=1)
    [record] = read(json.dumps(study(1, history=[earlier])).encode())
    assert [each.path for each in record.unmapped] == ["history"]


def test_the_version_of_the_history_is_kept() -> None:
    [record] = read(json.dumps({"studyVersion": 3, "study": STUDIES[0]}).encode())
    assert [(each.path, each.value) for each in record.unmapped] == [("studyVersion", "3")]


def test_wide_encodings_are_recognised_without_a_mark() -> None:
    text = "[" + ",".join(texts()) + "]"
    for encoding in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        assert ids(text.encode(encoding)) == (IDS, [])


# One bad record


BAD = {
    "NaN": (b'"hasResults": false', b'"hasResults": NaN', "invalid character"),
    "Infinity": (b'"hasResults": false', b'"hasResults": -Infinity', "invalid character"),
    "a control character": (b"plain", b"pl\x0bain", "invalid character"),
    "a raw line feed": (b"plain", b"pl\nain", "invalid character"),
    "a comma too few": (b', "derivedSection"', b' "derivedSection"', "expected ','"),
    "a brace too few": (b'"hasResults": false}', b'"hasResults": false', "JSON"),
    "a brace too many": (
        b'}, "derivedSection"',
        b'}}, "derivedSection"',
        "ends before",
    ),
    "a quotation mark too few": (b'"label": "A"', b'"label": A"', "invalid character"),
    "no beginning": (b'{"protocolSection": {', b'"protocolSection": {', ""),
    "another encoding": (b"plain", b"pl\xe9in", "not UTF-8"),
    "a wrong escape": (b"plain", b"pl\\qain", "invalid escaped"),
}


@pytest.mark.parametrize("form", ["lines", "one behind the other", "an array", "a page", "pages"])
@pytest.mark.parametrize("case", BAD)
def test_one_bad_record_is_one_error_and_the_others_are_read(form: str, case: str) -> None:
    before, between, after = FORMS[form]
    old, new, reason = BAD[case]
    for bad in (1, 13, 29):  # records whose title is "plain"
        records = [each.encode() for each in texts()]
        assert old in records[bad]
        records[bad] = records[bad].replace(old, new, 1)
        data = before.encode() + between.encode().join(records) + after.encode()
        found, errors = ids(data)
        assert found == [*IDS[:bad], *IDS[bad + 1 :]]
        assert len(errors) == 1, errors
        assert reason in errors[0]


def test_a_lone_surrogate_is_replaced_in_its_record() -> None:
    data = "[" + ",".join(texts()).replace("plain", "\\ud83d x") + "]"
    records = list(read(data.encode()))
    assert [one.number for one in records] == IDS
    assert "U+D83D" in records[1].findings[0].message


def test_errors_name_the_line_the_ordinal_and_the_byte() -> None:
    lines = texts()[:3]
    lines[1] = lines[1].replace("false", "flase")
    at = len(lines[0].encode()) + 1 + lines[1].encode().index(b"flase") + 1
    [error] = ids("\n".join(lines).encode())[1]
    assert error.startswith("bytes:2: not JSON: invalid character (byte ")
    assert f"(byte {at})" in error
    [error] = ids(f"[{','.join(lines)}]".encode())[1]
    assert error.startswith("bytes[1]: not JSON: invalid character (byte ")


def test_a_stream_that_is_cut_off_is_one_error() -> None:
    data = f"[{','.join(texts())}]".encode()
    for size in (len(data) - 1, len(data) - 9, len(data) // 2):
        found, errors = ids(data[:size])
        assert found == IDS[: len(found)]
        assert len(errors) == 1
        assert "the JSON is cut off at byte" in errors[0]


# Any damage


def damaged(data: bytes, chance: random.Random) -> tuple[bytes, int, int]:
    """Data with some bytes changed, deleted or inserted; and where, and how many of the old."""
    at = chance.randrange(len(data))
    match chance.choice(["flip", "delete", "insert", "replace", "run", "cut"]):
        case "flip":
            return _spliced(data, at, 1, bytes([data[at] ^ 1 << chance.randrange(8)]))
        case "delete":
            return _spliced(data, at, 1, b"")
        case "insert":
            return _spliced(data, at, 0, bytes([chance.choice(b'{}[]",:\\\n\0 x\xff')]))
        case "replace":
            return _spliced(data, at, 1, bytes([chance.choice(b'{}[]",:\\\n\0')]))
        case "run":
            return _spliced(data, at, min(chance.randrange(1, 60), len(data) - at), b"")
    return _spliced(data, at, len(data) - at, b"")


def _spliced(data: bytes, at: int, size: int, new: bytes) -> tuple[bytes, int, int]:
    return data[:at] + new + data[at + size :], at, size


@pytest.mark.parametrize("indent", [None, 1], ids=["one line", "pretty"])
@pytest.mark.parametrize(
    "form", ["lines", "one behind the other", "an array", "a page", "pages", "results"]
)
def test_no_record_is_lost_that_is_not_damaged(form: str, indent: int | None) -> None:
    before, between, after = (part.encode() for part in FORMS[form])
    parts, spans, position = [before], [], len(before)
    for text in (each.encode() for each in texts(indent)):
        spans.append((position, position + len(text)))
        parts += [text, between]
        position += len(text) + len(between)
    data = b"".join([*parts[:-1], after])
    chance = random.Random(f"{form} {indent}")
    for _ in range(150):
        spoilt, at, size = damaged(data, chance)
        untouched = [
            nct_id
            for nct_id, (start, end) in zip(IDS, spans, strict=True)
            if end <= at or at + size <= start
        ]
        found, _ = ids(spoilt)
        lost = [nct_id for nct_id in untouched if nct_id not in found]
        twice = [nct_id for nct_id in untouched if found.count(nct_id) > 1]
        changed = set(IDS) - set(untouched)
        assert not lost, (at, size, data[max(0, at - 40) : at + 20])
        assert not twice or changed, (at, size)


# Wherever its parts begin and end


def outcomes(found: Iterable[Any]) -> list[Any]:
    return [str(each) if isinstance(each, KgError) else tuple(each) for each in found]


@pytest.mark.parametrize("damage", [b"", b"flase", b"\n", b'"'])
@pytest.mark.parametrize("form", ["lines", "one behind the other", "pages", "an array"])
def test_the_result_is_the_same_wherever_chunks_end(
    form: str, damage: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, between, after = FORMS[form]
    data = f"{before}{between.join(texts())}{after}".encode()
    at = data.index(b"plain", len(data) // 2)
    data = data[:at] + damage + data[at:]
    (tmp_path / "x.json").write_bytes(data)
    expected = outcomes(blobs(tmp_path / "x.json"))
    assert len(expected) >= N
    for size in (1, 7, 100, 1000, 5000):
        monkeypatch.setattr(chunks, "CHUNK_BYTES", size)
        monkeypatch.setattr(byte_window, "AHEAD", size)
        parts = list(chunks_of(tmp_path / "x.json"))
        assert form != "lines" or size > 1000 or len(parts) > 3
        assert outcomes(each for part in parts for each in part.blobs()) == expected


def test_memory_does_not_grow_with_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(byte_window, "AHEAD", 1 << 14)
    most = 0
    load = byte_window.ByteWindow.load

    def measured(self: byte_window.ByteWindow, size: int) -> None:
        nonlocal most
        load(self, size)
        most = max(most, len(self.data))

    monkeypatch.setattr(byte_window.ByteWindow, "load", measured)
    noise = "x" * (1 << 15)
    one = json.dumps(study(1, note=noise)).encode()
    for data in (b"[" + b",".join([one] * 400) + b"]", b"\n".join([one] * 400), one * 400):
        stream = io.BytesIO(data)
        assert sum(1 for _ in splitting.documents(io.BufferedReader(stream), "x")) == 400
    assert most < 6 << 20 < len(data)


def test_cases_of_bug_reports() -> None:
    folder = needed("cases/arr/nan-mid.json").parent
    for name, expected in {
        "nan-mid.json": (2, 1),
        "nan.jsonl": (2, 1),
        "page-nan.json": (2, 1),
        "surrogate.json": (3, 0),
        "trailing-comma.json": (2, 0),
    }.items():
        found, errors = ids((folder / name).read_bytes())
        assert (len(found), len(errors)) == expected, name


@pytest.mark.parametrize("between", ["\n", " ", "\r\n", ",\n", "\t\t"])
def test_lines_may_be_texts_that_hold_records(between: str) -> None:
    data = between.join(json.dumps(text) for text in texts())
    assert ids(data.encode()) == (IDS, [])
