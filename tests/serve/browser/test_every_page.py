"""Every kind of page: it fits a phone and paper, everybody can read it, and it asks nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, ViewportSize

from tests.serve.browser.window import Window, barriers, window
from tests.support.serving import Serving

pytestmark = pytest.mark.slow

PAGES: Final = {
    "/": 200,
    "/trials": 200,
    "/trials?q=gout&status=RECRUITING&near=boston": 200,
    "/trials?q=zzz": 200,
    "/trials?status=LOST": 400,
    "/trial/NCT00000001": 200,
    "/trial/NCT00000001/results": 200,
    "/trial/NCT04745299": 200,
    "/trial/NCT04745299/related": 200,
    "/trial/NCT04745299/picture": 200,
    "/trial/NCT01363401": 404,
    "/page/condition/hypothetical-ataxia": 200,
    "/page/organization/rivulet-pharma": 200,
    "/page/person/ada-example/example-university-hospital": 200,
    "/page/site/usa/illinois/springfield/example-university-hospital": 200,
    "/page/publication/a-leaflet-for-participants-1cd31c00": 200,
    "/vocab": 200,
}
"""The paths of pages, and how the server answers. The editor has tests of its own."""

ON_ITS_OWN_PAPER: Final = "/trial/NCT04745299/picture"

PHONE: Final[ViewportSize] = {"width": 400, "height": 800}
DESK: Final[ViewportSize] = {"width": 1400, "height": 900}
PAPER: Final[ViewportSize] = {"width": 680, "height": 1000}
"""The last is a page of A4 without its margins, in CSS pixels."""

WIDE: Final = """
() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body, body *")]
    .filter((each) => !each.parentElement.closest(".scroll, svg"))
    .filter((each) => each.getBoundingClientRect().right > width + 1)
    .map((each) => each.outerHTML.slice(0, 100));
}
"""
"""What is wider than the window, and not in a box that scrolls."""

CUT: Final = """
() => {
  const width = document.documentElement.clientWidth;
  return [...document.querySelectorAll("main *")]
    .filter((each) => !each.closest("svg, .unseen") && each.innerText?.trim())
    .filter((each) => each.getBoundingClientRect().right > width + 1 ||
      (getComputedStyle(each).overflowX !== "visible" && each.scrollWidth > each.clientWidth + 1))
    .map((each) => each.outerHTML.slice(0, 100));
}
"""
"""What paper would cut."""


@pytest.fixture(scope="module")
def reading(browser: Browser, server: Serving) -> Iterator[Window]:
    """One window for all pages."""
    made = window(browser, server.address)
    yield made
    made.context.close()


@pytest.mark.parametrize("path", PAGES)
def test_everybody_can_read_it_and_it_fits(path: str, reading: Window) -> None:
    page = reading.page
    page.set_viewport_size(PHONE)
    page.emulate_media(media="screen", color_scheme="light")
    reading.open(path)
    assert page.evaluate(WIDE) == []
    assert barriers(page) == []
    page.set_viewport_size(DESK)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(WIDE) == []
    assert barriers(page, "color-contrast", "scrollable-region-focusable") == []
    if path != ON_ITS_OWN_PAPER:
        page.set_viewport_size(PAPER)
        page.emulate_media(media="print", color_scheme="light")
        assert page.evaluate(CUT) == []
    wanted = [] if PAGES[path] == 200 else [f"Failed to load resource: {PAGES[path]}"]
    told = [fault.replace("the server responded with a status of ", "") for fault in reading.faults]
    reading.faults.clear()
    assert [fault.partition(" (")[0] for fault in told] == wanted


def test_paper_has_what_was_chosen_and_every_section(reading: Window) -> None:
    page = reading.open("/trials?status=RECRUITING&near=boston")
    page.emulate_media(media="print")
    assert page.get_by_text("Status: Recruiting").is_visible()
    assert not page.get_by_role("button", name="Search").is_visible()
    page = reading.open("/trial/NCT00000001")
    headings = page.locator("main h2, main h3")
    assert headings.count() > 20
    assert all(each.is_visible() for each in headings.all())
