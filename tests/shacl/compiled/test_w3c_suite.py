"""The compiled engine and the W3C test suite for SHACL: one test an entry of its manifests.

https://w3c.github.io/data-shapes/data-shapes-test-suite/
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import pytest
import rdflib
from rdflib import SH, Namespace
from rdflib.term import Node

from kg.errors import ShapesError
from kg.rdf.rdflib_bridge import lexical_forms_kept, term_of, to_term, to_triples
from kg.rdf.record_graph import by_subject
from kg.shacl import Report, Result, Shapes
from kg.shacl.compiled import compile_shapes
from kg.shacl.compiled.graph import Graph
from kg.shacl.compiled.paths import compile_path
from tests.support.engine_agreement import shapes_in
from tests.support.paths import REAL_DATA
from tests.support.real_data import needed

MF: Final = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
SHT: Final = Namespace("http://www.w3.org/ns/shacl-test#")

NAME: Final = "w3c/data-shapes-test-suite/tests"
SUITE: Final = REAL_DATA / NAME

REFUSED: Final = {"core/property/uniqueLang-002.ttl": 'sh:uniqueLang "1" is neither true nor false'}
"""Entry of the core part whose shapes are refused, as they can hardly mean what they say -> how.

The suite ignores `sh:uniqueLang "1"^^xsd:boolean`, whose author certainly means `true`.
"""


class Entry(NamedTuple):
    """A test of the suite: its data, its shapes, and the report or the failure expected."""

    title: str
    data: rdflib.Graph
    shapes: Shapes
    manifest: rdflib.Graph
    expected: Node


def manifests(path: Path) -> Iterator[Path]:
    """The manifest and all that it includes, those with entries."""
    graph = rdflib.Graph().parse(path, format="turtle", publicID=path.as_uri())
    if (None, MF.entries, None) in graph:
        yield path
    for included in sorted(graph.objects(None, MF.include), key=str):
        yield from manifests(Path(str(included).removeprefix("file://")))


def titles(part: str) -> list[str]:
    """The files of a part of the suite by their place; its manifest where the suite is missing."""
    manifest = SUITE / part / "manifest.ttl"
    found = manifests(manifest) if manifest.exists() else [manifest]
    return [path.relative_to(SUITE).as_posix() for path in found]


def parsed(iri: Node) -> rdflib.Graph:
    """A file of the suite; one test is about `"1"^^xsd:boolean`, which is not to become `true`."""
    path = Path(str(iri).removeprefix("file://"))
    with lexical_forms_kept():
        return rdflib.Graph().parse(path, format="turtle", publicID=path.as_uri())


def entries(title: str) -> Iterator[Entry]:
    """The tests of one file."""
    path = needed(f"{NAME}/{title}")
    base = rdflib.URIRef(path.as_uri())
    manifest = parsed(base)
    for listed in manifest.objects(None, MF.entries):
        for entry in manifest.items(listed):
            action = manifest.value(entry, MF.action)
            data_iri = manifest.value(action, SHT.dataGraph)
            shapes_iri = manifest.value(action, SHT.shapesGraph)
            expected = manifest.value(entry, MF.result)
            assert data_iri is not None
            assert shapes_iri is not None
            assert expected is not None
            data = manifest if data_iri == base else parsed(data_iri)
            shapes = manifest if shapes_iri == base else parsed(shapes_iri)
            yield Entry(str(entry), data, shapes_in(shapes, path), manifest, expected)


def expected_results(entry: Entry) -> Counter[tuple[str | None, ...]]:
    """The results of the expected report."""
    return Counter(
        _expected(entry, node) for node in entry.manifest.objects(entry.expected, SH.result)
    )


def _expected(entry: Entry, node: Node) -> tuple[str | None, ...]:
    graph = entry.manifest
    path = graph.value(node, SH.resultPath)
    told = [
        graph.value(node, predicate)
        for predicate in (
            SH.focusNode,
            SH.value,
            SH.sourceConstraintComponent,
            SH.resultSeverity,
            SH.sourceShape,
        )
    ]
    terms = [None if term is None else nameless(term_of(term)) for term in told]
    if path is None:
        return (*terms, None)
    return (*terms, compile_path(Graph(by_subject(to_triples(graph))), to_term(path)).turtle)


def results(report: Report) -> Counter[tuple[str | None, ...]]:
    """The results of a report as `expected_results` has them."""
    return Counter(map(_told, report.results))


def _told(result: Result) -> tuple[str | None, ...]:
    terms = (
        result.focus_node,
        result.value,
        result.component,
        result.severity,
        result.source_shape,
    )
    return (*(term and nameless(term) for term in terms), result.path)


def nameless(term: str) -> str:
    """The term; a blank node without its label, which is another one in every file."""
    return "_:" if term.startswith("_:") else term


@pytest.mark.parametrize("title", titles("core"))
def test_core(title: str) -> None:
    found = list(entries(title))
    assert found
    for entry in found:
        if title in REFUSED:
            with pytest.raises(ShapesError, match=REFUSED[title]):
                compile_shapes(entry.shapes)
            continue
        report = compile_shapes(entry.shapes).check_graph(entry.data)
        assert results(report) == expected_results(entry)
        conforms = entry.manifest.value(entry.expected, SH.conforms)
        assert conforms is None or bool(conforms) == (not report.results)


def test_the_core_part_is_there() -> None:
    assert len(list(manifests(needed(f"{NAME}/core/manifest.ttl")))) == 98


@pytest.mark.parametrize("title", titles("sparql"))
def test_sparql_is_refused_by_name(title: str) -> None:
    for entry in entries(title):
        with pytest.raises(ShapesError, match=r"of SHACL Core"):
            compile_shapes(entry.shapes)
