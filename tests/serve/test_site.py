"""`kg site`: the pages as files that need no server."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

import pytest

from kg.serve.site.file_names import file_of
from tests.support.kg_command import kg
from tests.support.paths import ROOT
from tests.support.serving import SAMPLES

pytestmark = pytest.mark.slow

FIRST: Final = "trial/NCT04745299"
WITH_RESULTS: Final = ROOT / "tests" / "data" / "shapes" / "interventional.json"
REGISTRIES: Final = ROOT / "tests" / "data" / "registries"
HOSTILE: Final = "<script>alert(1)</script><img src=x onerror=alert(2)>"
_NEEDS_SERVER: Final = {"form", "input", "select", "textarea"}


class _Html(HTMLParser):
    """The links, ids and tags of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: Counter[str] = Counter()
        self.tags: Counter[str] = Counter()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            if name in ("href", "src", "action"):
                self.links.append(value or "")
            if name == "id":
                self.ids[value or ""] += 1


def _of_others(folder: Path) -> list[Path]:
    """Records of other registries, one with HTML in its texts."""
    rows = (REGISTRIES / "ictrp-full-dump.csv").read_text("utf-8-sig")
    hostile = folder / "hostile.csv"
    hostile.write_text(rows.replace(",Breathing for", f",{HOSTILE}Breathing for"), "utf-8")
    assert HOSTILE in hostile.read_text("utf-8")
    return [hostile, *(path for path in REGISTRIES.iterdir() if path.suffix in (".json", ".xml"))]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("store")
    sources = (*SAMPLES, WITH_RESULTS, *_of_others(folder))
    ran = kg("load", *sources, "--store", "store", "--jobs", "1", cwd=folder)
    assert ran.status < 2, ran.talk
    return folder / "store"


@pytest.fixture(scope="module")
def site(store: Path) -> Path:
    folder = store.parent / "a folder" / "site"
    ran = kg("site", store, "-o", folder, "--jobs", "2", cwd=store.parent)
    assert ran.status == 0, ran.talk
    assert str(folder / "index.html") in ran.talk
    return folder


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[Path, _Html]:
    return {path: _Html(path.read_text("utf-8")) for path in site.rglob("*.html")}


