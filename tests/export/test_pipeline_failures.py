"""What can go wrong in an export of many records, done for real while it runs in processes.

Whatever happens, the files are those of the old export or those of the new one.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import random
import re
import shutil
import signal
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

import pytest

from tests.support import packed_records
from tests.support.kg_command import COMMAND, environment, kg

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="processes are found in /proc"),
]

Files = dict[str, bytes]

MANY: Final = 320
"""So many real records, the smallest: three chunks of work, so that there are processes."""

INTERRUPTED: Final = "kg: interrupted; nothing was left half-written"
DIED: Final = "kg: a worker process has died"


class Setting(NamedTuple):
    """A folder with a source and an earlier export, and what the next one makes of it."""

    folder: Path
    old: Files
    new: Files
    seconds: float

    def found(self) -> Files:
        """The files of the export as they are now."""
        return files(self.folder)


def files(folder: Path) -> Files:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != "in.zip"}


def command(*options: str) -> list[str]:
    return [*COMMAND, "export", "in.zip", "-j", "2", *options]


@pytest.fixture(scope="module")
def setting(v2_records: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Setting:
    """An export of some records, then one of more of them, and how long that takes."""
    folder = tmp_path_factory.mktemp("faults")
    (folder / "in.zip").write_bytes(packed_records.zipped(packed_records.of(v2_records[::40])))
    assert kg(*command("-o", "all.nq")[3:], cwd=folder).status == 0
    old = files(folder)
    many = packed_records.of(sorted(v2_records, key=lambda path: path.stat().st_size)[:MANY])
    (folder / "in.zip").write_bytes(packed_records.zipped(many, zipfile.ZIP_STORED))
    started = time.monotonic()
    with started_export(folder) as process:
        begun = time.monotonic() - started
        assert process.wait() == 0
    seconds = time.monotonic() - started - begun
    return Setting(folder, old, files(folder), seconds)


@contextmanager
def started_export(folder: Path, output: str = "all.nq") -> Iterator[subprocess.Popen[str]]:
    """An export that has started its processes; at the end none of them may be left."""
    process = subprocess.Popen(
        command("-o", output, "-f", "n-quads", "-q"),
        cwd=folder,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        while len(members(process.pid)) < 3:
            assert process.poll() is None, "it has ended without two more processes"
            time.sleep(0.005)
        yield process
    finally:
        process.kill()
        process.communicate()
    deadline = time.monotonic() + 60  # far longer than it takes, for machines that are busy
    while members(process.pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not members(process.pid)


def members(session: int) -> list[int]:
    """The processes of a session that are not dead yet."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, of, *_ = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(of) == session and state not in "ZX":
            found.append(int(path.parent.name))
    return found


# Killed at any moment


class Kill(NamedTuple):
    """A way to end an export: what is done, how it then ends, what it says."""

    act: Callable[[subprocess.Popen[str]], None]
    status: int
    said: str


def tell_all(process: subprocess.Popen[str], number: int) -> None:
    """Tells all processes, as a terminal does."""
    with suppress(ProcessLookupError):  # it is over
        os.killpg(process.pid, number)


def again_and_again(process: subprocess.Popen[str]) -> None:
    """The impatience of a user."""
    for _ in range(5):
        tell_all(process, signal.SIGINT)
        time.sleep(0.002)


def a_worker(process: subprocess.Popen[str]) -> None:
    for worker in [each for each in members(process.pid) if each != process.pid][:1]:
        with suppress(ProcessLookupError):  # it is over
            os.kill(worker, signal.SIGKILL)


KILLS: Final[dict[str, Kill]] = {
    "Ctrl-C": Kill(lambda process: tell_all(process, signal.SIGINT), 130, INTERRUPTED),
    "Ctrl-C again and again": Kill(again_and_again, 130, INTERRUPTED),
    "SIGTERM": Kill(lambda process: process.terminate(), 143, ""),
    "a closed terminal": Kill(lambda process: tell_all(process, signal.SIGHUP), 129, ""),
    "a killed worker": Kill(a_worker, 2, DIED),
    "SIGKILL": Kill(lambda process: process.kill(), -signal.SIGKILL, ""),
}


