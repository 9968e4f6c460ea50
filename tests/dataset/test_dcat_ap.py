"""The description under the published shapes of DCAT-AP 3.0.0, which catalogues check it with.

https://semiceu.github.io/DCAT-AP/releases/3.0.0/; `make dcat-ap` downloads the shapes.
"""

from __future__ import annotations

from typing import Any, Final

import pyshacl
import pytest
import rdflib
from msgspec.structs import replace
from rdflib import DCAT, RDF, RDFS, SH

import kg
from kg.dataset.description import triples
from kg.dataset.report import ExportReport
from kg.formats import OUTPUTS
from kg.rdf.rdflib_bridge import to_rdflib
from kg.rdf.record_graph import RecordGraph
from kg.system.package_data import resource
from tests.support.export_reports import published_of, report_of
from tests.support.paths import ROOT

SHAPES: Final = ROOT / ".cache" / "dcat-ap" / "shapes.jsonld"


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    if not SHAPES.exists():
        pytest.skip("the shapes of DCAT-AP aren't here: `make dcat-ap` downloads them")
    return rdflib.Graph().parse(SHAPES, format="json-ld")


@pytest.fixture(scope="module")
def graphs() -> list[RecordGraph]:
    paths = sorted(resource("samples").glob("*.json"))
    return [kg.map_record(record) for record in kg.read(*paths)]


def faults(report: ExportReport, shapes: rdflib.Graph) -> set[tuple[Any, Any]]:
    """The path and the component of each result."""
    graph = to_rdflib(triples(report))
    for address in set(graph.objects(None, DCAT.accessURL)):
        graph.add((address, RDF.type, RDFS.Resource))  # RDFS says so of everything
    _, results, _ = pyshacl.validate(graph, shacl_graph=shapes)
    assert isinstance(results, rdflib.Graph)
    return {
        (results.value(each, SH.resultPath), results.value(each, SH.sourceConstraintComponent))
        for each in results.subjects(RDF.type, SH.ValidationResult)
    }


@pytest.mark.parametrize("format", OUTPUTS)
def test_a_published_dataset_conforms(
    graphs: list[RecordGraph], shapes: rdflib.Graph, format: str
) -> None:
    report = published_of(graphs)
    assert faults(replace(report, options=replace(report.options, format=format)), shapes) == set()


def test_only_the_address_is_missing_if_nothing_is_said(
    graphs: list[RecordGraph], shapes: rdflib.Graph
) -> None:
    missing = {(DCAT.accessURL, SH.MinCountConstraintComponent)}
    assert faults(report_of(graphs), shapes) == missing


def test_a_publisher_without_a_name_is_one_for_linked_data_alone(
    graphs: list[RecordGraph], shapes: rdflib.Graph
) -> None:
    report = published_of(graphs, publisher="https://example.org/somebody")
    name = rdflib.URIRef("http://xmlns.com/foaf/0.1/name")
    assert faults(report, shapes) == {(name, SH.MinCountConstraintComponent)}
