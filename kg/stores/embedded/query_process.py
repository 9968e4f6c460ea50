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
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import IO, Final, TypeAlias

from kg.errors import CrashError, FormError, KgError, StoreError, UpdateError, UsageError
from kg.stores.embedded.query_status import QueryStatus
from kg.stores.query_limits import too_greedy, too_long, too_many, too_slow
from kg.stores.store import Formats, SparqlQuery

_WORKER: Final = "kg.stores.embedded.query_worker"
_THREADS: Final = 4
_GRACE: Final = 2
"""Seconds after its deadline at which a query ends by itself, if nobody has ended it."""

_LONGEST_ALARM: Final = (1 << 31) - 1
_LOOK: Final = 0.1
"""Seconds between two looks whether the query is to be stopped."""

_NO_MEMORY: Final = re.compile(
    "memory allocation of|bad_alloc|MemoryError|Cannot allocate|temporarily unavailable"
)
"""The messages of Rust, C++, Python and the system for lack of memory, also for a new thread."""

_REFUSALS: Final[dict[int, type[UsageError]]] = {
    QueryStatus.REFUSED: UsageError,
    QueryStatus.UPDATE: UpdateError,
    QueryStatus.OTHER_FORM: FormError,
}

Dataset: TypeAlias = tuple[Sequence[str], Sequence[str]]
"""The IRIs of the graphs that are the default graph, and those of the named graphs."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """How a query is run for somebody else.

    `dataset` replaces that of the query, `base` is what its relative IRIs begin with. With
    `complete` more results than the limit of the query are an error, with `most_bytes` longer
    ones. Setting `stop` ends the query.
    """

    dataset: Dataset | None = None
    base: str | None = None
    complete: bool = False
    most_bytes: int | None = None
    stop: Event | None = None


def ask(
    path: Path,
    query: SparqlQuery,
    formats: Formats,
    output: IO[bytes],
    conditions: Conditions = Conditions(),
) -> bool:
    """Writes the results of a worker process; whether they are a table.

    Raises UsageError if the query is invalid, StoreError if it crashes its process or is stopped,
    LimitError if it exceeds a limit.
    """
    request = {
        "store": str(path),
        "query": query.text,
        "bindings": dict(query.bindings),
        "formats": formats,
        "limit": query.limit,
        "seconds": int(query.timeout * _THREADS) + 1,
        "alarm": min(int(query.timeout) + _GRACE, _LONGEST_ALARM),
        "memory": int(query.memory * (1 << 30)),
        "dataset": conditions.dataset,
        "base": conditions.base,
        "complete": conditions.complete,
        "bytes": conditions.most_bytes,
    }
    status, message = _run(json.dumps(request).encode(), query.timeout, output, conditions.stop)
    if status in (QueryStatus.TABLE, QueryStatus.GRAPH):
        return status == QueryStatus.TABLE
    raise _failure(status, message, query, conditions)


def _run(request: bytes, timeout: float, output: IO[bytes], stop: Event | None) -> tuple[int, str]:
    """The exit status and the message of a worker process."""
    code = f"import sys; sys.path[:] = {sys.path!r}; from {_WORKER} import main; main()"
    command = (sys.executable, "-I", "-S", "-c", code)
    with tempfile.TemporaryFile() as given:
        given.write(request)
        given.seek(0)
        worker = subprocess.Popen(
            command, stdin=given, stdout=output, stderr=subprocess.PIPE, start_new_session=True
        )
        try:
            errors = _errors(worker, timeout, stop)
        finally:
            worker.kill()
            worker.communicate()
    return worker.returncode, errors.decode("utf-8", "replace").strip()


def _errors(worker: subprocess.Popen[bytes], timeout: float, stop: Event | None) -> bytes:
    """What a process has written to stderr when it has ended."""
    end = time.monotonic() + timeout
    while (left := end - time.monotonic()) > 0:
        try:
            return worker.communicate(timeout=min(left, _LOOK) if stop else left)[1]
        except subprocess.TimeoutExpired:
            if stop and stop.is_set():
                raise StoreError("the query was stopped") from None
    raise too_slow(timeout)


def _failure(status: int, message: str, query: SparqlQuery, conditions: Conditions) -> KgError:
    """The error for a process that ended without results."""
    if status in _REFUSALS:
        return _REFUSALS[status](message)
    if status == QueryStatus.TOO_MANY and query.limit:
        return too_many(query.limit)
    if status == QueryStatus.TOO_LONG and conditions.most_bytes:
        return too_long(conditions.most_bytes)
    if status == QueryStatus.DAMAGED:
        return StoreError(f"the files of the store are damaged ({message})")
    if _NO_MEMORY.search(message):
        return too_greedy(query.memory)
    if status < 0:
        name = signal.Signals(-status).name
        return CrashError(f"the query crashed its process ({name}): is it nested too deeply?")
    reason = message.splitlines()[-1] if message else "the reason is unknown"
    return StoreError(f"the query could not be run: {reason}")
