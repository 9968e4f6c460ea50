"""The same questions have the same answers on every store, loaded with the same real records."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pyoxigraph
import pytest

import kg
from kg.formats import FORMATS, serialize
from kg.load import load
from kg.queries import named_query, names
from kg.stores.embedded import EmbeddedStore
from kg.stores.sparql_binding import bound
from kg.stores.store import SparqlQuery, SparqlStore, answered
from tests.support import jena, retracted_publications, sparql_servers, two_registries
from tests.support.graph_facts import OTHER_REGISTRIES
from tests.support.java import QUICK
from tests.support.kg_command import kg as run
from tests.support.remote_stores import ALS, SAMPLES, normal, store

pytestmark = pytest.mark.slow

RESULTS: Final = "NCT02397473"
"""A trial with results to ask for: analyses, adverse events, a comparator."""

GIVEN: Final[dict[str, list[str]]] = {
    "city": ["boston", "Seoul"],
    "concept": ["diabetes mellitus", "D000690"],
    "condition": ["Diabetes Mellitus", "D000690", "cancer"],
    "country": ["JP", "Korea, Republic of"],
    "intervention": ["metformin", "placebo"],
    "investigator": ["kim", "md"],
    "phase": ["2+", "1/2, NA"],
    "nct": ["NCT05211869", "NCT04745299", "NCT05850520", RESULTS],
    "since": ["2021-03", "2018-06-15"],
    "site": ["mayo clinic", "hospital"],
    "sponsor": ["novartis", "university"],
    "status": ["recruiting, not yet recruiting"],
}
"""Values for the parameters of the named queries."""

ARQ: Final = ("trials-on-condition",)
"""What Jena's arq is asked where not everything is: it starts anew for each question, reads all
records, and has the engine of Fuseki, which is asked everything.
"""

SAMPLE: Final = 8
"""One record of so many is loaded where not all are."""

Answer = Counter[Any]


def questions() -> Iterator[tuple[str, str, SparqlQuery]]:
    """Every named query with each value of each parameter alone, and without those it can lack."""
    for name in names():
        query = named_query(name)
        if all(parameter.is_optional for parameter in query.parameters):
            yield name, "", SparqlQuery(query.text)
        for parameter in query.parameters:
            for value in GIVEN[parameter.name]:
                yield name, value, SparqlQuery(*query.sparql({parameter.name: value}))


@pytest.fixture(scope="module")
def corpus(v2_records: list[Path], full: bool, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real records, or a sample of them, with the samples of the project, as N-Quads."""
    chosen = [
        *(SAMPLES / f"{each}.json" for each in ALS),
        OTHER_REGISTRIES / "ictrp-sponsors.csv",
        *(
            path
            for number, path in enumerate(v2_records)
            if full or number % SAMPLE == 0 or path.stem == RESULTS
        ),
    ]
    made = [
        *(kg.map_record(record) for path in chosen for record in kg.read(path)),
        *two_registries.graphs(two_registries.CONTRADICTING),
        *two_registries.links(two_registries.CONTRADICTING),
        *retracted_publications.graphs(),
    ]
    graphs = {graph.name: graph for graph in made}
    document = tmp_path_factory.mktemp("corpus") / "all.nq"
    document.write_text("".join(serialize(graphs.values(), FORMATS["n-quads"])), "utf-8")
    return document


@pytest.fixture(scope="module")
def embedded(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    embedded = EmbeddedStore(tmp_path_factory.mktemp("embedded") / "store")
    load([str(corpus)], embedded)
    return embedded


@pytest.fixture(scope="module")
def answers(embedded: EmbeddedStore) -> dict[tuple[str, str], Answer]:
    """What the embedded store answers."""
    return {(name, value): answer(embedded, query) for name, value, query in questions()}


@pytest.fixture(scope="module", params=sparql_servers.KINDS)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[sparql_servers.Server]:
    """A server of its own, for the other tests load the same graphs below other bases."""
    if reason := sparql_servers.missing(request.param):
        pytest.skip(reason)
    with sparql_servers.started(request.param, tmp_path_factory.mktemp(request.param)) as server:
        yield server


def answer(store: SparqlStore, query: SparqlQuery) -> Answer:
    """The rows or triples of an answer, each as often as it comes."""
    with answered(store, query, "json", "turtle") as found:
        if found.is_table:
            return rows(json.load(found.file))
        quads = pyoxigraph.parse(found.file, pyoxigraph.RdfFormat.TURTLE)
        return Counter(normal("".join(f"{quad.triple} .\n" for quad in quads)))


def rows(document: Any) -> Answer:
    """The solutions of the JSON form, by the values of their terms."""
    return Counter(
        tuple(sorted((name, value(term)) for name, term in row.items()))
        for row in document["results"]["bindings"]
    )


def value(term: dict[str, str]) -> str:
    """The text of a term; stores write one decimal as 95 or 95.0, and GROUP_CONCAT has no order."""
    if term.get("datatype") == "http://www.w3.org/2001/XMLSchema#decimal":
        return str(Decimal(term["value"]).normalize())
    return " | ".join(sorted(term["value"].split(" | ")))


def test_most_questions_have_answers(answers: dict[tuple[str, str], Answer]) -> None:
    empty = {name for name, _ in answers} - {name for (name, _), found in answers.items() if found}
    assert empty <= {
        "trials-sharing-sites",
        "unknown-codes",
        "unmapped-fields",
    }


def test_the_answers_are_those_of_the_embedded_store(
    server: sparql_servers.Server,
    corpus: Path,
    embedded: EmbeddedStore,
    answers: dict[tuple[str, str], Answer],
) -> None:
    loaded = load([str(corpus)], store(server))
    here = embedded.holdings()
    assert len(loaded.outcome.new) == here.graphs
    assert loaded.holdings is not None
    assert loaded.holdings.records == here.records
    assert server.kind == "virtuoso" or loaded.holdings == here  # which has graphs of its own
    for name, value, query in questions():
        assert answer(store(server), query) == answers[name, value], (name, value)
    arguments = ("related", ALS[0], "-f", "json")
    there = run(*arguments, "--endpoint", server.endpoint, cwd=corpus.parent)
    assert there.status == 0, there.talk
    assert there.data == run(*arguments, "--store", embedded.folder, cwd=corpus.parent).data
    unknown = run("related", "NCT99999999", "--endpoint", server.endpoint, cwd=corpus.parent)
    assert unknown.status == 2
    assert f"kg load SOURCE --endpoint {server.endpoint}" in unknown.talk


def test_the_answers_are_those_of_arq(
    corpus: Path, answers: dict[tuple[str, str], Answer], full: bool, tmp_path: Path
) -> None:
    """From the file itself, without any store."""
    if reason := jena.missing():
        pytest.skip(reason)
    asked = set()
    for name, value, query in questions():
        text = bound(query.text, query.bindings)
        if (not full and name not in ARQ) or name in asked or "CONSTRUCT" in text:
            continue
        asked.add(name)
        (tmp_path / "query.rq").write_text(text, "utf-8")
        found = arq(corpus, tmp_path / "query.rq")
        assert rows(found) == answers[name, value], name


def arq(data: Path, query: Path) -> Any:
    """What Jena answers to a query of a file: https://jena.apache.org/documentation/query/."""
    java = shutil.which("java")
    assert java is not None
    options = (*QUICK, "-cp", f"{jena.HOME}/lib/*", "arq.arq", "--results=json")
    ran = subprocess.run(
        [java, *options, f"--data={data}", f"--query={query}"], capture_output=True, check=True
    )
    return json.loads(ran.stdout)
