"""A site of `kg site`, opened from the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.serve.browser.window import barriers, window
from tests.support.kg_command import kg
from tests.support.serving import sample_store

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handed over")
    ran = kg("site", sample_store(folder), "-o", "site", "--jobs", "1", cwd=folder)
    assert ran.status == 0, ran.talk
    return folder / "site"


def test_a_reader_without_a_server_finds_a_trial_and_what_it_is_related_to(
    browser: Browser, site: Path
) -> None:
    reader = window(browser, f"{site.as_uri()}/")
    page = reader.open("/index.html")
    expect(page.locator(".totals")).to_have_css("display", "flex")
    page.get_by_role("link", name="condition", exact=True).click()
    page.get_by_role("link", name="Amyotrophic Lateral Sclerosis").click()
    page.get_by_role("link", name="NCT04745299").click()
    related = page.get_by_role("region", name="Related trials")
    related.get_by_role("link", name="NCT04326283").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Trametinib")
    page.get_by_role("link", name="Trials", exact=True).first.click()
    page.get_by_role("link", name="Recruiting", exact=True).click()
    expect(page.get_by_role("row")).to_have_count(2)
    assert reader.faults == []
    reader.context.close()


@pytest.mark.parametrize("path", ["index.html", "trials/index.html", "lists/site.html"])
def test_its_own_pages_keep_nobody_from_reading(browser: Browser, site: Path, path: str) -> None:
    reader = window(browser, f"{site.as_uri()}/")
    assert barriers(reader.open(f"/{path}")) == []
    reader.context.close()
