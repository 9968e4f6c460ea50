"""Queries of a store, embedded or remote; results are complete, or there is an error."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Protocol, TypeAlias

from kg.errors import StoreError
from kg.stores.query_limits import DEFAULT_MEMORY, DEFAULT_TIMEOUT

Formats: TypeAlias = tuple[str | None, str | None]
"""The format for solutions and truth values, and the one for triples; None if not wanted."""


@dataclass(frozen=True, slots=True)
class SparqlQuery:
    """A SPARQL query with terms, in N-Triples text, for some of its variables.

    `timeout` is in seconds, `memory` in GiB; `limit` is the maximum number of solutions or triples.
    """

    text: str
    bindings: Mapping[str, str] = field(default_factory=dict)
    limit: int | None = None
    timeout: float = DEFAULT_TIMEOUT
    memory: float = DEFAULT_MEMORY


@dataclass(frozen=True, slots=True)
class Holdings:
    """The counts of a store: graphs of records, all named graphs, and triples in them.

    `vocabulary` says whether one of the graphs is that of kg's ontology.
    """

    records: int
    graphs: int
    triples: int
    vocabulary: bool


class SparqlStore(Protocol):
    """A store that can be queried: the embedded store, or one behind an endpoint."""

    @property
    def place(self) -> str:
        """The name of the store in messages."""

    @property
    def option(self) -> str:
        """The command-line option that selects the store."""

    def ask(self, query: SparqlQuery, formats: Formats, output: IO[bytes]) -> bool:
        """Writes the complete results in the format for their kind; True if they are a table.

        Raises UsageError if the query is invalid, and StoreError if the store fails.
        """


@dataclass(frozen=True, slots=True)
class QueryAnswer:
    """Results as a file; `is_table` is True for solutions and truth values, False for triples."""

    file: IO[bytes]
    is_table: bool


@contextmanager
def answered(
    store: SparqlStore, query: SparqlQuery, table: str | None = "json", graph: str | None = None
) -> Iterator[QueryAnswer]:
    """The results in the format `table` for solutions and truth values, `graph` for triples.

    A format is None if such results are not wanted. Raises UsageError if the query is invalid or
    calls other services, StoreError if it ends without results.
    """
    with tempfile.TemporaryFile() as output:
        is_table = store.ask(query, (table, graph), output)
        output.seek(0)
        yield QueryAnswer(output, is_table)


def rows(
    store: SparqlStore, query: SparqlQuery, always: Collection[str] = ()
) -> list[dict[str, str]]:
    """The solutions of a SELECT query: variable -> the text of its term.

    Raises StoreError if a solution lacks one of the variables that the query `always` binds.
    """
    with answered(store, query) as answer:
        document = json.load(answer.file)
    found = [
        {name: term["value"] for name, term in row.items()}
        for row in document["results"]["bindings"]
    ]
    for name in always:
        if not all(name in row for row in found):
            raise StoreError(f"{store.place} returned a row without ?{name}, which each row has")
    return found
