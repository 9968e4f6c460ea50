"""The named queries as RDF: what is shipped is what the .rq files say, and others can read it."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path
from typing import Final

import pyoxigraph
import pytest
import rdflib
from rdflib import RDF, RDFS, SDO, SH

from kg.queries import named_query, names
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT

SHIPPED: Final = ROOT / "kg" / "queries" / "queries.ttl"
BASE: Final = "https://w3id.org/kg-trials/query/"
TEXT: Final[dict[rdflib.term.Node, rdflib.URIRef]] = {
    SH.SPARQLSelectExecutable: SH.select,
    SH.SPARQLConstructExecutable: SH.construct,
}


@pytest.fixture(scope="module")
def graph() -> rdflib.Graph:
    return rdflib.Graph().parse(SHIPPED)


def test_what_is_shipped_is_what_the_queries_say(tmp_path: Path) -> None:
    ran = run("query", "--list", "-f", "turtle", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert ran.data == SHIPPED.read_bytes(), "kg query --list -f turtle > kg/queries/queries.ttl"
    ran = run("query", "--list", "-f", "csv", cwd=tmp_path)
    assert (ran.status, ran.text) == (2, "")


def test_two_parsers_read_the_same(graph: rdflib.Graph) -> None:
    parsed = list(pyoxigraph.parse(path=str(SHIPPED), format=pyoxigraph.RdfFormat.TURTLE))
    again = rdflib.Graph()
    again.parse(data="".join(f"{quad.triple} .\n" for quad in parsed), format="nt")
    assert set(again) == set(graph)
    assert not any(isinstance(term, rdflib.BNode) for triple in graph for term in triple)


@pytest.mark.parametrize("name", names())
def test_a_query_is_told_whole(name: str, graph: rdflib.Graph) -> None:
    query = named_query(name)
    subject = rdflib.URIRef(BASE + name)
    [form] = set(graph.objects(subject, RDF.type)) & TEXT.keys()
    assert (subject, RDF.type, SH.SPARQLExecutable) in graph
    text = str(graph.value(subject, TEXT[form]))
    assert text == (ROOT / "kg" / "queries" / f"{name}.rq").read_text("utf-8")
    assert graph.value(subject, RDFS.comment) == rdflib.Literal(query.answers, lang="en")
    assert {str(word) for word in graph.objects(subject, SDO.keywords)} == set(query.keywords)
    parameters = {
        str(graph.value(node, SH.name)): str(graph.value(node, SH.description))
        for node in graph.objects(subject, SH.parameter)
    }
    assert parameters == {each.name: each.meaning for each in query.parameters}
    for node in graph.objects(subject, SH.parameter):
        # https://www.w3.org/TR/shacl/#sparql-constraints-parameters: the local name is the variable
        assert str(graph.value(node, SH.path)).endswith(f"/{graph.value(node, SH.name)}")


def test_what_can_be_left_out_is_told(graph: rdflib.Graph) -> None:
    given = rdflib.URIRef(f"{BASE}trials/since")
    assert (given, SH.optional, rdflib.Literal(True)) in graph
    assert graph.value(rdflib.URIRef(f"{BASE}trials-of-sponsor/sponsor"), SH.optional) is None


def test_with_an_endpoint_the_queries_are_examples_as_those_of_sib(tmp_path: Path) -> None:
    """By the rules of its shapes: one text, a comment in a language, a target, tidy keywords."""
    endpoint = "http://localhost:7878/query"
    ran = run("query", "--list", "-f", "turtle", "--endpoint", endpoint, cwd=tmp_path)
    assert ran.status == 0, ran.talk
    graph = rdflib.Graph().parse(data=ran.data, format="turtle")
    examples = set(graph.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(examples) == len(names())
    for example in examples:
        texts = [*graph.objects(example, SH.select), *graph.objects(example, SH.construct)]
        assert len(texts) == 1
        [comment] = graph.objects(example, RDFS.comment)
        assert isinstance(comment, rdflib.Literal)
        assert comment.language == "en"
        assert list(graph.objects(example, SDO.target)) == [rdflib.URIRef(endpoint)]
        assert all(word == word.strip() for word in map(str, graph.objects(example, SDO.keywords)))


@pytest.mark.parametrize("name", names())
def test_the_prefixes_of_the_graph_are_enough(name: str, graph: rdflib.Graph) -> None:
    """So that what reads sh:prefixes and what reads the PREFIX lines get the same query."""
    declared = {
        str(graph.value(node, SH.prefix)): str(graph.value(node, SH.namespace))
        for node in graph.objects(rdflib.URIRef(f"{BASE}prefixes"), SH.declare)
    }
    text = "\n".join(
        line for line in named_query(name).text.splitlines() if not line.startswith("PREFIX")
    )
    found = pyoxigraph.Store().query(text, prefixes=declared)
    assert isinstance(found, pyoxigraph.QuerySolutions | pyoxigraph.QueryTriples)
    with pytest.raises(SyntaxError):
        pyoxigraph.Store().query(text)


def test_the_terms_are_those_of_shacl(graph: rdflib.Graph) -> None:
    """By the W3C's own vocabulary, which pySHACL brings along."""
    shacl = rdflib.Graph().parse(str(files("pyshacl") / "assets" / "shacl.ttl"))
    declared = set(shacl.subjects(RDF.type))
    used = {t for triple in graph for t in triple if re.fullmatch(f"{SH}\\w+", str(t))}
    assert used
    assert used <= declared
