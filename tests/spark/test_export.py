"""kg-spark gives what kg export gives: lines, rejects, manifests and counts, whatever happens."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path
from typing import Any, Final

import pyarrow
import pyarrow.parquet
import pytest

from tests.support import packed_records, spark, strict_shapes
from tests.support.kg_command import Ran, kg
from tests.support.paths import DATA, REAL_RECORDS, ROOT
from tests.support.strict_shapes import FORBIDDEN

pytestmark = pytest.mark.slow

SAMPLES: Final = ROOT / "samples"

MIXED: Final = ("a.jsonl", "b.jsonl.gz", "folder", "pages/*.xml")
"""Lines, packed lines, a folder, and a pattern of names."""

PARQUET: Final = "par quet%20"
"""The output of a run."""

STRICT: Final = ("--shapes", "strict.ttl")

RUNS: Final[dict[str, tuple[list[str], bool]]] = {
    "lines": (["records.jsonl", "-o", "out/lines"], False),
    "mixed": ([*MIXED, "-o", "out/mixed"], False),
    "died": (["some.jsonl", "-o", "out/died"], True),
    "parquet": (["tables", "--column", "a record", "-o", f"out/{PARQUET}"], False),
    "no column": (["tables/t/some.parquet", "-o", "out/no-column"], False),
    "no column of a folder": (["tables", "-o", "out/no-column"], False),
    "cut": (["cut.jsonl.gz", "-o", "out/cut"], False),
    "missing": (["nowhere", "-o", "out/missing"], False),
    "there": (["some.jsonl", "-o", "folder"], False),
    "twice": (["folder", "folder/NCT04745299.json", "-o", "out/twice"], False),
    "nothing": (["folder/sub/bad.json", "-o", "out/nothing"], False),
    "stop": (["some.jsonl", *STRICT, "--on-violation", "stop", "-o", "out/stop"], False),
}
"""The arguments of each run, and whether a worker dies in it."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of sources in every form."""
    folder = tmp_path_factory.mktemp("spark")
    real = sorted(REAL_RECORDS.glob("NCT*.json")) or sorted(SAMPLES.glob("*.json"))
    records = packed_records.of(real)
    (folder / "records.jsonl").write_bytes(packed_records.lines(records))
    some = dict(list(records.items())[:: len(records) // 9 + 1])
    (folder / "some.jsonl").write_bytes(packed_records.lines(some) + _forbidden(some))
    texts = [data.decode() for data in some.values()]
    table = pyarrow.table({"number": list(some), "a record": texts})
    (folder / "tables" / "t").mkdir(parents=True)
    pyarrow.parquet.write_table(table, folder / "tables" / "t" / "some.parquet", row_group_size=3)
    packed = gzip.compress((folder / "some.jsonl").read_bytes())
    (folder / "cut.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    _write_mixed(folder)
    strict_shapes.written(folder)
    return folder


def _forbidden(records: packed_records.Records) -> bytes:
    """A record that breaks the strict shape."""
    first = next(iter(records.values()))
    return packed_records.changed(first.replace(b'"nctId":"NCT0', b'"nctId":"NCT9'), FORBIDDEN)


def _write_mixed(folder: Path) -> None:
    """Records of several registries, with doubles, older versions, damage and odd names."""
    small = [packed_records.compact(json.loads(path.read_bytes())) for path in _own_records()]
    older = packed_records.changed(small[0], "Old")
    cut = b'{"protocolSection": {"identificationModule": {"nctId": "NCT90000009"},'
    (folder / "a.jsonl").write_bytes(b"\n".join([older, *small[:4], cut, b"", *small[4:]]))
    (folder / "b.jsonl.gz").write_bytes(gzip.compress(b"\r\n".join(small[2:6])))
    inner = folder / "folder" / "sub"
    inner.mkdir(parents=True)
    for path in SAMPLES.glob("NCT04745299*"):
        shutil.copy(path, folder / "folder")
    for path in (DATA / "registries").glob("ictrp-*.csv"):
        shutil.copy(path, inner)
    shutil.copy(DATA / "registries" / "country-records.txt", inner)
    (inner / "an odd [name] é%20.json").write_bytes(small[1])
    (inner / "bad.json").write_bytes(b"no record")
    (inner / "an empty %20.jsonl").write_bytes(b"")
    (inner / "between.jsonl").write_bytes(small[5] + b"\n" + cut + b"\n")
    (inner / "README").write_bytes(b"passed over")
    (inner / "old.nq").write_bytes(b"passed over")
    (folder / "pages").mkdir()
    shutil.copy(DATA / "registries" / "isrctn.xml", folder / "pages")


def _own_records() -> list[Path]:
    return [*sorted(SAMPLES.glob("*.json")), *sorted((DATA / "records").glob("*.json"))]


@pytest.fixture(scope="module")
def runs(folder: Path) -> dict[str, Ran]:
    if reason := spark.missing():
        pytest.skip(reason)
    return spark.kg_spark(folder, RUNS)


def exported(folder: Path, *arguments: str) -> tuple[Ran, Path]:
    """What kg export does with the same sources; the name of its output."""
    path = folder / "exported.nq"
    for each in folder.glob(f"{path.name}*"):
        each.unlink()
    return kg("export", *arguments, "-o", path.name, "-j", "2", cwd=folder), path


def lines(folder: Path) -> list[bytes]:
    """The lines of all parts, sorted."""
    return sorted(
        line
        for path in folder.glob("part-*.nq.gz")
        for line in gzip.decompress(path.read_bytes()).splitlines()
    )


def beside(path: Path, ending: str) -> bytes:
    """A file beside an output; empty if there is none."""
    found = path.with_name(f"{path.name}.{ending}")
    return found.read_bytes() if found.exists() else b""


def counts(report: bytes) -> dict[str, Any]:
    """What a report says, but for the files and the packages, and the digests of sources."""
    made: dict[str, Any] = json.loads(report)
    for key in ("output", "manifest", "sources"):
        del made[key]
    del made["options"]["shards"], made["rejects"]["file"]
    made["versions"].pop("pyspark", None)
    for each in made["input"]:
        del each["sha256"]
    return made


@pytest.mark.parametrize("name", ["lines", "mixed", "died"])
def test_everything_is_as_kg_export_makes_it(name: str, runs: dict[str, Ran], folder: Path) -> None:
    ran, path = exported(folder, *RUNS[name][0][:-2])
    assert (runs[name].status, ran.status) == (ran.status, 1 if name == "mixed" else 0), runs[name]
    out = folder / "out" / name
    assert lines(out) == sorted(path.read_bytes().splitlines())
    for ending in ("manifest.tsv", "sources.tsv", "rejects.jsonl"):
        assert beside(out / name, ending) == beside(path, ending)
    report = beside(out / name, "report.json")
    assert counts(report) == counts(beside(path, "report.json"))
    assert (out / "_SUCCESS").exists()


def test_doubles_rows_and_damage_are_among_the_rejects(runs: dict[str, Ran], folder: Path) -> None:
    rejects = beside(folder / "out" / "mixed" / "mixed", "rejects.jsonl").decode()
    damaged = ("a.jsonl:", "b.jsonl.gz:", "folder/sub/bad.json", "an empty %20.jsonl is empty")
    for each in ("a second record of", *damaged):
        assert each in rejects, runs["mixed"].talk
    report = json.loads(beside(folder / "out" / "mixed" / "mixed", "report.json"))
    assert report["rejects"]["by_kind"].keys() >= {"repeated", "unreadable"}


def test_a_column_of_parquet_has_the_records(runs: dict[str, Ran], folder: Path) -> None:
    assert runs["parquet"].status == 0, runs["parquet"].talk
    made = {line.split()[-2] for line in lines(folder / "out" / PARQUET)}
    graphs = [line for line in lines(folder / "out" / "lines") if line.split()[-2] in made]
    assert lines(folder / "out" / PARQUET) == graphs
    assert runs["no column"].status == 2
    assert "those of text are: number, a record" in runs["no column"].talk


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("no column of a folder", "tables has no file to read (Parquet is read with --column"),
        ("cut", "nothing was written: [FAILED_READ_FILE.NO_HINT] Encountered error while reading"),
        ("cut", "cut.jsonl.gz. SQLSTATE: KD001 (Unexpected end of input stream)"),
        ("missing", "nowhere can't be read: Spark finds no such file or folder"),
        ("there", "folder is there already"),
        ("twice", "folder/NCT04745299.json is given twice"),
        ("stop", "does not conform: "),
    ],
)
def test_what_fails_is_a_sentence_and_leaves_nothing(
    name: str, sentence: str, runs: dict[str, Ran], folder: Path
) -> None:
    assert runs[name].status == 2
    assert sentence in runs[name].talk
    written = {each.name for each in (folder / "out").iterdir()}
    assert written == {"lines", "died", "mixed", PARQUET, "nothing"}
    assert not (folder / "folder" / "_SUCCESS").exists()


def test_without_a_graph_only_the_rejects_are_written(runs: dict[str, Ran], folder: Path) -> None:
    assert runs["nothing"].status == 2
    out = folder / "out" / "nothing"
    assert [each.name for each in out.iterdir() if each.name[0] != "."] == ["nothing.rejects.jsonl"]


def test_the_folder_can_be_loaded(runs: dict[str, Ran], folder: Path) -> None:
    assert runs["mixed"].status == 1
    ran = kg("load", "out/mixed", "--store", "store", cwd=folder)
    assert ran.status == 0, ran.talk
    count = len(beside(folder / "out" / "mixed" / "mixed", "manifest.tsv").splitlines())
    assert f"holds {count:,} records" in ran.talk
