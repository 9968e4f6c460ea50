"""Answers as tables for people: names beside CURIEs, the registry's words, lines that fit."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import pytest

from kg.queries.table import table, unnamed
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT

PERSON: Final = "https://w3id.org/kg-trials/person/seung-hyun-kim/hanyang-university-seoul-hospital"
SAMPLES: Final = ("NCT04745299.txt", "NCT04326283.json", "NCT04322149.json")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the three samples in a store."""
    folder = tmp_path_factory.mktemp("tables")
    sources = [ROOT / "samples" / name for name in SAMPLES]
    assert run("load", *sources, "--store", "store", cwd=folder).status == 0
    return folder


def answer(**row: str) -> dict[str, Any]:
    """The results of one row; what begins with http is an IRI."""
    terms = {
        name: {"type": "uri" if value.startswith("http") else "literal", "value": value}
        for name, value in row.items()
    }
    return {"head": {"vars": list(row)}, "results": {"bindings": [terms]}}


@pytest.mark.slow
def test_names_come_from_the_store_where_the_query_brought_none(folder: Path) -> None:
    text = """SELECT ?trial ?who ?by ?phase ?status ?at
              { ?trial kg:principalInvestigator ?who ; schema:sponsor ?by ; kg:phase ?phase ;
                       dcterms:identifier "NCT04745299" ; kg:site ?at
                OPTIONAL { ?trial schema:status ?status } }"""
    ran = run("query", "-e", text, "--store", "store", cwd=folder, env={"COLUMNS": "240"})
    assert ran.status == 0, ran.talk
    for part in (
        "ctgov:NCT04745299", "Seung Hyun Kim, MD, PhD", "…/person/seung-hyun-kim/",
        "Corestemchemon, Inc.", "…/organization/corestemchemon-inc", "Phase 3",
        "Samsung Medical Center", "…/site/kor/seoul/samsung-medical-center",
    ):  # fmt: skip
        assert part in ran.text, part
    assert "https://" not in ran.text
    assert max(map(len, ran.text.splitlines())) <= 240


def test_names_are_no_part_of_an_answer_for_programs(folder: Path) -> None:
    text = "SELECT ?who { ?trial kg:principalInvestigator ?who }"
    ran = run("query", "-e", text, "-f", "csv", "--store", "store", cwd=folder)
    assert set(ran.text.split()) >= {"who", PERSON}
    assert "MD" not in ran.text


@pytest.mark.parametrize("width", [50, 80, 140])
def test_a_table_fits_its_terminal(width: int) -> None:
    labels = {PERSON: "Seung Hyun Kim, MD, PhD"}
    shown = table(answer(who=PERSON, said="many words " * 30), (), width, labels)
    assert max(map(len, shown.splitlines())) <= width
    assert shown.split().count("words") == 30


def test_a_name_that_the_row_tells_is_not_told_twice() -> None:
    labels = {PERSON: "Seung Hyun Kim, MD, PhD"}
    assert "Seung" in table(answer(who=PERSON), (), 200, labels)
    shown = table(answer(who=PERSON, name="Seung Hyun Kim, MD, PhD"), (), 200, labels)
    assert shown.count("Seung Hyun") == 1


def test_codes_are_words() -> None:
    codes = answer(
        role="https://w3id.org/kg-trials/vocab#ContactRole-PRINCIPAL_INVESTIGATOR",
        status="https://schema.org/ActiveNotRecruiting",
    )
    assert list(unnamed(codes)) == []
    shown = table(codes, (), 100)
    assert "Principal investigator" in shown
    assert "Active, not recruiting" in shown


def test_what_is_no_web_address_is_not_asked_for(folder: Path) -> None:
    text = "SELECT ?a ?b { BIND(<urn:a> AS ?a) BIND(<http://e.org/a%20b> AS ?b) }"
    ran = run("query", "-e", text, "--store", "store", cwd=folder)
    assert ran.status == 0, ran.talk
    assert "urn:a" in ran.text
