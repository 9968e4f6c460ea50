"""Pictures of a neighbourhood: what is drawn, that it can be read, and that it is harmless."""

from __future__ import annotations

import base64
import hashlib
import html.parser
import itertools
import json
import re
import struct
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from kg.related.links import SHARED, RelatedTrial, SharedThing, StatedLink
from kg.related.picture import WRITERS
from kg.related.picture.layout import Box, Drawing, drawing
from kg.related.picture.neighbourhood import LINK, MOST, MOST_TRIALS, OWN, Neighbourhood, chosen
from kg.related.picture.page_style import DARK
from kg.related.picture.svg import COLOURS
from kg.related.picture.wrapping import length, wrapped
from tests.support.kg_command import kg as run
from tests.support.paths import ROOT

ALSUMMIT: Final = "NCT04745299"
SAMPLES: Final = (f"{ALSUMMIT}.txt", "NCT04326283.json", "NCT04322149.json")
SVG: Final = "{http://www.w3.org/2000/svg}"
HOSTILE: Final = "<script>alert('x')</script> & \x00\x1f\ud800 \"quoted\" ]]> --> NCT"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the three samples in a store."""
    folder = tmp_path_factory.mktemp("pictures")
    sources = [ROOT / "samples" / name for name in SAMPLES]
    assert run("load", *sources, "--store", "store", cwd=folder).status == 0
    return folder


def many(trials: int, sites: int = 0, limit: int | None = None) -> Neighbourhood:
    """A trial with many related ones that share everything, and much of its own."""
    roles = (
        "sponsor principal~investigator collaborator protocol~paper results~paper derived~paper"
        " background~paper site condition intervention"
    ).split()
    own = [
        {
            "role": role.replace("~", " "),
            "thing": f"https://e.org/{role}/{n}",
            "name": f"{role} {n}",
        }
        for role, n in itertools.product(roles, range(5))
    ]
    related = [
        RelatedTrial(
            f"NCT{number:08}",
            f"Trial number {number} of a title that takes more than one line of its box " * 3,
            loaded=True,
            facts={"status": "RECRUITING", "phase": "PHASE3", "start": "2031-05", "sponsor": "A"},
            stated=[
                StatedLink("LISTED", "to", "page"),
                StatedLink("MENTIONED", "from", "x", ["a quote"]),
            ],
            shared={r: [f"{r} {n} of {number % 7}" for n in range(sites or 2)] for r in SHARED},
        )
        for number in range(trials)
    ]
    places = [
        SharedThing("SITE", f"urn:{name}", name, "", frozenset([trial.number]))
        for trial in related
        for name in trial.shared["SITE"]
    ]
    itself = RelatedTrial("NCT09999999", "The title", loaded=True)
    return chosen(itself, own, related, places, limit)


def texts(document: ET.Element) -> str:
    """All text, with plain blanks."""
    said = " ".join(text for each in document.iter(f"{SVG}text") if (text := each.text))
    return " ".join(said.split())


@pytest.mark.slow
def test_what_links_the_first_trial_to_others_can_be_read(folder: Path) -> None:
    ran = run("related", ALSUMMIT, "--picture", "als.svg", "--store", "store", cwd=folder)
    assert (ran.status, ran.text) == (0, "")
    assert "6 of 6 related trials to als.svg" in ran.talk
    said = texts(ET.parse(folder / "als.svg").getroot())
    for part in (
        ALSUMMIT, "NCT01363401", "NCT04326283", "NCT00415519",
        "is listed as related", "is mentioned in the text: this trial is",
        "shared intervention Riluzole", "2 shared sites", "Samsung Medical Center",
        "Seoul, South Korea", "Recruiting", "Phase 1/Phase 2",
        "principal investigator Seung Hyun Kim", "sponsor Corestemchemon", "protocol paper",
    ):  # fmt: skip
        assert part in said, part
    assert "Left out" not in said


@pytest.mark.slow
@pytest.mark.parametrize("ending", WRITERS)
def test_the_same_bytes(ending: str, folder: Path) -> None:
    for name in ("one", "two"):
        path = f"{name}{ending}"
        ran = run("related", ALSUMMIT, "--picture", path, "--store", "store", cwd=folder)
        assert ran.status == 0, ran.talk
    assert (folder / f"one{ending}").read_bytes() == (folder / f"two{ending}").read_bytes()


@pytest.mark.slow
def test_a_png_is_an_image_with_something_in_it(folder: Path) -> None:
    drawn = drawing(many(4))
    data = WRITERS[".png"](drawn)
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", data[16:24])
    assert (width, height) == (round(drawn.width * 2), round(drawn.height * 2))
    assert len(data) > 50_000  # without letters it is a third of that


@pytest.mark.parametrize("trials, sites", [(1, 1), (3, 3), (12, 40), (400, 5)])
def test_nothing_covers_anything_and_all_fits(trials: int, sites: int) -> None:
    drawn = drawing(many(trials, sites))
    for one, other in itertools.combinations(drawn.boxes, 2):
        assert apart(one, other), (one.node, other.node)
    for box in drawn.boxes:
        assert 0 < box.x < box.x + box.width < drawn.width
        assert 0 < box.y < box.y + box.height < drawn.height
        assert all(length(row.text) <= box.width for row in box.rows)
    ends = {box.node.id for box in drawn.boxes}
    assert all({line.edge.left, line.edge.right} <= ends for line in drawn.lines)
    assert len(set(drawn.lines)) == len(drawn.lines)


def apart(one: Box, other: Box) -> bool:
    return (
        one.x + one.width <= other.x
        or other.x + other.width <= one.x
        or one.y + one.height <= other.y
        or other.y + other.height <= one.y
    )


def test_a_full_picture_says_what_it_leaves_out() -> None:
    near = many(400, 5)
    assert sum(map(len, near.columns)) <= MOST + 1
    drawn = [node.caption for node in near.others]
    assert drawn == [f"NCT{number:08}" for number in range(len(drawn))]
    assert near.left_out == [f"{400 - len(drawn)} of 400 related trials"]
    assert "+ 2 more shared conditions" in near.others[0].more
    assert "5 shared sites" in near.others[0].more
    for ending in (".svg", ".html"):
        assert (
            f"{400 - len(drawn)} of 400 related trials" in WRITERS[ending](drawing(near)).decode()
        )
    captions = {node.caption for node in near.columns[0]}
    assert {"5 background papers", "5 collaborators", "5 protocol papers"} <= captions


@pytest.mark.slow
def test_a_trial_without_links_has_a_picture_of_its_own(tmp_path: Path) -> None:
    run("load", ROOT / "samples" / f"{ALSUMMIT}.json", "--store", "one", cwd=tmp_path)
    trial = "NCT01363401"  # which is only mentioned, and has nothing else
    ran = run("related", trial, "--picture", "a.svg", "--store", "one", cwd=tmp_path)
    assert ran.status == 0, ran.talk
    assert "its record is not in the store" in texts(ET.parse(tmp_path / "a.svg").getroot())
    alone = drawing(chosen(RelatedTrial("NCT00000001", "Alone"), [], []))
    assert "Alone" in WRITERS[".svg"](alone).decode()


def hostile() -> Drawing:
    own = [{"role": "results paper", "thing": "javascript:alert(1)", "name": HOSTILE}]
    trial = RelatedTrial(
        "NCT00000001", HOSTILE, stated=[StatedLink("MENTIONED", "to", HOSTILE, [HOSTILE])]
    )
    return drawing(chosen(RelatedTrial("NCT00000002", HOSTILE), own, [trial]))


def test_text_from_outside_stays_text() -> None:
    document = ET.fromstring(WRITERS[".svg"](hostile()))
    assert {each.tag.removeprefix(SVG) for each in document.iter()} <= set(
        "svg title rect text path polygon a g".split()
    )
    assert "<script>alert('x')</script>" in texts(document)
    hrefs = [each.get("href", "") for each in document.iter(f"{SVG}a")]
    assert hrefs
    assert all(href.startswith("https://clinicaltrials.gov/study/NCT") for href in hrefs)


class Tags(html.parser.HTMLParser):
    """The tags of a page and the addresses in it."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.handlers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]


