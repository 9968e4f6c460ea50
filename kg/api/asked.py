"""What a program asks a store: a named query or SPARQL, its parameters, its limits."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final, TypeAlias

from kg import queries
from kg.api.arguments import check_numbers, path_of
from kg.errors import UsageError
from kg.queries.query_file import query_text
from kg.rdf.terms import XSD
from kg.stores.sparql_text import read
from kg.stores.store import SparqlQuery

Parameter: TypeAlias = str | int | float | date | Sequence[str | int] | None
"""A value of a parameter; several in a list or a tuple."""

_ASKED_BY: Final = {
    "SELECT": "query",
    "ASK": "ask",
    "CONSTRUCT": "graph",
    "DESCRIBE": "graph",
}
"""The form of a query -> the method that returns its results."""

_NAME: Final = re.compile(r"[\w-]+")
"""The name of a query, which no SPARQL is."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a query may take: rows or triples, seconds, and GiB of memory."""

    limit: int | None
    timeout: float
    memory: float

    def __post_init__(self) -> None:
        check_numbers(limit=self.limit, timeout=self.timeout, memory=self.memory)


def asked_query(
    method: str, given: str | Path, limits: Limits, parameters: Mapping[str, Parameter]
) -> SparqlQuery:
    """The query with its parameters; UsageError if another method returns its results."""
    texts = {key: value for key, value in parameters.items() if value is not None}
    if isinstance(given, str) and _NAME.fullmatch(given):
        named = {key: _texts(value) for key, value in texts.items()}
        text, terms = queries.named_query(given).sparql(named)
    else:
        text = _text(given)
        terms = {key: queries.term(_as_turtle(key, value)) for key, value in texts.items()}
    form = read(text).form
    right = _ASKED_BY.get(form or "", method)
    if right != method:
        raise UsageError(f"the results of {form} are returned by Store.{right}")
    return SparqlQuery(text, terms, limits.limit, limits.timeout, limits.memory)


def _text(given: str | Path) -> str:
    if isinstance(given, str):
        return given
    return query_text(path_of(given))


def _texts(value: Parameter) -> list[str]:
    """The values of a parameter of a named query."""
    return [str(each) for each in (value if isinstance(value, list | tuple) else (value,))]


def _as_turtle(name: str, value: Parameter) -> str:
    """A value as it is written in Turtle."""
    match value:
        case bool():
            return str(value).lower()
        case str() | int():
            return str(value)
        case float():
            return f'"{value!r}"^^<{XSD}double>'
        case datetime():
            return f'"{value.isoformat()}"^^<{XSD}dateTime>'
        case date():
            return f'"{value.isoformat()}"^^<{XSD}date>'
    raise UsageError(f"{name} is a text, a number or a date, not a {type(value).__name__}")
