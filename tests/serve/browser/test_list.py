"""The list of trials: words, facets, order, pages and files, as somebody clicks through it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import openpyxl
import pyoxigraph
import pytest
from playwright.sync_api import Page, expect

from tests.serve.browser.window import Window

pytestmark = pytest.mark.slow

Windows = Callable[..., Window]


def listed(page: Page) -> list[str]:
    """The titles in the list."""
    return page.locator(".trials tbody th a").all_inner_texts()


def choose(page: Page, *values: str) -> None:
    """Checks boxes of facets, and has them applied."""
    for value in values:
        page.get_by_role("checkbox", name=value).check()
    page.get_by_role("button", name="Apply").click()


def test_facets_narrow_the_list_and_are_removed_one_by_one(windows: Windows) -> None:
    page = windows().open("/trials")
    said = page.locator(".said")
    expect(said).to_have_text("58 trials")
    choose(page, "Recruiting 2")
    expect(said).to_have_text("2 trials")
    choose(page, "Phase 3 1")
    expect(said).to_have_text("1 trial")
    page.get_by_role("list", name="Chosen").get_by_role("link", name="Status: Recruiting").click()
    expect(said).to_have_text("3 trials")
    expect(page.get_by_role("checkbox", name="Phase 3 3")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Recruiting 1", exact=True)).not_to_be_checked()


def test_a_list_is_an_address(windows: Windows) -> None:
    page = windows().open("/trials?q=als")
    page.get_by_role("columnheader", name="Trial").get_by_role("link").click()
    choose(page, "Phase 2")
    found = listed(page)
    assert len(found) == 2
    assert found == sorted(found)
    path = page.url.partition("://")[2].partition("/")[2]
    colleague = windows(java_script_enabled=False).open(f"/{path}")
    assert listed(colleague) == found
    page.go_back()
    expect(page.locator(".said")).to_have_text("3 trials")
    assert len(listed(page)) == 3


def test_a_header_sorts_and_turns_the_list(windows: Windows) -> None:
    page = windows().open("/trials?country=CHE")
    for direction in ("descending", "ascending"):
        page.get_by_role("columnheader", name="Enrolment").get_by_role("link").click()
        header = page.get_by_role("columnheader", name="Enrolment")
        expect(header).to_have_attribute("aria-sort", direction)
        numbers = [int(each) for each in page.locator("td[data-label=Enrolment]").all_inner_texts()]
        assert numbers == sorted(numbers, reverse=direction == "descending")


def test_the_list_has_pages(windows: Windows) -> None:
    page = windows().open("/trials?sort=title")
    first = listed(page)
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_role("navigation", name="Pages")).to_contain_text("Page 2 of 2")
    second = listed(page)
    assert len({*first, *second}) == len(first) + len(second) == 58
    page.get_by_role("link", name="Previous").click()
    expect(page.get_by_role("navigation", name="Pages")).to_contain_text("Page 1 of 2")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_a_recruiting_trial_near_a_city_is_found(scripts: bool, windows: Windows) -> None:
    page = windows(java_script_enabled=scripts).open("/")
    page.get_by_role("link", name="Recruiting trials").click()
    page.get_by_label("Near a city").fill("boston")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".said")).to_have_text(
        "Near Boston, Massachusetts, United States, within 50 km: 1 trial"
    )
    expect(page.get_by_role("cell", name="Harbour Clinic")).to_contain_text("under 1 km")
    page.get_by_role("link", name="Gout diet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gout diet")


def test_without_scripts_words_and_facets_are_one_form(windows: Windows) -> None:
    phone = {"width": 400, "height": 800}
    page = windows(java_script_enabled=False, viewport=phone).open("/")
    page.get_by_role("searchbox", name="Search trials").fill("als")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".said")).to_have_text("3 trials")
    page.get_by_text("Filters").click()
    choose(page, "Phase 3")
    expect(page.get_by_role("list", name="Chosen")).to_contain_text("Phase: Phase 3")
    assert len(listed(page)) == 1


def test_the_whole_list_is_downloaded(windows: Windows) -> None:
    page = windows().open("/trials")
    files = {}
    for name in ("CSV", "Excel", "Turtle", "JSON-LD"):
        with page.expect_download() as started:
            page.locator(".downloads").get_by_role("link", name=name).click()
        files[name] = started.value.path()
    with files["CSV"].open(encoding="utf-8-sig", newline="") as lines:
        numbers = {row["number"] for row in csv.DictReader(lines)}
    assert len(numbers) == 58
    sheet = openpyxl.load_workbook(io.BytesIO(files["Excel"].read_bytes())).active
    assert sheet is not None
    assert {str(row[0].value) for row in sheet.iter_rows(min_row=2)} == numbers
    triples = pyoxigraph.parse(files["Turtle"].read_bytes(), pyoxigraph.RdfFormat.TURTLE)
    identifier = "http://purl.org/dc/terms/identifier"
    assert {each.object.value for each in triples if each.predicate.value == identifier} == numbers
    assert all(
        number in json.dumps(json.loads(files["JSON-LD"].read_bytes())) for number in numbers
    )
