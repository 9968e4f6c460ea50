"""What is a date, and its year: texts such as 03/04/2019 have neither."""

from __future__ import annotations

import pytest

from kg.text.dates import is_date, year_of


@pytest.mark.parametrize(
    ("text", "date", "year"),
    [
        ("2019-04-03", True, "2019"),
        ("2019-04", True, "2019"),
        ("2019", True, "2019"),
        ("2019-04; 2020", False, "2019"),
        ("03/04/2019", False, ""),
        ("20190403", False, ""),
        ("\u0662\u0660\u0661\u0669", False, ""),
        ("", False, ""),
    ],
)
def test_a_date_and_its_year(text: str, date: bool, year: str) -> None:
    assert (is_date(text), year_of(text)) == (date, year)
