"""The order of literals by their values, as in SPARQL's `<`, for the datatypes of XML Schema.

https://www.w3.org/TR/sparql11-query/#OperatorMapping; the calendar and durations by
https://www.w3.org/TR/xmlschema11-2/, where an order may be undetermined.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from kg.rdf.terms import XSD
from kg.shacl.compiled.datatypes import DATATYPES, Duration, Instant, Value, days_before
from kg.shacl.compiled.literals import datatype_of, text_of

_FOURTEEN_HOURS: Final = 14 * 3600
_MONTHS_THAT_TELL: Final = tuple(
    year * 12 + month - 1 for year, month in ((1696, 9), (1697, 2), (1903, 3), (1903, 7))
)
"""Durations are ordered if they have the same order starting from each of these months."""


def compare(left: str, right: str) -> int | None:
    """Whether a literal is less than (-1), equal to (0) or greater than (1) another one.

    None if they can't be compared: other terms, ill-typed literals, values of unlike kinds, and
    values whose order is not determined.
    """
    first, second = value_of(left), value_of(right)
    if first is None or second is None or first[0] != second[0]:
        return None
    return _ORDERS.get(first[0], _plain_order)(first[1], second[1])


@lru_cache(maxsize=16_384)
def value_of(term: str) -> tuple[str, Value] | None:
    """The kind and the value of a literal; None if it has none that can be compared."""
    datatype = DATATYPES.get((datatype_of(term) or "").removeprefix(XSD))
    if datatype is None or (value := datatype.parse(text_of(term))) is None:
        return None
    return datatype.kind, value


def _plain_order(left: Any, right: Any) -> int | None:
    if left == right:
        return 0
    return -1 if left < right else 1 if left > right else None


def _number_order(left: Decimal | float, right: Decimal | float) -> int | None:
    if isinstance(left, float) or isinstance(right, float):
        return _plain_order(float(left), float(right))
    return _plain_order(left, right)


def _instant_order(left: Instant, right: Instant) -> int | None:
    """A local time may be up to 14 hours ahead of or behind UTC."""
    if left.zoned == right.zoned:
        return _plain_order(left.seconds, right.seconds)
    apart = left.seconds - right.seconds
    if abs(apart) <= _FOURTEEN_HOURS:
        return None
    return -1 if apart < 0 else 1


def _duration_order(left: Duration, right: Duration) -> int | None:
    orders = {
        _plain_order(_after(month, left), _after(month, right)) for month in _MONTHS_THAT_TELL
    }
    return orders.pop() if len(orders) == 1 else None


def _after(month: int, duration: Duration) -> Decimal:
    year, of_year = divmod(month + int(duration.months), 12)
    return days_before(year, of_year + 1, 1) * 86400 + duration.seconds


_ORDERS: Final[Mapping[str, Callable[[Any, Any], int | None]]] = {
    "number": _number_order,
    **dict.fromkeys(("dateTime", "date", "time", "gYearMonth", "gYear"), _instant_order),
    "duration": _duration_order,
    **dict.fromkeys(("hexBinary", "base64Binary"), lambda left, right: None),
}
"""Kind -> the order of its values; for texts and booleans it is Python's."""
