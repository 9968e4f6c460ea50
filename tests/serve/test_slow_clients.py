"""Clients that ask or read slowly hold no connection, and no memory, for ever."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Final

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.serve import result_file, server
from kg.serve.pages import download_turns
from kg.serve.result_file import in_file
from tests.support.listed_trials import client, listed_store

pytestmark = pytest.mark.slow

SHORT: Final = 20_000
LONG: Final = 8_000_000
TAKE_SECONDS: Final = 0.8
ASKING: Final = b"GET /short HTTP/1.1\r\nHost: a\r\n"


def application() -> Starlette:
    """Answers with so many bytes."""

    def answering(size: int) -> Route:
        def answer(_: Request) -> Response:
            return in_file(Response(b"x" * size))

        return Route({SHORT: "/short", LONG: "/long"}[size], answer)

    return Starlette(routes=[answering(SHORT), answering(LONG)])


@pytest.fixture
def serving(monkeypatch: pytest.MonkeyPatch) -> Iterator[uvicorn.Server]:
    """A server with short limits, in a thread."""
    monkeypatch.setattr(server, "HEADER_SECONDS", 0.3)
    monkeypatch.setattr(server, "TAKE_SECONDS", TAKE_SECONDS)
    config = uvicorn.Config(application(), http=server.BoundedProtocol, port=0, log_config=None)
    made = uvicorn.Server(config)
    thread = Thread(target=made.run)
    thread.start()
    while not made.started:
        time.sleep(0.01)
    yield made
    made.should_exit = True
    thread.join()


@contextmanager
def connected(made: uvicorn.Server, room: int = 4096) -> Iterator[socket.socket]:
    """A connection that takes little at a time."""
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
        connection.settimeout(10)
        connection.connect(made.servers[0].sockets[0].getsockname())
        yield connection


def read(connection: socket.socket) -> bytes:
    """All that comes until the server ends the connection."""
    found = b""
    while piece := connection.recv(65_536):
        found += piece
    return found


def is_left(made: uvicorn.Server, connection: socket.socket, dribble: bytes = b"") -> bool:
    """Whether the server ends the connection of a client that sends a byte now and then."""
    end = time.monotonic() + 4
    while made.server_state.connections and time.monotonic() < end:
        time.sleep(0.1)
        try:
            connection.sendall(dribble)
        except OSError:
            break
    return not made.server_state.connections


@pytest.mark.parametrize(
    "request_",
    [
        ASKING,
        ASKING + b"\r\n" + ASKING,
        ASKING + b"Content-Length: 100000\r\n\r\n",
        b"",
    ],
    ids=["headers", "headers of the second request", "a body that nobody reads", "nothing"],
)
def test_who_asks_slowly_is_left(request_: bytes, serving: uvicorn.Server) -> None:
    with connected(serving) as connection:
        connection.sendall(request_)
        time.sleep(0.1)
        assert is_left(serving, connection, b"x" if request_ else b"")


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /long HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /long HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        (ASKING + b"\r\n") * 1000,
    ],
    ids=["a file", "a last file", "many answers"],
)
def test_who_does_not_read_is_left(request_: bytes, serving: uvicorn.Server) -> None:
    with connected(serving) as connection:
        connection.sendall(request_)
        connection.recv(1)
        assert is_left(serving, connection)


def test_who_reads_slowly_has_the_whole_file(serving: uvicorn.Server) -> None:
    with connected(serving, 65_536) as connection:
        connection.sendall(b"GET /long HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        start, found = time.monotonic(), 0
        while piece := connection.recv(1 << 20):
            found += len(piece)
            if time.monotonic() - start < 1.5:
                time.sleep(0.02)
    assert found > LONG


def test_only_so_many_files_are_sent_at_once(
    serving: uvicorn.Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(result_file, "MOST_FILES", 1)
    request = b"GET /long HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    with connected(serving) as first, connected(serving) as second:
        first.sendall(request)
        first.recv(1)
        second.sendall(request)
        refused = read(second)
    assert b" 503 " in refused
    assert b"retry-after: 10" in refused
    assert b"Other files are being sent: ask for this one again in a while." in refused
    while serving.server_state.connections:
        time.sleep(0.01)
    with connected(serving) as third:
        third.sendall(request)
        assert b" 200 " in third.recv(1000)


def test_only_so_many_files_are_made_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download_turns, "WAIT", 0.05)
    with client(listed_store(tmp_path)) as asked:
        with download_turns.turn(), download_turns.turn():
            refused = asked.get("/trials?format=csv")
        assert refused.status_code == 503
        assert refused.headers["retry-after"].isdecimal()
        assert "Other files are being made" in refused.text
        assert asked.get("/trials?format=csv").status_code == 200
