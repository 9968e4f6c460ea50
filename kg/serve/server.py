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
from uvicorn.protocols.http.h11_impl import H11Protocol

from kg.errors import UsageError, reason
from kg.serve.application import application
from kg.serve.guard import LONGEST_TARGET
from kg.serve.settings import ServeSettings

CONNECTIONS: Final = 256
"""Connections at once; further ones are answered with 503."""

HEADER_SECONDS: Final = 10
"""Seconds that a client has for the request line and the headers."""

_GARBAGE: Final = (50_000, 20, 50)
"""When Python looks for garbage in circles: a page makes very many objects and hardly a circle."""

_ARENA_MAX: Final = -8
"""M_ARENA_MAX of glibc's malloc.h."""

_KEPT_ALIVE: Final = 5
_GRACE: Final = 5
_HEADERS: Final = 16_384


class BoundedProtocol(H11Protocol):
    """HTTP/1.1 that closes a connection whose first request does not arrive in time."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Starts the clock."""
        super().connection_made(transport)
        self._clock = self.loop.call_later(HEADER_SECONDS, self._close_if_idle)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stops the clock."""
        self._clock.cancel()
        super().connection_lost(exc)

    def _close_if_idle(self) -> None:
        first: object = self.cycle
        if first is None:
            self.transport.close()


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
        h11_max_incomplete_event_size=LONGEST_TARGET + _HEADERS,
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
