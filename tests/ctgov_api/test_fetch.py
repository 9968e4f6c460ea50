"""`kg fetch` against a registry on this machine: what it asks for, and what it keeps."""

from __future__ import annotations

import gzip
import json
import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest
import zstandard

from kg.ctgov_api.client import LIGHT_FIELDS
from tests.support.kg_command import COMMAND, environment
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT
from tests.support.real_data import needed
from tests.support.registry_commands import SAMPLES, ask, asking, manifest_of, records_in, sha256
from tests.support.registry_server import RegistryServer, altered, at, parsed, real_records

pytestmark = pytest.mark.slow

FIRST: Final = "NCT04745299"
ALIAS: Final = "NCT05712863"
UNKNOWN: Final = "NCT99999999"


def lines_of(path: Path) -> list[bytes]:
    """The lines of a file of JSON lines, packed or not."""
    data = path.read_bytes()
    if path.suffix == ".zst":
        data = zstandard.ZstdDecompressor().decompressobj().decompress(data)
    return (gzip.decompress(data) if path.suffix == ".gz" else data).splitlines()


# By ids


def test_records_are_kept_to_the_byte_with_a_manifest(
    registry: RegistryServer, tmp_path: Path
) -> None:
    registry.records[SAMPLES[0]] = altered(
        registry.records[SAMPLES[0]],
        protocolSection__statusModule__lastUpdatePostDateStruct={"date": "2025-03-04"},
        derivedSection={"miscInfoModule": {"versionHolder": "2026-01-05"}},
    )
    given = [SAMPLES[0], f"https://clinicaltrials.gov/study/{SAMPLES[1]}", SAMPLES[2].lower()]
    ran = ask(registry, "fetch", *given, "-o", "records", cwd=tmp_path)
    assert (ran.status, ran.data) == (0, b"")
    assert ran.talk == (
        f"Fetched 3 records from {registry.base}, data of 2026-01-05T09:00:05, into records/\n"
    )
    kept = records_in(tmp_path / "records")
    assert kept == {each: registry.records[each] for each in SAMPLES}
    manifest = manifest_of(tmp_path / "records" / "manifest.jsonl")
    assert list(manifest) == sorted(SAMPLES)
    assert {each: line["sha256"] for each, line in manifest.items()} == {
        each: sha256(data) for each, data in kept.items()
    }
    first = manifest[SAMPLES[0]]
    assert (first["updated"], first["version"]) == ("2025-03-04", "2026-01-05")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", first["fetched"])
    assert sorted(path.name for path in (tmp_path / "records").iterdir()) == [
        *(f"{each}.json" for each in sorted(SAMPLES)),
        "manifest.jsonl",
    ]


def test_it_says_who_asks(registry: RegistryServer, tmp_path: Path) -> None:
    ask(registry, "fetch", FIRST, cwd=tmp_path)
    version = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert version
    agents = {seen.headers["User-Agent"] for seen in registry.seen}
    assert agents == {f"kg-trials/{version[1]} (+https://w3id.org/kg-trials/)"}


def test_what_there_is_no_record_of_is_told_and_the_rest_is_kept(
    registry: RegistryServer, tmp_path: Path
) -> None:
    ran = ask(registry, "fetch", FIRST, UNKNOWN, cwd=tmp_path)
    assert ran.status == 1
    assert f"{UNKNOWN}: the registry has no such record\n" in ran.talk
    assert list(records_in(tmp_path / "output" / "records")) == [FIRST]
    nothing = ask(registry, "fetch", UNKNOWN, "-q", cwd=tmp_path)
    assert nothing.status == 2
    assert f"{UNKNOWN}: the registry has no such record\n" in nothing.talk
    assert list(records_in(tmp_path / "output" / "records")) == [FIRST]


def test_an_alias_is_followed_and_reported(registry: RegistryServer, tmp_path: Path) -> None:
    registry.records[FIRST] = (
        altered(
            registry.records[FIRST], protocolSection__identificationModule__nctIdAliases=[ALIAS]
        )
        if ALIAS not in str(registry.records)
        else registry.records[FIRST]
    )
    known = registry.alias(ALIAS)
    ran = ask(registry, "fetch", ALIAS, cwd=tmp_path)
    assert ran.status == 0
    assert f"{ALIAS} is an alias of {known}, whose record was fetched\n" in ran.talk
    assert list(records_in(tmp_path / "output" / "records")) == [known]


