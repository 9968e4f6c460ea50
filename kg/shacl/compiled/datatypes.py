"""Datatypes: from the lexical form of a literal to its value, or to None if it is ill-typed.

The lexical forms are those of XML Schema 1.1: https://www.w3.org/TR/xmlschema11-2/. The value of a
date or time is an instant, the start of the period that it names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final, NamedTuple

from kg.rdf.datatypes import BOOLEANS

_INTEGER: Final = re.compile(r"[+-]?[0-9]+")
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_FLOAT: Final = re.compile(r"[+-]?(?:(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[Ee][+-]?[0-9]+)?|INF)|NaN")

_YEAR: Final = r"(?P<year>-?(?:[1-9][0-9]{3,8}|0[0-9]{3}))"
_MONTH: Final = r"-(?P<month>0[1-9]|1[0-2])"
_DAY: Final = r"-(?P<day>0[1-9]|[12][0-9]|3[01])"
_TIME: Final = (
    r"(?P<hour>[01][0-9]|2[0-4]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9](?:\.[0-9]+)?)"
)
_ZONE: Final = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"

_DURATION: Final = re.compile(
    r"(?P<sign>-?)P(?=[0-9T])(?:(?P<years>[0-9]+)Y)?(?:(?P<months>[0-9]+)M)?(?:(?P<days>[0-9]+)D)?"
    r"(?:T(?=[0-9])(?:(?P<hours>[0-9]+)H)?(?:(?P<minutes>[0-9]+)M)?"
    r"(?:(?P<seconds>[0-9]+(?:\.[0-9]+)?)S)?)?"
)
_HEX: Final = re.compile(r"(?:[0-9A-Fa-f]{2})*")
_BASE64: Final = re.compile(
    r"(?:(?:[A-Za-z0-9+/] ?){4})*"
    r"(?:(?:[A-Za-z0-9+/] ?){2}(?:[A-Za-z0-9+/] ?=|= ?=))?"
)


_BEGINNING: Final = {
    "year": "0", "month": "1", "day": "1", "hour": "0", "minute": "0", "second": "0"
}  # fmt: skip
"""The defaults for parts that a date or time lacks."""


class Instant(NamedTuple):
    """Seconds since the beginning of the year 0, in UTC or, if not `zoned`, in local time."""

    seconds: Decimal
    zoned: bool


class Duration(NamedTuple):
    """Months and seconds, which can't be converted into each other."""

    months: Decimal
    seconds: Decimal


Value = Decimal | float | bool | str | Instant | Duration
Parse = Callable[[str], Value | None]
"""From a lexical form to the value; None if it is ill-typed."""


class Datatype(NamedTuple):
    """A datatype: the kind of values that its values can be compared with, and its parser."""

    kind: str
    parse: Parse


def days_before(year: int, month: int, day: int) -> int:
    """Days from 0000-03-01 in the proleptic Gregorian calendar."""
    year -= month <= 2
    era, of_era = divmod(year, 400)
    of_year = (153 * ((month + 9) % 12) + 2) // 5 + day - 1
    return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year


def _number(form: re.Pattern[str]) -> Parse:
    return lambda text: Decimal(text) if form.fullmatch(text) else None


def _integer(lowest: int | None = None, highest: int | None = None) -> Parse:
    def parse_integer(text: str) -> Decimal | None:
        if not _INTEGER.fullmatch(text):
            return None
        value = Decimal(text)
        fits = (lowest is None or lowest <= value) and (highest is None or value <= highest)
        return value if fits else None

    return parse_integer


def _float(text: str) -> float | None:
    return float(text) if _FLOAT.fullmatch(text) else None


def _instant(form: str) -> Parse:
    pattern = re.compile(form + _ZONE)

    def parse_instant(text: str) -> Instant | None:
        match = pattern.fullmatch(text)
        if match is None:
            return None
        part = _BEGINNING | match.groupdict()
        year, month, day = int(part["year"]), int(part["month"]), int(part["day"])
        hour, minute, second = int(part["hour"]), int(part["minute"]), Decimal(part["second"])
        if day > 28 and day > _days_of(year, month):
            return None
        if hour == 24 and (minute or second):
            return None
        days = days_before(year, month, day)
        local = days * 86400 + hour * 3600 + minute * 60 + second
        zone = part["zone"]
        return Instant(local - _offset(zone) if zone else local, zone is not None)

    return parse_instant


