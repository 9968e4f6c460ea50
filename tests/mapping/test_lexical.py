"""Ages and times of records, in any spelling of their units."""

from __future__ import annotations

import pytest

from kg.mapping.lexical import duration_term, whole_years
from kg.rdf.terms import typed
from kg.sources.classic_xml.values import date


@pytest.mark.parametrize(
    "text", ["18 Years", "18 years", "18  YEARS", " 18\u00a0Years ", "18 year"]
)
def test_an_age_in_any_spelling_is_a_duration(text: str) -> None:
    assert duration_term(text) == typed("P18Y", "duration")
    assert whole_years(text) == 18


@pytest.mark.parametrize(
    "text", ["N/A", "Years", "18", "18 Moons", "-1 Years", "1.5 Years", "１ Year"]
)
def test_any_other_text_is_none(text: str) -> None:
    assert duration_term(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("April 2, 2020", "2020-04-02"),
        ("APRIL 2, 2020", "2020-04-02"),
        ("april  2 2020", "2020-04-02"),
        ("March 2021", "2021-03"),
        ("Smarch 2021", "Smarch 2021"),
        ("April 22020", "April 22020"),
        ("February 30, 2020", "February 30, 2020"),
    ],
)
def test_a_date_in_words_is_read_in_any_case(text: str, expected: str) -> None:
    assert date(text) == expected