def files(folder: Path) -> dict[str, bytes]:
    """The bytes of each file, by its path in the folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def test_every_link_leads_to_a_file_and_an_anchor(site: Path, pages: dict[Path, _Html]) -> None:
    reached = {site / "index.html", site / "kg-site.txt"}
    for path, page in pages.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                assert parts.scheme in ("http", "https"), (path, link)
                continue
            assert not link.startswith("/"), (path, link)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert target.is_file(), (path, link)
            assert not parts.query, (path, link)
            assert not parts.fragment or pages[target].ids[parts.fragment] == 1, (path, link)
            reached.add(target)
    assert {site / name for name in files(site)} == reached


def test_nothing_needs_a_server_or_a_script(site: Path, pages: dict[Path, _Html]) -> None:
    for path, page in pages.items():
        assert not _NEEDS_SERVER & page.tags.keys(), path
        text = path.read_text("utf-8")
        assert text.count('http-equiv="Content-Security-Policy"') == 1
        assert "<script src" not in text
        assert "127.0.0.1" not in text


def test_text_of_a_record_is_never_html(site: Path, pages: dict[Path, _Html]) -> None:
    for path, page in pages.items():
        text = path.read_text("utf-8")
        assert text.startswith("<!DOCTYPE html>"), path
        assert "x" not in page.links
        assert "<script>alert" not in text
    written = b"".join(path.read_bytes() for path in pages)
    assert b"&lt;script&gt;alert(1)" in written


def test_trials_of_other_registries_have_their_graphs_and_pictures(site: Path) -> None:
    for number in ("ISRCTN90000017", "CTRI-2019-02-990001", "IRCT20990101000001N1"):
        assert (site / "trial" / number / f"{number}.ttl").stat().st_size
        assert (site / "trial" / number / f"{number}.jsonld").read_bytes()[:1] == b"{"
    picture = site / "trial" / "CTRI-2019-02-990001" / "picture.svg"
    assert b"<svg" in picture.read_bytes()[:300]


def test_a_start_that_is_no_date_is_in_no_year(site: Path) -> None:
    years = {path.stem for path in site.glob("trials/year-*.html")}
    assert all(re.fullmatch(r"year-(?:[0-9]{4}|not-given.*)", year) for year in years), years


def test_the_trials_are_listed_by_what_they_are(site: Path) -> None:
    every = (site / "trials" / "index.html").read_text("utf-8")
    for number in ("NCT04745299", "NCT04322149", "NCT04326283", "NCT00000001"):
        assert f"../trial/{number}/index.html" in every
    recruiting = (site / "trials" / "status-recruiting.html").read_text("utf-8")
    assert "NCT04326283" in recruiting
    assert "NCT04745299" not in recruiting
    assert "trials/country-kor.html" in (site / "index.html").read_text("utf-8")
    assert (site / "trials.csv").read_text("utf-8").count("\n") == 10
    assert (site / "trials.xlsx").read_bytes().startswith(b"PK")


def test_things_are_listed_by_name(site: Path) -> None:
    listed = (site / "lists" / "organization.html").read_text("utf-8")
    names = re.findall(r'<li><a href="\.\./organization/[^"]+">([^<]+)</a>', listed)
    assert {"Corestemchemon, Inc.", "Genuv Inc."} <= set(names)
    assert names == sorted(names, key=str.casefold)


def test_a_trial_has_its_graph_and_its_picture(site: Path) -> None:
    turtle = (site / FIRST / "NCT04745299.ttl").read_text("utf-8")
    assert "\nctgov:NCT04745299 a schema:MedicalTrial" in turtle
    assert (site / FIRST / "NCT04745299.jsonld").read_bytes().startswith(b"{")
    picture = (site / FIRST / "picture.html").read_text("utf-8")
    assert 'href="../NCT04326283/index.html"' in picture
    assert "What other records say of it" in (site / "trial/NCT01363401/index.html").read_text()


def test_results_have_a_page_of_their_own(site: Path) -> None:
    assert 'href="results.html"' in (site / "trial/NCT00000001/index.html").read_text("utf-8")
    assert 'id="results"' in (site / "trial/NCT00000001/results.html").read_text("utf-8")


def test_names_are_safe_on_every_file_system(site: Path) -> None:
    names = list(files(site))
    assert len({name.lower() for name in names}) == len(names)
    assert all(name.isascii() and len(name) < 120 for name in names)
    assert not set('<>:"\\|?*%# ') & set("".join(names))


def test_the_same_store_gives_the_same_bytes(store: Path, site: Path) -> None:
    before = files(site)
    assert kg("site", store, "-o", site, "--jobs", "1", "-q", cwd=store.parent).talk == ""
    assert files(site) == before
    assert [path.name for path in site.parent.iterdir()] == ["site"]


def test_a_folder_with_other_files_is_left_alone(store: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.txt"
    own.write_text("mine")
    ran = kg("site", store, "-o", tmp_path, cwd=tmp_path)
    assert ran.status == 2
    assert "own.txt" in ran.talk
    assert files(tmp_path) == {"own.txt": b"mine"}


def test_a_store_is_no_place_for_its_site(store: Path) -> None:
    ran = kg("site", store, "-o", store / "site", cwd=store.parent)
    assert ran.status == 2
    assert "give one outside of it" in ran.talk
    assert not (store / "site").exists()


@pytest.mark.parametrize(
    ("address", "pattern"),
    [
        ("/", r"index\.html"),
        ("/trials", r"trials/index\.html"),
        ("/trials?status=RECRUITING&page=2", r"trials/status-recruiting-2\.html"),
        ("/trials?year=2024", r"trials/year-2024\.html"),
        ("/trials?country=Nowhere+Land", r"trials/country-nowhere-land-[0-9a-f]{12}\.html"),
        ("/trial/NCT90000001", r"trial/NCT90000001/index\.html"),
        ("/trial/NCT90000001/picture.svg", r"trial/NCT90000001/picture\.svg"),
        ("/trial/CTRI-2019-02-990001", r"trial/CTRI-2019-02-990001/index\.html"),
        ("/data/trial/ISRCTN90000017?format=turtle", r"trial/ISRCTN90000017/ISRCTN90000017\.ttl"),
        ("/trial/..", r"thing/../-?[0-9a-f]{12}\.html"),
        ("/data/trial/NCT90000001?format=json-ld", r"trial/NCT90000001/NCT90000001\.jsonld"),
        ("/page/person/con", r"person/[0-9a-f]{2}/con-[0-9a-f]{12}\.html"),
        ("/page/person/%E5%BC%A0?page=3", r"person/[0-9a-f]{2}/[0-9a-f]{12}-3\.html"),
        (
            "/about?iri=https://doi.org/10.1/" + "x" * 500,
            r"publication/../x{48}-[0-9a-f]{12}\.html",
        ),
    ],
)
def test_an_address_has_a_file(address: str, pattern: str) -> None:
    assert re.fullmatch(pattern, file_of(address))


def test_addresses_that_differ_in_case_have_different_files() -> None:
    one, other = (file_of(f"/about?iri=https://doi.org/10.1/{name}") for name in ("A.b", "a.B"))
    assert one.lower() != other.lower()