def _days_of(year: int, month: int) -> int:
    following = (year + 1, 1) if month == 12 else (year, month + 1)
    return days_before(*following, 1) - days_before(year, month, 1)


def _offset(zone: str) -> int:
    if zone == "Z":
        return 0
    seconds = int(zone[1:3]) * 3600 + int(zone[4:6]) * 60
    return -seconds if zone[0] == "-" else seconds


def _duration(text: str) -> Duration | None:
    match = _DURATION.fullmatch(text)
    if match is None:
        return None
    years, months, days, hours, minutes, seconds = (
        Decimal(match[name] or 0)
        for name in ("years", "months", "days", "hours", "minutes", "seconds")
    )
    sign = -1 if match["sign"] else 1
    return Duration(
        sign * (years * 12 + months),
        sign * (days * 86400 + hours * 3600 + minutes * 60 + seconds),
    )


def _year_month_duration(text: str) -> Duration | None:
    return None if "D" in text or "T" in text else _duration(text)


def _day_time_duration(text: str) -> Duration | None:
    date = text.partition("T")[0]
    return None if "Y" in date or "M" in date else _duration(text)


def _matching(form: re.Pattern[str]) -> Parse:
    return lambda text: text if form.fullmatch(text) else None


DATATYPES: Final = {
    "string": Datatype("string", str),
    "boolean": Datatype("boolean", BOOLEANS.get),
    "decimal": Datatype("number", _number(_DECIMAL)),
    "integer": Datatype("number", _integer()),
    "nonPositiveInteger": Datatype("number", _integer(highest=0)),
    "negativeInteger": Datatype("number", _integer(highest=-1)),
    "nonNegativeInteger": Datatype("number", _integer(lowest=0)),
    "positiveInteger": Datatype("number", _integer(lowest=1)),
    "long": Datatype("number", _integer(-(2**63), 2**63 - 1)),
    "int": Datatype("number", _integer(-(2**31), 2**31 - 1)),
    "short": Datatype("number", _integer(-(2**15), 2**15 - 1)),
    "byte": Datatype("number", _integer(-(2**7), 2**7 - 1)),
    "unsignedLong": Datatype("number", _integer(0, 2**64 - 1)),
    "unsignedInt": Datatype("number", _integer(0, 2**32 - 1)),
    "unsignedShort": Datatype("number", _integer(0, 2**16 - 1)),
    "unsignedByte": Datatype("number", _integer(0, 2**8 - 1)),
    "float": Datatype("number", _float),
    "double": Datatype("number", _float),
    "dateTime": Datatype("dateTime", _instant(_YEAR + _MONTH + _DAY + "T" + _TIME)),
    "date": Datatype("date", _instant(_YEAR + _MONTH + _DAY)),
    "time": Datatype("time", _instant(_TIME)),
    "gYearMonth": Datatype("gYearMonth", _instant(_YEAR + _MONTH)),
    "gYear": Datatype("gYear", _instant(_YEAR)),
    "duration": Datatype("duration", _duration),
    "yearMonthDuration": Datatype("duration", _year_month_duration),
    "dayTimeDuration": Datatype("duration", _day_time_duration),
    "hexBinary": Datatype("hexBinary", _matching(_HEX)),
    "base64Binary": Datatype("base64Binary", _matching(_BASE64)),
}
"""Local name of an XML Schema datatype -> its description."""

LEFT_ALONE: Final = frozenset({"gYear", "gYearMonth"})
"""Datatypes whose lexical form sh:datatype does not check.

The specification requires the check for the datatypes that SPARQL 1.1 supports; pySHACL also does
it for dates, times and durations: https://www.w3.org/TR/shacl/#DatatypeConstraintComponent
"""
