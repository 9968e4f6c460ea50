"""Several outputs in one run: each is what an export to it alone writes, and none comes alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

from tests.support.kg_command import kg as run
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

SAMPLES: Final = sorted((ROOT / "samples").glob("*.json"))

BROKEN: Final = b'{"protocolSection": {"identificationModule": {"nctId": "NCT90000001"'


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    """Good records, and one that can't be read."""
    broken = tmp_path / "broken.json"
    broken.write_bytes(BROKEN)
    return [*SAMPLES, broken]


def content(folder: Path) -> dict[str, bytes]:
    """All files below a folder."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_each_is_what_an_export_to_it_alone_writes(sources: list[Path], tmp_path: Path) -> None:
    together, alone = tmp_path / "together", tmp_path / "alone"
    outputs = ("all.nq.gz", "all.ttl", "all.trig.zst", "all.jsonld.zst", "all-tables")
    for folder in (together, alone):
        folder.mkdir()
    given = [word for name in outputs for word in ("-o", name)]
    ran = run("export", *sources, *given, "--shards", "2", cwd=together)
    assert ran.status == 1
    assert "Wrote 3 records to all-1-of-2.nq.gz and all-2-of-2.nq.gz: " in ran.talk
    assert "Wrote 3 records to all-tables: tables" in ran.talk
    for name in outputs:
        shards = [] if name == "all-tables" else ["--shards", "2"]
        assert run("export", *sources, "-o", name, *shards, cwd=alone).status == 1
    assert content(together) == content(alone)
    for name in outputs:
        [reject] = (together / f"{name}.rejects.jsonl").read_text("utf-8").splitlines()
        assert json.loads(reject)["kind"] == "unreadable"


def test_the_report_lists_the_files_of_a_folder(tmp_path: Path) -> None:
    assert run("export", *SAMPLES, "-o", "t", "-f", "tables", cwd=tmp_path).status == 0
    report = json.loads((tmp_path / "t.report.json").read_bytes())
    assert report["output"] == []
    assert {file["name"]: file["rows"] for file in report["tables"]}["t/trials.parquet"] == 3
    assert "pyarrow" in report["versions"]
    assert not (tmp_path / "t.dataset.ttl").exists()


def test_formats_are_named_in_the_order_of_the_outputs(tmp_path: Path) -> None:
    arguments = ("export", SAMPLES[0], "-o", "one", "-o", "two", "-f", "nq", "-f", "tables", "-q")
    assert run(*arguments, cwd=tmp_path).status == 0
    assert (tmp_path / "one").read_bytes().startswith(b"<http")
    assert (tmp_path / "two" / "trials.parquet").is_file()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("-o a.nq -o b.ttl -f nq", "-o is given 2 times and -f 1: give one -f for each -o"),
        ("-o a.nq -o a.nq", "a.nq is given for two outputs"),
        ("-o - -f tables", "has several files, which standard output can't take"),
        ("-o a-tables --shards 2", "only RDF is split into shards"),
        ("-o a.nq -o a-tables --against x.report.json", "--against writes what has changed as RDF"),
        ("-o a-tables --publisher Me", "no description is written beside a-tables"),
        ("-o a-tables --context https://example.org/c", "has no context to name"),
        ("-o a-tables --enrich", "--enrich reads the output back"),
        ("-o vegetables", "'vegetables' does not end like an RDF format"),
        ("-o trials.parquet", "an output that is not RDF ends in one of tables, property-graph"),
    ],
)
def test_what_can_not_be_is_told_before_anything_is_read(
    words: str, sentence: str, tmp_path: Path
) -> None:
    ran = run("export", SAMPLES[0], *words.split(), cwd=tmp_path)
    assert ran.status == 2
    assert sentence in " ".join(ran.talk.split())
    assert content(tmp_path) == {}


def test_a_folder_of_others_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "own.txt").write_text("mine")
    ran = run("export", SAMPLES[0], "-o", "a.nq", "-o", "tables", cwd=tmp_path)
    assert ran.status == 2
    assert "tables has own.txt, which is none of the files that are replaced" in ran.talk
    assert content(tmp_path) == {"tables/own.txt": b"mine"}


def test_what_can_not_be_exported_leaves_the_earlier_folder(tmp_path: Path) -> None:
    arguments = ("-o", "tables", "-o", "a.nq", "-q")
    assert run("export", SAMPLES[0], *arguments, cwd=tmp_path).status == 0
    before = content(tmp_path)
    (tmp_path / "broken.json").write_bytes(BROKEN)
    assert run("export", "broken.json", *arguments, cwd=tmp_path).status == 2
    after = content(tmp_path)
    assert set(after) - set(before) == {
        "broken.json", "tables.rejects.jsonl", "a.nq.rejects.jsonl",
    }  # fmt: skip
    assert before.items() <= after.items()


def test_tables_are_no_source_of_records(tmp_path: Path) -> None:
    """A folder is exported again without what an export has left in it."""
    (tmp_path / "one.json").write_bytes(SAMPLES[0].read_bytes())
    assert run("export", "one.json", "-o", "tables", cwd=tmp_path).status == 0
    again = run("export", ".", "-o", "all.nq", cwd=tmp_path)
    assert (again.status, "Left out" in again.talk) == (0, False), again.talk
    loaded = run("load", "tables", "--store", "store", cwd=tmp_path)
    assert loaded.status == 2
    assert "tables" in loaded.talk
