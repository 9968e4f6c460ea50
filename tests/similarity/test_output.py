"""Similar trials in files and in a store: complete or not at all, the same for any processes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

import msgspec
import pyoxigraph
import pytest
from rdflib import Graph

import kg
from kg.dataset.record_outcome import UNREADABLE, Reject
from kg.dataset.report import schema
from kg.errors import OutputError, UsageError
from kg.formats import OUTPUTS
from kg.formats.rdf_files import RdfFile
from kg.load import load
from kg.rdf.iris import Iris
from kg.shacl import bundled_shapes, load_shapes
from kg.similarity.link_table import COLUMNS
from kg.similarity.links import Method, SharedFeature, SimilarTrial, SimilarTrials
from kg.similarity.list_pipeline import CSV, ENDINGS_OF_FORMATS, ListPipeline, format_name
from kg.similarity.output import (
    check_destination,
    write_lists,
    write_rejects,
)
from kg.similarity.report import SimilarityReport
from kg.stores.embedded import EmbeddedStore
from tests.support.full_similarities import METHOD, SIMILAR
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

SCHEMA: Final = ROOT / "docs" / "similarity-report.schema.json"
NONE: Final = SimilarTrials("NCT90000009")
LISTS: Final = (SIMILAR, NONE)
LINKS: Final = len(SIMILAR.others)


def pipeline(format: str = "n-quads", method: Method = METHOD) -> ListPipeline:
    return ListPipeline(method, Iris(), format, bundled_shapes())


def triples(path: Path) -> set[tuple[str, str, str]]:
    quads = RdfFile(path).quads()
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in quads}


@pytest.mark.parametrize("compression", ["", ".gz", ".zst"])
def test_files_are_named_after_their_format(compression: str) -> None:
    for name, ending in ENDINGS_OF_FORMATS.items():
        assert format_name(f"folder.csv/similar{ending.upper()}{compression}") == name
    with pytest.raises(UsageError, match="does not end like"):
        format_name("similar.txt")


def test_every_format_has_the_same_triples(tmp_path: Path) -> None:
    expected: set[tuple[str, str, str]] = set()
    for name, format in OUTPUTS.items():
        if name == "json-ld-lines":
            continue
        path = tmp_path / f"similar{format.ending}.zst"
        totals = write_lists(path, pipeline(name), LISTS)
        found = triples(path)
        assert len(found) <= totals.triples
        expected = expected or found
        assert found == expected, name


def test_a_table_has_a_link_a_row(tmp_path: Path) -> None:
    path = tmp_path / "similar.csv"
    write_lists(path, pipeline(CSV), LISTS)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == COLUMNS
    assert [row["similar"] for row in rows] == [each.number for each in SIMILAR.others]
    assert rows[2] == {
        "trial": "NCT90000001",
        "similar": "NCT90000004",
        "rank": "3",
        "score": "0.333",
        "confidence": "0.85",
        "kind": "SAME_TEXT",
        "conditions": "Cluster Headache",
        "interventions": "Galcanezumab",
        "words": "attack",
    }


def test_names_with_separators_stay_in_their_cell(tmp_path: Path) -> None:
    features = (SharedFeature("WORD", 'a, "b"\nc', 0.1), SharedFeature("WORD", "d", 0.1))
    link = SimilarTrial("NCT90000002", 1, 0.9, 0.9, features)
    path = tmp_path / "similar.csv"
    write_lists(path, pipeline(CSV), [SimilarTrials("NCT90000001", (link,))])
    with path.open(encoding="utf-8", newline="") as file:
        assert [row["words"] for row in csv.DictReader(file)] == ['a, "b"\nc; d']


def test_the_number_of_processes_changes_no_byte(tmp_path: Path) -> None:
    lists = [replace(SIMILAR, number=f"NCT9100{number:04}") for number in range(150)]
    written = []
    for jobs in (1, 2):
        folder = tmp_path / str(jobs)
        folder.mkdir()
        write_lists(folder / "similar.nq.gz", pipeline(), lists, jobs=jobs)
        written.append({path.name: path.read_bytes() for path in folder.iterdir()})
    assert written[0] == written[1]
    assert set(written[0]) == {"similar.nq.gz", "similar.nq.gz.report.json"}


# -- the report and the rejects --------------------------------------------------------------------


def report(path: Path) -> SimilarityReport:
    return msgspec.json.decode(Path(f"{path}.report.json").read_bytes(), type=SimilarityReport)


def test_the_report_counts_what_was_written(tmp_path: Path) -> None:
    path = tmp_path / "similar.nq"
    reject = Reject(None, "bad.json", UNREADABLE, "this is not a record")
    write_lists(path, pipeline(), LISTS, unreadable=[reject])
    found = report(path)
    assert (found.records, found.trials, found.links) == (len(LISTS), 1, LINKS)
    assert found.triples == len(list(RdfFile(path).quads()))
    assert found.kinds == {"SAME_MASTER_PROTOCOL": 1, "SAME_STUDY": 1, "SAME_TEXT": 1}
    assert {tenth: n for tenth, n in found.confidences.items() if n} == {"0.8": 2, "0.9": 2}
    assert found.rejects.by_kind == {UNREADABLE: 1}
    assert found.output.bytes == path.stat().st_size
    [line] = (tmp_path / str(found.rejects.file)).read_text("utf-8").splitlines()
    assert json.loads(line)["place"] == "bad.json"
    assert found.shapes is not None


def test_confidences_on_a_border_are_counted_above_it(tmp_path: Path) -> None:
    links = tuple(
        SimilarTrial(f"NCT9200{number:04}", number + 1, 0.5, number / 10) for number in range(11)
    )
    path = tmp_path / "similar.nq"
    write_lists(path, pipeline(), [SimilarTrials("NCT90000001", links)])
    assert list(report(path).confidences.values()) == [1] * 9 + [2]


def test_the_schema_that_is_documented_is_current(update: bool) -> None:
    text = json.dumps(schema(SimilarityReport), indent=2, ensure_ascii=False) + "\n"
    if update:
        SCHEMA.write_text(text, "utf-8", newline="\n")
    assert SCHEMA.read_text("utf-8") == text


def test_the_page_explains_each_part_of_the_report() -> None:
    page = (ROOT / "docs" / "export-report.md").read_text("utf-8")
    for definition in schema(SimilarityReport)["$defs"].values():
        for name in definition["properties"]:
            assert f"`{name}`" in page, f"{name} of {definition['title']}"


def test_a_list_that_violates_a_shape_is_left_out(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> ."
        "@prefix kg: <https://w3id.org/kg-trials/vocab#> ."
        "<urn:s> a sh:NodeShape ; sh:targetClass kg:SharedFeature ; sh:closed true .",
        "utf-8",
    )
    path = tmp_path / "similar.nq"
    work = replace(pipeline(), shapes=load_shapes(own))
    totals = write_lists(path, work, LISTS)
    assert (totals.records, totals.links) == (1, 0)
    assert [each.id for each in totals.rejects] == [SIMILAR.number]
    assert "NCT90000001" not in path.read_text("utf-8")


def test_rejects_of_an_earlier_run_are_removed(tmp_path: Path) -> None:
    path = tmp_path / "similar.nq"
    write_rejects(path, [Reject(None, "bad.json", UNREADABLE, "empty")])
    assert [each.name for each in tmp_path.iterdir()] == ["similar.nq.rejects.jsonl"]
    write_lists(path, pipeline(), LISTS)
    assert not Path(f"{path}.rejects.jsonl").exists()


def test_a_run_that_fails_changes_no_file(tmp_path: Path) -> None:
    def failing() -> Iterator[SimilarTrials]:
        yield from LISTS
        raise KeyboardInterrupt

    path = tmp_path / "similar.nq"
    write_lists(path, pipeline(), LISTS)
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    with pytest.raises(KeyboardInterrupt):
        write_lists(path, pipeline(), failing())
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_a_full_disk_is_reported() -> None:
    with pytest.raises(OutputError, match="the disk is full"):
        write_lists("/dev/full", pipeline(), LISTS)


def test_a_destination_is_checked_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="its folder does not exist"):
        check_destination(tmp_path / "none" / "similar.nq")
    check_destination(tmp_path / "similar.nq.gz")
    assert list(tmp_path.iterdir()) == []


# -- the store ------------------------------------------------------------------------------------


def links_in(store: EmbeddedStore) -> dict[str, int]:
    """Graph of the store -> the number of similar trials in it."""
    predicate = pyoxigraph.NamedNode("https://w3id.org/kg-trials/vocab#similarTrial")
    with store.opened() as opened:
        return {
            str(graph)[1:-1].split("/graph/")[1]: len(
                list(opened.quads_for_pattern(None, predicate, None, graph))
            )
            for graph in opened.named_graphs()
            if "/graph/" in str(graph)
        }


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    """A store with a record that has a similar trial."""
    store = EmbeddedStore(tmp_path / "store")
    write_lists(tmp_path / "old.nq", pipeline(), LISTS)
    load([str(ROOT / "samples" / "NCT04322149.json"), str(tmp_path / "old.nq")], store)
    return store


def test_a_newer_file_empties_the_list_of_a_trial_without_links(
    tmp_path: Path, store: EmbeddedStore
) -> None:
    assert links_in(store)["similarity/NCT90000001"] == LINKS
    other = SimilarTrials(NONE.number, SIMILAR.others[:1])
    write_lists(tmp_path / "new.nq", pipeline(), [SimilarTrials("NCT90000001"), other])
    load([str(tmp_path / "new.nq")], store)
    assert links_in(store) == {
        "NCT04322149": 0,
        "similarity": 0,
        "similarity/NCT90000001": 0,
        "similarity/NCT90000009": 1,
    }


def test_records_and_links_conform_together(tmp_path: Path) -> None:
    sample = ROOT / "samples" / "NCT04322149.json"
    write_lists(
        tmp_path / "similar.ttl", pipeline("turtle"), [replace(SIMILAR, number=sample.stem)]
    )
    together = kg.graph(sample) + Graph().parse(tmp_path / "similar.ttl")
    assert kg.validate(together).results == kg.validate(kg.graph(sample)).results
