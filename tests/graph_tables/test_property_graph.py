"""`kg export -f property-graph`, loaded into Ladybug and Neo4j."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import ladybug
import pytest
from pyarrow import parquet

import kg
from kg.export import export
from kg.graph_tables import sorted_lines
from kg.graph_tables.formats import GRAPH_FORMATS
from kg.graph_tables.property_graph.columns import COLUMNS
from kg.graph_tables.property_graph.names import clashes
from kg.graph_tables.property_graph.rows import is_edge
from kg.load import load
from kg.queries import named_query
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.rdf.vocabulary import RDF_TYPE
from kg.same_trial.link_graph import same_trial_graphs
from kg.stores.embedded import EmbeddedStore
from kg.stores.store import SparqlQuery, rows
from tests.project.test_shapes import full_graphs
from tests.support import neo4j
from tests.support.full_similarities import SAME
from tests.support.graph_facts import RECORDS
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT
from tests.support.property_graph_columns import lines

pytestmark = pytest.mark.slow

PAGE: Final = (ROOT / "docs" / "property-graph.md").read_text("utf-8")

[RELATED] = re.findall(r"```cypher\n(.*?)```", PAGE, re.DOTALL)

SAMPLES: Final = sorted((ROOT / "samples").glob("*.json"))

SOURCES: Final = [*SAMPLES, RECORDS, ROOT / "tests" / "data" / "shapes" / "interventional.json"]

ALIKE: Final = """
MATCH (n) RETURN count(*)
MATCH ()-[r]->() RETURN count(*)
MATCH (t:Trial) RETURN t.identifier, t.enrollment, t.hasResults, t.startDate ORDER BY t.iri
MATCH (t:Trial) RETURN t.keyword, t.caption ORDER BY t.iri
MATCH (e:Eligibility) RETURN e.eligibilityCriteria, e.requiredMinAge ORDER BY e.iri
MATCH (o:Organization) RETURN o.name, o.caption ORDER BY o.iri
MATCH (m:Measurement) RETURN m.measuredValue, m.unit, m.measuredValueText ORDER BY m.iri
""".strip().splitlines()
"""What both databases answer alike."""

Ask = Callable[[str], list[list[Any]]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples and the small records as a graph in Parquet and in CSV."""
    made = tmp_path_factory.mktemp("property-graph")
    for words in (("-o", "graph", "-f", "property-graph"), ("-o", "x-property-graph", "--csv")):
        ran = run("export", *SOURCES, *words, "--no-validate", "-q", cwd=made)
        assert ran.status == 0, ran.talk
    return made


@pytest.fixture(scope="module")
def graphs() -> list[RecordGraph]:
    """The graphs of the same records."""
    return [kg.map_record(record) for record in kg.read(*SOURCES)]


