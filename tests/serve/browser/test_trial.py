"""The page of a trial: its sections, its related trials with why, its picture and its files."""

from __future__ import annotations

import json
from collections.abc import Callable

import pyoxigraph
import pytest
from playwright.sync_api import Page, expect

from tests.serve.browser.window import Window

pytestmark = pytest.mark.slow

Windows = Callable[..., Window]

DEMO = "/trial/NCT04745299"
RELATED = {
    "NCT01363401": "is mentioned in the text: this trial is based on it",
    "NCT04326283": "similar (0.",
    "NCT00415519": "is listed as related",
    "NCT04322149": "is listed as related",
    "NCT06181526": "is listed as related",
    "NCT06676423": "is listed as related",
}
"""The related trials of the first trial in their order, and a reason of each."""


def test_from_the_list_to_why_trials_are_related(windows: Windows) -> None:
    page = windows().open("/trials?q=lenzumestrocel")
    page.get_by_role("link", name="Evaluation the Efficacy").click()
    page.get_by_role("navigation", name="Sections").get_by_role(
        "link", name="Related trials"
    ).click()
    expect(page.get_by_role("heading", name="Related trials")).to_be_in_viewport()
    found = page.locator("#related ol.related > li")
    assert [each.split()[0] for each in found.locator("h3").all_inner_texts()] == list(RELATED)
    for item, reason in zip(found.all(), RELATED.values(), strict=True):
        expect(item.locator(".why")).to_contain_text(reason)
    expect(found.nth(1)).to_contain_text("2 sites in common: Korea University Anam Hospital")
    found.nth(1).get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Trametinib")
    expect(page.locator("#related")).to_contain_text("NCT04745299")


def test_each_section_of_the_page_is_reached_by_its_link(windows: Windows) -> None:
    page = windows().open("/trial/NCT00000001")
    links = page.get_by_role("navigation", name="Sections").get_by_role("link")
    for link in links.all():
        heading = page.locator(f"{link.get_attribute('href')} > h2")
        assert heading.inner_text() == link.inner_text()
    links.last.click()
    expect(page.locator("#data > h2")).to_be_in_viewport()


@pytest.mark.parametrize(
    ("path", "name", "given"),
    [
        (
            DEMO,
            "Placebo Comparator",
            {
                "Control group": 1,
                "Multiple administation group": 0,
                "Single cycle administration group": 1,
            },
        ),
        ("/trial/NCT90000200", "Dose 2", {"Gout pill": 1}),
        ("/trial/NCT90000200", "Dose 3", {"Gout pill": 0}),
    ],
    ids=["an-intervention", "an-arm", "an-arm-without"],
)
def test_the_matrix_says_which_arm_gets_what(
    path: str, name: str, given: dict[str, int], windows: Windows
) -> None:
    """It has a row for each arm where there are many."""
    table = windows().open(path).get_by_role("group", name="Which arm gets which intervention")
    cells = table.get_by_role("row", name=name).get_by_role("cell").all()
    columns = table.get_by_role("columnheader").all_inner_texts()[1:]
    found = [cell.get_by_label("given").count() for cell in cells]
    assert dict(zip(columns, found, strict=True)) == given


def test_dates_and_sites_are_drawn_and_said(windows: Windows) -> None:
    page = windows().open("/trial/NCT00000001")
    dates = page.get_by_role("list", name="Dates").get_by_role("listitem").all_inner_texts()
    assert dates == sorted(dates)
    assert "2020-03-02\nStart\nactual" in dates
    expect(page.get_by_role("img", name="Map of the sites")).to_be_visible()
    expect(page.get_by_role("group", name="United States, 1 site")).to_contain_text("Springfield")


def test_the_keyboard_skips_to_the_content_and_shows_where_it_is(windows: Windows) -> None:
    page = windows().open(DEMO)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.locator("main a").first
    expect(first).to_be_focused()
    assert float(first.evaluate("e => parseFloat(getComputedStyle(e).outlineWidth)")) >= 2
    order = "els => els.map(e => e.tabIndex).filter(each => each > 0)"
    assert page.locator("a, button, input, [tabindex]").evaluate_all(order) == []


def shown(page: Page) -> list[str]:
    """The headings of what the panel of the picture shows."""
    return page.locator("#panel section:visible h2").all_inner_texts()


def test_the_picture_tells_of_a_box_by_pointer_click_and_keyboard(windows: Windows) -> None:
    page = windows(viewport={"width": 1400, "height": 900}).open(DEMO)
    page.get_by_role("link", name="The picture of all this, with the evidence").click()
    page.get_by_role("button", name="NCT04326283 Trial").hover()
    expect(page.locator("#panel section:visible")).to_contain_text("Trametinib")
    page.get_by_role("button", name="NCT04322149 Multiple").click()
    expect(page.locator("#panel section:visible")).to_contain_text("AT-1501")
    page.get_by_role("button", name="Close").click()
    assert shown(page) == []
    page.get_by_role("button", name="NCT04322149 Multiple").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel section:visible h2")).to_be_focused()
    with page.expect_popup() as other:
        page.locator("#panel section:visible").get_by_role("link").first.click()
    expect(other.value.get_by_role("heading", level=1)).to_contain_text("AT-1501")


def test_the_drawing_is_on_the_page(windows: Windows) -> None:
    drawing = windows().open(DEMO).locator(".picture img")
    drawing.scroll_into_view_if_needed()
    expect(drawing).to_have_js_property("complete", True)
    assert drawing.evaluate("image => image.naturalWidth") > 500


def test_the_graph_is_downloaded_in_every_format(windows: Windows) -> None:
    opened = windows()
    page = opened.open("/trial/NCT00000001")
    links = page.locator("#data p").first.get_by_role("link")
    files: dict[bool, list[set[pyoxigraph.Triple]]] = {False: [], True: []}
    for link in links.all():
        answer = opened.context.request.get(link.evaluate("link => link.href"))
        assert answer.ok
        media_type = link.get_attribute("type") or ""
        assert answer.headers["content-type"].split(";")[0] == media_type
        if media_type == "application/ld+json":
            assert json.loads(answer.body())
            continue
        form = pyoxigraph.RdfFormat.from_media_type(media_type)
        assert form, media_type
        found = {quad.triple for quad in pyoxigraph.parse(answer.body(), form)}
        files[form.supports_datasets].append(found)
    for alike in files.values():
        assert len(alike) >= 2
        assert all(each == alike[0] for each in alike)
    assert files[False][0] < files[True][0]
