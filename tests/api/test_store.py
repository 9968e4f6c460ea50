"""`kg.Store`: queries, related trials and loads, in a folder and behind an endpoint."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
import rdflib

import kg
from kg.rdf.vocabulary import SCHEMA
from tests.support.kg_command import kg as run
from tests.support.small_trials import ONE, STUDIES, THREE, TWO, small_store, study, written
from tests.support.sparql_servers import started

pytestmark = pytest.mark.slow

TITLES: Final = """
SELECT DISTINCT ?nct ?title
WHERE { ?trial schema:subjectOf ?record ; dcterms:identifier ?nct ; schema:name ?title }
"""


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> kg.Store:
    return kg.Store(small_store(tmp_path_factory.mktemp("api")).folder)


def test_a_named_query_gives_the_rows_of_the_command(store: kg.Store, tmp_path: Path) -> None:
    found = store.query("trials-with-intervention", intervention="galcanezumab")
    folder = repr(store).split()[1][:-1]
    options = ("--param", "intervention=galcanezumab", "--store", folder, "-f", "json")
    shown = json.loads(run("query", "trials-with-intervention", *options, cwd=tmp_path).text)
    assert list(found.columns) == shown["head"]["vars"]
    assert [row["trial"] for row in found] == [
        row["trial"]["value"] for row in shown["results"]["bindings"]
    ]
    assert {row["trial"] for row in found} == {ONE, TWO}


def test_sparql_takes_parameters_of_python_types(store: kg.Store, tmp_path: Path) -> None:
    assert [row["title"] for row in store.query(TITLES, nct=ONE)] == [f"Trial {ONE}"]
    assert len(store.query(TITLES, nct=None, limit=2)) == 2
    text = "SELECT ?a ?b ?c ?d WHERE { VALUES (?a ?b ?c ?d) { (1 0.5 true 2) } }"
    typed = "SELECT ?number ?day ?truth WHERE { BIND(?number + 1 AS ?more) }"
    [row] = store.query(text)
    assert row == {"a": 1, "b": 0.5, "c": True, "d": 2}
    [row] = store.query(typed, number=0.5, day=date(2021, 3, 9), truth=True)
    assert row == {"number": 0.5, "day": date(2021, 3, 9), "truth": True}
    (tmp_path / "own.rq").write_text(TITLES, "utf-8")
    assert len(store.query(tmp_path / "own.rq")) == len(STUDIES)


def test_a_value_is_never_syntax(store: kg.Store) -> None:
    assert not store.query(TITLES, nct='x" } INSERT DATA { <a:a> <a:b> "c" } #')


def test_construct_gives_a_graph_and_ask_an_answer(store: kg.Store) -> None:
    graph = store.graph("CONSTRUCT { ?s schema:name ?o } WHERE { ?s schema:name ?o }", limit=3)
    assert isinstance(graph, rdflib.Graph)
    assert {str(predicate) for predicate in graph.predicates()} == {f"{SCHEMA}name"}
    assert len(graph) == 3
    assert store.ask("ASK { ?trial dcterms:identifier ?nct }", nct=ONE) is True
    assert store.ask("ASK { ?trial dcterms:identifier 'NCT90000299' }") is False


def test_related_trials_come_in_the_order_of_the_command(store: kg.Store, tmp_path: Path) -> None:
    folder = repr(store).split()[1][:-1]
    shown = json.loads(run("related", ONE, "--store", folder, "-f", "json", cwd=tmp_path).text)
    found = store.related(ONE.lower())
    assert [trial.number for trial in found] == [each["nct_id"] for each in shown["related"]]
    assert [trial.title for trial in found] == [each["title"] for each in shown["related"]]
    assert repr(found[1]).startswith(f"<RelatedTrial {TWO}: SIMILAR, INTERVENTION")
    assert [trial.number for trial in store.related(ONE, status="recruiting")] == [THREE]
    assert store.related(ONE, by="confidence", limit=1)[0].number == TWO
    assert {trial.number for trial in store.related(ONE, basis=["site"], phase=["3"])} == {THREE}


def test_a_trial_is_shown_as_the_command_does(store: kg.Store, tmp_path: Path) -> None:
    folder = repr(store).split()[1][:-1]
    ran = run("show", TWO, "--store", folder, "-f", "markdown", cwd=tmp_path)
    assert store.show(TWO) == ran.text
    conditions = store.show(TWO, "conditions")
    assert conditions.startswith(f"# {TWO}: Trial {TWO}\n")
    assert "## Sponsor" not in conditions


def test_a_load_replaces_graphs_and_reports(tmp_path: Path) -> None:
    store = kg.Store(tmp_path / "new")
    first = written(tmp_path, "first", [study(ONE, "Gout"), study(TWO, "Gout")])
    report = store.load(first)
    assert isinstance(report, kg.LoadReport)
    assert repr(report) == (
        "<LoadReport: graphs 3 new, 0 replaced, 0 unchanged, 0 removed; 0 left out>"
    )
    records = tmp_path / "bad"
    records.mkdir()
    (records / "broken.json").write_text("{", "utf-8")
    written(records, "second", [study(TWO, "Ataxia"), study(THREE, "Ataxia")])
    report = store.load([records], jobs=1)
    assert (report.totals.written, report.totals.rejected) == (2, 1)
    assert store.holdings().records == 3
    assert {row["nct"] for row in store.query(TITLES)} == {ONE, TWO, THREE}
    (tmp_path / "gone.txt").write_text(f"{ONE}\n", "utf-8")
    store.load(remove=tmp_path / "gone.txt")
    assert store.holdings().records == 2


def test_similar_trials_are_found(tmp_path: Path) -> None:
    store = kg.Store(tmp_path / "store")
    store.load(written(tmp_path, "records", STUDIES))
    assert not any(trial.similar for trial in store.related(ONE))
    found = store.link_similar()
    assert found.records == len(STUDIES)
    assert repr(found) == f"<StoreLinks: {found.links} links of {found.trials} trials>"


def test_the_same_behind_an_endpoint(tmp_path: Path) -> None:
    with started("oxigraph", tmp_path) as server:
        store = kg.Store(endpoint=server.endpoint)
        store.load(written(tmp_path, "records", STUDIES))
        assert {row["nct"] for row in store.query(TITLES)} == {
            each["protocolSection"]["identificationModule"]["nctId"] for each in STUDIES
        }
        assert {trial.number for trial in store.related(ONE)} >= {TWO, THREE}
        with pytest.raises(kg.UsageError, match="similar trials are found in a folder"):
            store.link_similar()


ADDRESS: Final = "http://localhost:1"

WRONG: Final[dict[str, tuple[Callable[[Any], Any], str]]] = {
    "no store": (lambda _: kg.Store(), "give one of the two"),
    "two stores": (lambda _: kg.Store("a", endpoint=ADDRESS), "give one of the two"),
    "a number as folder": (lambda store: type(store)(5), "is a str or a Path, not a int"),
    "a password without endpoint": (
        lambda _: kg.Store("a", password="x"),
        "password: for a store behind",
    ),
    "half of the credentials": (lambda _: kg.Store(endpoint=ADDRESS, username="x"), "go together"),
    "another type": (lambda _: kg.Store(endpoint=ADDRESS, type="x"), "'x' is not a type of store"),
    "a number as endpoint": (lambda store: type(store)(endpoint=5), "'5' is not the address"),
    "an unknown query": (lambda store: store.query("trials-of"), "there is no query 'trials-of'"),
    "no parameter": (lambda store: store.query("trials-of-sponsor"), "needs .*sponsor"),
    "another form": (lambda store: store.query("ASK {}"), "the results of ASK .* Store.ask"),
    "a graph": (lambda store: store.query("related-trials-graph", nct=ONE), "Store.graph"),
    "no rows": (lambda store: store.query(TITLES, limit=0), "limit is a whole number from 1"),
    "no time": (lambda store: store.query(TITLES, timeout=0), "timeout is a number of seconds"),
    "a word for memory": (lambda store: store.query(TITLES, memory="2"), "memory is a number"),
    "a list": (lambda store: store.query(TITLES, nct=[ONE]), "nct is a text, a number"),
    "an update": (lambda store: store.query("DELETE WHERE { ?s ?p ?o }"), "is an update"),
    "another section": (lambda store: store.show(ONE, "weather"), "'weather' is not a section"),
    "no trial": (lambda store: store.related("NCT1"), "'NCT1' is not a trial's number"),
    "another order": (lambda store: store.related(ONE, by="date"), "choose one of relevance"),
    "another status": (lambda store: store.related(ONE, status="open"), "is not one of"),
    "a fraction as status": (
        lambda store: store.related(ONE, status=0.5),
        "status is a text or several",
    ),
    "no process": (lambda store: store.load("a", jobs=0), "jobs is a number of processes from 1"),
    "other IRIs": (
        lambda store: store.load("a", iris="b"),
        "iris are a kg.Iris, not a str",
    ),
    "nothing to load": (lambda store: store.load(), "give sources to load"),
    "a number as source": (
        lambda store: store.load([5]),
        "is a str or a Path, not a int",
    ),
    "shapes for nothing": (lambda store: store.load("a", shapes="b", validate=False), "shapes are"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_argument_is_a_sentence(case: str, store: kg.Store) -> None:
    call, sentence = WRONG[case]
    with pytest.raises(kg.UsageError, match=sentence):
        call(store)


def test_a_folder_without_a_store_is_named(tmp_path: Path) -> None:
    with pytest.raises(kg.StoreError, match=r"there is no store at .*nothing"):
        kg.Store(tmp_path / "nothing").query(TITLES)
