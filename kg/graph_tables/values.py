"""Terms of a graph as the values of a table."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Final

from kg.rdf import ontology
from kg.rdf import vocabulary as vocab
from kg.rdf.datatypes import BOOLEANS, DATE
from kg.rdf.nodes import Nodes
from kg.rdf.terms import split_literal

EPOCH: Final = date(1970, 1, 1).toordinal()

JOIN: Final = " | "
"""Between several values of a column that has one text."""

_DATE: Final = f'"^^<{DATE}>'


def text(term: str) -> str:
    """The text of a literal, or an IRI without its brackets."""
    if term[0] == "<":
        return term[1:-1]
    if term[-1] == '"' and "\\" not in term:
        return term[1:-1]
    return split_literal(term)[0]


def whole(term: str) -> int | None:
    """A whole number; None for another text, or one beyond 64 bits."""
    try:
        value = int(text(term))
    except ValueError:
        return None
    return value if -(2**63) <= value < 2**63 else None


def number(term: str) -> float | None:
    """A number in double precision; None for another text."""
    try:
        return float(text(term))
    except ValueError:
        return None


def flag(term: str) -> bool | None:
    """A truth value; None for another text."""
    return BOOLEANS.get(text(term))


def day(term: str) -> int | None:
    """A whole date as days since 1970-01-01; None for a month, a year or another text."""
    if not term.endswith(_DATE):
        return None
    try:
        return date.fromisoformat(term[1 : -len(_DATE)]).toordinal() - EPOCH
    except ValueError:
        return None


def code(term: str, nodes: Nodes) -> str:
    """The notation of a code: that of the vocabulary, of the record, or else its IRI."""
    known = notations().get(term)
    if known is not None:
        return known
    stated = nodes.get(term, {}).get(vocab.SKOS_NOTATION)
    return text(stated[0] if stated else term)


@cache
def notations() -> Mapping[str, str]:
    """The term of a code of the vocabulary -> its notation."""
    return {f"<{row.iri}>": row.notation for row in ontology.codes()}