@pytest.fixture(scope="module")
def in_ladybug(folder: Path) -> Ask:
    """The graph in Ladybug, loaded by the script beside it."""
    connection = ladybug.Connection(ladybug.Database(":memory:"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder / "graph")
        for statement in Path("load.cypher").read_text("utf-8").splitlines():
            connection.execute(statement)

    def ask(query: str) -> list[list[Any]]:
        answer = connection.execute(query)
        assert isinstance(answer, ladybug.QueryResult)
        return [list(row) for row in answer.get_all()]

    return ask


@pytest.fixture(scope="module")
def expected(folder: Path) -> set[tuple[str, ...]]:
    """The related trials of the first trial, and why: the answer of the SPARQL store."""
    store = EmbeddedStore(folder / "store")
    load([str(path) for path in SAMPLES], store)
    query = named_query("related-trials").sparql({"nct": "NCT04745299"})
    return {(row["related"], row["reason"]) for row in rows(store, SparqlQuery(*query))}


def test_ladybug_finds_the_related_trials(in_ladybug: Ask, expected: set[tuple[str, ...]]) -> None:
    found = {tuple(row) for row in in_ladybug(RELATED)}
    assert found == expected
    assert len(found) > 3


def counts(graphs: list[RecordGraph]) -> tuple[int, int]:
    """How many nodes and edges the graphs have together."""
    nodes, edges = {}, set()
    for graph in graphs:
        for subject, properties in graph.nodes.items():
            nodes[subject] = True
            for predicate, terms in properties.items():
                if predicate != RDF_TYPE:
                    edges |= {(subject, predicate, o) for o in terms if is_edge(o, graph.nodes)}
    return len(nodes), len(edges)


def test_ladybug_has_every_node_and_edge(in_ladybug: Ask, graphs: list[RecordGraph]) -> None:
    nodes, edges = counts(graphs)
    [[codes]] = in_ladybug("MATCH (c:Code) WHERE 'skos:Concept' IN c.types RETURN count(*)")
    assert in_ladybug("MATCH (n) RETURN count(*)") == [[nodes + codes]]
    assert in_ladybug("MATCH ()-[r]->() RETURN count(*)") == [[edges]]


def test_neo4j_has_the_same(
    folder: Path, in_ladybug: Ask, expected: set[tuple[str, ...]], tmp_path: Path
) -> None:
    """One start of the server for all that is asked of it."""
    if reason := neo4j.missing():
        pytest.skip(reason)
    graph = shutil.copytree(folder / "x-property-graph", tmp_path / "graph")
    with neo4j.started(graph, tmp_path / "home") as ask:
        assert {tuple(row) for row in ask(RELATED)} == expected
        for query in ALIKE:
            assert ask(query) == in_ladybug(query), query


def test_names_differ_in_more_than_case(folder: Path) -> None:
    names = {path.stem for path in (folder / "graph" / "nodes").iterdir()}
    names |= {path.stem.split("-")[1] for path in (folder / "graph" / "edges").iterdir()}
    assert len(names) > 150
    assert clashes(names) == []
    assert {
        name for name in names if not re.fullmatch(r"([A-Z][a-z0-9]+)+|[A-Z_]+\d?", name)
    } == set()


def test_every_property_has_its_column(graphs: list[RecordGraph], update: bool) -> None:
    links = same_trial_graphs(SAME, {each.number for each in SAME}.__contains__, Iris())
    text = "".join(f"{line}\n" for line in lines([*graphs, *full_graphs(), *links]))
    if update:
        COLUMNS.write_text(text, "utf-8")
    assert text == COLUMNS.read_text("utf-8"), "write it again with pytest --update"


def test_no_property_is_without_a_column(folder: Path) -> None:
    for path in (folder / "graph" / "nodes").iterdir():
        other = parquet.read_table(path, columns=["otherProperties"])["otherProperties"]
        assert other.null_count == len(other), path.name


def test_a_trial_is_what_its_own_record_says(in_ladybug: Ask) -> None:
    """Another record mentions it, and knows neither its class nor its title."""
    query = "MATCH (t:Trial {identifier: 'NCT04745299'}) RETURN t.types, t.name, t.enrollment"
    [[types, name, enrollment]] = in_ladybug(query)
    assert "schema:MedicalStudy" not in types
    assert name.startswith("Evaluation the Efficacy")
    assert enrollment == 115
    assert in_ladybug("MATCH (t:Trial {identifier: 'NCT01363401'}) RETURN t.types, t.name") == [
        [["schema:MedicalStudy"], None]
    ]


def test_bytes_depend_on_the_input_alone(folder: Path, tmp_path: Path) -> None:
    """Not on the number of processes, nor on how much is held in memory."""
    ran = run(
        "export", *SOURCES[::-1], "-o", "graph", "-f", "property-graph", "-o", "csv", "-f",
        "property-graph-csv", "--no-validate", "-q", "-j", "3", cwd=tmp_path,
    )  # fmt: skip
    assert ran.status == 0
    for name, before in (("graph", "graph"), ("csv", "x-property-graph")):
        files = {path.relative_to(folder / before) for path in (folder / before).rglob("*.*")}
        assert files == {
            path.relative_to(tmp_path / name) for path in (tmp_path / name).rglob("*.*")
        }
        for path in files:
            assert (tmp_path / name / path).read_bytes() == (folder / before / path).read_bytes()


def test_what_records_share_needs_little_memory(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sorted_lines, "MOST_BYTES", 2000)
    export(SOURCES, tmp_path / "csv", GRAPH_FORMATS["property-graph-csv"])
    assert [path.name for path in tmp_path.iterdir() if "tmp" in path.name] == []
    name = "nodes/Organization.csv"
    assert (tmp_path / "csv" / name).read_bytes() == (
        folder / "x-property-graph" / name
    ).read_bytes()


def test_only_a_property_graph_has_a_form_as_csv(tmp_path: Path) -> None:
    ran = run("export", SAMPLES[0], "-o", "a.nq", "--csv", cwd=tmp_path)
    assert ran.status == 2
    assert "only a property graph is written as CSV: add -f property-graph" in ran.talk
