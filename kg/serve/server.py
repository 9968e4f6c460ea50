"""Runs the application with uvicorn: bounded connections, and a time for each request line.

https://www.uvicorn.org/settings/
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import logging
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Final

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from kg.errors import UsageError, reason
from kg.serve.application import application
from kg.serve.guard import LONGEST_HEADERS, LONGEST_TARGET
from kg.serve.settings import ServeSettings

CONNECTIONS: Final = 256
"""Connections at once; further ones are answered with 503."""

HEADER_SECONDS: Final = 10
"""Seconds that a client has for the request line and the headers, of every request."""

TAKE_SECONDS: Final = 120
"""Seconds that a client has to take what was written last."""

_GARBAGE: Final = (50_000, 20, 50)
"""When Python looks for garbage in circles: a page makes very many objects and hardly a circle."""

_ARENA_MAX: Final = -8
"""M_ARENA_MAX of glibc's malloc.h."""

_KEPT_ALIVE: Final = 5
_GRACE: Final = 5


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 that closes a connection whose client is too slow to ask or to read.

    uvicorn has no limit for either, and waits for ever to write the end of a response.
    """

    _asking: asyncio.TimerHandle | None = None
    _taking: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts the clock of the first request."""
        super().connection_made(transport)
        self._await_request()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the clocks."""
        _stop(self._asking)
        _stop(self._taking)
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Stops the clock of a request that has arrived."""
        super().handle_events()
        if self._is_answering():
            _stop(self._asking)

    def on_response_complete(self) -> None:
        """Starts the clock of the next request, unless it is there already."""
        super().on_response_complete()
        if not self._is_answering():
            self._await_request()

    def pause_writing(self) -> None:
        """Starts the clock of a client that does not take what was written."""
        super().pause_writing()
        self._taking = self.loop.call_later(TAKE_SECONDS, self.transport.abort)

    def resume_writing(self) -> None:
        """Stops that clock."""
        _stop(self._taking)
        super().resume_writing()

    def _is_answering(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is not None and not cycle.response_complete

    def _await_request(self) -> None:
        _stop(self._asking)
        self._asking = self.loop.call_later(HEADER_SECONDS, self._end)

    def _end(self) -> None:
        """Closes the connection, or gives it time to take the end of the last response."""
        if self.transport.get_write_buffer_size():
            self._asking = self.loop.call_later(TAKE_SECONDS, self.transport.abort)
        self.transport.close()


def _stop(clock: asyncio.TimerHandle | None) -> None:
    if clock is not None:
        clock.cancel()


def listening(host: str, port: int) -> socket.socket:
    """A socket at an address of this machine; UsageError if it can't be had."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        made = socket.socket(family, kind, protocol)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        made.listen()  # from now on clients wait for the server instead of being refused
    except OSError as error:
        raise UsageError(
            f"{host}, port {port}, can't be served at ({reason(error)}): choose another --port or"
            " --host"
        ) from error
    return made


def address(sock: socket.socket) -> str:
    """The web address of a socket."""
    host, port, *_ = sock.getsockname()
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def run(settings: ServeSettings, sock: socket.socket, on_error: Callable[[str], None]) -> None:
    """Serves at a socket until it is interrupted; `on_error` gets a line for each failure."""
    log = logging.getLogger("kg.serve")
    log.addHandler(_Lines(on_error))
    log.propagate = False
    logging.getLogger("uvicorn.error").disabled = True
    config = uvicorn.Config(
        application(settings),
        http=BoundedProtocol,
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=_KEPT_ALIVE,
        timeout_graceful_shutdown=_GRACE,
        h11_max_incomplete_event_size=LONGEST_TARGET + LONGEST_HEADERS,
    )
    _share_memory()
    gc.freeze()  # what was imported stays, and need not be looked at
    gc.set_threshold(*_GARBAGE)
    uvicorn.Server(config).run(sockets=[sock])


def _share_memory() -> None:
    """Makes all threads share one heap, where the C library is glibc.

    With one for each, each keeps the memory of the greatest page that its thread has made.
    https://man7.org/linux/man-pages/man3/mallopt.3.html
    """
    with suppress(AttributeError, OSError):  # another C library
        ctypes.CDLL(None).mallopt(_ARENA_MAX, 1)


class _Lines(logging.Handler):
    """Passes each message on as a line."""

    def __init__(self, on_line: Callable[[str], None]) -> None:
        super().__init__()
        self._on_line = on_line

    def emit(self, record: logging.LogRecord) -> None:
        """Passes one message on."""
        self._on_line(record.getMessage())
