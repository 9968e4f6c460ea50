"""The benchmarks' corpora are what they say, and the commands run. No test holds a time."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import kg
from kg.queries import names
from tests.support.import_graph import circle_in
from tests.support.paths import ROOT
from tests.support.serving import sample_store

pytestmark = pytest.mark.slow

RECORDS = 1000


def _run(name: str, *arguments: str) -> str:
    command = [sys.executable, str(ROOT / "benchmarks" / name), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def corpus(v2_records: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus of 1,000 records of the registry's mean size."""
    path = tmp_path_factory.mktemp("corpus") / "corpus.jsonl"
    real = str(v2_records[0].parent)
    _run("corpus.py", "--records", str(RECORDS), "-o", str(path), "--from", real)
    return path


@pytest.fixture(scope="module")
def few(v2_records: list[Path], tmp_path_factory: pytest.TempPathFactory) -> str:
    """A folder with some of the real records, as it takes seconds to learn the words of all."""
    folder = tmp_path_factory.mktemp("few")
    for path in v2_records[::12]:
        (folder / path.name).symlink_to(path)
    return str(folder)


@pytest.fixture(scope="module")
def small(few: str, tmp_path_factory: pytest.TempPathFactory) -> list[bytes]:
    """The records of a corpus that is made from them."""
    path = tmp_path_factory.mktemp("small") / "small.jsonl"
    _run("corpus.py", "--records", "40", "-o", str(path), "--from", few)
    return path.read_bytes().splitlines()


def test_corpus_has_the_registrys_sizes_and_share_of_results(corpus: Path) -> None:
    lines = corpus.read_bytes().splitlines()
    assert len(lines) == RECORDS
    assert sum(map(len, lines)) / RECORDS == pytest.approx(17_000, rel=0.03)
    assert sum(json.loads(line)["hasResults"] for line in lines) / RECORDS == pytest.approx(
        0.13, abs=0.01
    )


def test_every_record_of_a_corpus_is_another_trial(corpus: Path) -> None:
    records = list(kg.read(corpus))
    assert len({record.number for record in records}) == RECORDS
    sections = [record.study.protocol_section for record in records]
    titles = {section.identification_module.official_title for section in sections}
    assert len(titles) > 0.97 * RECORDS


def test_an_id_is_its_own_in_all_its_places(corpus: Path) -> None:
    for line in corpus.read_text("utf-8").splitlines()[1:200]:
        own = json.loads(line)["protocolSection"]["identificationModule"]["nctId"]
        spoken_of = set(re.findall(r"NCT\d{8}", line)) - {own}
        assert own.startswith("NCT5")
        assert all(other.startswith(("NCT5", "NCT9")) for other in spoken_of)
        assert all(other < own for other in spoken_of if other.startswith("NCT5"))


def test_records_of_a_corpus_conform(corpus: Path) -> None:
    for number, record in enumerate(kg.read(corpus)):
        if number % 10 == 0:
            graph = kg.map_record(record)
            assert not kg.validate(graph).violations, record.number


def test_smaller_corpora_begin_larger_ones_in_every_form(
    small: list[bytes], few: str, tmp_path: Path
) -> None:
    begin = small[:30]
    for name in ("small.zip", "small"):
        _run("corpus.py", "--records", "30", "-o", str(tmp_path / name), "--from", few)
    with zipfile.ZipFile(tmp_path / "small.zip") as archive:
        assert [archive.read(name) for name in archive.namelist()] == begin
    files = sorted((tmp_path / "small").rglob("*.json"))
    assert [file.read_bytes() for file in files] == begin


def test_bulk_benchmark_measures_every_stage_and_the_whole() -> None:
    report = _run(
        "bulk.py", "--size", "12", "--rounds", "1", "--records", str(ROOT / "samples"),
        "--only", "stages", "growth",
    )  # fmt: skip
    stages, growth = report.split("### ")[1:]
    for stage in ("decode", "map", "check the shapes", "write N-Quads", "N-Quads to .zst"):
        assert re.search(rf"^\| {re.escape(stage)} \| \d", stages, re.MULTILINE), stage
    rows = [line.split(" | ") for line in growth.splitlines() if line.startswith("| 12 ")]
    assert rows
    assert all(row[8].strip() == "0" for row in rows)  # none was rejected


TASKS = (
    "read", "map", "read and map", "write turtle", "map and write n-quads", "decode and encode",
    "rdflib n-triples", "rdflib and pyshacl n-triples", "rdflib and pyshacl together n-triples",
    "pyoxigraph n-quads",
)  # fmt: skip


@pytest.mark.parametrize("task", TASKS)
def test_every_task_runs(task: str) -> None:
    assert float(_run("tasks.py", task, "1", str(ROOT / "samples" / "NCT04745299.json"))) > 0


