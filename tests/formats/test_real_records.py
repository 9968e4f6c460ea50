"""Every real record is the same graph in every format, whoever reads it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from kg.formats import Format, serialize
from kg.mapping import map_record
from kg.rdf.record_graph import RecordGraph
from kg.sources import read
from tests.formats.test_writer import each_format, quads, written
from tests.support.jena import Riot
from tests.support.rdf_parsers import Quad, oxigraph_quads, rdflib_quads
from tests.support.real_data import needed_files

pytestmark = pytest.mark.slow

STEP = 30
"""One record of so many is enough for what takes long."""

QUICK_STEP, SLOW_STEP = 4, 12
"""One record of so many is read by pyoxigraph, and by rdflib and riot, without --full."""

LARGE = 20_000
"""Triples of a record that rdflib reads only where all is asked for: they take long."""


REGISTRIES: Final = {
    "ctgov-v2": ("NCT*.json",),
    "isrctn": ("ISRCTN*.xml",),
    "ctis": ("*.json",),
    "euctr": ("*.txt", "20*.html"),
    "ictrp": ("COVID19*.csv", "ictrp_*.csv", "ICTRP-*.xml"),
}
"""The folders of real records, and the patterns of the files that have some."""

FEW: Final = 30
"""Records of a registry that are all read."""


@pytest.fixture(scope="module", params=REGISTRIES)
def graphs(request: pytest.FixtureRequest) -> list[RecordGraph]:
    """The graphs of all real records of a registry."""
    patterns = REGISTRIES[request.param]
    files = [path for each in patterns for path in needed_files(f"records/{request.param}", each)]
    return [map_record(record) for record in read(*files)]


def _some(graphs: list[RecordGraph], step: int, full: bool) -> list[RecordGraph]:
    return graphs if full or len(graphs) < FEW else graphs[::step]


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
    assert _differing(_some(graphs, QUICK_STEP, full), format, oxigraph_quads) == []


@each_format
def test_rdflib_reads_records(format: Format, graphs: list[RecordGraph], full: bool) -> None:
    chosen = _some(graphs, SLOW_STEP, full)
    some = [graph for graph in chosen if full or graph.size < LARGE]
    assert _differing(some, format, rdflib_quads) == []


@each_format
def test_riot_reads_records(
    format: Format, graphs: list[RecordGraph], riot: Riot, full: bool, tmp_path: Path
) -> None:
    expected = {}
    for place, graph in enumerate(_some(graphs, SLOW_STEP, full)):
        path = tmp_path / f"{place}{format.ending}"
        path.write_text(written(format, graph), "utf-8", newline="\n")
        end = f" {graph.name} ." if format.has_graphs else " ."
        expected[path] = {f"{s} {p} {o}{end}" for s, p, o in graph.triples}
    assert [path.name for path, lines in riot(expected) if lines != expected[path]] == []


@each_format
def test_all_records_make_one_document(format: Format, graphs: list[RecordGraph]) -> None:
    some = _some(graphs, STEP, full=False)
    expected = set().union(*(quads(graph, format) for graph in some))
    assert oxigraph_quads("".join(serialize(some, format)), format.name) == expected
