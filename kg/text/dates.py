"""Dates as a record states them: days, months and years, or other texts such as 03/04/2019."""

from __future__ import annotations

import re
from typing import Final

_DATE: Final = re.compile(r"([0-9]{4})(?:-[0-9]{2}){0,2}")


def is_date(text: str) -> bool:
    """Whether a text is a day, a month or a year of XML Schema, as 2019-04-03, 2019-04 or 2019."""
    return _DATE.fullmatch(text) is not None


def year_of(text: str) -> str:
    """The year of a date, or of the first of several with "; " between them; "" for other texts."""
    found = _DATE.fullmatch(text.partition("; ")[0])
    return found[1] if found else ""
