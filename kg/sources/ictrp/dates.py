"""Dates of ICTRP's rows, each as its registry writes it.

ICTRP hands dates over as they came. A date in figures with the year at its end could be read in two
ways; it is read only where the registry's form is known, or where one way is impossible.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Final

DAY_FIRST: Final = frozenset(
    """ANZCTR CTRI DRKS EudraCT ISRCTN jRCT UMIN JapicCTI JMACCT LBCTR NTR OMON PACTR REPEC ReBEC
    RPCEC TCTR ClinicalTrials.gov""".split()
)
"""Registries that write the day first, then the month. The dates of others begin with the year."""

IN_WORDS: Final = frozenset(("ClinicalTrials.gov",))
"""Registries that write the month of dates other than that of registration in words."""

NO_DATE: Final = "1900-01-01"
"""What the database has where there is no date."""

_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        "january february march april may june july august september october november december"
        .split(), start=1,
    )
    for name in (names, names[:3])
} | {"sept": 9}  # fmt: skip

_TIME: Final = r"(?:[ T]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s*(?:[AaPp]\.?[Mm]\.?)?Z?)?"
_YEAR_FIRST: Final = re.compile(
    rf"([0-9]{{4}})(?:([-/.])([0-9]{{1,2}})(?:\2([0-9]{{1,2}}){_TIME})?)?"
)
_SOLID: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_YEAR_LAST: Final = re.compile(rf"([0-9]{{1,2}})([-/.])([0-9]{{1,2}})\2([0-9]{{4}}){_TIME}")
_DAY_AND_WORD: Final = re.compile(
    rf"([0-9]{{1,2}})[ -]+([A-Za-z]{{3,9}})\.?,?[ -]+([0-9]{{4}}){_TIME}"
)
_WORD_AND_DAY: Final = re.compile(
    rf"([A-Za-z]{{3,9}})\.?\s+(?:([0-9]{{1,2}}),?\s+)?([0-9]{{4}}){_TIME}"
)


@lru_cache(maxsize=65_536)
def date(text: str, *, day_first: bool | None = None) -> str | None:
    """A date as precise as it is given, in the form of ISO 8601; None if it can't be read.

    `day_first` says which of two figures before a year is the day; None if that is unknown.
    """
    if found := _YEAR_FIRST.fullmatch(text):
        year, _, month, day = found.groups()
        return _iso(year, month, day)
    if found := _SOLID.fullmatch(text):
        return _iso(*found.groups())
    if found := _YEAR_LAST.fullmatch(text):
        return _in_figures(found[1], found[3], found[4], day_first)
    if found := _DAY_AND_WORD.fullmatch(text):
        return _in_words(found[3], found[2], found[1])
    if found := _WORD_AND_DAY.fullmatch(text):
        return _in_words(found[3], found[1], found[2])
    return None


def is_day_first(registry: str, *, registered: bool = False) -> bool | None:
    """Whether a registry writes the day first in its dates, and in those of registration."""
    known = registry in DAY_FIRST and (registered or registry not in IN_WORDS)
    return True if known else None


def _in_figures(first: str, second: str, year: str, day_first: bool | None) -> str | None:
    if day_first is None:
        if int(first) <= 12 and int(second) <= 12 and int(first) != int(second):
            return None
        day_first = int(second) <= 12
    day, month = (first, second) if day_first else (second, first)
    return _iso(year, month, day)


def _in_words(year: str, word: str, day: str | None) -> str | None:
    month = _MONTHS.get(word.lower())
    return _iso(year, str(month), day) if month else None


def _iso(year: str, month: str | None = None, day: str | None = None) -> str | None:
    try:
        found = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if not 1900 <= found.year <= 2100:
        return None
    return found.isoformat()[: 10 if day else 7 if month else 4]