def test_a_page_needs_nothing_and_runs_only_its_own_script() -> None:
    page = Tags()
    text = WRITERS[".html"](hostile()).decode()
    page.feed(text)
    for tag in ("script", "style"):
        [content] = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in text
        assert "alert" not in content
    assert "default-src 'none'" in text
    assert "unsafe" not in text
    assert page.handlers == []
    assert all(each.startswith("https://clinicaltrials.gov/") for each in page.addresses)
    assert "url(" not in text
    assert "@import" not in text


@pytest.mark.slow
def test_a_page_has_all_that_is_known_of_every_box(folder: Path) -> None:
    run("related", ALSUMMIT, "--picture", "als.html", "--store", "store", cwd=folder)
    text = (folder / "als.html").read_text("utf-8")
    boxes = re.findall(r'<li id="([\w-]+)" class="box', text)
    assert len(boxes) > 10
    assert boxes == re.findall(r'aria-controls="about-([\w-]+)"', text)
    assert sorted(boxes) == sorted(re.findall(r'<section id="about-([\w-]+)"', text))
    for part in (
        "in descriptionModule.detailedDescription; recognised by 'based on'",
        "<mark>NCT01363401</mark>",
        "Status: Active, not recruiting",
        "<p>Phase 3</p>",
        "Dates: start 2021-03-23",
        f'href="https://clinicaltrials.gov/study/{ALSUMMIT}"',
        "Samsung Medical Center, Seoul, South Korea: NCT04326283",
    ):
        assert part in text, part