def test_many_ids_are_asked_for_together(
    registry: RegistryServer, v2_records: list[Path], tmp_path: Path
) -> None:
    ids = [path.stem for path in v2_records[:150]]
    ran = ask(registry, "fetch", *ids, ALIAS, UNKNOWN, "-o", "records", cwd=tmp_path)
    assert ran.status == 1
    known = registry.alias(ALIAS)
    assert records_in(tmp_path / "records") == {
        each: registry.records[each] for each in {*ids, str(known)}
    }
    assert len(registry.asked("/studies")) <= 4 + 2  # two batches and their ends, two alone


# By a question


@pytest.mark.usefixtures("v2_snapshot")
def test_every_option_is_a_parameter_of_the_registry(
    registry: RegistryServer, tmp_path: Path
) -> None:
    question = {
        "--condition": ("query.cond", "diabetes"),
        "--sponsor": ("query.spons", "Yale"),
        "--term": ("query.term", "insulin"),
        "--intervention": ("query.intr", "insulin"),
        "--location": ("query.locn", "New Haven"),
        "--status": ("filter.overallStatus", "RECRUITING,NOT_YET_RECRUITING"),
        "--country": ("filter.advanced", 'AREA[LocationCountry]"United States"'),
        "--since": ("filter.advanced", "AREA[LastUpdatePostDate]RANGE[2014-01-31,MAX]"),
    }
    given = {option: value for option, (_, value) in question.items()}
    given |= {"--status": "recruiting,Not yet-recruiting", "--since": "2014-01-31"}
    given |= {"--country": "United States"}
    ran = ask(registry, "fetch", *(a for pair in given.items() for a in pair), cwd=tmp_path)
    assert ran.status == 0, ran.talk
    params = registry.asked("/studies")[0].params
    for parameter, value in question.values():
        assert value in params[parameter]
    description = needed("schema/ctg-oas-v2__mcode_2024.yaml").read_text("utf-8")
    documented = set(re.findall(r'- name: "([\w.]+)"\n +in: "query"', description))
    assert params.keys() <= documented
    for data in (kept := records_in(tmp_path / "output" / "records")).values():
        status = parsed(data)["protocolSection"]["statusModule"]
        assert status["overallStatus"] in ("RECRUITING", "NOT_YET_RECRUITING")
        assert status["lastUpdatePostDateStruct"]["date"] >= "2014-01-31"
    assert kept


def test_what_tells_a_change_are_fields_of_the_registry() -> None:
    fields = needed("schema/studies_metadata__aact.json").read_text("utf-8")
    pieces = set(re.findall(r'"piece": ?"(\w+)"', fields))
    assert set(LIGHT_FIELDS.split("|")) <= pieces


@pytest.mark.parametrize("name", ["als.jsonl.zst", "als.jsonl"])
def test_pages_are_followed_to_the_end_into_one_file(
    registry: RegistryServer, tmp_path: Path, name: str
) -> None:
    registry.page_cap = 151  # of 453 records with a date: the last page is full
    ran = ask(registry, "fetch", "--since", "1900-01-01", "-o", name, cwd=tmp_path)
    expected = {
        each: data
        for each, data in registry.records.items()
        if at(parsed(data), "protocolSection.statusModule.lastUpdatePostDateStruct.date")
    }
    if not expected:
        pytest.skip("the samples alone have no date of an update")
    assert ran.status == 0, ran.talk
    lines = lines_of(tmp_path / name)
    assert [json.loads(line) for line in lines] == [parsed(expected[i]) for i in sorted(expected)]
    assert lines == [expected[i].replace(b"\n", b" ") for i in sorted(expected)]
    assert list(manifest_of(tmp_path / f"{name}.manifest.jsonl")) == sorted(expected)
    assert sorted(p.name for p in tmp_path.iterdir()) == [name, f"{name}.manifest.jsonl"]
    pages = [seen.params for seen in registry.asked("/studies")]
    assert len(pages) >= len(expected) / registry.page_cap
    assert [params.pop("pageToken", None) is None for params in pages] == [
        number == 0 for number in range(len(pages))
    ]
    assert all(params == pages[0] for params in pages)


