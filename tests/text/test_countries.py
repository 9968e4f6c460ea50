"""Countries: a name in any spelling is the one country, and nothing else is."""

from __future__ import annotations

from collections import defaultdict
from typing import Final

import pycountry
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.text.countries import ALIASES, FORMER, alpha3, country_codes, country_name

SPELLINGS: Final = {
    "CI": (
        "Côte d'Ivoire", "Cote D'Ivoire", "Cote D’Ivoire", "COTE D‘IVOIRE", "Co\u0302te d´Ivoire",
        "Cote D Ivoire", "Cote  d`Ivoire ", "Ivory Coast",
    ),
    "LA": ("Lao People's Democratic Republic", "Lao People’s Democratic Republic.", "laos"),
    "KP": (
        "Korea, Democratic People's Republic of", "Korea,  Democratic People’s Republic of",
        "Democratic People's Republic of Korea", "North Korea",
    ),
    "KR": ("Korea, Republic of", "Republic of Korea", "Korea (Republic of)", "SOUTH KOREA"),
    "US": ("United States", "united\u00a0states", "United States of America", "U.S.A.", "USA"),
    "NL": ("The Netherlands", "Netherlands, The", "NETHERLANDS."),
    "IR": ("Iran", "Iran, Islamic Republic of", "Iran (Islamic Republic of)"),
    "CD": ("Congo, The Democratic Republic of the", "Democratic Republic of Congo"),
    "CG": ("Congo", "Republic of the Congo"),
    "TR": ("Turkey", "Türkiye", "Tu\u0308rkiye", "Turkey (Türkiye)", "Türkiye (Turkey)", "TURKIYE"),
    "BA": ("Bosnia & Herzegovina", "Bosnia and Herzegovina"),
    "VN": ("Viet Nam", "Vietnam"),
    "LC": ("Saint Lucia", "St. Lucia", "ST LUCIA"),
    "IE": ("Ireland", "Republic of Ireland", "Ireland, Republic of"),
    "GB": ("United Kingdom", "U.K.", "Great Britain"),
    "VI": ("Virgin Islands, U.S.", "U.S. Virgin Islands", "Virgin Islands (U.S.)"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "name"), [(c, name) for c, all_ in SPELLINGS.items() for name in all_]
)
def test_a_country_is_found_in_any_spelling(code: str, name: str) -> None:
    assert country_codes(name) == (alpha3(code), code)


@pytest.mark.parametrize(
    "name",
    ["", " ", "?", "N/A", "China?", "Wuhan", "Chinese", "Japan, Europe", "Multiple Countries"],
)
def test_any_other_text_is_none(name: str) -> None:
    assert country_codes(name) is None


def test_no_two_countries_have_one_name() -> None:
    found = defaultdict(set)
    for country in pycountry.countries:
        for kind in ("name", "common_name", "official_name"):
            if hasattr(country, kind):
                found[getattr(country, kind)].add(country.alpha_2)
    for name, code in ALIASES.items():
        found[name].add(code)
    for name, (_, code) in FORMER.items():
        found[name].add(code)
    for name, codes in found.items():
        known = country_codes(name)
        assert known is not None
        assert {known[1]} == codes, name


@given(
    st.sampled_from([country.name for country in pycountry.countries]),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from(["{}", " {} ", "{}.", "The {}", "\u00a0{}"]),
)
def test_dress_makes_no_difference(name: str, change: object, form: str) -> None:
    assert callable(change)
    dressed = form.format(change(name)).replace(" ", "  ").replace("'", "’")
    assert country_codes(dressed) == country_codes(name)


def test_a_country_is_named_by_its_code() -> None:
    assert [country_name(code) for code in ("BG", "CZ", "XX")] == ["Bulgaria", "Czechia", None]
