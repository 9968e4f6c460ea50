"""Queries of a store, wherever it is: an answer is whole or it is an error."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Final, Protocol, TypeAlias

from kg.errors import UsageError
from kg.stores.sparql_text import calls_service

DEFAULT_TIMEOUT: Final = 60.0
"""Seconds that a query may take unless the user says otherwise."""

DEFAULT_MEMORY: Final = 4.0
"""GiB of memory that a query of the embedded store may take unless the user says otherwise."""

Formats: TypeAlias = tuple[str | None, str | None]
"""The format for solutions and truth values, and the one for triples; None: not wanted."""


@dataclass(frozen=True, slots=True)
class SparqlQuery:
    """A SPARQL query with the terms of its variables that are given, in N-Triples text.

    `timeout` in seconds, `memory` in GiB; `limit` cuts the answer after so many solutions or
    triples.
    """

    text: str
    bindings: Mapping[str, str] = field(default_factory=dict)
    limit: int | None = None
    timeout: float = DEFAULT_TIMEOUT
    memory: float = DEFAULT_MEMORY


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a store holds, counted in it: graphs of records, all named graphs, triples in them."""

    records: int
    graphs: int
    triples: int


class Store(Protocol):
    """What can be asked: the embedded store, or one behind an endpoint."""

    @property
    def place(self) -> str:
        """How a message names the store."""

    @property
    def option(self) -> str:
        """The option of the command line that names the store."""

    def ask(self, query: SparqlQuery, formats: Formats, output: IO[bytes]) -> bool:
        """Writes the whole answer in the format of its kind; whether it is a table.

        Raises UsageError where the query can't be answered as it is, and StoreError where the
        store fails.
        """


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """An answer as a file; `is_table` tells solutions and truth values from triples."""

    file: IO[bytes]
    is_table: bool


@contextmanager
def answered(
    store: Store, query: SparqlQuery, table: str | None = "json", graph: str | None = None
) -> Iterator[QueryAnswer]:
    """The answer in the format `table` for solutions and truth values, `graph` for triples.

    A format is None where such an answer is not wanted. Raises UsageError where the query can't be
    read or calls other services, StoreError where it ends without an answer.
    """
    if calls_service(query.text):
        raise UsageError(
            "the query has the word SERVICE: kg asks no other endpoint from within one"
        )
    with tempfile.TemporaryFile() as output:
        is_table = store.ask(query, (table, graph), output)
        output.seek(0)
        yield QueryAnswer(output, is_table)


def rows(store: Store, query: SparqlQuery) -> list[dict[str, str]]:
    """The solutions of a SELECT query: variable -> the text of its term."""
    with answered(store, query) as answer:
        document = json.load(answer.file)
    return [
        {name: term["value"] for name, term in row.items()}
        for row in document["results"]["bindings"]
    ]


def too_slow(timeout: float) -> str:
    """The sentence on a query that was ended after so many seconds."""
    return (
        f"the query took longer than {timeout:g} s and was ended: ask for less, or give it more"
        " time with --timeout"
    )
