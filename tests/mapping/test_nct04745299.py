"""The first record, NCT04745299 as a page: every fact a user looks for, asked for in SPARQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, cast

import pytest
import rdflib
from rdflib.query import ResultRow

from tests.support.graph_facts import NAMESPACES
from tests.support.kg_command import kg
from tests.support.paths import DATA, ROOT
from tests.support.real_data import needed

SAMPLE: Final = ROOT / "samples" / "NCT04745299.txt"

Rows = list[tuple[str, ...]]


def told(path: Path) -> list[tuple[str, Rows]]:
    """The facts of a file: each pattern with the rows below it."""
    found: list[tuple[str, Rows]] = []
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("    "):
            found[-1][1].append(() if line == "    yes" else tuple(line[4:].split(" | ")))
        elif line and not line.startswith("#"):
            found.append((line, []))
    return found


FACTS: Final = told(DATA / "facts" / "NCT04745299.txt")

each_fact = pytest.mark.parametrize(("pattern", "facts"), FACTS, ids=[p for p, _ in FACTS])


def exported(page: Path, folder: Path) -> rdflib.Graph:
    """The graph in the file that `kg export` makes of a page."""
    ran = kg("export", page, "-o", "trial.ttl", cwd=folder)
    assert (ran.status, ran.data) == (0, b""), ran.talk
    return rdflib.Graph().parse(folder / "trial.ttl", format="turtle")


@pytest.fixture(scope="module")
def of_the_sample(tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    return exported(SAMPLE, tmp_path_factory.mktemp("sample"))


@pytest.fixture(scope="module")
def of_the_page(tmp_path_factory: pytest.TempPathFactory) -> rdflib.Graph:
    page = needed("records/page/NCT04745299.txt")
    return exported(page, tmp_path_factory.mktemp("page"))


def rows(graph: rdflib.Graph, pattern: str) -> Rows:
    """The rows of a pattern after the trial, each value in its short form, sorted."""
    variables = sorted({part for part in pattern.replace("(", " ").split() if part[0] == "?"})
    selected = " ".join(variables) or "(1 AS ?one)"
    query = f"SELECT {selected} {{ ctgov:NCT04745299 {pattern} }}"
    found = graph.query(query, initNs=NAMESPACES)
    return sorted(tuple(map(short, cast(ResultRow, row))) if variables else () for row in found)


def short(node: Any) -> str:
    """An IRI with its prefix, a literal as its text."""
    for prefix, namespace in NAMESPACES.items():
        if isinstance(node, rdflib.URIRef) and node.startswith(namespace):
            return f"{prefix}:{node.removeprefix(namespace)}"
    return str(node)


@each_fact
def test_a_fact_of_the_sample(of_the_sample: rdflib.Graph, pattern: str, facts: Rows) -> None:
    assert rows(of_the_sample, pattern) == sorted(facts)


@each_fact
def test_a_fact_of_the_real_page(of_the_page: rdflib.Graph, pattern: str, facts: Rows) -> None:
    assert rows(of_the_page, pattern) == sorted(facts)


MENTION: Final = (
    "kg:trialRelation [ kg:targetTrial ctgov:NCT01363401 ; kg:quote ?quote ; kg:cue ?cue ]"
)


def test_the_mention_is_quoted_with_its_cue(of_the_page: rdflib.Graph) -> None:
    [(cue, quote)] = rows(of_the_page, MENTION)
    assert cue == "Based on"
    assert quote.startswith("Based on phase I/II clinical trial(NCT01363401), twice intrathecal")
    assert quote.endswith("with safety in patients with ALS.")


def test_the_mention_of_the_sample_is_quoted_with_its_cue(of_the_sample: rdflib.Graph) -> None:
    [(cue, quote)] = rows(of_the_sample, MENTION)
    assert cue == "based on"
    assert quote == (
        "This trial is based on a phase I/II clinical trial(NCT01363401) of the same cell product."
    )


def test_escapes_of_the_page_are_undone(of_the_page: rdflib.Graph) -> None:
    [(text,)] = rows(of_the_page, "kg:eligibility [ kg:eligibilityCriteria ?text ]")
    assert "[Rix Brooks, 2000]" in text
    assert "31~46" in text
    assert "PT and aPTT > 1.5 x ULN" in text
    assert "\\" not in text


ONLY_ON_A_PAGE: Final = ("RelationBasis-LISTED", "ctgov:NCT06676423", "schema:dateModified")
"""Words of the facts that the registry's JSON does not tell: similar trials, its own date."""


def test_the_page_and_the_json_tell_of_one_trial(
    of_the_sample: rdflib.Graph, tmp_path: Path
) -> None:
    of_json = exported(SAMPLE.with_suffix(".json"), tmp_path)
    for pattern, facts in FACTS:
        found = rows(of_json, pattern)
        if any(word in pattern for word in ONLY_ON_A_PAGE):
            assert found == [], pattern
        elif pattern == "kg:relatedTrial ?other":
            assert found == [("ctgov:NCT01363401",)]
        elif "MENTIONED" in pattern:
            [[*mention, _, trial]] = facts
            assert found == [(*mention, "kg:SourceFormat-ctgov-json", trial)]
        elif not facts:  # blank on the page
            assert len(found) == 1, pattern
        else:
            assert found == sorted(facts), pattern