def test_a_full_last_page_leads_to_an_empty_one(registry: RegistryServer, tmp_path: Path) -> None:
    registry.records = {each: registry.records[each] for each in SAMPLES}
    registry.page_cap = 3
    ran = ask(registry, "fetch", "--term", "NCT0", "-o", "records", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert len(registry.asked("/studies")) == 2
    assert records_in(tmp_path / "records") == registry.records


def test_new_data_between_pages_begin_again(registry: RegistryServer, tmp_path: Path) -> None:
    old = {each: registry.records[each] for each in SAMPLES}
    new = {
        each: altered(data, protocolSection__identificationModule__acronym="NEW")
        for each, data in old.items()
        if each != SAMPLES[0]
    }
    registry.records, registry.page_cap = old, 1

    def publish(number: int) -> None:
        if number == 3:  # the version, the first page, the second page
            registry.records, registry.timestamp = new, "2026-01-06T09:00:05"

    registry.on_request = publish
    ran = ask(registry, "fetch", "--term", "NCT0", "-o", "records", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert "the registry has published new data meanwhile: starting again\n" in ran.talk
    assert "data of 2026-01-06T09:00:05" in ran.talk
    assert records_in(tmp_path / "records") == new


def test_a_question_that_nothing_answers(registry: RegistryServer, tmp_path: Path) -> None:
    ran = ask(registry, "fetch", "--condition", "no such thing", "-o", "x.jsonl", cwd=tmp_path)
    assert ran.status == 2
    assert "Fetched nothing: the registry has no such record" in ran.talk
    assert list(tmp_path.iterdir()) == []


# Linked trials


def test_linked_trials_are_fetched_to_the_depth(registry: RegistryServer, tmp_path: Path) -> None:
    names = ("NCT00000011", "NCT00000012", "NCT00000013")
    for here, there in zip(names, (*names[1:], UNKNOWN), strict=True):
        registry.records[here] = altered(
            registry.records[FIRST],
            protocolSection__identificationModule__nctId=here,
            protocolSection__descriptionModule={"briefSummary": f"Extension of {there}."},
        )
    for depth in range(3):
        folder = f"depth-{depth}"
        arguments = ("--related", names[0], "--depth", str(depth), "-o", folder)
        ran = ask(registry, "fetch", *arguments, cwd=tmp_path)
        assert ran.status == 0, ran.talk
        assert sorted(records_in(tmp_path / folder)) == sorted(names[: depth + 1])
    deep = ask(registry, "fetch", "--related", names[0], "--depth", "3", cwd=tmp_path)
    assert deep.status == 0
    assert f"{UNKNOWN} is named by a record, but the registry has no record of it" in deep.talk


# Interrupted


def killed(registry: RegistryServer, at_request: int, *arguments: str, cwd: Path) -> None:
    """Runs `kg fetch` and kills it, as nothing can prevent, when it makes its nth request."""
    process = subprocess.Popen(
        [*COMMAND, "fetch", *arguments],
        cwd=cwd,
        env=environment(**asking(registry)),
        stderr=subprocess.DEVNULL,
    )
    begun = len(registry.seen)

    def kill(number: int) -> None:
        if number == begun + at_request:
            process.send_signal(signal.SIGKILL)

    registry.on_request = kill
    assert process.wait(60) == -signal.SIGKILL
    registry.on_request = lambda _: None


@pytest.mark.parametrize("output", ["records", "all.jsonl.zst"])
def test_a_killed_fetch_goes_on_to_the_same_bytes(
    registry: RegistryServer, v2_records: list[Path], tmp_path: Path, output: str
) -> None:
    registry.page_cap = 40
    arguments = ("--term", "NCT0", "-o", output)
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    for folder in (whole, broken):
        folder.mkdir()
    assert ask(registry, "fetch", *arguments, cwd=whole).status == 0
    pages = len(registry.asked("/studies"))
    assert pages > 10
    registry.seen.clear()
    for moment in (2, 6) if output == "records" else (1, 4):
        killed(registry, moment, *arguments, cwd=broken)
        assert records_in(broken / "records") == {}
        assert not (broken / "all.jsonl.zst").exists()
    last = ask(registry, "fetch", *arguments, cwd=broken)
    assert last.status == 0, last.talk
    assert "records that are already there" in last.talk
    asked = [seen.params.get("pageToken") for seen in registry.asked("/studies")]
    assert len(asked) <= pages + 2  # only what was under way is asked for again
    if output == "records":
        assert records_in(broken / output) == records_in(whole / output)
        assert len(records_in(whole / output)) == len(registry.records)
    else:
        assert (broken / output).read_bytes() == (whole / output).read_bytes()
    assert [p.name for p in broken.rglob(".*")] == []


def test_killed_while_records_take_their_places(
    registry: RegistryServer, v2_records: list[Path], tmp_path: Path
) -> None:
    arguments = ("--term", "NCT0", "-o", "records")
    process = subprocess.Popen(
        [*COMMAND, "fetch", *arguments],
        cwd=tmp_path,
        env=environment(**asking(registry)),
        stderr=subprocess.DEVNULL,
    )
    records = tmp_path / "records"
    while process.poll() is None and not list(records.glob("NCT*.json")):
        pass
    process.kill()
    process.wait()
    other = ask(registry, "fetch", SAMPLES[0], "-o", "records", cwd=tmp_path)
    assert other.status == 0, other.talk
    assert records_in(records) == registry.records
    assert manifest_of(records / "manifest.jsonl").keys() == registry.records.keys()


def test_what_is_damaged_on_the_disk_is_fetched_again(
    registry: RegistryServer, tmp_path: Path
) -> None:
    killed(registry, 4, *SAMPLES, "-o", "records", cwd=tmp_path)
    [work] = (tmp_path / "records" / ".fetch").glob("*/done.jsonl")
    for path in work.parent.glob("NCT*.json"):
        path.write_bytes(b"{}")
    with work.open("a") as journal:
        journal.write('{"id":"NCT0')  # a line that was cut
    ran = ask(registry, "fetch", *SAMPLES, "-o", "records", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert records_in(tmp_path / "records") == {each: real_records()[each] for each in SAMPLES}


def test_two_at_once_are_refused(registry: RegistryServer, tmp_path: Path) -> None:
    seconds: list[object] = []

    def meanwhile(number: int) -> None:
        if number == 2:
            seconds.append(ask(registry, "fetch", SAMPLES[1], "-o", "records", cwd=tmp_path))

    registry.on_request = meanwhile
    ran = ask(registry, "fetch", FIRST, "-o", "records", cwd=tmp_path)
    assert ran.status == 0
    [second] = seconds
    assert getattr(second, "status", None) == 2
    assert "another kg is running in records: try again" in getattr(second, "talk", "")


def test_an_interrupted_fetch_says_that_it_can_go_on(
    registry: RegistryServer, tmp_path: Path
) -> None:
    process = subprocess.Popen(
        [*COMMAND, "fetch", *SAMPLES],
        cwd=tmp_path,
        env=environment(**asking(registry)),
        stderr=subprocess.PIPE,
    )
    registry.on_request = lambda n: process.send_signal(signal.SIGINT) if n == 3 else None
    _, talk = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"1 records are kept: the same fetch resumes" in talk
    assert b"interrupted; nothing was left half-written" in talk


@pytest.mark.parametrize("arguments", [SAMPLES, ("--bulk", "-o", "all.zip")])
def test_a_full_disk_is_a_sentence_and_no_loss(
    registry: RegistryServer, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    registry.records = {each: real_records()[each] for each in SAMPLES}
    limited = ["bash", "-c", 'ulimit -f 5; exec "$@"', "bash", *COMMAND, "fetch", *arguments]
    ran = subprocess.run(
        limited,
        cwd=tmp_path,
        env=environment(**asking(registry, PYTHONDONTWRITEBYTECODE="1")),
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert re.fullmatch(r"(.* kept .*\n)?kg: \S+ can't be written: [^\n]+\n", ran.stderr), (
        ran.stderr
    )
    assert records_in(tmp_path / "output" / "records") == {}
    assert not (tmp_path / "all.zip").exists()
    assert ask(registry, "fetch", *arguments, cwd=tmp_path).status == 0


# As a source


def test_export_fetches_what_is_not_there_and_says_so(
    registry: RegistryServer, tmp_path: Path
) -> None:
    how = ("--no-validate", "-o", "-", "-f", "n-triples")
    ran = ask(registry, "export", FIRST, *how, cwd=tmp_path)
    assert ran.status == 0, ran.talk
    where = f"output/records/{FIRST}.json"
    assert f"{FIRST}: fetched from {registry.base} into {where}\n" in ran.talk
    sample = run("export", ROOT / "samples" / f"{FIRST}.json", *how, cwd=tmp_path)
    assert ran.data == sample.data
    before = len(registry.seen)
    again = ask(registry, "load", FIRST, f"ctgov:{FIRST}", "--no-validate", cwd=tmp_path)
    assert (again.status, len(registry.seen)) == (0, before)
    assert f"{FIRST}: {where}, fetched on 20" in again.talk
    quiet = ask(registry, "export", FIRST, "-q", "-o", "x.ttl", "--no-validate", cwd=tmp_path)
    assert (quiet.status, quiet.talk) == (0, "")


def test_a_local_file_comes_before_the_registry(registry: RegistryServer, tmp_path: Path) -> None:
    (tmp_path / FIRST).write_bytes(real_records()[FIRST])
    ran = ask(registry, "export", FIRST, "--no-validate", "-o", "x.ttl", cwd=tmp_path)
    assert ran.status == 0
    assert registry.seen == []


def test_export_of_an_id_without_a_record(registry: RegistryServer, tmp_path: Path) -> None:
    ran = ask(registry, "export", UNKNOWN, SAMPLES[0], "--no-validate", "-o", "x.ttl", cwd=tmp_path)
    assert ran.status == 1
    assert f"{UNKNOWN}: the registry has no such record\n" in ran.talk
    assert f"Left out: there is no file {UNKNOWN}" in ran.talk
    assert "Wrote 1 record to x.ttl" in ran.talk


def test_a_folder_of_fetched_records_is_a_source(registry: RegistryServer, tmp_path: Path) -> None:
    ask(registry, "fetch", *SAMPLES, "-o", "records", cwd=tmp_path)
    ran = run("export", "records", "-o", "x.nq", "--no-validate", cwd=tmp_path)
    assert (ran.status, "Wrote 3 records to x.nq" in ran.talk) == (0, True)
    lines = ask(registry, "fetch", *SAMPLES, "-o", "-", cwd=tmp_path)
    piped = run("export", "-", "-o", "y.nq", "--no-validate", cwd=tmp_path, given=lines.data)
    assert piped.status == 0
    assert (tmp_path / "x.nq").read_bytes() == (tmp_path / "y.nq").read_bytes()


# What it says


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["../x"], "'../x' is not an NCT id (NCT followed by eight digits)"),
        (["NCT0474529"], "'NCT0474529' is not an NCT id"),
        ([], "say what to fetch: NCT ids, a search (--condition ...), --related or --bulk"),
        ([FIRST, "--term", "x"], "NCT ids and a search can't be combined"),
        (["--bulk", "--related", FIRST], "--related and --bulk can't be combined"),
        ([FIRST, "--depth", "2"], "--depth needs --related"),
        (["--status", "done"], "'done' is not one of active_not_recruiting"),
        (["--since", "last year"], "'last year' does not match the format"),
        (["--term", FIRST], "give NCT ids as arguments, without an option"),
        (["--country", 'x" OR "y'], "is not a country name"),
        ([FIRST, "--registry", "file:///etc/passwd"], "is not the address of a service"),
        ([FIRST, "--rate", "0"], "0.0 is not in the range"),
        ([FIRST, "-o", "notes.txt"], "notes.txt is a file: name a folder, or a file that ends in"),
    ],
)
def test_what_can_not_be_asked(
    registry: RegistryServer, tmp_path: Path, arguments: list[str], sentence: str
) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    ran = ask(registry, "fetch", *arguments, cwd=tmp_path)
    assert (ran.status, registry.seen) == (2, [])
    assert sentence in " ".join(ran.talk.split())
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_terminal_shows_a_bar(registry: RegistryServer, tmp_path: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "fetch", "--term", "NCT0"],
        cwd=tmp_path,
        env=environment(**asking(registry, TERM="xterm", COLUMNS="100", KG_RATE="600")),
        stderr=theirs,
    )
    os.close(theirs)
    shown = b""
    try:
        while piece := os.read(ours, 65536):
            shown += piece
    except OSError:  # the terminal was closed at its other end
        pass
    os.close(ours)
    assert process.wait(60) == 0
    count = len(registry.records)
    assert f"{count}/{count}".encode() in shown
    assert f"Fetched {count} records".encode() in shown