@pytest.mark.parametrize("title", KILLS)
def test_a_kill_leaves_the_old_files_or_the_new_ones(
    title: str, setting: Setting, full: bool
) -> None:
    kill = KILLS[title]
    moments = random.Random(title)
    hits, seconds, attempts = 0, setting.seconds, 200
    while hits < (20 if full else 2):
        attempts -= 1
        assert attempts, "no kill hits the run"
        restore(setting)
        with started_export(setting.folder) as process:
            time.sleep(moments.random() * seconds)
            kill.act(process)
            _, talk = process.communicate(timeout=60)
        assert "Traceback" not in talk, talk
        assert "Exception ignored" not in talk, talk
        found = setting.found()
        if process.returncode == 0:
            assert found == setting.new
            seconds *= 0.8  # it was over: the machine is less busy than it was
            continue
        hits += 1
        assert process.returncode == kill.status, talk
        assert talk.strip().startswith(kill.said), talk
        assert bool(talk) == bool(kill.said), talk
        if kill.status == -signal.SIGKILL:
            left = {name for name in found if re.fullmatch(r"\.all\.nq.*\.tmp", name)}
            found = {name: data for name, data in found.items() if name not in left}
        assert found in (setting.old, setting.new), sorted(found)


def restore(setting: Setting) -> None:
    """Puts the files of the earlier export where they were."""
    for name in setting.found():
        (setting.folder / name).unlink()
    for name, data in setting.old.items():
        (setting.folder / name).write_bytes(data)


def test_a_reader_who_leaves_ends_the_export(setting: Setting, full: bool) -> None:
    restore(setting)
    moments = random.Random("closed pipe")
    for _ in range(20 if full else 2):
        with started_export(setting.folder, "-") as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.read(moments.randrange(1, len(setting.new["all.nq"]) // 2))
            process.stdout.close()
            talk = process.stderr.read()
            assert (process.wait(60), talk) == (1, "")
        assert setting.found() == setting.old


# A full disk


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Callable[[int], Path]]:
    """A function that gives a disk of so many bytes."""
    disk = tmp_path / "disk"
    disk.mkdir()

    def mounted(size: int) -> Path:
        ran = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", disk],
            capture_output=True,
            check=False,
        )
        if ran.returncode:
            pytest.skip("a small disk can't be mounted here")
        return disk

    yield mounted
    if os.path.ismount(disk):
        subprocess.run(["umount", disk], check=True)


BESIDE: Final = (".dataset.ttl", ".manifest.tsv", ".sources.tsv")


