"""Durations as Virtuoso returns them: a number of months, or of seconds with a decimal point.

`P18Y` is returned as `216`, `PT12H` as `43200.0`, both still typed xsd:duration. Here they become
durations again. https://www.w3.org/TR/xmlschema11-2/#duration
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from kg.rdf.terms import XSD

XSD_DURATION: Final = f"{XSD}duration"

_MONTHS: Final = re.compile(r"-?[0-9]+")
_SECONDS: Final = re.compile(r"-?[0-9]+\.?[0-9]*(?:e[+-]?[0-9]+)?")
_MINUTE: Final = 60
_HOUR: Final = 3600
_DAY: Final = 86_400


def mended(value: str) -> str:
    """The duration for a bare number; anything else is returned as it is.

    >>> mended("216"), mended("18"), mended("43200.0"), mended("2.592e+06")
    ('P18Y', 'P1Y6M', 'PT12H', 'P30D')
    """
    if _MONTHS.fullmatch(value):
        years, months = divmod(abs(int(value)), 12)
        return _written(value, _parts((years, "Y"), (months, "M")) or "0M", "")
    if _SECONDS.fullmatch(value):
        days, rest = divmod(abs(Decimal(value)), _DAY)
        hours, rest = divmod(rest, _HOUR)
        minutes, seconds = divmod(rest, _MINUTE)
        time = _parts((hours, "H"), (minutes, "M"), (seconds, "S"))
        return _written(value, _parts((days, "D")), time or "0S" * (not days))
    return value


def _parts(*parts: tuple[int | Decimal, str]) -> str:
    return "".join(f"{Decimal(number).normalize():f}{unit}" for number, unit in parts if number)


def _written(value: str, date: str, time: str) -> str:
    return f"{'-' * value.startswith('-')}P{date}{'T' * bool(time)}{time}"
