"""`kg enrich --mappings`: mapping sets in SSSOM, in a graph for each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

import pyoxigraph
import pytest

from kg.enrichment.input_facts import of_record
from kg.enrichment.mapping_matching import MappedThings
from kg.errors import UsageError
from kg.mapping import map_record
from kg.mapping_sets import packages
from kg.mapping_sets.reading import read
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.shacl import validate
from kg.sources import read as read_records
from tests.support.kg_command import Ran, kg
from tests.support.paths import DATA, ROOT

TRIALS: Final = DATA / "mappings" / "trials.sssom.tsv"
SAMPLES: Final = sorted((ROOT / "samples").glob("*.json"))
BASE: Final = "https://w3id.org/kg-trials/"
OBO: Final = "http://purl.obolibrary.org/obo/"
GRAPH: Final = f"{BASE}graph/sssom/https%3A%2F%2Fexample.org%2Ftrials.sssom.tsv"


def mapped(path: Path, *records: Path) -> RecordGraph:
    """The graph of what a mapping set says of the things in records."""
    things = MappedThings(read(path))
    for record in read_records(*records):
        things.add(of_record(map_record(record)))
    return things.graph(Iris())


def enriched(folder: Path, *arguments: str | Path) -> Ran:
    """Runs `kg enrich` without services."""
    return kg("enrich", *arguments, "--service", "none", cwd=folder)


def test_concepts_and_names_are_mapped_and_the_rows_say_so() -> None:
    graph = mapped(TRIALS, *SAMPLES)
    assert validate(graph).results == ()
    riluzole = f"<{BASE}trial/NCT04745299/intervention/riluzole>"
    als = f"<{vocab.MESH}D000690>"
    links = {
        each
        for each in graph.triples
        if each[1].startswith(f"<{vocab.SKOS}") and each[0] in (als, riluzole)
    }
    assert links == {
        (als, vocab.SKOS_EXACT_MATCH, f"<{OBO}MONDO_0004976>"),
        (als, vocab.SKOS_EXACT_MATCH, f"<{OBO}DOID_332>"),
        (als, vocab.SKOS_NARROW_MATCH, f"<{OBO}MONDO_0007103>"),
        (riluzole, vocab.SKOS_EXACT_MATCH, f"<{OBO}CHEBI_8863>"),
        (riluzole, vocab.SKOS_CLOSE_MATCH, "<http://purl.bioontology.org/ontology/RXNORM/35623>"),
    }  # fmt: skip
    rows = {
        properties[vocab.KG_MAPPING_LINE]: properties
        for properties in graph.nodes.values()
        if vocab.KG_MAPPING_LINE in properties
    }
    lines = TRIALS.read_text("utf-8").splitlines()
    assert len(rows) == len(links)
    for (line,), row in rows.items():
        text = lines[int(line.split('"')[1]) - 1]
        target = row[vocab.MAPPING_SLOTS["object_id"]][0][1:-1]
        assert target.rpartition("_")[2].rpartition("/")[2] in text
    assert graph.nodes["<https://example.org/trials.sssom.tsv>"][vocab.DCTERMS_LICENSE]


def test_with_nothing_to_add_nothing_is_read(tmp_path: Path) -> None:
    ran = enriched(tmp_path, "records/")
    assert ran.status == 2
    assert "--service none alone adds nothing: give --ror or --mappings" in ran.talk
    assert not list(tmp_path.iterdir())


def test_the_same_rows_twice_are_one(tmp_path: Path) -> None:
    path = tmp_path / "twice.sssom.tsv"
    text = TRIALS.read_text("utf-8")
    path.write_text(text + text.splitlines()[-10] + "\n", "utf-8")
    assert mapped(path, *SAMPLES).triples == mapped(TRIALS, *SAMPLES).triples


def test_records_in_any_order_give_the_same_graph() -> None:
    assert mapped(TRIALS, *SAMPLES[::-1]) == mapped(TRIALS, *SAMPLES)


@pytest.mark.slow
def test_the_command_writes_a_graph_for_each_set(tmp_path: Path) -> None:
    ran = enriched(tmp_path, *SAMPLES, "--mappings", TRIALS, "-o", "out.nq")
    assert ran.status == 0, ran.talk
    assert "10 mappings, which map 2 things of the records; left out: 1 by oboInOwl" in ran.talk
    assert {str(quad.graph_name)[1:-1] for quad in pyoxigraph.parse(path=tmp_path / "out.nq")} == {
        GRAPH
    }
    assert kg("validate", "out.nq", cwd=tmp_path).status == 0
    assert kg("export", *SAMPLES, "-o", "all.nq.zst", "-q", cwd=tmp_path).status == 0
    assert enriched(tmp_path, "all.nq.zst", "--mappings", TRIALS, "-o", "rdf.nq").status == 0
    assert (tmp_path / "rdf.nq").read_bytes() == (tmp_path / "out.nq").read_bytes()
    assert kg("load", "all.nq.zst", cwd=tmp_path).status == 0
    assert kg("load", "out.nq", cwd=tmp_path).status == 0
    query = (
        f"SELECT ?o {{ GRAPH <{GRAPH}> {{ <{vocab.MESH}D000690> <{vocab.SKOS}exactMatch> ?o }} }}"
    )
    (tmp_path / "q.rq").write_text(query)
    asked = kg("query", "q.rq", "-f", "json", cwd=tmp_path)
    found = json.loads(asked.text)["results"]["bindings"]
    assert {row["o"]["value"] for row in found} == {f"{OBO}MONDO_0004976", f"{OBO}DOID_332"}


@pytest.mark.slow
def test_a_broken_row_is_told_and_the_rest_is_written(tmp_path: Path) -> None:
    lines = TRIALS.read_text("utf-8").splitlines()
    broken = lines[-1].replace("MONDO:", "UNKNOWN:")
    (tmp_path / "set.sssom.tsv").write_text("\n".join([*lines, broken, ""]), "utf-8")
    ran = enriched(tmp_path, *SAMPLES, "--mappings", "set.sssom.tsv", "-o", "out.nq")
    assert ran.status == 1
    assert f"set.sssom.tsv, line {len(lines) + 1}: the prefix of 'UNKNOWN:0005015'" in ran.talk
    assert "1 that can't be read" in ran.talk
    assert (tmp_path / "out.nq").stat().st_size
    (tmp_path / "set.sssom.tsv").write_bytes(b"PK\x03\x04\xff")
    ran = enriched(tmp_path, *SAMPLES, "--mappings", "set.sssom.tsv", "-o", "out.nq")
    assert ran.status == 2
    assert ran.talk.count("\n") == 1


def test_without_the_package_a_sentence_says_what_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(packages, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"pip install 'kg-trials\[sssom\]'"):
        read(TRIALS)