@pytest.mark.parametrize("share", [0.3, 1.0, "all but the report"])
def test_a_full_disk_leaves_the_old_files(
    share: float | str, setting: Setting, small_disk: Callable[[int], Path]
) -> None:
    """Full in the middle of the document, before the manifest, before the last of the files."""
    page = 4096  # what a tmpfs gives at a time
    sizes = {name: (len(data) // page + 1) * page for name, data in setting.new.items()}
    if isinstance(share, float):
        size = int(sizes["all.nq"] * share)
    else:
        size = sum(sizes.values()) - sizes["all.nq.report.json"]
    folder = small_disk(size + 2 * page)
    (folder / "all.nq").write_bytes(b"old")
    ran = kg("export", setting.folder / "in.zip", "-o", "all.nq", "-j", "2", "-q", cwd=folder)
    assert ran.status == 2
    assert re.fullmatch(r"kg: all\.nq\S* can't be written: the disk is full\n", ran.talk), ran.talk
    assert files(folder) == {"all.nq": b"old"}


# Sources that are damaged, or built to do harm


def zip_of(members: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("warnings.warn", lambda *_, **__: None)  # of names that come twice
                archive.writestr(name, data, zipfile.ZIP_STORED if name[:3] == "NCT" else method)
    return file.getvalue()


def nested_bomb() -> bytes:
    """A kilobyte or so of archives in archives, whose end has 16 GB."""
    data = zip_of([("zeros", bytes(16 << 20))])
    for _ in range(3):
        data = zip_of([(f"{number}.zip", data) for number in range(10)])
    return data


def changed_entry(archive: bytes, name: str, at: int, value: int, size: str = "<H") -> bytes:
    """The archive with a number of a member's entry changed in the list of members."""
    data = bytearray(archive)
    start = archive.rindex(name.encode()) - 46
    struct.pack_into(size, data, start + at, value)
    return bytes(data)


def test_members_that_do_harm_are_told_and_the_others_written(
    v2_records: list[Path], tmp_path: Path
) -> None:
    """In an archive that is cut into chunks, whose places are told by the member."""
    records = packed_records.of(v2_records[::2])
    a, b, c, d, e, f, *others = records.items()
    archive = zip_of(
        [
            ("../../etc/up.json", a[1]),
            ("/absolute.json", b[1]),
            ("C:\\windows.json", c[1]),
            ("twice.json", d[1]),
            ("twice.json", e[1]),
            ("folder/", b""),
            ("__MACOSX/._x.json", b"\0\5"),
            ("text.json", b"Once upon a time"),
            ("empty.json", b""),
            ("cut.json", f[1][:-20]),
            ("bomb.json", bytes(100 << 20)),
            ("nested.zip", nested_bomb()),
            ("encrypted.json", f[1]),
            ("method.json", f[1]),
            ("checksum.json", f[1]),
            ("smaller.json", f[1]),
            ("larger.json", f[1]),
            ("elsewhere.json", f[1]),
            *((f"{nct_id}.json", data) for nct_id, data in others),
        ]
    )
    archive = changed_entry(archive, "encrypted.json", 8, 1)
    archive = changed_entry(archive, "method.json", 10, 98)
    archive = changed_entry(archive, "checksum.json", 16, 1, "<L")
    archive = changed_entry(archive, "smaller.json", 24, 10, "<L")
    archive = changed_entry(archive, "larger.json", 24, 1 << 31, "<L")
    archive = changed_entry(archive, "elsewhere.json", 42, 7, "<L")
    (tmp_path / "in.zip").write_bytes(archive)
    assert len(archive) > 2 << 20
    ran = kg("export", "in.zip", "-o", "all.nq", "-j", "2", "--no-validate", cwd=tmp_path)
    assert ran.status == 1, ran.talk
    told = rejects(tmp_path)
    said = {
        "text.json": "not a record that kg reads",
        "empty.json": "is empty",
        "cut.json": "is cut off",
        "bomb.json": "grows to more than 300 times its size",
        "encrypted.json": "is encrypted",
        "method.json": "compressed by method 98",
        "checksum.json": "its checksum is wrong",
        "smaller.json": "larger than the list of members says",
        "larger.json": "its checksum is wrong",
        "elsewhere.json": "not where the list of members says",
        "nested.zip": "grows to more than 300 times its size",
    }
    for name, reason in said.items():
        found = [each for each in told if f"in.zip!{name}" in f"{each['place']} {each['reason']}"]
        assert found, name
        assert reason in found[0]["reason"], found[0]
    assert [each for each in told if not each["place"] and "in.zip" not in each["reason"]] == []
    assert {path.name for path in tmp_path.iterdir()} == {
        "in.zip", *(f"all.nq{end}" for end in ("", *BESIDE, ".report.json", ".rejects.jsonl"))
    }  # fmt: skip
    listed = (tmp_path / "all.nq.manifest.tsv").read_text().splitlines()
    assert [line[:11] for line in listed] == [each[0] for each in (a, b, c, d, e, *others)]


def rejects(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "all.nq.rejects.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines()]


Damage = Callable[[bytes], bytes]

DAMAGED: Final[dict[str, tuple[Damage, int, str]]] = {
    # title -> what is done to an archive, the exit status, what is said
    "cut list of members": (lambda data: data[:-400], 2, "cut off or damaged"),
    "cut in the middle": (lambda data: data[: len(data) // 2], 2, "cut off or damaged"),
    "a list that is overwritten": (
        lambda data: data[:-300] + bytes(100) + data[-200:],
        1,
        "cut off or damaged",
    ),
    "a list that begins too early": (
        lambda data: data[:-6] + struct.pack("<L", len(data)) + data[-2:],
        2,
        "cut off or damaged",
    ),
    "members that overlap": (
        lambda data: overlapping(data),
        1,
        "overlap: together they are larger than the archive",
    ),
    "something before it": (lambda data: b"#!/bin/sh\n" + data, 0, ""),
    "a comment at its end": (
        lambda data: data[:-2] + struct.pack("<H", 7) + b"comment",
        0,
        "",
    ),
    "something behind it": (lambda data: data + b"\r\n", 0, ""),
}  # fmt: skip


def overlapping(data: bytes) -> bytes:
    """The archive with a list that names its first member a thousand times."""
    start = data.index(b"PK\1\2")
    second = data.index(b"PK\1\2", start + 1)
    first = data[start:second]
    names = b"".join(first[:46] + b"%07d.json" % number + first[58:] for number in range(1000))
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1000, 1000, len(names), start, 0)
    return data[:start] + names + end


@pytest.mark.parametrize("title", DAMAGED)
def test_an_archive_that_is_not_as_it_should_be(
    title: str, v2_records: list[Path], tmp_path: Path
) -> None:
    """Large enough to be cut into chunks, of which some are written before the damage is met."""
    damage, status, said = DAMAGED[title]
    found = [(path.name[:7] + ".json", path.read_bytes()) for path in v2_records[::6]]
    (tmp_path / "in.zip").write_bytes(damage(zip_of(found, zipfile.ZIP_STORED)))
    ran = kg("export", "in.zip", "-o", "all.nq", "-j", "2", "--no-validate", cwd=tmp_path)
    assert ran.status == status, ran.talk
    if said:
        last = rejects(tmp_path)[-1]
        assert "in.zip" in last["reason"] + last["place"]
        assert re.search(said, last["reason"]), last
    else:
        assert f"Wrote {len(found)} records" in ran.talk


def test_lines_whose_compression_ends_early(v2_records: list[Path], tmp_path: Path) -> None:
    data = gzip.compress(packed_records.lines(packed_records.of(v2_records[::8])))
    (tmp_path / "in.jsonl.gz").write_bytes(data[: len(data) * 2 // 3])
    ran = kg("export", "in.jsonl.gz", "-o", "all.nq", "-j", "2", "--no-validate", cwd=tmp_path)
    assert ran.status == 1
    told = rejects(tmp_path)
    assert "damaged or cut off" in told[-1]["reason"]
    assert "in.jsonl.gz" in told[-1]["place"]
    listed = (tmp_path / "all.nq.manifest.tsv").read_text().splitlines()
    assert [line[:11] for line in listed] == [path.stem for path in v2_records[::8]][: len(listed)]
    assert len(listed) > 10


# What is large


MEGABYTES: Final = (
    "import resource, subprocess, sys; status = subprocess.call(sys.argv[1:]);"
    "print('peak', resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10); sys.exit(status)"
)


EXPORT: Final = ("-o", "all.nq", "-j", "2", "--no-validate")


def export_with_peak(source: str, folder: Path) -> tuple[int, str, int]:
    """The exit status of an export, what it says, and the MB that its largest process took."""
    ran = subprocess.run(
        [sys.executable, "-c", MEGABYTES, *COMMAND, "export", source, *EXPORT],
        cwd=folder, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in ran.stderr, ran.stderr
    return ran.returncode, ran.stderr, int(ran.stdout.split()[-1])


def test_very_many_members_take_little_memory(
    v2_records: list[Path], tmp_path: Path, full: bool
) -> None:
    """More than fit in the old form of a list of members, each of them empty but the last."""
    count = 200_000 if full else 66_000
    with zipfile.ZipFile(tmp_path / "in.zip", "w") as archive:
        for number in range(count):
            archive.writestr(f"{number}.json", b"")
        archive.write(v2_records[0], "last.json")
    status, talk, peak = export_with_peak("in.zip", tmp_path)
    assert status == 1
    assert f"{count:,} left out" in talk
    assert "Left out: in.zip!0.json is empty" in talk
    assert peak < 250


def large_study(megabytes: int) -> bytes:
    sites = [{"facility": f"Site {number} {'x' * 980}"} for number in range(megabytes * 1000)]
    identification = {"nctId": "NCT00000001", "briefTitle": "Large"}
    modules: dict[str, Any] = {"contactsLocationsModule": {"locations": sites}}
    return packed_records.compact(
        {"protocolSection": {"identificationModule": identification, **modules}}
    )


def test_one_very_large_study_is_written(tmp_path: Path, full: bool) -> None:
    (tmp_path / "in.json").write_bytes(large_study(50 if full else 5))
    status, talk, peak = export_with_peak("in.json", tmp_path)
    assert status == 0, talk
    assert "Wrote 1 record" in talk
    assert peak < (2_000 if full else 400)


def test_a_line_that_is_too_long_is_left_out(
    v2_records: list[Path], tmp_path: Path, full: bool
) -> None:
    if not full:
        pytest.skip("takes long: --full")
    good = packed_records.lines(packed_records.of(v2_records[::50]))
    with (tmp_path / "in.jsonl").open("wb") as file:
        file.write(good)
        file.write(b'{"protocolSection": "' + bytes(300 << 20).replace(b"\0", b"x") + b'"}\n')
        file.write(good.replace(b'"NCT0', b'"NCT9'))
    status, talk, peak = export_with_peak("in.jsonl", tmp_path)
    assert status == 1
    assert "larger than 200 MB" in talk
    assert peak < 1_000


def test_processes_that_can_not_be_started_are_reported(setting: Setting) -> None:
    ran = subprocess.run(
        ["sh", "-c", 'ulimit -n 100; exec "$@"', "-", *command("-j", "200", "-o", "x.nq")],
        cwd=setting.folder, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 2
    assert ran.stderr.startswith("kg: a worker process can't be started (")
    assert not (setting.folder / "x.nq").exists()


def test_two_exports_to_one_place_leave_the_files_of_one(
    v2_records: list[Path], tmp_path: Path
) -> None:
    halves = packed_records.of(v2_records[::16]), packed_records.of(v2_records[1::16])
    for name, records in zip("ab", halves, strict=True):
        (tmp_path / name).mkdir()
        (tmp_path / name / "in.jsonl").write_bytes(packed_records.lines(records))
    out = tmp_path / "out"
    out.mkdir()
    running = [
        subprocess.Popen(
            [*COMMAND, "export", "in.jsonl", "-o", out / "all.nq", "-q", "--no-validate"],
            cwd=tmp_path / name,
            env=environment(),
        )
        for name in "ab"
    ]
    assert [process.wait() for process in running] == [0, 0]
    report = json.loads((out / "all.nq.report.json").read_bytes())
    manifest = (out / "all.nq.manifest.tsv").read_text().splitlines()
    assert [line[:11] for line in manifest] in [list(records) for records in halves]
    assert report["manifest"]["bytes"] == 45 * len(manifest)
    assert report["output"][0]["bytes"] == (out / "all.nq").stat().st_size
    assert not [path for path in out.iterdir() if path.name.endswith(".tmp")]
    shutil.rmtree(out)
