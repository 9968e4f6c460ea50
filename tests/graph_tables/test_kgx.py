"""`kg export -f kgx`: what the files say, and what KGX and Biolink's own classes say of them."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from pathlib import Path
from typing import Any, Final

import pytest

from kg.export import export
from kg.graph_tables import sorted_lines
from kg.graph_tables.formats import GRAPH_FORMATS
from kg.graph_tables.kgx.concepts import (
    CONDITIONS,
    DISEASE,
    DRUG,
    INTERVENTIONS,
    PHENOTYPIC_FEATURE,
    preferred,
)
from kg.mapping_sets.exact_matches import ExactMatches
from kg.mapping_sets.reading import read as read_set
from tests.support.graph_facts import RECORDS
from tests.support.kg_command import kg as run
from tests.support.paths import REAL_RECORDS, ROOT

SAMPLES: Final = sorted((ROOT / "samples").glob("*.json"))

CASES: Final = sorted((ROOT / "tests" / "data" / "shapes").glob("*.json"))

PYTHON: Final = ROOT / ".cache" / "kgx" / "bin" / "python"
"""The environment of scripts/install_kgx.sh."""

Row = dict[str, Any]


MAPPINGS: Final = ROOT / "tests" / "data" / "mappings" / "trials.sssom.tsv"

SCHEMA: Final = """
import json, yaml, biolink_model
from pathlib import Path
[folder] = biolink_model.__path__
classes = yaml.safe_load((Path(folder) / "schema" / "biolink_model.yaml").read_text())["classes"]
names = "disease", "phenotypic feature", "drug"
print(json.dumps([list(dict.fromkeys(classes[name]["id_prefixes"])) for name in names]))
"""
"""A program that prints the prefixes of ids in the order of Biolink."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples, small records, and real ones at hand."""
    made = tmp_path_factory.mktemp("kgx")
    sources = [*SAMPLES, RECORDS, *CASES, *sorted(REAL_RECORDS.glob("NCT*.json"))[::45]]
    ran = run("export", *sources, "-o", "all_kgx", "-o", "t", "-f", "kgx", "-f", "kgx-tsv",
              "--no-validate", "-q", cwd=made)  # fmt: skip
    assert ran.status == 0, ran.talk
    ran = run("export", *sources, "-o", "mapped_kgx", "--mappings", MAPPINGS, "--no-validate", "-q",
              cwd=made)  # fmt: skip
    assert ran.status == 0, ran.talk
    return made


def read(path: Path) -> list[Row]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def nodes(folder: Path) -> list[Row]:
    """The nodes."""
    return read(folder / "all_kgx_nodes.jsonl")


@pytest.fixture(scope="module")
def edges(folder: Path) -> list[Row]:
    """The edges."""
    return read(folder / "all_kgx_edges.jsonl")


def test_ids_are_curies_and_each_is_one_node(nodes: list[Row], edges: list[Row]) -> None:
    ids = [node["id"] for node in nodes]
    assert len(set(ids)) == len(ids)
    assert [each for each in ids if not re.fullmatch(r"[A-Za-z.]+:[^/ :]+", each)] == []
    assert {edge[end] for edge in edges for end in ("subject", "object")} <= set(ids)
    triples = [(edge["subject"], edge["predicate"], edge["object"]) for edge in edges]
    assert len(set(triples)) == len(triples) == len({edge["id"] for edge in edges})


def test_every_edge_keeps_its_trials(nodes: list[Row], edges: list[Row]) -> None:
    trials = {node["id"] for node in nodes if node["category"] == ["biolink:ClinicalTrial"]}
    for edge in edges:
        assert edge["has_supporting_studies"], edge
        assert set(edge["has_supporting_studies"]) <= trials
        assert {"knowledge_level", "agent_type"} <= edge.keys()


def test_the_first_trial(nodes: list[Row], edges: list[Row]) -> None:
    [trial] = [node for node in nodes if node["id"] == "CLINICALTRIALS:NCT04745299"]
    assert trial["clinical_trial_phase"] == "clinical_trial_phase_3"
    assert trial["clinical_trial_enrollment"] == 115
    found = {edge["object"]: edge for edge in edges if edge["subject"] == trial["id"]}
    assert found["CLINICALTRIALS:NCT01363401"]["agent_type"] == "text_mining_agent"
    assert found["PMID:35585556"]["original_predicate"] == "kg:protocolReference"
    assert (
        found["kgtrials:organization.corestemchemon-inc"]["original_predicate"] == "schema:sponsor"
    )


def test_what_is_tested_is_beyond_doubt(edges: list[Row]) -> None:
    """No treats; and no comparator, nor what is open, is in clinical trials for a condition."""
    assert {edge["predicate"] for edge in edges} == {
        "biolink:related_to", "biolink:in_clinical_trials_for",
    }  # fmt: skip
    tested = [edge for edge in edges if edge["predicate"] == "biolink:in_clinical_trials_for"]
    assert [edge for edge in tested if "placebo" in edge["subject"]] == []
    ours = "CLINICALTRIALS:NCT04745299"  # its arms have no types in the sample
    assert [edge for edge in tested if ours in edge["has_supporting_studies"]] == []
    assert tested


