"""Bad input, end to end: a clear sentence, the right exit status, nothing half-written.

A source that can't be read is exported beside a good one, which is written all the same.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import Any, Final

import pytest
import zstandard

from tests.support import strict_shapes
from tests.support.graph_facts import RECORDS
from tests.support.kg_command import COMMAND, environment, kg
from tests.support.paths import DATA
from tests.support.strict_shapes import FORBIDDEN

pytestmark = pytest.mark.slow

GOOD: Final = RECORDS / "partial-dates.json"
GOLDEN: Final = DATA / "expected" / "partial-dates.json.nt"


def record(nct_id: object = "NCT00000001", **modules: Any) -> bytes:
    """A record of the registry with these modules."""
    identification = {"nctId": nct_id, "briefTitle": "Ein Versuch — ß"}
    return json.dumps(
        {"protocolSection": {"identificationModule": identification, **modules}}, ensure_ascii=False
    ).encode()


def zipped(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("one.json", data)
    return file.getvalue()


DEEP: Final = b'{"protocolSection": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
PAGE: Final = (RECORDS / "page-countries.txt").read_bytes()

BAD: Final[list[tuple[str, bytes, str]]] = [
    # title, content of the file bad.json, what is said of it
    ("an empty file", b"", "empty"),
    ("no JSON", b"Once upon a time", "not a record"),
    ("JSON of something else", b'{"a": 1}', "protocolSection"),
    ("JSON that is a number", b"42", "not a record"),
    ("an array of numbers", b"[1]", "not a record"),
    ("no NCT id", b'{"protocolSection": {"identificationModule": {}}}', "no NCT id"),
    ("an id that is null", record(None), "no NCT id"),
    ("a malformed id", record("NCT123"), "'NCT123' is not an NCT id"),
    ("an id that is a number", record(123), "123 is not an NCT id"),
    (
        "an id with a surrogate",
        rb'{"protocolSection": {"identificationModule": {"nctId": "NCT0000000\ud800"}}}',
        "is not an NCT id",
    ),
    ("a file cut short", record()[:-3], "is cut off"),
    ("a file cut within a character", record()[:-9], "is cut off|unexpected end"),
    ("a page cut before its id", PAGE[:30], "not a record"),
    ("a page without an id", PAGE.replace(b"NCT ID: NCT90000027\n", b"NCT ID: none\n"), "NCT id"),
    ("another encoding", record().decode().replace("—", "-").encode("latin-1"), "UTF-8"),
    ("200,000 levels", DEEP, "deep"),
    ("XML without id", b"<?xml version='1.0'?><clinical_study><x/></clinical_study>", "no NCT id"),
    ("a web page of something else", b"<!DOCTYPE html><html><body>403</body></html>", "web page"),
    ("binary data", bytes(range(256)) * 4, "binary"),
    ("a text with a sign of less", b"one < two", "not a record"),
    ("gzip cut short", gzip.compress(record())[:-9], "cut off|damaged"),
    ("zstd cut short", zstandard.compress(record())[:-9], "cut off|damaged"),
    ("a zip cut short", zipped(record())[:-30], "cut off|damaged|zip"),
    ("JSON of the first API", b'{"FullStudiesResponse": {"FullStudies": []}}', "first API"),
    ("JSON without an end", b'{"protocolSection": {"protocolSection": ', "is cut off"),
]  # fmt: skip


def left_over(folder: Path) -> set[str]:
    """The names of the files in a folder."""
    return {path.name for path in folder.iterdir()}


def rejects(folder: Path, name: str = "out.nt") -> list[dict[str, Any]]:
    text = (folder / f"{name}.rejects.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


def said_of(talk: str, name: str) -> list[str]:
    """The lines of talk that name a file and are no summary."""
    return [line for line in talk.splitlines() if name in line and "see " not in line]


def assert_sentence(text: str, pattern: str) -> None:
    """One sentence of a decent length which says what it should."""
    assert re.search(pattern, text), text
    assert "\n" not in text
    assert 10 < len(text) < 400


@pytest.mark.parametrize(("content", "reason"), [row[1:] for row in BAD], ids=[r[0] for r in BAD])
def test_bad_input_beside_good(content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes(content)
    ran = kg("export", "bad.json", GOOD, "-o", "out.nt", "--no-validate", cwd=tmp_path)
    assert (ran.status, ran.data) == (1, b"")
    [reject] = rejects(tmp_path)
    assert "bad.json" in f"{reject['place']} {reject['reason']}"
    assert_sentence(reject["reason"], reason)
    [line] = said_of(ran.talk, "bad.json")
    assert reject["reason"] in line
    assert (tmp_path / "out.nt").read_bytes() == GOLDEN.read_bytes()
    assert left_over(tmp_path) == {"bad.json", "out.nt", "out.nt.rejects.jsonl"}


@pytest.mark.parametrize(("content", "reason"), [row[1:] for row in BAD[::6]])
def test_bad_input_alone(content: bytes, reason: str, tmp_path: Path) -> None:
    """Nothing could be done: the status says so, and what stood there before still stands."""
    (tmp_path / "bad.json").write_bytes(content)
    (tmp_path / "out.nt").write_text("old\n")
    ran = kg("export", "bad.json", "-o", "out.nt", "--no-validate", cwd=tmp_path)
    assert (ran.status, ran.data) == (2, b"")
    [line] = said_of(ran.talk, "bad.json")
    assert_sentence(line, reason)
    assert (tmp_path / "out.nt").read_text() == "old\n"
    assert left_over(tmp_path) == {"bad.json", "out.nt", "out.nt.rejects.jsonl"}


def test_a_source_without_records_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "none.json").write_bytes(b'{"studies": []}')
    ran = kg("export", "none.json", "-o", "out.nt", "--no-validate", cwd=tmp_path)
    assert ran.status == 2
    assert "Wrote nothing" in ran.talk
    assert len(said_of(ran.talk, "none.json")) == 1, ran.talk
    assert not (tmp_path / "out.nt").exists()


def test_bad_lines_are_left_out_and_the_others_written(tmp_path: Path) -> None:
    lines = [record("NCT00000001"), b'{"a": 1}', record("NCT00000002")[:-4], record("NCT00000003")]
    (tmp_path / "lines.jsonl").write_bytes(b"\n".join(lines))
    ran = kg("export", "lines.jsonl", "-o", "out.nt", "--no-validate", cwd=tmp_path)
    assert ran.status == 1
    assert [(r["place"], r["id"]) for r in rejects(tmp_path)] == [
        ("lines.jsonl:2", None),
        ("lines.jsonl:3", "NCT00000002"),
    ]
    written = (tmp_path / "out.nt").read_text("utf-8")
    assert sorted(set(re.findall(r"/study/(NCT\d+)", written))) == ["NCT00000001", "NCT00000003"]
    assert "2 records" in ran.talk


def test_the_same_record_twice_is_written_once(tmp_path: Path) -> None:
    shutil.copy(GOOD, tmp_path / "a.json")
    shutil.copy(GOOD, tmp_path / "b.json")
    ran = kg("export", "a.json", "b.json", "-o", "out.nt", "--no-validate", cwd=tmp_path)
    assert ran.status == 1
    [reject] = rejects(tmp_path)
    assert (reject["id"], reject["place"]) == ("NCT90000001", "b.json")
    assert "the first is in a.json" in reject["reason"]
    assert (tmp_path / "out.nt").read_bytes() == GOLDEN.read_bytes()


def test_what_breaks_a_shape_is_left_out_with_its_results(tmp_path: Path) -> None:
    wrong = record().replace("Ein Versuch — ß".encode(), FORBIDDEN.encode())
    (tmp_path / "wrong.json").write_bytes(wrong)
    strict = strict_shapes.written(tmp_path)
    ran = kg("export", "wrong.json", GOOD, "-o", "out.nt", *strict, cwd=tmp_path)
    assert ran.status == 1
    [reject] = rejects(tmp_path)
    assert (reject["id"], reject["place"]) == ("NCT00000001", "wrong.json")
    assert_sentence(reject["reason"], "does not conform: .*title is forbidden")
    assert reject["results"]
    assert {result["severity"].rsplit("#")[-1] for result in reject["results"]} == {"Violation>"}
    assert reject["results"][0]["focus_node"] == "<https://clinicaltrials.gov/study/NCT00000001>"
    assert (tmp_path / "out.nt").read_bytes() == GOLDEN.read_bytes()
    # The same record passes where nothing is checked, and its graph does not where it is.
    ran = kg("export", "wrong.json", "-o", "wrong.ttl", "--no-validate", cwd=tmp_path)
    assert ran.status == 0
    assert kg("validate", "wrong.ttl", *strict, cwd=tmp_path).status == 1


def test_rejects_of_an_earlier_export_do_not_stay(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes(b"{}")
    kg("export", "bad.json", GOOD, "-o", "out.nt", "--no-validate", cwd=tmp_path)
    assert rejects(tmp_path)
    ran = kg("export", GOOD, "-o", "out.nt", "--no-validate", cwd=tmp_path)
    assert ran.status == 0
    assert left_over(tmp_path) == {"bad.json", "out.nt"}


# Odd, and good


ODD: Final[list[tuple[str, bytes, str]]] = [
    # title, content, what its graph says
    ("a byte order mark", b"\xef\xbb\xbf" + record(), '"Ein Versuch — ß"'),
    ("CRLF", record().replace(b", ", b",\r\n"), '"Ein Versuch — ß"'),
    ("UTF-16", record().decode().encode("utf-16"), '"Ein Versuch — ß"'),
    ("a page with CRLF", PAGE.replace(b"\n", b"\r\n"), '"A small record: countries of a page"'),
    ("a page with a byte order mark", b"\xef\xbb\xbf" + PAGE, '"NCT90000027"'),
    (
        "a lone surrogate and U+0000",
        record("NCT00000001").replace("Ein Versuch — ß".encode(), rb"a\ud800b\u0000c"),
        '"a\ufffdb\ufffdc"',
    ),
    (
        "quotes, backslashes and line feeds",
        record(descriptionModule={"briefSummary": 'a"b\\c\nd\re'}),
        r'"a\"b\\c\nd\re"',
    ),
    (
        "a URL with a script",
        record(referencesModule={"seeAlsoLinks": [{"url": "javascript:alert(1)"}]}),
        '"javascript:alert(1)"',
    ),
    (
        "a URL with a blank and a bracket",
        record(referencesModule={"seeAlsoLinks": [{"url": "http://x.example/a b>c"}]}),
        '"http://x.example/a b>c"',
    ),
    (
        "a DOI with brackets",
        record(
            referencesModule={
                "references": [
                    {"citation": "Poe E. Of it. Cell. 1999;2:1. doi: 10.1002/(A)1<2::B>3.0.CO;2-X."}
                ]
            }
        ),
        "<https://doi.org/10.1002/(a)1%3C2::b%3E3.0.co;2-x>",
    ),
    ("an id in small letters", record(" nct00000001 "), '"NCT00000001"'),
    ("a null and unknown values", record(statusModule={"overallStatus": None, "x": [None]}), "x"),
]


@pytest.mark.parametrize(("content", "said"), [row[1:] for row in ODD], ids=[r[0] for r in ODD])
def test_odd_input_is_written(content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_bytes(content)
    ran = kg("export", "odd.json", "-o", "-", "-f", "n-triples", "--no-validate", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert said in ran.text
    assert "javascript:alert(1)>" not in ran.text


# Sources that are none


def test_a_source_that_is_not_there(tmp_path: Path) -> None:
    for name in ("none.json", "no/where", "no*.json"):
        ran = kg("export", name, "-o", "out.nt", "--no-validate", cwd=tmp_path)
        assert ran.status == 2
        assert len(said_of(ran.talk, name)) == 1, ran.talk
        assert not (tmp_path / "out.nt").exists()


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for command in (("export", "--no-validate", "-o", "out.nt"), ("coverage",)):
        ran = kg(*command, "empty", cwd=tmp_path)
        assert ran.status == 2
        assert len(said_of(ran.talk, "empty")) == 1, ran.talk


def test_no_source_at_all(tmp_path: Path) -> None:
    for command in ("export", "coverage", "validate"):
        ran = kg(command, cwd=tmp_path)
        assert ran.status == 2
        assert "Missing argument" in ran.talk


def test_nothing_on_the_standard_input(tmp_path: Path) -> None:
    ran = kg("export", "-", "-o", "out.nt", "--no-validate", cwd=tmp_path)
    assert ran.status == 2
    assert "stdin" in ran.talk


def test_bad_input_of_coverage(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes(b"{}")
    ran = kg("coverage", "bad.json", cwd=tmp_path)
    assert (ran.status, ran.data) == (2, b"")
    assert len(said_of(ran.talk, "bad.json")) == 1
    ran = kg("coverage", "bad.json", GOOD, "--most", "5", cwd=tmp_path)
    assert ran.status == 1
    assert "1 record," in ran.text


NOT_RDF: Final[list[tuple[str, bytes, str]]] = [
    # name, content, what is said of it
    ("bad.ttl", b"Once upon a time", "not valid Turtle"),
    ("bad.jsonld", b"{", "JSON"),
    ("remote.jsonld", b'{"@context": "https://example.org/c"}', "does not fetch"),
    ("bad.rdf", b"<a>", "not valid RDF/XML"),
    ("entities.rdf", b'<!DOCTYPE x [<!ENTITY a "b">]><rdf/>', "entities"),
    ("bad.nq", b"<a> <b>", "not valid N-Quads"),
    ("bad.ttl.gz", b"no gzip", "gzip|gzipped"),
    ("bad.ttl.zst", b"no zstd", "damaged|cut"),
    ("data.csv", b"a,b", "data.csv: its ending is not that of an RDF format"),
    ("deep.jsonld", b'{"@graph":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "deep|recursion|JSON"),
]


@pytest.mark.parametrize(("name", "content", "reason"), NOT_RDF, ids=[r[0] for r in NOT_RDF])
def test_what_can_not_be_validated(name: str, content: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    ran = kg("validate", name, cwd=tmp_path)
    assert (ran.status, ran.data) == (2, b"")
    [line] = ran.talk.splitlines()
    assert name in line
    assert re.search(reason, line), line


def test_a_file_to_validate_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    for name in ("none.ttl", "folder.ttl"):
        ran = kg("validate", name, cwd=tmp_path)
        assert ran.status == 2
        [line] = ran.talk.splitlines()
        assert name in line


@pytest.mark.parametrize(
    ("content", "reason"), [(None, "none.ttl"), (b"not Turtle", "shapes.ttl"), (b"", "shapes.ttl")]
)
def test_shapes_that_can_not_be_used(content: bytes | None, reason: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / "shapes.ttl").write_bytes(content)
    name = "shapes.ttl" if content is not None else "none.ttl"
    ran = kg("export", GOOD, "--shapes", name, "-o", "out.nt", cwd=tmp_path)
    if content == b"":
        assert ran.status in (0, 2)  # no shape is no harm
        return
    assert ran.status == 2
    assert reason in ran.talk
    assert not (tmp_path / "out.nt").exists()


USAGE: Final[list[tuple[tuple[str, ...], str]]] = [
    # arguments after `export GOOD`, what is said
    (("--base", "https://example.org/x"), "ends in / or #"),
    (("--base", "javascript:alert(1)/"), "not an http"),
    (("--base", "https://clinicaltrials.gov/x/"), "registry's own"),
    (("--base", ""), "not an http"),
    (("--trial-iri", "ror"), "ror"),
    (("-f", "csv"), "csv"),
    (("-o", "out.csv"), "does not end like an RDF format"),
    (("-o", "out"), "does not end like an RDF format"),
    (("--no-validate", "--shapes", "x.ttl"), "can't be combined"),
    (("--frobnicate",), "No such option"),
]


@pytest.mark.parametrize(("arguments", "reason"), USAGE, ids=[" ".join(a) for a, _ in USAGE])
def test_usage(arguments: tuple[str, ...], reason: str, tmp_path: Path) -> None:
    ran = kg("export", GOOD, *arguments, cwd=tmp_path)
    assert (ran.status, ran.data) == (2, b"")
    assert re.search(reason, ran.talk), ran.talk
    assert left_over(tmp_path) == set()


# Places that can't be written to


def test_an_output_that_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "out.nt").mkdir()
    assert_can_not_write("out.nt", "it is a folder", tmp_path)


def test_an_output_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    assert_can_not_write("file/out.nt", "its folder is a file", tmp_path)


def test_an_output_below_nothing(tmp_path: Path) -> None:
    assert_can_not_write("no/out.nt", "its folder does not exist", tmp_path)


def test_an_output_with_a_name_too_long(tmp_path: Path) -> None:
    assert_can_not_write("x" * 300 + ".nt", "too long", tmp_path)


def test_an_output_that_may_not_be_written(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "out.nt").write_text("old\n")
    folder.chmod(0o500)
    try:
        if os.access(folder, os.W_OK):
            pytest.skip("nothing is forbidden to this user (root)")
        assert_can_not_write("locked/new.nt", "no permission", tmp_path)
        assert left_over(folder) == {"out.nt"}
    finally:
        folder.chmod(0o700)


def test_a_full_device(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    ran = kg("export", GOOD, "-o", "/dev/full", "-f", "turtle", "--no-validate", cwd=tmp_path)
    assert ran.status == 2
    assert "/dev/full can't be written: the disk is full" in ran.talk


def test_a_device_gets_no_rejects_file(tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes(b"{}")
    (tmp_path / "null").symlink_to("/dev/null")
    ran = kg(
        "export", "bad.json", GOOD, "-o", "null", "-f", "turtle", "--no-validate", cwd=tmp_path
    )
    assert ran.status == 1
    assert len(said_of(ran.talk, "bad.json")) == 1
    assert left_over(tmp_path) == {"bad.json", "null"}


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("a small disk can't be mounted here")
    try:
        (disk / "out.nt").write_text("old\n")
        big = record(descriptionModule={"briefSummary": os.urandom(100_000).hex()})
        (tmp_path / "big.json").write_bytes(big)
        assert_can_not_write("disk/out.nt", "the disk is full", tmp_path, source="big.json")
        assert left_over(disk) == {"out.nt"}
        assert (disk / "out.nt").read_text() == "old\n"
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def assert_can_not_write(output: str, reason: str, folder: Path, source: str | Path = GOOD) -> None:
    """Nothing is written to `output`, for the reason that one sentence tells."""
    before = left_over(folder)
    ran = kg("export", source, "-o", output, "--no-validate", "-q", cwd=folder)
    assert (ran.status, ran.data) == (2, b"")
    [line] = ran.talk.splitlines()
    assert f"{output} can't be written: " in line
    assert reason in line
    assert left_over(folder) == before


# Readers who leave, and a user who changes their mind


@pytest.mark.parametrize(
    "command",
    ["export {records} -o - -f n-triples --no-validate", "coverage {records} --most 2 -f json"],
)
def test_a_closed_pipe(command: str, tmp_path: Path) -> None:
    text = command.format(records=RECORDS)
    process = subprocess.Popen(
        [*COMMAND, *text.split()],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(20)
    process.stdout.close()
    talk = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(60) in (0, 1)
    assert "Traceback" not in talk
    assert "Exception ignored" not in talk


def test_a_full_standard_output(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    (tmp_path / "good.nt").write_bytes(GOLDEN.read_bytes())
    for arguments in (
        ("export", str(GOOD), "-o", "-", "--no-validate"),
        ("coverage", str(GOOD), "--most", "2"),
        ("validate", "good.nt"),
    ):
        with Path("/dev/full").open("wb") as full:
            ran = subprocess.run(
                [*COMMAND, *arguments],
                cwd=tmp_path,
                env=environment(),
                stdout=full,
                stderr=subprocess.PIPE,
                check=False,
            )
        talk = ran.stderr.decode()
        assert ran.returncode == 2, (arguments, talk)
        assert "Traceback" not in talk
        assert "Exception ignored" not in talk
        assert "the disk is full" in talk.splitlines()[-1]


INTERRUPTED_IMPORT: Final = """
import os, signal, sys
from kg.__main__ import main
class Finder:
    def find_spec(self, name, *_):
        if name == "kg.cli.export":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Finder())
