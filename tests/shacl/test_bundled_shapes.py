"""The bundled shapes: read as they are written, each compiled only when a graph needs it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

import kg
from kg.errors import ShapesError
from kg.rdf.rdflib_bridge import lexical_forms_kept
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import Triple
from kg.shacl import bundled_shapes, load_shapes, validator
from kg.shacl.compiled import CompiledShapes
from tests.support.paths import ROOT


@pytest.fixture(scope="module")
def sample() -> RecordGraph:
    [record] = kg.read(ROOT / "samples" / "NCT04745299.json")
    return kg.map_record(record)


def spoiled(graph: RecordGraph) -> list[Triple]:
    """The graph with half of its triples: much is missing then."""
    return graph.triples[::2]


def test_each_of_them_compiles_and_gives_the_same_results(sample: RecordGraph) -> None:
    at_once = CompiledShapes(replace(bundled_shapes(), bundled=False))
    when_needed = CompiledShapes(bundled_shapes())
    assert at_once.check(spoiled(sample)).results == when_needed.check(spoiled(sample)).results
    assert when_needed.check_graph(sample).results == ()
    assert len(when_needed.check(spoiled(sample)).results) > 20


def test_threads_may_need_a_shape_at_the_same_time(sample: RecordGraph) -> None:
    shapes = CompiledShapes(bundled_shapes())
    with ThreadPoolExecutor(8) as pool:
        reports = list(pool.map(shapes.check, [spoiled(sample)] * 8))
    assert {report.results for report in reports} == {reports[0].results}
    assert reports[0].results


def test_shapes_of_others_are_compiled_before_the_first_graph(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    sh = "http://www.w3.org/ns/shacl#"
    path.write_text(f"<urn:s> <{sh}path> <urn:p> ; <{sh}maxCount> 1, 2 .")
    assert load_shapes() is bundled_shapes()
    with pytest.raises(ShapesError, match="sh:maxCount has 2 values, not one"):
        validator(load_shapes(path))


def test_terms_are_read_as_they_are_written(tmp_path: Path) -> None:
    text = (
        "@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        ':S a sh:NodeShape ; sh:hasValue "a\\tb\\u0007\\u007f\\u0085\\u2028c"^^:type ;\n'
        '  sh:message "q\\"\\\\\\n\\r\\b\\f . "@en, "07", 2.50, true, "é\\U0001F600"@de-ch ;\n'
        '  sh:in ( "" <caf\\u00e9> "--ltr" [] ) .\n'
    )
    path = tmp_path / "own.ttl"
    path.write_text(text, "utf-8")
    shapes = load_shapes(path, bundled=False)
    with lexical_forms_kept():
        theirs = Graph().parse(path, format="turtle", publicID=path.as_uri())
    assert isomorphic(shapes.graph, theirs)


def test_the_direction_of_a_text_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "own.ttl"
    path.write_text('<urn:s> <http://www.w3.org/ns/shacl#path> <urn:p> ; <urn:m> "x"@he--rtl .')
    assert load_shapes(path, bundled=False).nodes["<urn:s>"]["<urn:m>"] == ('"x"@he',)