def test_benchmark_of_pages_asks_for_every_kind(tmp_path: Path) -> None:
    given = ("--store", str(sample_store(tmp_path)), "--requests", "4", "--clients", "2")
    report = _run("serve.py", *given, "--only", "answering", "comparing")
    rows = re.findall(r"^\| (?!request|page|---)([\w: -]+) \|", report, re.MULTILINE)
    assert {"first page", "facets", "trial", "its related trials", "a thing"} <= set(rows)
    assert rows.count("trial") == 2  # beside SPARQL too


def test_benchmark_of_stores_asks_every_query(tmp_path: Path) -> None:
    store = str(sample_store(tmp_path))
    report = _run("store.py", "--store", store, "--only", "asking-kg")
    asked = dict(re.findall(r"^\| ([\w -]+) \| \d+ \| ([^|]*) \|$", report, re.MULTILINE))
    assert asked.keys() == {"kg related", *names()}
    assert re.fullmatch(r"[\d.,]+ / [\d.,]+", asked["trials-of-sponsor"])


def test_mentions_give_nothing_away_in_the_benchmark_of_similar_trials(tmp_path: Path) -> None:
    _write_trials(tmp_path)
    report = _run(
        "similarity.py", "--data", str(tmp_path), "--only", "co-citation", "mention",
        "--methods", "kg related 0.1.0", "--rounds", "100",
    )  # fmt: skip
    _, cited, mentioned = report.split("### ")[1:]
    assert "2 queries with 1 pairs in 1 groups" in cited
    assert "| kg related 0.1.0 | 0.500 [0.500, 0.500] |" in cited  # a mention precedes a condition
    assert "2 queries with 1 pairs in 1 groups" in mentioned
    assert "| kg related 0.1.0 | 0.000 [0.000, 0.000] |" in mentioned  # but is no answer to itself


def _write_trials(data: Path) -> None:
    """Of three trials the first two cite a publication, and the third mentions the first."""
    for empty in ("records/ctgov-xml", "similarity"):
        (data / empty).mkdir(parents=True)
    for empty in ("similarity/short-records.jsonl.zst", "similarity/reviews.json"):
        (data / empty).touch()
    whole = data / "records" / "ctgov-v2"
    whole.mkdir()
    for number, (condition, summary) in enumerate(
        [("Cluster headache", ""), ("Cluster headache", ""), ("Asthma", "It extends NCT90000000.")]
    ):
        protocol = {
            "identificationModule": {"nctId": f"NCT9000000{number}", "briefTitle": condition},
            "conditionsModule": {"conditions": [condition]},
            "descriptionModule": {"briefSummary": summary},
            "referencesModule": {"references": [{"pmid": "12345"}] if number < 2 else []},
        }
        record = json.dumps({"protocolSection": protocol})
        (whole / f"NCT9000000{number}.json").write_text(record, "utf-8")
    with zipfile.ZipFile(data / "records" / "ctgov-xml-more.zip", "w") as archive:
        archive.write(whole / "NCT90000000.json", "again.json")
    (data / "records" / "ctgov-xml" / "again.json").write_bytes(
        (whole / "NCT90000001.json").read_bytes()
    )


def test_mixed_records_have_sections_of_one_another(
    small: list[bytes], few: str, tmp_path: Path
) -> None:
    path = tmp_path / "mixed.jsonl"
    _run("corpus.py", "--records", "30", "-o", str(path), "--mixed", "--from", few)
    before, after = (
        [json.loads(line)["protocolSection"] for line in lines[:30]]
        for lines in (small, path.read_bytes().splitlines())
    )
    name = "eligibilityModule"
    assert [record[name] for record in before[1:]] != [record[name] for record in after[1:]]
    assert all(record[name] in [each[name] for each in before] for record in after)
    assert [record["conditionsModule"] for record in before] == [
        record["conditionsModule"] for record in after
    ]


def test_benchmarks_import_in_no_circle() -> None:
    files = {path.stem: path for path in (ROOT / "benchmarks").glob("*.py")}
    graph = {
        name: {
            module
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            for module in imported(node)
            if module in files
        }
        for name, path in files.items()
    }
    assert "measuring" in graph["run"]
    assert circle_in(graph) == []


def imported(node: ast.AST) -> list[str]:
    """The modules that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []


def test_tables_of_ictrp_are_measured() -> None:
    said = _run("ictrp.py", "--rows", "60", "--only", "runs").splitlines()
    measured = [line.split(" | ")[0].strip("| ") for line in said]
    assert [name for name in measured if name.startswith("kg")] == [
        "kg.read",
        "kg export, validated, 1 job",
        "kg export, validated, 2 jobs",
    ]
