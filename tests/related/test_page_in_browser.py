"""The page of a picture in a browser: the panel opens, stays, and covers nothing that is shown."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from kg.related.picture import WRITERS
from kg.related.picture.layout import drawing
from tests.related.test_picture import many

pytestmark = pytest.mark.slow

CHROMIUM: Final = shutil.which("chromium")
SIZES: Final = ((1900, 1000), (1400, 900), (800, 700), (400, 800))

OPENINGS: Final = """
() => {
  window.openings = window.closings = 0;
  const seen = (records) => {
    for (const { target } of records) if (!target.hidden) window.openings += 1;
    if (!document.querySelector("#panel section:not([hidden])")) window.closings += 1;
  };
  const options = { attributeFilter: ["hidden"], subtree: true };
  new MutationObserver(seen).observe(document.getElementById("panel"), options);
}
"""
"""Counts how often a box is opened in the panel, and how often the panel is empty again."""

LOWEST: Final = """
() => {
  const x = 1200;
  for (let y = innerHeight - 1; ; y -= 5) {
    const box = document.elementFromPoint(x, y).closest(".box");
    if (box) return [x, y, box.id];
  }
}
"""
"""A point of the lowest related trial in the window, which is next to the panel."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: `make chromium`")
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=options)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "picture.html"
    path.write_bytes(WRITERS[".html"](drawing(many(12, 9, limit=6))))
    return path.as_uri()


@dataclass
class Window:
    """A page of the browser, with what it requested and what went wrong."""

    page: Page
    requests: list[str]
    faults: list[str]


@pytest.fixture(scope="module")
def window(browser: Browser) -> Window:
    window = Window(browser.new_page(), [], [])
    window.page.set_default_timeout(5000)
    window.page.on("request", lambda request: window.requests.append(request.url))
    window.page.on("console", lambda message: window.faults.append(message.text))
    window.page.on("pageerror", lambda error: window.faults.append(str(error)))
    return window


@pytest.fixture
def page(window: Window, address: str) -> Iterator[Page]:
    """The page, newly loaded; it must load nothing else, and no error may occur."""
    window.page.set_viewport_size({"width": 1400, "height": 900})
    window.page.mouse.move(0, 0)
    window.page.goto(address)
    window.page.evaluate(OPENINGS)
    yield window.page
    assert set(window.requests) == {address}
    assert window.faults == []


def shown(page: Page) -> list[str]:
    """The boxes whose section of the panel is visible."""
    visible = page.locator("#panel section:visible").evaluate_all("all => all.map(one => one.id)")
    return [each.removeprefix("about-") for each in visible]


def test_the_panel_is_calm_while_the_pointer_rests(page: Page) -> None:
    x, y, lowest = page.evaluate(LOWEST)
    for step in range(20):
        page.mouse.move(x + step % 2, y)
        page.wait_for_timeout(50)
    assert shown(page) == [lowest]
    page.mouse.move(2, 2)
    page.wait_for_timeout(300)
    assert shown(page) == [lowest]
    assert page.evaluate("[openings, closings]") == [1, 0]


def test_a_slow_pointer_opens_each_box_at_most_once(page: Page) -> None:
    crossed: list[str] = []
    for step in range(60):
        x, y = 20 + step * 22, 150 + step * 6
        page.mouse.move(x, y)
        under = page.evaluate(f"document.elementFromPoint({x}, {y}).closest('.box')?.id ?? ''")
        if under and crossed[-1:] != [under]:
            crossed.append(under)
        page.wait_for_timeout(20)
    assert len(crossed) >= 3
    openings, closings = page.evaluate("[openings, closings]")
    assert 1 <= openings <= len(crossed)
    assert closings == 0


def test_what_is_clicked_stays_until_another_is_or_it_is_closed(page: Page) -> None:
    page.locator("#trial button").click()
    page.locator("#other-1 button").hover()
    page.wait_for_timeout(300)
    assert shown(page) == ["trial"]
    page.locator("#other-1 button").click()
    assert shown(page) == ["other-1"]
    assert page.locator("#panel").get_by_role("link").get_attribute("href") == (
        "https://clinicaltrials.gov/study/NCT00000001"
    )
    lines = page.locator(".line.open")
    assert lines.count() == page.locator(".line.other-1").count() > 1
    page.get_by_role("button", name="Close").click()
    assert shown(page) == []
    assert lines.count() == 0


def test_the_keyboard_reaches_everything(page: Page) -> None:
    page.keyboard.press("Tab")
    assert shown(page) == ["trial"]
    page.keyboard.press("Tab")
    [second] = shown(page)
    button = page.locator(f"#{second} button")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Enter")
    expect(page.locator(f"#about-{second} h2")).to_be_focused()
    page.keyboard.press("Escape")
    assert shown(page) == []
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_panel_has_a_place_of_its_own(width: int, height: int, page: Page) -> None:
    page.set_viewport_size({"width": width, "height": height})
    place = "document.getElementById('panel').getBoundingClientRect().toJSON()"
    boxes = "[...document.querySelectorAll('.box')].map(b => b.getBoundingClientRect().toJSON())"
    panel, before = page.evaluate(place), page.evaluate(boxes)
    page.locator("#trial button").click()
    assert shown(page) == ["trial"]
    scrolled = page.evaluate("scrollY")
    assert page.evaluate(place) == panel
    assert [box["y"] - scrolled for box in before] == [box["y"] for box in page.evaluate(boxes)]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    columns = {round(box["x"]) for box in before}
    assert len(columns) == 1 if width < 700 else len(columns) >= 3


def test_paper_has_all_the_evidence_and_the_dark_is_dark(page: Page) -> None:
    page.emulate_media(media="print")
    assert len(shown(page)) == page.locator(".box").count()
    page.emulate_media(media="screen", color_scheme="dark")
    assert shown(page) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(22, 24, 28)"


def test_without_scripts_all_the_evidence_is_on_the_page(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(address)
        assert page.locator("#panel section:visible").count() == page.locator(".box").count()
