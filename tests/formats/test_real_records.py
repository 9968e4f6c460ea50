"""Every real record is the same graph in every format, whoever reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from kg.formats import Format, serialize
from kg.mapping import map_record
from kg.rdf.record_graph import RecordGraph
from kg.sources import read
from tests.formats.test_writer import each_format, quads, written
from tests.support.jena import Riot
from tests.support.rdf_parsers import Quad, oxigraph_quads, rdflib_quads

pytestmark = pytest.mark.slow

STEP = 30
"""One record of so many is enough for what takes long."""

QUICK_STEP, SLOW_STEP = 4, 12
"""One record of so many is read by pyoxigraph, and by rdflib and riot, without --full."""

LARGE = 20_000
"""Triples of a record that rdflib reads only where all is asked for: they take long."""


@pytest.fixture(scope="module")
def graphs(v2_records: list[Path]) -> list[RecordGraph]:
    """The graphs of all real records."""
    return [map_record(record) for record in read(*v2_records)]


def _differing(
    graphs: list[RecordGraph], format: Format, parse: Callable[[str, str], set[Quad]]
) -> list[str]:
    return [
        graph.number
        for graph in graphs
        if parse(written(format, graph), format.name) != quads(graph, format)
    ]


@each_format
def test_pyoxigraph_reads_records(format: Format, graphs: list[RecordGraph], full: bool) -> None:
    assert _differing(graphs if full else graphs[::QUICK_STEP], format, oxigraph_quads) == []


@each_format
def test_rdflib_reads_records(format: Format, graphs: list[RecordGraph], full: bool) -> None:
    some = graphs if full else [graph for graph in graphs[::SLOW_STEP] if graph.size < LARGE]
    assert _differing(some, format, rdflib_quads) == []


@each_format
def test_riot_reads_records(
    format: Format, graphs: list[RecordGraph], riot: Riot, full: bool, tmp_path: Path
) -> None:
    expected = {}
    for graph in graphs if full else graphs[::SLOW_STEP]:
        path = tmp_path / f"{graph.number}{format.ending}"
        path.write_text(written(format, graph), "utf-8", newline="\n")
        end = f" {graph.name} ." if format.has_graphs else " ."
        expected[path] = {f"{s} {p} {o}{end}" for s, p, o in graph.triples}
    assert [path.name for path, lines in riot(expected) if lines != expected[path]] == []


@each_format
def test_all_records_make_one_document(format: Format, graphs: list[RecordGraph]) -> None:
    some = graphs[::STEP]
    expected = set().union(*(quads(graph, format) for graph in some))
    assert oxigraph_quads("".join(serialize(some, format)), format.name) == expected
