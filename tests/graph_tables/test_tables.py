"""`kg export -f tables`: what the folder has, and ten questions that the graph answers alike."""

from __future__ import annotations

import re
import runpy
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

import duckdb
import pytest
from pyarrow import parquet

from kg.errors import UsageError
from kg.export import export
from kg.formats import nquads
from kg.graph_tables.formats import GRAPH_FORMATS
from kg.graph_tables.tables.definitions import TABLES, TYPES, alternatives
from kg.load import load
from kg.queries import named_query
from kg.stores.embedded import EmbeddedStore
from kg.stores.store import SparqlQuery, rows
from tests.support.graph_facts import OTHER_REGISTRIES, RECORDS
from tests.support.kg_command import kg as run
from tests.support.paths import REAL_RECORDS, ROOT
from tests.support.small_trials import FIVE, study, written
from tests.support.two_registries import links, record

pytestmark = pytest.mark.slow

PAGE: Final = (ROOT / "docs" / "tables.md").read_text("utf-8")

SAMPLES: Final = sorted((ROOT / "samples").glob("*.json"))

SPONSORS: Final = OTHER_REGISTRIES / "ictrp-sponsors.csv"
"""Sponsors that may be persons, or several organisations."""

STEP: Final = 45
"""One real record of so many is enough."""


class Question(NamedTuple):
    """A question of the page, with its SQL, and its named query or its SPARQL."""

    title: str
    sql: str
    query: SparqlQuery


def questions() -> Iterator[Question]:
    """The questions of the page."""
    section = PAGE.split("## Ten questions")[1].split("\n## ")[0]
    for part in section.split("\n### ")[1:]:
        [sql] = re.findall(r"```sql\n(.*?)```", part, re.DOTALL)
        sparql = re.findall(r"```sparql\n(.*?)```", part, re.DOTALL)
        if sparql:
            query = SparqlQuery(sparql[0])
        else:
            [(name, given)] = re.findall(r"`kg query ([a-z-]+)(.*?)`", part)
            parameters = dict(re.findall(r"--param (\w+)=(\S+)", given))
            query = SparqlQuery(*named_query(name).sparql(parameters))
        yield Question(part.split("\n")[0], sql, query)