main()
"""


def test_an_interrupt_while_kg_is_imported_is_no_traceback(tmp_path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_IMPORT],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (-signal.SIGINT, b"", b"")


@pytest.mark.parametrize("output", ["out.ttl", "out.nt.zst"])
def test_an_interrupt_leaves_the_old_file(output: str, tmp_path: Path) -> None:
    (tmp_path / output).write_text("old\n")
    one = record(descriptionModule={"detailedDescription": "x" * 8_000})
    source = tmp_path / "many.jsonl"
    with source.open("wb") as file:
        for number in range(5_000):
            file.write(one.replace(b"NCT00000001", b"NCT%08d" % number) + b"\n")
    process = subprocess.Popen(
        [*COMMAND, "export", source, "-o", output, "--no-validate"],
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
        text=True,
    )
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".*.tmp")) and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.2)
    process.send_signal(signal.SIGINT)
    _, talk = process.communicate(timeout=60)
    assert process.returncode == 130
    assert talk.strip() == "kg: interrupted; nothing was left half-written"
    assert left_over(tmp_path) == {"many.jsonl", output}
    assert (tmp_path / output).read_text() == "old\n"


FEW: Final = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
"""The environment of a terminal with few characters."""


def test_an_output_of_few_characters(tmp_path: Path) -> None:
    """A report or a document with characters that the terminal lacks is no reason to fail."""
    texts = RECORDS / "texts.json"
    ran = kg("export", texts, "-o", "-", "-f", "turtle", "--no-validate", cwd=tmp_path, env=FEW)
    assert ran.status == 0
    assert "신경병" in ran.text
    (tmp_path / "bad.ttl").write_text(
        "<https://clinicaltrials.gov/study/NCT00000001> a <https://schema.org/MedicalTrial> ;"
        ' <https://w3id.org/kg-trials/vocab#phase> "신경병 ®", "漢字" .',
        "utf-8",
    )
    for form in ("text", "json"):
        ran = kg("validate", "bad.ttl", "-f", form, cwd=tmp_path, env=FEW)
        assert ran.status == 1
        assert ran.data


def test_coverage_of_values_in_any_script(tmp_path: Path) -> None:
    ran = kg("coverage", RECORDS / "texts.json", cwd=tmp_path, env=FEW)
    assert ran.status == 0
