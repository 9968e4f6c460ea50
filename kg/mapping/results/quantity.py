"""The numbers of results in a form that queries can compute with, or their text otherwise.

The registry gives them as text: "12.50", but also "NA", "<0.001" and "26,300".
"""

from __future__ import annotations

from kg.mapping.lexical import bound, count_terms, decimal_terms
from kg.rdf.node_builder import Objects
from kg.rdf.terms import literal
from kg.rdf.vocabulary import Bounds, Quantity

Pair = tuple[str, Objects]


def measured(quantity: Quantity, value: str | None) -> tuple[Pair, ...]:
    """A number with decimals, with its text if that says more."""
    if not value:
        return ()
    number, given = decimal_terms(value)
    return ((quantity.number, number), (quantity.text, given))


def counted(quantity: Quantity, value: str | None) -> tuple[Pair, ...]:
    """A whole number, with its text if that says more."""
    if not value:
        return ()
    number, given = count_terms(value)
    return ((quantity.number, number), (quantity.text, given))


def bounded(bounds: Bounds, value: str | None) -> tuple[Pair, ...]:
    """A number that may be given as a bound: "<0.001" is its text and at most 0.001."""
    found = bound(value) if value else None
    if not value or not found:
        return measured(bounds.quantity, value)
    sign, number = found
    limit = bounds.upper if sign[0] in "<≤" else bounds.lower
    return ((bounds.quantity.text, literal(value)), (limit, number))