def test_the_trial_that_a_quote_is_about_is_marked() -> None:
    quote = "Those who completed NCT90000001 or NCT90000002."
    links = [StatedLink("MENTIONED", "to", "x", [quote])]
    trials = [RelatedTrial(f"NCT9000000{n}", stated=links) for n in (1, 2)]
    near = chosen(RelatedTrial("NCT90000009", "One"), [], trials)
    page = WRITERS[".html"](drawing(near)).decode()
    for box, nct_id in (("other-0", "NCT90000001"), ("other-1", "NCT90000002")):
        about = page.partition(f'id="about-{box}"')[2].partition("</section>")[0]
        assert re.findall("<mark>(.*?)</mark>", about) == [nct_id]
        assert re.sub("</?mark>", "", about).count(quote) == 1


def test_colours_can_be_read_on_light_and_dark() -> None:
    for colours, ground, raised in ((COLOURS, "#ffffff", "#f3f3f3"), (DARK, "#16181c", "#23262c")):
        for kind, colour in colours.items():
            assert contrast(colour, raised if kind == "trial" else ground) >= 4.5, kind
    assert COLOURS.keys() == DARK.keys()


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    dark, light = sorted(map(luminance, (one, other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments, sentence",
    [
        (("--picture", "a.pdf"), "use .svg, .png or .html"),
        (("--picture", "-"), "use .svg, .png or .html"),
        (("--picture", "nowhere/a.svg"), "its folder does not exist"),
        (("--picture", "a.svg", "--why", "NCT01363401"), "leave out --why"),
        (("--picture", "a.svg", "-f", "csv"), "leave out --why and --format"),
    ],
)
def test_a_mistake_is_one_sentence(arguments: tuple[str, ...], sentence: str, folder: Path) -> None:
    ran = run("related", ALSUMMIT, *arguments, "--store", "store", cwd=folder)
    assert ran.status == 2
    assert sentence in ran.talk
    assert len(ran.talk.strip().splitlines()) == 1
    assert not list(folder.glob("a.*"))


def test_as_many_trials_are_drawn_as_are_asked_for() -> None:
    for asked, drawn in ((1, 1), (25, 25), (0, 60), (100, 60)):
        near = many(60, 2, limit=asked)
        assert len(near.others) == drawn
        assert near.left_out == ([f"{60 - drawn} of 60 related trials"] if drawn < 60 else [])
    assert len(many(60, 2).others) < 25


def test_shared_sites_are_one_box_with_a_list() -> None:
    near = many(3, 9, limit=0)
    [box] = [node for node in near.columns[LINK] if node.kind == "site"]
    assert box.caption == "27 shared sites"
    assert len(box.reasons) == 27
    assert sum(edge.left == box.id for edge in near.edges) == 3
    own = [node.caption for node in near.columns[OWN] if node.kind == "site"]
    assert own == ["5 more sites"]


def test_one_thing_in_two_spellings_is_one_box() -> None:
    own = [{"role": "intervention", "thing": "urn:1", "name": "Riluzole"}]
    own += [{"role": "condition", "thing": "urn:2", "name": "Motor neuron disease"}]
    shared = {"INTERVENTION": ["riluzole"], "CONDITION": ["Motor Neuron Disease"]}
    trials = [RelatedTrial(f"NCT0000000{n}", "Other", shared=shared) for n in (2, 3)]
    near = chosen(RelatedTrial("NCT00000001", "One"), own, trials)
    texts = [node.text.casefold() for column in near.columns for node in column]
    assert texts.count("riluzole") == texts.count("motor neuron disease") == 1


@pytest.mark.slow
def test_a_limit_is_kept(folder: Path) -> None:
    given = ("--picture", "few.svg", "--limit", "2", "--store", "store")
    assert "2 of 6" in run("related", ALSUMMIT, *given, cwd=folder).talk
    assert "4 of 6 related trials" in (folder / "few.svg").read_text("utf-8")


@pytest.mark.slow
def test_more_trials_than_a_picture_can_have(tmp_path: Path) -> None:
    page = tmp_path / "many.json"
    page.write_text(json.dumps([like(number) for number in range(MOST_TRIALS + 3)]), "utf-8")
    run("load", page, "--store", "store", cwd=tmp_path)
    for limit in ("0", "201"):
        given = ("--picture", "a.svg", "--limit", limit, "--store", "store")
        ran = run("related", "NCT90000000", *given, cwd=tmp_path)
        assert (ran.status, (tmp_path / "a.svg").exists()) == (2, False)
        assert "at most 200 related trials, NCT90000000 has 202: give a --limit" in ran.talk


def like(number: int) -> dict[str, object]:
    """A small record; all of them have one condition."""
    return {
        "protocolSection": {
            "identificationModule": {"nctId": f"NCT{90000000 + number}", "briefTitle": "One"},
            "conditionsModule": {"conditions": ["Cluster Headache"]},
        }
    }


def test_text_is_wrapped_between_words_and_long_words_are_broken() -> None:
    for text in ("many words " * 30, "w" * 400, "한국어 " * 50, "", "a\nb"):
        lines = wrapped(text, 100, 9)
        assert all(length(line) <= 100 for line in lines)
        assert len(lines) <= 9
    assert wrapped("one two", 1000, 9) == ("one two",)
    assert wrapped("many words " * 30, 100, 2)[-1].endswith(" …")
