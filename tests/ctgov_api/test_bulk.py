"""`kg fetch --bulk`: the zip of all records, gone on with from the byte where it stopped."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

from tests.support.kg_command import COMMAND, environment
from tests.support.kg_command import kg as run
from tests.support.registry_commands import SAMPLES, ask, asking, sha256
from tests.support.registry_server import (
    Fault,
    Handler,
    RegistryServer,
    altered,
    body,
    cut,
    moved,
    real_records,
    status,
)

pytestmark = pytest.mark.slow

ZIP = "application/zip"


@pytest.fixture(autouse=True)
def few(registry: RegistryServer) -> None:
    """The samples alone, for the size does not matter here."""
    registry.records = {each: real_records()[each] for each in SAMPLES}


def part_of(data: bytes, tag: str | None, *, announced: bool = True) -> Fault:
    """The first half of the zip, with or without a tag and a length."""

    def answer(handler: Handler) -> None:
        headers = {"Content-Type": ZIP, **({"ETag": tag} if tag else {})}
        headers |= {"Content-Length": str(len(data))} if announced else {}
        handler.begin(200, headers)
        handler.wfile.write(data[: len(data) // 2])
        handler.close_connection = True

    return answer


def tag_of(registry: RegistryServer) -> str:
    """The ETag that the server gives its zip."""
    return f'"{sha256(registry.bulk)[:16]}"'


def ranges(registry: RegistryServer) -> list[str | None]:
    """The Range of each request for the zip."""
    return [seen.headers.get("Range") for seen in registry.asked("download")]


def test_the_zip_of_all_records(registry: RegistryServer, tmp_path: Path) -> None:
    ran = ask(registry, "fetch", "--bulk", "-o", "all.zip", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert (tmp_path / "all.zip").read_bytes() == registry.bulk
    assert "Fetched 3 records" in ran.talk
    manifest = (tmp_path / "all.zip.manifest.jsonl").read_text("utf-8")
    assert (
        f'"sha256":"{sha256(registry.bulk)}","bytes":{len(registry.bulk)},"members":3' in manifest
    )
    assert sorted(p.name for p in tmp_path.iterdir()) == ["all.zip", "all.zip.manifest.jsonl"]
    exported = run("export", ".", "-o", "all.nq", cwd=tmp_path)
    assert (exported.status, "Wrote 3 records" in exported.talk) == (0, True)


@pytest.mark.parametrize("announced", [True, False])
def test_a_cut_zip_is_gone_on_with(
    registry: RegistryServer, tmp_path: Path, announced: bool
) -> None:
    half = len(registry.bulk) // 2
    registry.plant("download", part_of(registry.bulk, tag_of(registry), announced=announced))
    ran = ask(registry, "fetch", "--bulk", "-o", "all.zip", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert ranges(registry) == [None, f"bytes={half}-"]
    assert registry.asked("download")[1].headers["If-Range"] == tag_of(registry)
    assert (tmp_path / "all.zip").read_bytes() == registry.bulk


def test_a_killed_download_is_gone_on_with(registry: RegistryServer, tmp_path: Path) -> None:
    data, tag = registry.bulk, tag_of(registry)
    process = subprocess.Popen(
        [*COMMAND, "fetch", "--bulk", "-o", "all.zip"],
        cwd=tmp_path,
        env=environment(**asking(registry)),
        stderr=subprocess.DEVNULL,
    )
    part = tmp_path / ".all.zip.fetch" / "part"

    def slowly(handler: Handler) -> None:
        headers = {"Content-Type": ZIP, "ETag": tag, "Content-Length": str(len(data))}
        handler.begin(200, headers)
        handler.wfile.write(data[:3000])
        handler.wfile.flush()
        while not part.exists() or process.poll() is None:
            if part.exists():
                process.send_signal(signal.SIGKILL)

    registry.plant("download", slowly)
    assert process.wait(60) == -signal.SIGKILL
    assert not (tmp_path / "all.zip").exists()
    begun = part.stat().st_size
    ran = ask(registry, "fetch", "--bulk", "-o", "all.zip", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert ranges(registry) == [None, f"bytes={begun}-" if begun else None]
    assert (tmp_path / "all.zip").read_bytes() == data


def test_new_data_begin_again(registry: RegistryServer, tmp_path: Path) -> None:
    registry.plant("download", part_of(registry.bulk, tag_of(registry)), *[status(500)] * 9)
    first = ask(registry, "fetch", "--bulk", "-o", "all.zip", "--tries", "2", cwd=tmp_path)
    assert (first.status, (tmp_path / "all.zip").exists()) == (2, False)
    registry.faults.clear()
    registry.records[SAMPLES[0]] = altered(
        registry.records[SAMPLES[0]], protocolSection__identificationModule__acronym="NEW"
    )
    registry.timestamp = "2026-01-06T09:00:05"
    ran = ask(registry, "fetch", "--bulk", "-o", "all.zip", cwd=tmp_path)
    assert "the registry has published new data since: starting again" in ran.talk
    assert ranges(registry)[-1] is None
    assert (tmp_path / "all.zip").read_bytes() == registry.bulk


@pytest.mark.parametrize(
    "begins",
    [
        pytest.param("other file", id="the rest is that of another file"),
        pytest.param("no tag", id="nothing names the file"),
        pytest.param("no ranges", id="the server knows no ranges"),
        pytest.param("all damaged", id="all of it came, damaged"),
    ],
)
def test_what_can_not_be_gone_on_with_begins_again(
    registry: RegistryServer, tmp_path: Path, begins: str
) -> None:
    data = registry.bulk
    damaged = body(data[:-30] + bytes(30), ZIP)
    begun = {
        "other file": part_of(data[::-1], '"another"'),
        "no tag": part_of(data[::-1], None),
        "no ranges": part_of(data, tag_of(registry)),
        "all damaged": damaged,
    }[begins]
    registry.ranges = begins != "no ranges"
    registry.plant("download", begun)
    ran = ask(registry, "fetch", "--bulk", "-o", "all.zip", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert (tmp_path / "all.zip").read_bytes() == data


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (body(b"<html>Sorry</html>", "text/html"), "answers with 'text/html', not with a zip"),
        (status(403), "refuses to answer (HTTP 403)"),
        (status(404), "not found (HTTP 404)"),
        (moved("http://10.0.0.1/all.zip"), "that is not a public address"),
        (cut(b"PK" * 50, announced=False, media_type=ZIP), "the zip was cut short or is damaged"),
    ],
)
def test_what_is_no_zip_changes_nothing(
    registry: RegistryServer, tmp_path: Path, fault: Fault, sentence: str
) -> None:
    (tmp_path / "all.zip").write_bytes(b"what stood here before")
    registry.plant("download", *[fault] * 3)
    ran = ask(registry, "fetch", "--bulk", "-o", "all.zip", "--tries", "3", cwd=tmp_path)
    assert ran.status == 2
    assert sentence in ran.talk
    assert (tmp_path / "all.zip").read_bytes() == b"what stood here before"
    assert not (tmp_path / "all.zip.manifest.jsonl").exists()


def test_the_zip_is_no_folder(registry: RegistryServer, tmp_path: Path) -> None:
    (tmp_path / "all").mkdir()
    ran = ask(registry, "fetch", "--bulk", "-o", "all", cwd=tmp_path)
    assert (ran.status, registry.seen) == (2, [])
    assert "all is a folder: name a file for the zip" in ran.talk
