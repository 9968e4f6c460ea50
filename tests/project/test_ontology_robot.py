"""The ontologies under ROBOT: no errors in its report, OWL 2 DL, and consistent under HermiT."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from kg.system.package_data import resource
from tests.support.robot import RefusedError, Robot

pytestmark = pytest.mark.slow

FAULTS: Final = {
    "report": 'ex:A rdfs:label "same" . ex:B a owl:Class ; rdfs:label "same" .',
    "validate-profile": "ex:p a owl:ObjectProperty , owl:DatatypeProperty .",
    "reason": "ex:B a owl:Class ; owl:disjointWith ex:A . ex:A rdfs:subClassOf ex:B .",
}
"""A check of ROBOT -> a fault that it must find."""


def checks(folder: Path) -> dict[str, list[str | Path]]:
    """Each check as a command with its arguments; it fails on what it finds."""
    return {
        "report": ["report", "--fail-on", "ERROR", "--print", "20", "-o", folder / "report.tsv"],
        "validate-profile": ["validate-profile", "--profile", "DL", "-o", folder / "profile.txt"],
        "reason": ["reason", "--reasoner", "HermiT", "-o", folder / "reasoned.ttl"],
    }


def loaded(*names: str) -> list[str | Path]:
    """The command that loads these ontologies, for those that follow."""
    return ["merge", *(part for name in names for part in ("-i", resource("ontologies") / name))]


def test_the_ontology_passes_every_check(robot: Robot, tmp_path: Path) -> None:
    commands = checks(tmp_path).values()
    robot(*loaded("kg.ttl"), *(argument for command in commands for argument in command))


def test_the_outside_terms_have_no_error(robot: Robot, tmp_path: Path) -> None:
    robot(*loaded("terms.ttl"), *checks(tmp_path)["report"])


def test_both_together_are_consistent_owl_dl(robot: Robot, tmp_path: Path) -> None:
    check = checks(tmp_path)
    robot(*loaded("kg.ttl", "terms.ttl"), *check["validate-profile"], *check["reason"])


@pytest.mark.parametrize(("command", "fault"), FAULTS.items())
def test_a_fault_is_found(robot: Robot, tmp_path: Path, command: str, fault: str) -> None:
    path = tmp_path / "faulty.ttl"
    path.write_text(
        "@prefix ex: <http://example.org/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        f"<http://example.org/> a owl:Ontology . ex:A a owl:Class . {fault}\n",
        encoding="utf-8",
    )
    with pytest.raises(RefusedError):
        robot("merge", "-i", path, *checks(tmp_path)[command])
