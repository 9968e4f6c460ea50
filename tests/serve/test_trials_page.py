"""The first page and the list of trials: what is found, in which order, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

import lxml.html
import pytest
from starlette.testclient import TestClient

from tests.support.listed_trials import client, listed_store, listed_trial

DIET, HEADACHE, ODD = (f"NCT9000000{digit}" for digit in (1, 2, 3))

INJECTIONS: Final = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' OR 1=1 --",
    'gout" OR title:*',
    "NEAR(gout diet)",
    "{{ 7 * 7 }}",
    "\x00\x1b[2J",
    "%00..%2f",
    "\ud7ff\U0010ffff",
)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    with client(listed_store(tmp_path_factory.mktemp("list"))) as made:
        yield made


def page(asked: TestClient, address: str = "/trials", status: int = 200) -> lxml.html.HtmlElement:
    """The page at an address."""
    answer = asked.get(address)
    assert answer.status_code == status, answer.text
    return lxml.html.document_fromstring(answer.text)


def numbers(asked: TestClient, **filters: str | list[str]) -> list[str]:
    """The trials of a list, in its order."""
    rows = page(asked, f"/trials?{urlencode(filters, doseq=True)}").xpath("//tbody/tr")
    return [re.findall("NCT[0-9]+", row.text_content())[0] for row in rows]


def words(element: lxml.html.HtmlElement) -> str:
    """The text of an element in one line."""
    return " ".join(element.text_content().split())


# What is found


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, [DIET, ODD, HEADACHE]),
        ({"q": "clus head"}, [HEADACHE]),
        ({"q": "nct90000001"}, [DIET]),
        ({"status": ["COMPLETED", "TERMINATED"]}, [ODD, HEADACHE]),
        ({"status": "RECRUITING", "phase": "PHASE3"}, [DIET]),
        ({"status": "RECRUITING", "phase": "PHASE2"}, []),
        ({"country": "CHE"}, [ODD, HEADACHE]),
        ({"year": "2019"}, [HEADACHE]),
        ({"results": "no", "class": "OTHER", "type": "INTERVENTIONAL", "q": "gout diet"}, [DIET]),
        ({"near": "boston"}, [DIET]),
        ({"near": "boston", "within": "100"}, [DIET, ODD]),
    ],
)
def test_the_trials_that_fit_are_listed(
    asked: TestClient, filters: dict[str, str | list[str]], found: list[str]
) -> None:
    assert numbers(asked, **filters) == found


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("title", [ODD, HEADACHE, DIET]),
        ("-title", [DIET, HEADACHE, ODD]),
        ("start", [HEADACHE, ODD, DIET]),
        ("-enrollment", [HEADACHE, ODD, DIET]),
    ],
)
def test_a_column_sorts_the_trials(asked: TestClient, sort: str, order: list[str]) -> None:
    assert numbers(asked, sort=sort) == order


def test_the_header_says_how_the_list_is_sorted_and_turns_it(asked: TestClient) -> None:
    (sorted_,) = page(asked).xpath("//th[@aria-sort]")
    assert (words(sorted_), sorted_.get("aria-sort")) == ("Start ▼", "descending")
    (link,) = sorted_.xpath(".//a")
    (sorted_,) = page(asked, link.get("href")).xpath("//th[@aria-sort]")
    assert sorted_.get("aria-sort") == "ascending"


def test_a_place_is_shown_as_it_was_understood_with_the_nearest_sites(asked: TestClient) -> None:
    shown = page(asked, "/trials?near=boston&within=100")
    (said,) = shown.xpath("//*[@class='said']")
    assert words(said) == "Near Boston, Massachusetts, United States, within 100 km: 2 trials"
    near = [words(cell) for cell in shown.xpath("//td[@data-label='Nearest site']")]
    assert near[0] == "Harbour Clinic, Boston under 1 km · Recruiting"
    assert re.fullmatch(r"Hill Hospital, Worcester 6\d km", near[1])


def test_a_place_that_is_not_known_is_said(asked: TestClient) -> None:
    assert "No city with a site at a known place is called “Bostn”" in words(
        page(asked, "/trials?near=Bostn")
    )


def test_counts_beside_a_facet_say_what_another_choice_would_add(asked: TestClient) -> None:
    shown = page(asked, "/trials?status=RECRUITING")
    boxes = {
        box.get("value"): (box.get("checked") is not None, words(box.getparent()))
        for box in shown.xpath("//input[@name='status']")
    }
    assert boxes["RECRUITING"] == (True, "Recruiting 1")
    assert boxes["COMPLETED"] == (False, "Completed 1")
    assert all(box.getparent().tag == "label" for box in shown.xpath("//fieldset//input"))


def test_each_choice_can_be_removed(asked: TestClient) -> None:
    shown = page(asked, "/trials?q=gout&status=RECRUITING&status=COMPLETED&near=boston")
    chips = {words(chip): chip.get("href") for chip in shown.xpath("//ul[@class='chosen']//a")}
    assert chips["Remove Words: gout ×"] == (
        "/trials?status=RECRUITING&status=COMPLETED&near=boston&within=50"
    )
    assert chips["Remove Status: Completed ×"] == (
        "/trials?q=gout&status=RECRUITING&near=boston&within=50"
    )
    assert "near" not in chips["Remove Near: Boston, Massachusetts, United States, 50 km ×"]


def test_if_no_trial_fits_it_says_which_choice_to_drop(asked: TestClient) -> None:
    shown = page(asked, "/trials?q=gout+zebra&status=RECRUITING")
    assert "No trial fits all of this" in words(shown)
    links = {
        words(link): link.get("href") for link in shown.xpath("//div[@class='found']/ul[last()]//a")
    }
    assert links == {
        "Without the words: 1 trial": "/trials?status=RECRUITING",
        "Without “zebra”: 1 trial": "/trials?q=gout&status=RECRUITING",
    }


def test_a_page_has_fifty_trials(tmp_path: Path) -> None:
    many = tuple(
        listed_trial(number, f"Trial {number}", "COMPLETED", "2020-01") for number in range(1, 54)
    )
    with client(listed_store(tmp_path, many)) as asked:
        first = page(asked, "/trials?q=trial")
        assert len(first.xpath("//tbody/tr")) == 50
        (following,) = first.xpath("//a[@rel='next']")
        second = page(asked, following.get("href"))
        assert len(second.xpath("//tbody/tr")) == 3
        assert not second.xpath("//a[@rel='next']")
        assert "the last is 2" in words(page(asked, "/trials?page=3", 404))


# The pages themselves


def test_the_first_page_says_what_the_store_has(asked: TestClient) -> None:
    shown = page(asked, "/")
    assert words(shown.xpath("//*[@class='totals']")[0]).startswith(
        "3 trials 2 conditions 0 interventions"
    )
    charts = {
        words(chart.xpath(".//h2")[0]): [words(row) for row in chart.xpath(".//tbody/tr")]
        for chart in shown.xpath("//*[@class='chart']")
    }
    assert charts["Country"] == ["Switzerland 2", "United States 2"]
    assert charts["Start year"] == [
        "2019 1", "2020 0", "2021 1", "2022 0", "2023 0", "2024 1",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "address", ["/", "/trials", "/trials?near=boston&within=100&q=g&status=RECRUITING"]
)
def test_every_link_to_a_list_or_file_has_an_answer(asked: TestClient, address: str) -> None:
    shown = page(asked, address)
    links = {link.get("href") for link in shown.xpath("//a | //link")}
    own = [
        link for link in links if link == "/" or link.startswith(("/trials", "/static", "/trial/"))
    ]
    assert len(own) > 10
    for link in own:
        assert asked.get(link).status_code == 200, link
    assert len(shown.xpath("//h1")) == 1
    fields = shown.xpath("//input[not(@type='hidden')]")
    assert all(field.label is not None or field.xpath("parent::label") for field in fields)


@pytest.mark.parametrize("text", INJECTIONS)
@pytest.mark.parametrize("name", ["q", "near"])
def test_what_is_typed_is_only_text(asked: TestClient, name: str, text: str) -> None:
    answer = asked.get("/trials", params={name: text})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
    assert "<img src=x" not in answer.text
    assert "49" not in lxml.html.document_fromstring(answer.text).findtext(".//h1", "")


def test_what_a_record_says_is_only_text(asked: TestClient) -> None:
    answer = asked.get("/trials")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in answer.text
    assert "<script>alert" not in answer.text


# What is refused


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("status=RECRUTING", 'There is no status "RECRUTING": the nearest is RECRUITING.'),
        ("country=switzerland", 'There is no country "switzerland": the nearest is CHE.'),
        ("stauts=COMPLETED", 'There is no parameter "stauts": the nearest is status.'),
        ("status=<b>", 'There is no status "<b>": there is'),
        ("year=20x4", 'There is no start year "20x4"'),
        ("sort=titel", 'There is no order "titel": the nearest is title.'),
        ("sort=-relevance", 'There is no order "-relevance"'),
        ("sort=distance", "Trials can be sorted by distance only with a city with near=."),
        ("format=exe", 'There is no format "exe"'),
        ("page=-1", 'There is no page "-1": pages are counted from 1.'),
        ("page=1e9", 'There is no page "1e9"'),
        ("page=99999999999999999999", "There is no page"),
        ("near=bern&within=nan", "Within is \"nan\", and must be a number of kilometres"),
        ("near=bern&within=1e9", "must be a number of kilometres, from 1 to 1,000"),
        (f"q={'x' * 201}", "Q has 201 characters, and may have 200."),
        ("q=a&q=b", "Q is given more than once: leave one."),
        ("status=A&" * 3 + "&".join(f"status=B{n}" for n in range(60)), "may have 50 at once"),
    ],
)  # fmt: skip
def test_an_address_that_has_no_list_is_explained(asked: TestClient, query: str, said: str) -> None:
    assert said in words(page(asked, f"/trials?{query}", 400).xpath("//main")[0])


def test_a_value_of_the_registry_that_no_trial_has_is_no_mistake(asked: TestClient) -> None:
    assert numbers(asked, status="WITHDRAWN") == []
    assert numbers(asked, country="JPN") == []


def test_a_store_without_an_index_says_what_to_do(tmp_path: Path) -> None:
    store = listed_store(tmp_path)
    for index in store.glob("index-*/search.sqlite"):
        index.unlink()
    with client(store) as asked:
        assert "load any record into it again" in words(page(asked, "/"))
        assert "load any record into it again" in words(page(asked, "/trials", 503))
        assert asked.get(f"/trial/{DIET}").status_code == 200
