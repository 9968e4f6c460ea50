"""Runs a query of the embedded store in a process of its own, with a deadline.

Oxigraph can't be stopped in the middle of a query, and some queries crash its process; neither may
affect the caller. The limits are set by the operating system:
https://man7.org/linux/man-pages/man2/getrlimit.2.html
"""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Final

from kg.errors import StoreError, UsageError
from kg.stores.query_limits import too_slow
from kg.stores.sparql_binding import bound
from kg.stores.sparql_text import read
from kg.stores.store import Formats, SparqlQuery

_WORKER: Final = "kg.stores.embedded.query_worker"
_TABLE: Final = 0
_GRAPH: Final = 4
_REFUSED: Final = 3
"""The exit statuses of a worker process."""

_THREADS: Final = 4
_NO_MEMORY: Final = re.compile(
    "memory allocation of|bad_alloc|MemoryError|Cannot allocate|temporarily unavailable"
)
"""The messages of Rust, C++, Python and the system for lack of memory, also for a new thread."""


def ask(path: Path, query: SparqlQuery, formats: Formats, output: IO[bytes]) -> bool:
    """Writes the results of a worker process; whether they are a table.

    Given terms are inserted into the query, where Oxigraph's planner sees them; bindings passed
    beside the query would be joined last. Raises UsageError if the query is invalid, StoreError if
    it crashes its process or exceeds a limit.
    """
    text = bound(query.text, query.bindings)
    request = {
        "store": str(path),
        "query": text,
        "union": not read(text).names_its_dataset,
        "formats": formats,
        "limit": query.limit,
        "seconds": int(query.timeout * _THREADS) + 1,
        "memory": int(query.memory * (1 << 30)),
    }
    return _run(json.dumps(request).encode(), query, output)


def _run(request: bytes, query: SparqlQuery, output: IO[bytes]) -> bool:
    """Runs the request in a worker process; whether the results are a table."""
    code = f"import sys; sys.path[:] = {sys.path!r}; from {_WORKER} import main; main()"
    command = (sys.executable, "-I", "-S", "-c", code)
    with tempfile.TemporaryFile() as given:
        given.write(request)
        given.seek(0)
        worker = subprocess.Popen(
            command, stdin=given, stdout=output, stderr=subprocess.PIPE, start_new_session=True
        )
        try:
            errors = worker.communicate(timeout=query.timeout)[1]
        except subprocess.TimeoutExpired:
            raise StoreError(too_slow(query.timeout)) from None
        finally:
            worker.kill()
            worker.communicate()
    if worker.returncode in (_TABLE, _GRAPH):
        return worker.returncode == _TABLE
    message = errors.decode("utf-8", "replace").strip()
    if worker.returncode == _REFUSED:
        raise UsageError(message)
    if _NO_MEMORY.search(message):
        raise StoreError(
            f"the query needs more than {query.memory:g} GiB of memory and was stopped: ask for"
            " less, or give it more with --memory"
        )
    if worker.returncode < 0:
        name = signal.Signals(-worker.returncode).name
        raise StoreError(f"the query crashed its process ({name}): is it nested too deeply?")
    reason = message.splitlines()[-1] if message else "the reason is unknown"
    raise StoreError(f"the query could not be run: {reason}")