def test_tsv_has_the_same(folder: Path, nodes: list[Row], edges: list[Row]) -> None:
    for kind, rows in (("nodes", nodes), ("edges", edges)):
        with (folder / f"t_{kind}.tsv").open(encoding="utf-8", newline="") as file:
            found = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        assert [row["id"] for row in found] == [row["id"] for row in rows]
        assert {slot for row in rows for slot in row} - {"sources"} <= found[0].keys()
        assert {None} & {key for row in found for key in row} == set()


def test_bytes_depend_on_the_input_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sources = [*SAMPLES, RECORDS]
    assert run("export", *sources, "-o", "a_kgx", "-q", "--no-validate", cwd=tmp_path).status == 0
    monkeypatch.setattr(sorted_lines, "MOST_BYTES", 2000)
    export(sources[::-1], tmp_path / "b_kgx", GRAPH_FORMATS["kgx"])
    for kind in ("nodes", "edges"):
        one, other = (tmp_path / f"{each}_kgx_{kind}.jsonl" for each in "ab")
        assert one.read_bytes() == other.read_bytes()


def test_mapping_sets_give_the_preferred_ids(folder: Path, nodes: list[Row]) -> None:
    mapped = {node["id"]: node for node in read(folder / "mapped_kgx_nodes.jsonl")}
    als = mapped["MONDO:0004976"]
    assert als["xref"] == ["DOID:332", "MESH:D000690"]
    [before] = [node for node in nodes if node["id"] == "MESH:D000690"]
    assert {**als, "id": before["id"]} == {**before, "xref": als["xref"]}
    assert "xref" not in before
    assert "MESH:D000690" not in mapped
    assert mapped["CHEBI:8863"]["name"] == "Riluzole"
    edges = read(folder / "mapped_kgx_edges.jsonl")
    assert {edge[end] for edge in edges for end in ("subject", "object")} <= mapped.keys()
    ours = mapped["CLINICALTRIALS:NCT04322149"]
    assert ours["clinical_trial_conditions"] == ["MONDO:0004976"]
    report = json.loads((folder / "mapped_kgx.report.json").read_bytes())
    [used] = report["options"]["mapping_sets"]
    assert used["id"] == "https://example.org/trials.sssom.tsv"


@pytest.mark.parametrize(
    ("own", "others", "order", "expected"),
    [
        ("MESH:D000690", ["DOID:332", "MONDO:0004976"], CONDITIONS, "MONDO:0004976"),
        ("MESH:D005334", ["HP:0001945"], CONDITIONS, "HP:0001945"),
        ("MESH:D005334", ["SNOMEDCT:386661006"], CONDITIONS, "MESH:D005334"),
        ("MESH:D000690", ["MONDO:1", "MONDO:2", "DOID:332"], CONDITIONS, "MESH:D000690"),
        ("MESH:D019782", ["CHEBI:8863", "RXCUI:35623"], INTERVENTIONS, "RXCUI:35623"),
        ("kgtrials:condition.x", ["example:1"], CONDITIONS, "kgtrials:condition.x"),
        ("kgtrials:condition.x", [], (), "kgtrials:condition.x"),
    ],
)
def test_the_first_prefix_is_preferred_unless_it_is_ambiguous(
    own: str, others: list[str], order: tuple[str, ...], expected: str
) -> None:
    assert preferred(own, others, order) == expected


def test_what_two_concepts_are_exactly_is_neither(tmp_path: Path) -> None:
    path = tmp_path / "both.sssom.tsv"
    row = next(line for line in MAPPINGS.read_text("utf-8").splitlines() if "MONDO:0004976" in line)
    path.write_text(f"{MAPPINGS.read_text('utf-8')}{row.replace('D000690', 'D016472')}\n", "utf-8")
    exact = ExactMatches([read_set(path)])
    assert (exact.of_mesh("D000690"), exact.of_mesh("D016472")) == (["DOID:332"], [])


def test_mapping_sets_are_for_kgx_alone(tmp_path: Path) -> None:
    ran = run("export", *SAMPLES, "-o", "a.nq", "--mappings", MAPPINGS, cwd=tmp_path)
    assert ran.status == 2
    assert "for RDF run kg enrich --mappings" in ran.talk


def in_the_environment_of_kgx(*arguments: str | Path) -> str:
    """What a program prints that KGX's own Python runs."""
    if not PYTHON.is_file():
        pytest.skip("needs KGX: scripts/install_kgx.sh")
    done = subprocess.run([PYTHON, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
@pytest.mark.parametrize("name", ["all_kgx", "mapped_kgx"])
def test_kgx_and_biolink_find_no_error(folder: Path, name: str) -> None:
    checker = ROOT / "tests" / "support" / "kgx_checker.py"
    assert in_the_environment_of_kgx(checker, folder / name) == ""


@pytest.mark.slow
def test_the_orders_of_prefixes_are_those_of_biolink() -> None:
    orders = json.loads(in_the_environment_of_kgx("-c", SCHEMA))
    assert orders == [DISEASE, PHENOTYPIC_FEATURE, DRUG]
