"""A query of the embedded store's files in a process of its own, with a deadline.

Oxigraph can't be stopped in the middle of a query, and some queries end its process; neither may
happen to whoever asks. The limits are the system's:
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
from kg.stores.sparql_binding import bound
from kg.stores.store import Formats, SparqlQuery, too_slow

_WORKER: Final = "kg.stores.embedded.query_worker"
_TABLE: Final = 0
_GRAPH: Final = 4
_REFUSED: Final = 3
"""What the exit status of a worker tells."""

_THREADS: Final = 4
_NO_MEMORY: Final = re.compile(
    "memory allocation of|bad_alloc|MemoryError|Cannot allocate|temporarily unavailable"
)
"""What Rust, C++, Python and the system say where memory, or that of a new thread, is not given."""


def ask(path: Path, query: SparqlQuery, formats: Formats, output: IO[bytes]) -> bool:
    """Writes the answer of a worker; whether it is a table.

    Terms that are given stand in the query, where Oxigraph's planner sees them: what it is given
    beside the query it joins last. Raises UsageError where the query can't be read, StoreError
    where it ends its process or takes too much.
    """
    request = {
        "store": str(path),
        "query": bound(query.text, query.bindings) if query.bindings else query.text,
        "formats": formats,
        "limit": query.limit,
        "seconds": int(query.timeout * _THREADS) + 1,
        "memory": int(query.memory * (1 << 30)),
    }
    return _run(json.dumps(request).encode(), query, output)


def _run(request: bytes, query: SparqlQuery, output: IO[bytes]) -> bool:
    """Has a worker answer the request; whether the answer is a table."""
    code = f"import sys; sys.path[:] = {sys.path!r}; from {_WORKER} import main; main()"
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
            raise StoreError(too_slow(query.timeout)) from None
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
