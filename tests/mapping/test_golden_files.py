"""Golden files: the graph of every small record and sample, line by line, as sorted N-Triples.

`pytest tests/mapping/test_golden_files.py --update` writes tests/data/expected anew; what changed
is then in the diff.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pytest

import kg
from kg.rdf.terms import Triple
from tests.support.graph_facts import OTHER_REGISTRIES, RECORDS
from tests.support.kg_command import kg as run
from tests.support.paths import DATA, ROOT

EXPECTED: Final = DATA / "expected"
SOURCES: Final = sorted(
    [*RECORDS.iterdir(), *OTHER_REGISTRIES.iterdir(), *(ROOT / "samples").glob("NCT*")]
)

each_source = pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.name)


def golden(source: Path) -> Path:
    """The golden file of a source; a page and a record of one name have two."""
    return EXPECTED / f"{source.name}.nt"


def lines(triples: list[Triple]) -> list[str]:
    return [f"{' '.join(triple)} .\n" for triple in triples]


@each_source
def test_the_graph_is_the_expected_one(source: Path, update: bool) -> None:
    [record] = kg.read(source)
    found = lines(kg.triples(record))
    if update:
        golden(source).write_text("".join(found), "utf-8", newline="\n")
    expected = golden(source).read_text("utf-8").split("\n")[:-1]
    assert [line[:-1] for line in found] == expected


def test_there_is_a_golden_file_for_each_source_and_no_other() -> None:
    assert sorted(EXPECTED.iterdir()) == sorted(map(golden, SOURCES))


def test_the_command_writes_the_same_lines(tmp_path: Path) -> None:
    for source in (RECORDS / "texts.json", ROOT / "samples" / "NCT04745299.txt"):
        ran = run(
            "export", source, "-o", "-", "-f", "n-triples", "--no-validate", "-q", cwd=tmp_path
        )
        assert (ran.status, ran.talk) == (0, "")
        assert ran.data == golden(source).read_bytes()


@pytest.mark.slow
def test_the_small_records_conform(tmp_path: Path) -> None:
    """An oddity is no breach: it is told as a warning, and the record is written."""
    ran = run("export", RECORDS, "-o", "all.nq", cwd=tmp_path)
    rejects = tmp_path / "all.nq.rejects.jsonl"
    assert not rejects.exists(), [
        (reject["place"], reject["reason"])
        for reject in map(json.loads, rejects.read_text("utf-8").splitlines())
    ]
    assert ran.status == 0, ran.talk


def test_each_small_record_has_a_number_of_its_own() -> None:
    numbers = [record.number for record in kg.read(RECORDS)]
    assert sorted(set(numbers)) == sorted(numbers)
