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
from tests.support.graph_facts import RECORDS
from tests.support.kg_command import kg as run
from tests.support.paths import REAL_RECORDS, ROOT

SAMPLES: Final = sorted((ROOT / "samples").glob("*.json"))

CASES: Final = sorted((ROOT / "tests" / "data" / "shapes").glob("*.json"))

PYTHON: Final = ROOT / ".cache" / "kgx" / "bin" / "python"
"""The environment of scripts/install_kgx.sh."""

Row = dict[str, Any]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the samples, small records, and real ones at hand."""
    made = tmp_path_factory.mktemp("kgx")
    sources = [*SAMPLES, RECORDS, *CASES, *sorted(REAL_RECORDS.glob("NCT*.json"))[::45]]
    ran = run("export", *sources, "-o", "all_kgx", "-o", "t", "-f", "kgx", "-f", "kgx-tsv",
              "--no-validate", "-q", cwd=made)  # fmt: skip
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


@pytest.mark.slow
def test_kgx_and_biolink_find_no_error(folder: Path) -> None:
    if not PYTHON.is_file():
        pytest.skip("needs KGX: scripts/install_kgx.sh")
    checker = ROOT / "tests" / "support" / "kgx_checker.py"
    done = subprocess.run(
        [PYTHON, checker, folder / "all_kgx"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
