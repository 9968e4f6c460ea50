"""What the endpoint says of itself and of the store, by the W3C's tests of service descriptions.

https://www.w3.org/2009/sparql/docs/tests/data-sparql11/service-description/
"""

from __future__ import annotations

from typing import Final

import pytest
import rdflib
from rdflib import DCTERMS, RDF, SDO, SH, VOID, Namespace, URIRef

from kg.queries import names
from tests.serve.endpoint.conftest import GRAPHS, Client

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")


def described(client: Client, path: str) -> rdflib.Graph:
    found = client.get(path, headers={"accept": "text/turtle"})
    assert found.status_code == 200, found.text
    return rdflib.Graph().parse(data=found.text, format="turtle")


def number(graph: rdflib.Graph, subject: rdflib.term.Node, name: str) -> int:
    return int(str(graph.value(subject, VOID[name])))


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("text/turtle", "turtle"),
        ("application/rdf+xml", "xml"),
        ("*/*", "turtle"),
        ("application/ld+json", "json-ld"),
        ("application/n-triples", "nt"),
    ],
)
def test_the_service_describes_itself(accept: str, name: str, client: Client) -> None:
    """It returns RDF, has an endpoint, and is of the form that the vocabulary gives it."""
    found = client.get("/sparql", headers={"accept": accept})
    graph = rdflib.Graph().parse(data=found.text, format=name)
    [service] = graph.subjects(RDF.type, SD.Service)
    assert list(graph.objects(service, SD.endpoint)) == [URIRef(f"{client.address}sparql")]
    assert graph.value(service, SD.supportedLanguage) == SD.SPARQL11Query
    assert graph.value(service, SD.feature) == SD.UnionDefaultGraph
    dataset = graph.value(service, SD.defaultDataset)
    assert (dataset, RDF.type, SD.Dataset) in graph
    assert (dataset, RDF.type, VOID.Dataset) in graph


def test_every_format_that_it_names_can_be_had(client: Client) -> None:
    named = set(described(client, "/sparql").objects(None, SD.resultFormat))
    had = set()
    for form in ("json", "xml", "csv", "tsv"):
        assert client.get("/sparql", params={"query": "ASK {}", "format": form}).ok
        had.add(FORMATS[f"SPARQL_Results_{form.upper()}"])
    for form, iri in (("turtle", "Turtle"), ("n-triples", "N-Triples"), ("json-ld", "JSON-LD")):
        query = {"query": "CONSTRUCT WHERE { ?s a ?o }", "format": form}
        assert client.get("/sparql", params=query).ok
        had.add(FORMATS[iri])
    assert named == had


def test_the_counts_of_the_store_are_right(client: Client) -> None:
    graph = described(client, "/.well-known/void")
    [data] = graph.subjects(VOID.sparqlEndpoint, URIRef(f"{client.address}sparql"))
    assert number(graph, data, "triples") == 304
    classes = {
        str(graph.value(part, VOID["class"])): number(graph, part, "entities")
        for part in graph.objects(data, VOID.classPartition)
    }
    assert classes == {
        "http://xmlns.com/foaf/0.1/Document": 3,
        "https://w3id.org/kg-trials/vocab#RecordGraph": 1,
    }
    properties = {
        str(graph.value(part, VOID.property)): number(graph, part, "triples")
        for part in graph.objects(data, VOID.propertyPartition)
    }
    assert properties == {str(RDF.type): 4, "urn:p": 300}
    assert "clinicaltrials.gov" in str(graph.value(data, DCTERMS.license))
    assert not any(GRAPHS in str(term) for term in graph.all_nodes())


def test_the_examples_are_the_named_queries(client: Client) -> None:
    base = f"{client.address}.well-known/sparql-examples/"
    graph = described(client, "/.well-known/sparql-examples/")
    examples = set(graph.subjects(RDF.type, SH.SPARQLExecutable))
    assert {str(each).removeprefix(base) for each in examples} == set(names())
    assert set(graph.objects(None, SDO.target)) == {URIRef(f"{client.address}sparql")}
    assert all(graph.value(e, SH.select) or graph.value(e, SH.construct) for e in examples)


def test_each_iri_of_an_example_answers(client: Client) -> None:
    base = f"{client.address}.well-known/sparql-examples/"
    for name in ("trials", "prefixes", "trials/since", "prefixes/kg"):
        graph = described(client, f"/.well-known/sparql-examples/{name}")
        assert URIRef(base + name) in set(graph.subjects())
        assert all(str(each).startswith(base + name) for each in graph.subjects())
    assert client.get("/.well-known/sparql-examples/nothing").status_code == 404
    assert client.get("/.well-known/sparql-examples/", params={"format": "x"}).status_code == 400
