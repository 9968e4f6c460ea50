"""Six formats, three parsers, one graph: the files of `kg export` as strangers read them.

Each record's document by itself is the affair of tests/formats/test_real_records.py; here stand
whole files, as a user has them. The default run takes every thirtieth real record in JSON and every
120th in XML beside the small ones; `--full` (or KG_FULL=1) takes all, which takes some ten minutes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

import kg
from kg.formats import FORMATS
from kg.rdf.terms import Triple
from tests.support.graph_facts import RECORDS
from tests.support.jena import Riot
from tests.support.kg_command import kg as run
from tests.support.paths import REAL_DATA, REAL_RECORDS, ROOT
from tests.support.rdf_parsers import oxigraph_quads, rdflib_quads

pytestmark = pytest.mark.slow

STEP: Final = 30
XML_STEP: Final = 120

TWICE: Final = {
    "NCT00007696",
    "NCT00980226",
    "datasets_clinical-trials-us__NCT00000102",
    "opentrials__test_parser_parse_list_0",
    "opentrials__test_parser_parse_text_0",
}
"""Files of a trial that another file has as well."""


@pytest.fixture(scope="module")
def sources(full: bool) -> list[Path]:
    """The small records, the sample as a page, and some or all of the real records at hand."""
    json = sorted(REAL_RECORDS.glob("NCT*.json"))
    xml = sorted((REAL_DATA / "records" / "ctgov-xml").glob("*.xml"))
    xml = [path for path in xml if path.stem not in TWICE]
    real = [*json[:: 1 if full else STEP], *xml[:: 1 if full else XML_STEP]]
    return [RECORDS, ROOT / "samples" / "NCT04745299.txt", *real]


@pytest.fixture(scope="module")
def expected(sources: list[Path]) -> dict[str, set[Triple]]:
    """The triples of all sources by the name of their graph."""
    graphs = map(kg.map_record, kg.read(*sources))
    return {graph.name: set(graph.triples) for graph in graphs}


@pytest.fixture(scope="module")
def files(sources: list[Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """One file of all sources in each format."""
    folder = tmp_path_factory.mktemp("agreement")
    written = {}
    for name, format in FORMATS.items():
        path = folder / f"all{format.ending}"
        ran = run("export", *sources, "-o", path, "--no-validate", "-q", cwd=folder)
        assert (ran.status, ran.talk) == (0, "")
        written[name] = path
    return written


def lines(expected: dict[str, set[Triple]], name: str) -> set[str]:
    """The canonical N-Triples or N-Quads lines that a file must have, without their ends."""
    if FORMATS[name].has_graphs:
        return {f"{' '.join(t)} {graph} ." for graph, triples in expected.items() for t in triples}
    return {f"{' '.join(t)} ." for triples in expected.values() for t in triples}


def as_lines(quads: set[tuple[Triple, str | None]]) -> set[str]:
    """What a parser found, as such lines."""
    return {" ".join([*triple, *([graph] if graph else []), "."]) for triple, graph in quads}


@pytest.mark.parametrize("name", FORMATS)
def test_rdflib(name: str, files: dict[str, Path], expected: dict[str, set[Triple]]) -> None:
    found = rdflib_quads(files[name].read_text("utf-8"), name)
    assert as_lines(found) == lines(expected, name)


@pytest.mark.parametrize("name", FORMATS)
def test_pyoxigraph(name: str, files: dict[str, Path], expected: dict[str, set[Triple]]) -> None:
    found = oxigraph_quads(files[name].read_text("utf-8"), name)
    assert as_lines(found) == lines(expected, name)


def test_riot(riot: Riot, files: dict[str, Path], expected: dict[str, set[Triple]]) -> None:
    names = {path: name for name, path in files.items()}
    for path, found in riot(files.values()):
        assert found == lines(expected, names[path]), names[path]


def test_the_lines_of_n_triples_are_canonical(
    files: dict[str, Path], expected: dict[str, set[Triple]]
) -> None:
    """The files of N-Triples and N-Quads are those lines to the byte."""
    for name in ("n-triples", "n-quads"):
        written = files[name].read_text("utf-8").split("\n")
        assert written.pop() == ""
        assert set(written) == lines(expected, name)
