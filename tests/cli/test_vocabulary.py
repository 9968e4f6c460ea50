"""`kg vocabulary`: the bundled ontologies in a file or on the standard output."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Final

import pytest
from rdflib import Graph, URIRef

from kg.system.package_data import resource
from tests.support.kg_command import kg as run

ONTOLOGIES: Final = resource("ontologies")
PHASE_3: Final = URIRef("http://purl.obolibrary.org/obo/NCIT_C15602")


@pytest.fixture(scope="module")
def both() -> Graph:
    """The triples of both files."""
    return Graph().parse(ONTOLOGIES / "kg.ttl").parse(ONTOLOGIES / "terms.ttl")


@pytest.mark.parametrize("part", ["kg", "terms"])
def test_a_part_is_the_file_as_it_is(part: str, tmp_path: Path) -> None:
    ran = run("vocabulary", part, cwd=tmp_path)
    assert (ran.status, ran.talk) == (0, "")
    assert ran.data == (ONTOLOGIES / f"{part}.ttl").read_bytes()


def test_without_a_part_both_are_one_document(tmp_path: Path, both: Graph) -> None:
    ran = run("vocabulary", cwd=tmp_path)
    assert (ran.status, ran.talk) == (0, "")
    assert set(Graph().parse(data=ran.data, format="turtle")) == set(both)


def test_a_file_is_compressed_as_its_ending_says(tmp_path: Path) -> None:
    ran = run("vocabulary", "kg", "-o", "kg.ttl.gz", cwd=tmp_path)
    assert (ran.status, ran.data) == (0, b"")
    written = gzip.decompress((tmp_path / "kg.ttl.gz").read_bytes())
    assert written == (ONTOLOGIES / "kg.ttl").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-o", "kg.rdf"], "is written as Turtle, and 'kg.rdf' has the ending of RDF/XML"),
        (["-o", "nowhere/kg.ttl"], "folder does not exist"),
        (["shapes"], "'shapes' is not one of 'kg', 'terms'"),
    ],
)
def test_what_cannot_be_written_is_said_in_a_sentence(
    arguments: list[str], said: str, tmp_path: Path
) -> None:
    ran = run("vocabulary", *arguments, cwd=tmp_path)
    assert (ran.status, ran.data) == (2, b"")
    assert said in ran.talk
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "kg.ttl").mkdir()
    ran = run("vocabulary", "-o", "kg.ttl", cwd=tmp_path)
    assert ran.status == 2
    assert "kg.ttl can't be written" in ran.talk
    assert [path.name for path in tmp_path.iterdir()] == ["kg.ttl"]


@pytest.mark.slow
def test_a_store_that_has_it_finds_the_terms_of_codes(tmp_path: Path) -> None:
    assert run("vocabulary", "-o", "vocabulary.ttl", cwd=tmp_path).status == 0
    assert run("load", "vocabulary.ttl", "-q", cwd=tmp_path).status == 0
    query = 'SELECT DISTINCT ?term { ?term skos:inScheme kg:Phase ; skos:notation "PHASE3" }'
    asked = run("query", "-e", query, "-f", "csv", cwd=tmp_path)
    assert asked.text.split() == ["term", str(PHASE_3)], asked.talk
