"""The map of sites: it has every point, and no name becomes syntax."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.pages.rendering import environment
from kg.serve.pages.world_map import HEIGHT, WIDTH, MapPoint, SiteMap, site_map

SEOUL: Final = MapPoint(37.57, 126.98, "Seoul, South Korea", 3, "good", "Recruiting")
BUSAN: Final = MapPoint(35.18, 129.08, "Busan, South Korea", 1, "", "Completed")
BOSTON: Final = MapPoint(42.36, -71.06, "Boston, United States", 12, "good", "Recruiting")

POINTS: Final = st.builds(
    MapPoint, st.floats(-90, 90), st.floats(-180, 180), st.just("x"), st.integers(1, 5000)
)


def drawn(*points: MapPoint) -> SiteMap:
    found = site_map(points)
    assert found is not None
    return found


def svg(of: SiteMap) -> ElementTree.Element:
    """The SVG of the macro; fails if it isn't well-formed."""
    macro = environment().get_template("map.html").module.world_map  # type: ignore[attr-defined]
    text = str(macro(of))
    assert "style" not in text
    return ElementTree.fromstring(text).find("svg") or pytest.fail("no SVG")


@given(st.lists(POINTS, min_size=1, max_size=5))
def test_every_point_is_in_the_map(points: list[MapPoint]) -> None:
    found = drawn(*points)
    assert len(found.circles) == len(points)
    for circle in found.circles:
        assert 0 <= circle.x <= WIDTH
        assert 0 <= circle.y <= HEIGHT
        assert 0 < circle.radius <= 18


def test_the_map_is_as_wide_as_its_points_need() -> None:
    near, far = drawn(SEOUL, BUSAN), drawn(SEOUL, BOSTON)
    assert len(near.land) < 10 < 100 < len(far.land)
    assert 0 < sum(map(len, near.land)) < 15_000
    assert sum(map(len, far.land + far.borders)) < 60_000


def test_north_is_up_and_east_is_right() -> None:
    places = {circle.text: circle for circle in drawn(SEOUL, BUSAN).circles}
    seoul = places["Seoul, South Korea: 3 sites, Recruiting"]
    busan = places["Busan, South Korea: Completed"]
    assert seoul.x < busan.x
    assert seoul.y < busan.y
    assert seoul.radius > busan.radius


def test_a_legend_says_what_the_colours_mean() -> None:
    legend = drawn(SEOUL, BUSAN, BOSTON).legend
    assert {(each.kind, each.text, each.count) for each in legend} == {
        ("good", "Recruiting", 15),
        ("", "Completed", 1),
    }


def test_a_screen_reader_hears_what_it_is() -> None:
    image = svg(drawn(SEOUL, BUSAN))
    named = [image.find("title"), image.find("desc")]
    assert [each.text for each in named if each is not None] == [
        "Map of the sites",
        "4 sites at 2 places; larger circles have more sites.",
    ]
    assert image.get("role") == "img"


def test_a_name_is_text() -> None:
    name = "<script>alert(1)</script> \"'&"
    image = svg(drawn(MapPoint(1.0, 2.0, name)))
    assert [each.text for each in image.iterfind("circle/title")] == [name]


def test_outlines_on_a_map_are_paths_alone() -> None:
    image = svg(drawn(SEOUL, BOSTON))
    for path in image.iter("path"):
        assert re.fullmatch(r"M[-\d ]+l[-\d ]+z?", path.get("d", ""))


def test_without_points_there_is_no_map() -> None:
    assert site_map([]) is None
