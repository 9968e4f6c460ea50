"""The files of an export as a set: named, loaded together, and none of an earlier one left."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from kg.dataset.exported_files import with_shards
from kg.dataset.file_names import ENDINGS, REPORT
from kg.errors import SourceError
from kg.export import export
from kg.formats import FORMATS
from kg.load import load
from kg.stores.embedded import EmbeddedStore
from kg.system.output_files import open_output
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

SAMPLES: Final = sorted((ROOT / "samples").glob("NCT*.json"))
BESIDE: Final = {
    f"a.nq.{each}" for each in ("report.json", "dataset.ttl", "manifest.tsv", "sources.tsv")
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in another, which is the current one."""
    below = tmp_path / "below"
    below.mkdir()
    monkeypatch.chdir(below)
    return below


def exported(shards: int, *sources: Path) -> set[str]:
    """Exports to a.nq, in the current folder; the names of all files there."""
    export(sources or SAMPLES, "a.nq", FORMATS["n-quads"], shards=shards)
    return {path.name for path in Path().iterdir()}


def shards(count: int) -> set[str]:
    return {f"a-{number}-of-{count}.nq" for number in range(1, count + 1)}


def test_no_file_of_an_earlier_export_stays(folder: Path) -> None:
    assert exported(3) == BESIDE | shards(3)
    assert exported(2) == BESIDE | shards(2)
    assert exported(1) == BESIDE | {"a.nq"}
    assert exported(2) == BESIDE | shards(2)
    assert exported(1, SAMPLES[0]) == {"a.nq"}


def test_shards_of_one_record_are_a_set_too(folder: Path) -> None:
    assert exported(2, SAMPLES[0]) == {"a.nq.report.json", "a.nq.dataset.ttl"} | shards(2)
    assert set(with_shards(["a.nq"])) == shards(2)
    assert exported(1, SAMPLES[0]) == {"a.nq"}


def test_what_is_not_of_the_earlier_export_stays(folder: Path) -> None:
    exported(3)
    Path("a-1-of-3.nq").write_text("mine", "utf-8")
    Path("a-2-of-3.nq").rename("real")
    Path("a-2-of-3.nq").symlink_to("real")
    Path("a-9-of-9.nq").touch()
    left = {"a-1-of-3.nq", "a-2-of-3.nq", "real", "a-9-of-9.nq"}
    assert exported(1) == BESIDE | {"a.nq"} | left


def test_a_report_that_names_other_places_removes_nothing_there(folder: Path) -> None:
    exported(2)
    report = Path("a.nq.report.json")
    (folder / "below").mkdir()
    Path("a-1-of-2.nq").rename("below/a-1-of-2.nq")
    report.write_text(report.read_text("utf-8").replace("a-1-of", "below/a-1-of"), "utf-8")
    with pytest.raises(SourceError, match=r"'below/a-1-of-2\.nq' is not a file beside it"):
        list(with_shards(["a.nq"]))
    exported(1)
    assert Path("below/a-1-of-2.nq").is_file()


def test_an_export_that_fails_leaves_the_earlier_set(folder: Path) -> None:
    before = exported(3)
    (folder / "bad.json").write_text("{}", "utf-8")
    assert exported(1, folder / "bad.json") == before | {"bad.json", "a.nq.rejects.jsonl"}


def test_the_report_or_the_name_is_all_shards(folder: Path) -> None:
    exported(2)
    files = sorted(shards(2))
    assert list(with_shards(["a.nq", "b.nq"])) == [*files, "b.nq"]
    assert list(with_shards(["a.nq.report.json"])) == files
    holdings = load(["a.nq", ".", files[1], "a.nq.report.json"], EmbeddedStore("store")).holdings
    assert holdings is not None
    assert holdings.records == len(SAMPLES)


@pytest.mark.parametrize("source", ["a.nq", "a.nq.report.json", ".", ".."])
@pytest.mark.parametrize("fault", ["is missing", "has changed"])
def test_a_shard_that_is_not_as_written_is_told_and_nothing_is_loaded(
    source: str, fault: str, folder: Path
) -> None:
    exported(2)
    shard = Path("a-2-of-2.nq")
    if fault == "is missing":
        shard.unlink()
    else:
        shard.write_bytes(shard.read_bytes()[::-1])
    store = EmbeddedStore("store")
    with pytest.raises(
        SourceError, match=rf"a-2-of-2\.nq {fault}.* \S*a\.nq\.report\.json lists it"
    ):
        load([source], store)
    assert not Path("store").exists()


@pytest.mark.parametrize("compressed", ["", ".zst"])
def test_the_sidecars_in_a_folder_are_no_data(compressed: str, folder: Path) -> None:
    exported(2)
    for ending in set(ENDINGS) - {REPORT}:
        Path(f"a.nq{ending}").touch()
        with open_output(f"a.nq{ending}{compressed}") as output:
            output.write("no RDF")
    Path("README.md").write_text("no record", "utf-8")
    ran = run("load", ".", "--store", ".store", cwd=folder)
    assert ran.status == 0, ran.talk
    assert f"Graphs: {len(SAMPLES) + 1} new, 0 replaced" in ran.talk


def test_the_description_is_loaded_by_its_name_or_without_its_document(folder: Path) -> None:
    exported(1)
    (folder / "alone").mkdir()
    Path("a.nq.dataset.ttl").rename("alone/a.nq.dataset.ttl")
    for number, source in enumerate(("alone/a.nq.dataset.ttl", "alone")):
        [graph] = load([source], EmbeddedStore(f"store{number}"), vocabulary=False).outcome.new
        assert "dataset-ttl" in graph


def test_a_report_in_a_folder_that_is_none_of_an_export_is_told(folder: Path) -> None:
    exported(1)
    Path("b.report.json").write_text("{}", "utf-8")
    ran = run("load", ".", "--store", ".store", cwd=folder)
    assert ran.status == 1
    assert "b.report.json is not the report of an export" in ran.talk
    assert f"Graphs: {len(SAMPLES) + 1} new" in ran.talk


def test_the_summary_names_the_files_that_are_there(folder: Path) -> None:
    Path("a.nq").write_text("of somebody else", "utf-8")
    ran = run("export", SAMPLES[0], "-o", "a.nq", "--shards", "2", "--no-validate", cwd=folder)
    assert "record to a-1-of-2.nq and a-2-of-2.nq: " in ran.talk
    assert "Note: a.nq is there too, but is no file of this export" in ran.talk


# Sources that are not there


@pytest.mark.parametrize(
    "command",
    [
        ("export", "-o", "a.nq"),
        ("load", "--store", "store"),
        ("similar", "-o", "a.nq"),
        ("enrich", "-o", "a.nq", "--offline"),
    ],
)
def test_sources_that_are_not_there_leave_everything_as_it_was(
    command: tuple[str, ...], folder: Path
) -> None:
    (folder / "empty").mkdir()
    Path("a.nq.rejects.jsonl").write_text("of before", "utf-8")
    name, *options = command
    ran = run(name, "no.json", "empty", *options, cwd=folder)
    assert ran.status == 2
    assert "there is no file or folder no.json" in ran.talk
    assert "the folder empty has no file to read" in ran.talk
    assert {path.name for path in folder.iterdir()} <= {"empty", "a.nq.rejects.jsonl", "output"}
    assert Path("a.nq.rejects.jsonl").read_text("utf-8") == "of before"


def test_one_source_that_is_not_there_is_a_reject_of_the_others(folder: Path) -> None:
    exported(1, SAMPLES[0], folder / "no.json")
    assert "no.json" in Path("a.nq.rejects.jsonl").read_text("utf-8")