QUESTIONS: Final = list(questions())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with tables and N-Quads of the same records: small ones, and real ones at hand."""
    made = tmp_path_factory.mktemp("tables")
    phases = {"phases": ["PHASE1", "PHASE2", "PHASE3"]}
    several = written(made, "phases", [study(FIVE, "Gout", designModule=phases)])
    sources = [
        *SAMPLES,
        RECORDS,
        SPONSORS,
        several,
        *sorted(REAL_RECORDS.glob("NCT*.json"))[::STEP],
    ]
    ran = run("export", *sources, "-o", "all.nq", "-o", "trials-tables/", "--no-validate", cwd=made)
    assert ran.status == 0, ran.talk
    return made


@pytest.fixture(scope="module")
def store(folder: Path) -> EmbeddedStore:
    """The same records as a store."""
    store = EmbeddedStore(folder / "store")
    load([str(folder / "all.nq")], store)
    return store


def comparable(value: Any) -> str:
    """A value as text: a number without trailing zeros, nothing as empty."""
    text = "" if value is None else str(value)
    return f"{float(text):.9g}" if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def test_there_are_ten_questions() -> None:
    assert len(QUESTIONS) == 10


@pytest.mark.parametrize("question", QUESTIONS, ids=[each.title for each in QUESTIONS])
def test_sql_and_sparql_have_one_answer(
    question: Question, folder: Path, store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    with duckdb.connect() as database:
        answer = database.execute(question.sql)
        names = [each[0] for each in answer.description or ()]
        found = Counter(tuple(map(comparable, row)) for row in answer.fetchall())
    expected = Counter(
        tuple(comparable(row.get(name)) for name in names) for row in rows(store, question.query)
    )
    if set(found.values()) == {1}:
        expected = Counter(set(expected))
    assert found == expected
    assert found


def test_every_file_is_as_the_page_says(folder: Path) -> None:
    files = {path.name for path in (folder / "trials-tables").iterdir()}
    assert files == {f"{table.name}.parquet" for table in TABLES}
    for table in TABLES:
        schema = parquet.read_schema(folder / "trials-tables" / f"{table.name}.parquet")
        assert schema.names == [column.name for column in table.columns]
        for column in table.columns:
            about = schema.field(column.name).metadata
            assert about[b"description"].decode() == column.description
            assert about.get(b"unit", b"").decode() == column.unit
        assert {column.type for column in table.columns} <= TYPES.keys()


def test_every_path_leads_somewhere(folder: Path) -> None:
    """The definitions name properties of the vocabulary, and each has a value in some record."""
    same = record("NCT90000501", "ISRCTN90000501"), record("ISRCTN90000501", "NCT90000501")
    lines = (folder / "all.nq").read_text("utf-8")
    lines += b"".join(map(nquads.record, links(same))).decode()
    paths = {path for table in TABLES for path in table.paths.values()}
    paths |= {c.property for table in TABLES for c in table.columns if "@" not in c.property}
    every = {step for path in paths for steps in alternatives(path) for step in steps}
    predicates = {step.strip("^") for step in every}
    assert {each for each in predicates if f" {each} " not in lines} == set()


def test_no_description_of_a_column_is_lost_on_the_page() -> None:
    """Written again by `python scripts/table_reference.py`."""
    script = runpy.run_path(str(ROOT / "scripts" / "table_reference.py"))
    assert PAGE.split(f"{script['MARK']}\n\n")[1].splitlines() == list(script["reference"]())


def test_a_partial_date_stays_partial(folder: Path) -> None:
    with duckdb.connect() as database:
        found = database.execute(
            f"SELECT start_date, start_day::VARCHAR FROM '{folder}/trials-tables/trials.parquet'"
        ).fetchall()
    assert ("2020-09", None) in found
    assert ("2021-03-23", "2021-03-23") in found
    assert all(day in (None, text) for text, day in found)


def test_a_sponsor_of_whom_there_is_only_a_text_is_a_row(folder: Path) -> None:
    with duckdb.connect() as database:
        found = database.execute(
            f"SELECT trial, role, name, sponsor FROM '{folder}/trials-tables/sponsors.parquet'"
            " WHERE trial NOT LIKE 'NCT%'"
        ).fetchall()
    organization = "https://w3id.org/kg-trials/organization/example-foundation"
    assert sorted(found, key=str) == [
        ("DRKS00990001", "collaborator", "Dr. Jane Example", None),
        ("DRKS00990001", "collaborator", "Example Foundation", organization),
        ("DRKS00990001", "lead", "University of Invention; Invented Clinic", None),
    ]


def test_several_values_of_one_number_are_none(folder: Path) -> None:
    """No number of the tables is one that the graph does not have."""
    with duckdb.connect() as database:
        found = database.execute(
            f"SELECT latitude, value FROM '{folder}/trials-tables/sites.parquet' FULL JOIN"
            f" '{folder}/trials-tables/results.parquet' ON false"
        ).fetchall()
    lines = (folder / "all.nq").read_text("utf-8")
    numbers = set(map(float, re.findall(r'"([0-9.-]+)"\^\^<\S+#(?:decimal|integer)>', lines)))
    assert {each for row in found for each in row if each is not None} <= numbers


def test_row_groups_end_by_the_rows_alone(folder: Path, tmp_path: Path) -> None:
    """Any number of processes, any order of sources: the same bytes."""
    again = run(
        "export", RECORDS, folder / "phases.jsonl", SPONSORS, *SAMPLES[::-1],
        *sorted(REAL_RECORDS.glob("NCT*.json"))[::STEP],
        "-o", "t", "-f", "tables", "--no-validate", "-q", "-j", "3", cwd=tmp_path,
    )  # fmt: skip
    assert again.status == 0
    for path in (folder / "trials-tables").iterdir():
        assert (tmp_path / "t" / path.name).read_bytes() == path.read_bytes(), path.name


def test_rows_are_written_as_they_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.graph_tables.parquet.GROUP_BYTES", 1000)
    monkeypatch.chdir(tmp_path)
    export(SAMPLES, "tables", GRAPH_FORMATS["tables"])
    file = parquet.ParquetFile("tables/trials.parquet")
    assert file.num_row_groups == file.metadata.num_rows == len(SAMPLES)


def test_without_pyarrow_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.graph_tables.packages.find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"pip install 'kg-trials\[tables\]'"):
        export(SAMPLES, tmp_path / "tables", GRAPH_FORMATS["tables"])
