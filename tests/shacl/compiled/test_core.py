"""The core finds no node to conform that has a result: with and without it reports are the same."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.mapping import map_record
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import literal
from kg.shacl import bundled_shapes
from kg.shacl.compiled import CompiledShapes
from kg.shacl.compiled.literals import text_of
from kg.shacl.compiled.regular_expressions import compiled
from kg.shacl.compiled.shapes_data import expression_for_rust
from kg.shacl.compiled.shapes_graph import sh
from tests.shacl.compiled.test_random_graphs import data_documents, shapes_documents
from tests.support.engine_agreement import shapes_in
from tests.support.graph_facts import RECORDS
from tests.support.shapes_in_turtle import graph_in, shapes_of
from tests.support.triple_mutations import mutated
from tests.support.with_core import needs_core

pytestmark = needs_core

MUTATIONS: Final = 600


@pytest.fixture(scope="module")
def by_core() -> CompiledShapes:
    """The bundled shapes, which ask the core from the second graph on."""
    shapes = CompiledShapes(bundled_shapes(), use_core=True)
    shapes.check([])
    return shapes


@pytest.fixture(scope="module")
def by_python() -> CompiledShapes:
    return CompiledShapes(bundled_shapes(), use_core=False)


def graphs_of(paths: list[Path]) -> list[RecordGraph]:
    return [map_record(record) for path in paths for record in kg.read(path)]


@pytest.mark.slow
def test_real_records(
    v2_records: list[Path], by_core: CompiledShapes, by_python: CompiledShapes, full: bool
) -> None:
    graphs = graphs_of(v2_records)
    for graph in graphs:
        found = by_core.check_graph(graph).results
        assert found == by_python.check_graph(graph).results, graph.number
    for seed in range(10_000 if full else MUTATIONS):
        graph = graphs[seed * 7 % len(graphs)]
        faults, triples = mutated(graph.triples, seed)
        found = by_core.check(triples).results
        assert found == by_python.check(triples).results, (seed, graph.number, faults)


@pytest.mark.slow
def test_small_records_made_wrong(by_core: CompiledShapes, by_python: CompiledShapes) -> None:
    small = [graph for graph in graphs_of(sorted(RECORDS.iterdir())) if graph.size > 100]
    wrong = 0
    for seed in range(MUTATIONS):
        _, triples = mutated(small[seed % len(small)].triples, seed)
        results = by_core.check(triples).results
        assert results == by_python.check(triples).results, seed
        wrong += bool(results)
    assert wrong > MUTATIONS / 2


@pytest.mark.slow
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data_documents, shapes_documents())
def test_random_shapes(data: str, shapes: str) -> None:
    graph = rdflib.Graph().parse(data=data, format="turtle")
    read = shapes_in(rdflib.Graph().parse(data=shapes, format="turtle"))
    found = CompiledShapes(read, use_core=True).check_graph(graph).results
    assert found == CompiledShapes(read, use_core=False).check_graph(graph).results


def test_a_graph_with_subclasses() -> None:
    shapes = shapes_of(":S sh:targetClass :C ; sh:property [ sh:path :p ; sh:minCount 1 ] .")
    graph = graph_in(":D rdfs:subClassOf :C . :a a :D .")
    assert len(CompiledShapes(shapes, use_core=True).check_graph(graph).results) == 1


PATTERNS: Final = {
    r"^10\.[0-9]{4,9}(\.[0-9]+)*/[^A-Z\s]+$": True,
    r"(/|#)trial/[A-Za-z0-9-]+/((site/[^/]+/)?contact/[0-9]+(-[0-9]+)?|results/contact)$": True,
    r"a.b|^c$": True,
    r"[a&&b]": False,
    r"[a~~b]": False,
    r"\d": False,
    r"\w+": False,
    r"[\d]": False,
    r"[\S]": False,
    r"\<a\>": False,
}
"""Patterns, and whether the core takes them."""


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_that_the_core_takes(pattern: str) -> None:
    assert (expression_for_rust(pattern) is not None) is PATTERNS[pattern]


def test_every_pattern_of_the_bundled_shapes_is_taken() -> None:
    nodes = bundled_shapes().nodes.values()
    patterns = {term for has in nodes for term in has.get(sh("pattern"), ())}
    assert len(patterns) > 50
    for pattern in patterns:
        assert expression_for_rust(text_of(pattern)) is not None, pattern


PIECES: Final = (
    *("a", "Z", "0", ".", "^", "$", r"\s", r"\S", r"\n", r"\t", r"\.", r"\-", "[a-z]", "[^/]"),
    *(r"[^a\s]", r"[.\-]", "[a-]", "(a|b)", "(", ")", "|", "*", "+", "?", "{2}", "{1,}", "{0,2}?"),
    *("#", "~", "&", " "),
)
CHARACTERS: Final = (
    "aAzZ0\t\n\r\x0b\x1c\x1f \x85\xa0\u0130\u017f\u1680\u200b\u2028\u212a\ufeff/.-#\\"
)


@settings(deadline=None)
@given(
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
    st.lists(st.text(CHARACTERS, max_size=6), min_size=1, max_size=6),
)
def test_patterns_find_the_same(pattern: str, texts: list[str]) -> None:
    try:
        compiled(pattern, "")
    except ValueError:
        return
    shapes = shapes_of(f":S sh:targetObjectsOf :p ; sh:pattern {literal(pattern)} .")
    graph = graph_in(" ".join(f":a :p {literal(text)} ." for text in texts))
    found = CompiledShapes(shapes, use_core=True).check_graph(graph).results
    assert found == CompiledShapes(shapes, use_core=False).check_graph(graph).results
