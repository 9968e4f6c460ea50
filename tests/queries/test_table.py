"""Answers as tables for people: names beside CURIEs, the registry's words, lines that fit."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from kg.queries.shown_rows import shown_rows, unnamed
from kg.queries.table import table
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


def drawn(document: dict[str, Any], width: int, labels: Mapping[str, str] | None = None) -> str:
    """The results as a table of so many characters."""
    return table(shown_rows(document, labels=labels or {}), width)


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


def test_what_is_not_found_by_an_abbreviation_has_a_heading(folder: Path) -> None:
    ran = run("query", "trials", "--param", "condition=ALSX", "--store", "store", cwd=folder)
    assert ran.status == 0
    assert ran.talk.startswith("No rows.\n")
    assert "give the MeSH heading" in ran.talk


@pytest.mark.parametrize("width", [50, 80, 140])
def test_a_table_fits_its_terminal(width: int) -> None:
    labels = {PERSON: "Seung Hyun Kim, MD, PhD"}
    shown = drawn(answer(who=PERSON, said="many words " * 30), width, labels)
    assert max(map(len, shown.splitlines())) <= width
    assert shown.split().count("words") == 30


def test_a_name_that_the_row_tells_is_not_told_twice() -> None:
    labels = {PERSON: "Seung Hyun Kim, MD, PhD"}
    assert "Seung" in drawn(answer(who=PERSON), 200, labels)
    shown = drawn(answer(who=PERSON, name="Seung Hyun Kim, MD, PhD"), 200, labels)
    assert shown.count("Seung Hyun") == 1


def test_codes_are_words() -> None:
    codes = answer(
        role="https://w3id.org/kg-trials/vocab#ContactRole-PRINCIPAL_INVESTIGATOR",
        status="https://schema.org/ActiveNotRecruiting",
    )
    assert list(unnamed(codes)) == []
    shown = drawn(codes, 100)
    assert "Principal investigator" in shown
    assert "Active, not recruiting" in shown


def test_what_is_no_web_address_is_not_asked_for(folder: Path) -> None:
    text = "SELECT ?a ?b { BIND(<urn:a> AS ?a) BIND(<http://e.org/a%20b> AS ?b) }"
    ran = run("query", "-e", text, "--store", "store", cwd=folder)
    assert ran.status == 0, ran.talk
    assert "urn:a" in ran.text


def test_columns_that_do_not_fit_become_records() -> None:
    wide = answer(**{f"column{number}": f"value {number} NCT90000001" for number in range(15)})
    shown = drawn(wide, 100)
    assert [line for line in shown.splitlines() if line.startswith("column7 ")] == [
        "column7   value 7 NCT90000001"
    ]
    assert "NCT90000001  " in drawn(wide, 400), "side by side where there is room"
    assert len(drawn(wide, 400).splitlines()) == 3


@pytest.mark.parametrize("width", [80, 100, 160])
def test_words_and_identifiers_stay_whole(width: int) -> None:
    texts = {f"text{number}": "some quite ordinary words of a title" for number in range(8)}
    shown = drawn(answer(trial="https://clinicaltrials.gov/study/NCT90000001", **texts), width)
    assert "ctgov:NCT90000001" in shown
    assert shown.split().count("ordinary") == 8
    assert max(map(len, shown.splitlines())) <= width


def test_a_long_text_gets_more_room_than_ten_characters() -> None:
    shown = drawn(answer(a="word " * 200, b="word " * 200, c="word " * 200, d="NCT90000001"), 100)
    assert "c  word word word word word word word" in shown


def test_what_a_record_lacks_is_not_a_line_of_it() -> None:
    wide = {f"column{number}": "x" * 9 for number in range(15)}
    document = answer(**wide)
    del document["results"]["bindings"][0]["column3"]
    assert "column3" not in drawn(document, 100)


def test_a_code_and_its_label_are_one_column() -> None:
    document = answer(
        trial="NCT90000001",
        phase="http://purl.obolibrary.org/obo/NCIT_C15602",
        phaseLabel="Phase 3",
        whyLabel="a column of its own, as there is no ?why",
    )
    head, _, row = drawn(document, 100).splitlines()
    assert head.split() == ["trial", "phase", "whyLabel"]
    assert row.split()[:3] == ["NCT90000001", "Phase", "3"]
    assert list(unnamed(document)) == []


def test_numbers_are_aligned_at_the_right() -> None:
    document = answer(name="trials", count="7")
    document["results"]["bindings"].append(
        answer(name="sites", count="1234")["results"]["bindings"][0]
    )
    for row in document["results"]["bindings"]:
        row["count"]["datatype"] = "http://www.w3.org/2001/XMLSchema#integer"
    lines = drawn(document, 100).splitlines()
    assert [len(line) for line in lines[-2:]] == [len(lines[0])] * 2


def test_a_trial_that_is_not_in_the_store_is_no_answer(folder: Path) -> None:
    given = ("outcome-results", "--param", "nct=NCT90009999")
    ran = run("query", *given, "--store", "store", cwd=folder)
    assert ran.talk == (
        "No rows.\nThe store store has no record of NCT90009999: `kg load NCT90009999"
        " --store store` loads it\n"
    )
