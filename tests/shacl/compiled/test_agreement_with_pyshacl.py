"""The compiled engine and pySHACL say the same, of real records and of records made wrong."""

from __future__ import annotations

import logging
import pickle
from pathlib import Path

import pytest

import kg
from kg.mapping import map_record
from kg.rdf.rdflib_bridge import to_rdflib
from kg.rdf.record_graph import RecordGraph
from kg.shacl import Shapes, bundled_shapes
from kg.shacl.compiled import compile_shapes
from tests.support.engine_agreement import disagreements, told
from tests.support.triple_mutations import mutated

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings(
        "ignore:NotImplemented should not be used:DeprecationWarning"  # rdflib, ill-typed literals
    ),
]

SAMPLE = 30
"""One in so many real records is taken where not all are asked for."""

MUTATIONS = 60


@pytest.fixture(scope="module")
def graphs(v2_records: list[Path]) -> list[RecordGraph]:
    return [map_record(record) for path in v2_records for record in kg.read(path)]


@pytest.fixture(scope="module")
def shapes() -> Shapes:
    return bundled_shapes()


@pytest.fixture(autouse=True)
def silence() -> None:
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)  # it tells of ill-typed literals


def test_real_records(graphs: list[RecordGraph], shapes: Shapes, full: bool) -> None:
    compiled = compile_shapes(shapes)
    for graph in graphs[:: 1 if full else SAMPLE]:
        rdflib_graph = to_rdflib(graph.triples)
        assert disagreements(rdflib_graph, shapes) == [], graph.number
        by_terms = compiled.check_graph(graph).results
        assert list(map(told, by_terms)) == list(
            map(told, compiled.check_graph(rdflib_graph).results)
        )


@pytest.mark.parametrize("part", range(10))
def test_records_made_wrong(
    graphs: list[RecordGraph], shapes: Shapes, full: bool, part: int
) -> None:
    for seed in range(part, 10_000 if full else MUTATIONS, 10):
        graph = graphs[seed * 7 % len(graphs)]
        faults, triples = mutated(graph.triples, seed)
        assert disagreements(to_rdflib(triples), shapes) == [], (seed, graph.number, faults)


def test_compiled_shapes_can_be_sent_to_a_worker(graphs: list[RecordGraph], shapes: Shapes) -> None:
    compiled = compile_shapes(shapes)
    again = pickle.loads(pickle.dumps(compiled))
    assert again.check_graph(graphs[0]).results == compiled.check_graph(graphs[0]).results


def test_records_leave_no_trace(graphs: list[RecordGraph], shapes: Shapes) -> None:
    compiled = compile_shapes(shapes)
    forth = [compiled.check_graph(graph).results for graph in graphs]
    back = [compiled.check_graph(graph).results for graph in reversed(graphs)]
    assert forth == back[::-1]
