"""Runs queries for clients: so many at once, each within its limits, while its client waits.

A query runs in a process of its own, whose results are a file until all of them are there.
"""

from __future__ import annotations

import asyncio
import math
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import IO, Final, TypeVar

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from kg.serve.settings import ServeSettings
from kg.stores.embedded.query_process import Conditions, Dataset, ask
from kg.stores.store import Formats, SparqlQuery

MOST_RESULTS: Final = 1 << 28
"""Bytes that the results of a query may have."""

WAIT: Final = 10.0
"""Seconds that a query waits for its turn."""

MOST_WAITING: Final = 32
"""Queries that may wait for each one that may run."""

RETRY_AFTER: Final = "10"
"""Seconds after which a client that was refused should try again."""

_LOOK: Final = 0.1
"""Seconds between two looks whether the client is still there."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Results:
    """Results in a file; `is_table` is False for triples."""

    file: IO[bytes]
    is_table: bool


class BoundedQueries:
    """The queries of one server."""

    def __init__(self, settings: ServeSettings) -> None:
        self._settings = settings
        self._turns = asyncio.Semaphore(settings.queries)
        self._threads = ThreadPoolExecutor(settings.queries, "query")
        self._waiting = 0

    async def results(
        self,
        text: str,
        formats: Formats,
        dataset: Dataset | None = None,
        client: Request | None = None,
    ) -> Results:
        """The results of a query, which ends when its client goes away.

        Raises UsageError if the query is invalid, StoreError if it ends without results,
        ClientDisconnect if nobody waits for them, and HTTPException if too many others run.
        """
        limits, stop = self._settings, Event()
        query = SparqlQuery(text, {}, limits.max_rows, limits.timeout, limits.memory)
        base = f"{limits.public_url}sparql"
        conditions = Conditions(dataset, base, True, MOST_RESULTS, stop)
        await self._turn(client)
        try:
            loop = asyncio.get_running_loop()
            work = loop.run_in_executor(self._threads, self._run, query, formats, conditions)
            try:
                return await _while_connected(work, client)
            finally:
                if not work.done():
                    stop.set()
                    work.add_done_callback(_discard)
        finally:
            self._turns.release()

    async def _turn(self, client: Request | None) -> None:
        """Waits until the query may run."""
        if self._waiting >= MOST_WAITING * self._settings.queries:
            raise _busy()
        turn = asyncio.ensure_future(self._turns.acquire())
        self._waiting += 1
        try:
            await _while_connected(turn, client, WAIT)
        except TimeoutError:
            raise _busy() from None
        finally:
            self._waiting -= 1
            turn.cancel()

    def _run(self, query: SparqlQuery, formats: Formats, conditions: Conditions) -> Results:
        output = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed when it is sent
        try:
            with self._settings.store.files() as path:
                is_table = ask(path, query, formats, output, conditions)
            output.seek(0)
        except BaseException:
            output.close()
            raise
        return Results(output, is_table)


async def _while_connected(
    work: asyncio.Future[_T], client: Request | None, seconds: float = math.inf
) -> _T:
    """What comes of the work; ClientDisconnect without its client, TimeoutError if it is late."""
    end = asyncio.get_running_loop().time() + seconds
    while not work.done():
        await asyncio.wait({work}, timeout=_LOOK)
        if work.done():
            break
        gone = client is not None and await client.is_disconnected()
        if work.done():
            break  # in this moment; the caller sees for itself that the client is gone
        if gone:
            raise ClientDisconnect
        if asyncio.get_running_loop().time() > end:
            raise TimeoutError
    return work.result()


def _discard(work: asyncio.Future[Results]) -> None:
    """Closes the file of results that nobody waits for."""
    if not work.cancelled() and not work.exception():
        work.result().file.close()


def _busy() -> HTTPException:
    return HTTPException(
        503,
        "other queries are running: send this one again in a while",
        headers={"Retry-After": RETRY_AFTER},
    )
