"""The saved page of a country record of the EU Clinical Trials Register."""

from __future__ import annotations

import pytest

import kg
from kg.errors import KgError
from kg.records import Record
from kg.records.redaction import without_contacts
from kg.records.registration import RegistrationFacts
from tests.support.graph_facts import OTHER_REGISTRIES
from tests.support.real_data import needed_files

PAGE = OTHER_REGISTRIES / "country-record.html"


def facts(record: Record) -> RegistrationFacts:
    assert record.registration is not None
    return record.registration


@pytest.fixture(scope="module")
def page() -> Record:
    [record] = kg.read(PAGE)
    return record


def test_a_page_is_a_record_of_its_country(page: Record) -> None:
    assert (page.number, page.format) == ("2099-012346-68", "euctr-page")
    [country] = facts(page).countries
    assert (country.country, country.status_text) == ("Estonia", "Completed")
    [product] = facts(page).products
    assert product.routes == ["Nasal use", "Oral use"]
    assert product.substances == ["ploverin", "lapwingin"]


def test_the_languages_of_a_text_are_beside_it(page: Record) -> None:
    module = page.study.protocol_section.identification_module
    assert module.official_title == "Ploverin for hay fever – an open study"
    [translation] = facts(page).translations
    assert (translation.language, translation.text) == ("et", "Ploveriin heinapalaviku ravis")


def test_one_country_of_several_says_nothing_of_the_whole_trial(page: Record) -> None:
    assert page.study.protocol_section.status_module is None


def test_the_remark_on_an_older_wording_is_no_part_of_the_label(page: Record) -> None:
    wording = "Women of childbearing potential not using contraception"
    assert facts(page).populations == [wording]


def test_no_person_is_left_without_contacts() -> None:
    for path in (PAGE, OTHER_REGISTRIES / "country-records.txt"):
        [record] = kg.read(path)
        text = str(kg.triples(without_contacts(record)))
        for name in ("Avery Invented", "Robin Invented", "example.org", "+353"):
            assert name not in text


def test_a_row_that_is_new_is_kept_and_one_of_a_contact_is_marked() -> None:
    rows = "".join(
        f"<tr class='tricell'><td>{code}</td><td>{text}</td><td>x</td></tr>"
        for code, text in (("B.5.9", "Pager"), ("E.8.77", "Something new"))
    )
    data = PAGE.read_bytes().replace(
        b'<table id="section-d"', f"<table>{rows}</table><table".encode()
    )
    [record] = kg.read(data)
    paths = [each.path for each in record.unmapped]
    assert {"sponsors[0].B.5.9 Pager", "E.8.77 Something new"} <= set(paths)
    assert "sponsors[0].B.5.9 Pager" in record.contact_places


def test_a_page_that_is_nested_too_deep_is_refused() -> None:
    deep = b"<div>" * 3_000
    errors: list[KgError] = []
    assert list(kg.read(PAGE.read_bytes().replace(b"<body>", deep), on_error=errors.append)) == []
    assert "nested too deep" in str(errors[0])


@pytest.mark.parametrize(
    "page",
    [
        "<title>Clinical Trials Register</title><table class='result'><td>EudraCT Number:</table>",
        "<title>Clinical Trial Results</title><td>EudraCT number</td><td>2099-012346-68</td>",
    ],
)
def test_other_pages_of_the_register_are_named(page: str) -> None:
    errors: list[KgError] = []
    assert list(kg.read(f"<!DOCTYPE html>{page}".encode(), on_error=errors.append)) == []
    assert "a page of the EU Clinical Trials Register that is no country's record" in str(errors[0])


def test_the_real_pages_have_no_artefacts() -> None:
    for path in needed_files("records/euctr", "20*.html"):
        [record] = kg.read(path)
        assert record.number == path.name[:14]
        assert record.findings == []
        assert len(facts(record).reviews) == 2
