"""The SPARQL editor in a browser: it runs what it offers, and asks nobody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.serve.browser.window import Window, barriers

pytestmark = pytest.mark.slow

Windows = Callable[..., Window]


def run(page: Page) -> None:
    """Runs the query in the editor, until its results are there."""
    page.get_by_role("button", name="Run query").click()
    expect(page.locator("#results")).to_have_attribute("aria-busy", "false")


def test_an_example_can_be_chosen_and_run(windows: Windows) -> None:
    page = windows().open("/sparql")
    page.get_by_role("link", name="trials-of-sponsor").click()
    page.get_by_role("textbox", name="sponsor").fill("genuv")
    page.get_by_role("button", name="Put into the query").click()
    expect(page.locator(".yasqe")).to_contain_text('LCASE("genuv")')
    run(page)
    expect(page.locator(".yasr tbody td").filter(has_text="NCT")).not_to_have_count(0)
    assert barriers(page) == []


def test_a_mistake_is_shown_as_the_endpoint_says_it(windows: Windows) -> None:
    opened = windows()
    page = opened.open("/sparql#query=SELECT+*+WHERE+%7B+%3Fs+nope%3Ax+%3Fo+%7D")
    expect(page.locator(".yasqe")).to_contain_text("nope:x")
    run(page)
    expect(page.locator("#results")).to_contain_text("nope")
    assert all("400" in fault for fault in opened.faults)
    opened.faults.clear()


def test_completions_are_of_this_page(windows: Windows) -> None:
    page = windows().open("/sparql#query=PREFIX+kg")
    expect(page.locator(".yasqe")).to_contain_text("PREFIX kg")
    page.locator(".yasqe .CodeMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Control+Space")
    expect(page.locator(".yasqe")).to_contain_text("https://w3id.org/kg-trials/vocab#")


@pytest.mark.parametrize(("width", "scheme"), [(400, "light"), (1400, "dark")])
def test_the_page_fits_and_everybody_can_read_it(width: int, scheme: str, windows: Windows) -> None:
    opened = windows(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = opened.open("/sparql?example=count-by-phase")
    run(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert barriers(page) == []


def test_without_scripts_the_form_does_it(windows: Windows) -> None:
    opened = windows(java_script_enabled=False)
    page = opened.open("/sparql?example=count-by-status")
    page.get_by_label("Results as").select_option("json")
    with page.expect_response(lambda response: "format=json" in response.url) as answer:
        page.get_by_role("button", name="Get results").click()
    assert answer.value.status == 200
    assert answer.value.headers["content-type"] == "application/sparql-results+json"
