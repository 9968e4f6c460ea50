"""Queries of an embedded store, each in a process of its own with a deadline.

Oxigraph can't be stopped in the middle of a query, and some queries end its process; neither may
happen to whoever asks. An answer is whole or it is an error. The limits are the system's:
https://man7.org/linux/man-pages/man2/getrlimit.2.html
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Final

from kg.errors import StoreError, UsageError
from kg.stores.embedded import EmbeddedStore
from kg.stores.service import calls_service

DEFAULT_TIMEOUT: Final = 60.0
"""Seconds that a query may take unless the user says otherwise."""

DEFAULT_MEMORY: Final = 4.0
"""GiB of memory that a query may take unless the user says otherwise."""

_TABLE: Final = 0
_GRAPH: Final = 4
_REFUSED: Final = 3
"""What the exit status of a worker tells."""

_THREADS: Final = 4
_NO_MEMORY: Final = re.compile(
    "memory allocation of|bad_alloc|MemoryError|Cannot allocate|temporarily unavailable"
)
"""What Rust, C++, Python and the system say where memory, or that of a new thread, is not given."""


@dataclass(frozen=True, slots=True)
class Query:
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
class Answer:
    """An answer as a file; `is_table` tells solutions and truth values from triples."""

    file: IO[bytes]
    is_table: bool


@contextmanager
def answered(
    store: EmbeddedStore, query: Query, table: str | None = "json", graph: str | None = None
) -> Iterator[Answer]:
    """The answer in the format `table` for solutions and truth values, `graph` for triples.

    A format is None where such an answer is not wanted. Raises UsageError where the query can't be
    read or calls other services, StoreError where it ends its process or takes too much.
    """
    if calls_service(query.text):
        raise UsageError(
            "the query has the word SERVICE: kg asks no other endpoint from within one"
        )
    with tempfile.TemporaryFile() as output:
        with store.files() as path:
            request = {
                "store": str(path),
                "query": query.text,
                "bindings": dict(query.bindings),
                "formats": (table, graph),
                "limit": query.limit,
                "seconds": int(query.timeout * _THREADS) + 1,
                "memory": int(query.memory * (1 << 30)),
            }
            is_table = _run(json.dumps(request).encode(), query, output)
        output.seek(0)
        yield Answer(output, is_table)


def rows(store: EmbeddedStore, query: Query) -> list[dict[str, str]]:
    """The solutions of a SELECT query: variable -> the text of its term."""
    with answered(store, query) as answer:
        document = json.load(answer.file)
    return [
        {name: term["value"] for name, term in row.items()}
        for row in document["results"]["bindings"]
    ]


def _run(request: bytes, query: Query, output: IO[bytes]) -> bool:
    """Has a worker answer the request; whether the answer is a table."""
    code = f"import sys; sys.path[:] = {sys.path!r}; from kg.stores.worker import main; main()"
    command = (sys.executable, "-I", "-S", "-c", code)
    with tempfile.TemporaryFile() as given:
        given.write(request)
        given.seek(0)
        worker = subprocess.Popen(
            command, stdin=given, stdout=output, stderr=subprocess.PIPE, start_new_session=True
        )
        try:
            said = worker.communicate(timeout=query.timeout)[1].decode("utf-8", "replace").strip()
        except subprocess.TimeoutExpired:
            raise StoreError(
                f"the query took longer than {query.timeout:g} s and was ended: ask for less, or"
                " give it more time with --timeout"
            ) from None
        finally:
            worker.kill()
            worker.communicate()
    if worker.returncode in (_TABLE, _GRAPH):
        return worker.returncode == _TABLE
    if worker.returncode == _REFUSED:
        raise UsageError(said)
    if _NO_MEMORY.search(said):
        raise StoreError(
            f"the query needs more than {query.memory:g} GiB of memory and was ended: ask for less,"
            " or give it more with --memory"
        )
    if worker.returncode < 0:
        name = signal.Signals(-worker.returncode).name
        raise StoreError(f"the query ended its process ({name}): is it nested too deep?")
    reason = said.splitlines()[-1] if said else "no reason is known"
    raise StoreError(f"the query could not be asked: {reason}")
