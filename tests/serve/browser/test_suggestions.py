"""Suggestions while one types: what is offered, by keyboard, by screen reader, and as text."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.serve.browser.window import Window, barriers

pytestmark = pytest.mark.slow

Windows = Callable[..., Window]


@pytest.fixture
def page(windows: Windows) -> Page:
    """The first page."""
    return windows().open("/")


def field(page: Page) -> Locator:
    """Where one types."""
    return page.get_by_role("combobox", name="Search trials")


def options(page: Page, text: str) -> Locator:
    """What is suggested for a text."""
    field(page).fill(text)
    expect(page.get_by_role("listbox", name="Suggestions")).to_be_visible()
    return page.get_by_role("option")


def test_each_kind_of_thing_is_suggested(page: Page) -> None:
    for text, kind, name in (
        ("nct0474", "Trial", "NCT04745299"),
        ("trametinib als", "Trial", "NCT04326283"),
        ("cluster", "Condition", "Cluster Headache"),
        ("rivuliz", "Intervention", "Rivulizine"),
        ("genuv", "Organisation", "Genuv Inc."),
        ("seung", "Person", "Seung Hyun Kim"),
        ("samsung", "Site", "Samsung Medical Center, Seoul"),
        ("bern", "Trials near", "Bern, Switzerland"),
    ):
        found = options(page, text).filter(has_text=re.compile(rf"{kind}\s"))
        expect(found.filter(has_text=name).first).to_be_visible()


def test_the_keyboard_chooses(page: Page) -> None:
    found = options(page, "bern")
    expect(found).to_have_count(2)
    for key, number in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowDown", 0), ("ArrowUp", 1)):
        page.keyboard.press(key)
        chosen = found.nth(number)
        expect(chosen).to_have_attribute("aria-selected", "true")
        name = chosen.get_attribute("id") or ""
        expect(field(page)).to_have_attribute("aria-activedescendant", name)
    expect(field(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Trials")
    expect(page.locator(".said")).to_contain_text("Near Bern, Switzerland, within 50 km: 2 trials")


def test_a_city_without_a_known_place_is_not_offered(page: Page) -> None:
    expect(options(page, "seoul").first).to_contain_text("Site")
    expect(page.get_by_role("option", name="Trials near")).to_have_count(0)


def test_escape_leaves_what_was_typed_and_enter_searches_for_it(page: Page) -> None:
    options(page, "seoul")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field(page)).to_have_value("seoul")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.wait_for_url("**/trials?q=seoul")
    expect(page.locator(".said")).to_have_text("2 trials")


def test_a_screen_reader_hears_how_many_there_are(page: Page) -> None:
    assert options(page, "genuv").count() == 1
    expect(page.get_by_role("status")).to_have_text("1 suggestion")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    assert barriers(page) == []


def test_a_click_opens_the_thing(page: Page) -> None:
    options(page, "seung").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Seung Hyun Kim, MD, PhD")


def test_html_in_a_name_is_text(page: Page) -> None:
    found = options(page, "script")
    expect(found).to_contain_text("<script>alert(1)</script>")
    assert found.locator("script").count() == 0
