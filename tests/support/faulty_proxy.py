"""A proxy that spoils messages between kg and a real server: real sockets, one fault at a time.

It understands HTTP/1.1 only as far as is needed to find the end of a message. Each connection
carries one request, and the `Fault` chooses which requests are spoilt.
"""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from tests.support.sparql_servers import free_ports

_END: Final = b"\r\n\r\n"
_LAST_CHUNK: Final = b"0\r\n\r\n"
_PIECE: Final = 1 << 16


@dataclass
class Fault:
    """What goes wrong, with which requests, and how often; `seen` are the requests received.

    `way` is a key of WAYS; `which` is a pattern of the first line and the body of the requests that
    are spoilt, `after` how many of them pass first, and `times` how many are spoilt then.
    """

    way: str
    which: bytes = rb"^(?:PUT|POST|DELETE) "
    times: int = 1
    after: int = 0
    seconds: float = 2.0
    retry_after: int = 0
    spoilt: int = 0
    seen: list[bytes] = field(default_factory=list)

    def spoils(self, request: bytes) -> bool:
        """Whether this request is to be spoilt."""
        line, _, rest = request.partition(b"\r\n")
        self.seen.append(line)
        if not re.search(self.which, line + b"\n" + rest.partition(_END)[2], re.DOTALL):
            return False
        if self.after > 0:
            self.after -= 1
            return False
        if self.spoilt >= self.times:
            return False
        self.spoilt += 1
        return True


class Proxy:
    """Passes requests on to a server on this machine, except those that its fault spoils."""

    def __init__(self, server_port: int) -> None:
        self.fault: Fault | None = None
        [self.port] = free_ports(1)
        self._target = server_port
        self._listener = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Refuses connections from now on."""
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with suppress(OSError), client:
            request = _message(client)
            if not request:
                return
            way = None
            if self.fault and self.fault.spoils(request):
                way = self.fault.way
            self._answer(client, request, way)

    def _answer(self, client: socket.socket, request: bytes, way: str | None) -> None:
        seconds = self.fault.seconds if self.fault else 0
        if way in ("500", "503"):
            wait = self.fault.retry_after if self.fault else 0
            retry = f"Retry-After: {wait}\r\n".encode() if way == "503" else b""
            client.sendall(
                f"HTTP/1.1 {way} Trouble\r\n".encode() + retry + b"Connection: close\r\n"
                b"Content-Type: text/html\r\nContent-Length: 20\r\n\r\n<h1>No luck now</h1>"
            )
            return
        if way == "gone":
            self.close()
            return
        with socket.create_connection(("127.0.0.1", self._target)) as server:
            if way == "cut request":
                head, _, body = request.partition(_END)
                server.sendall(head + _END + body[: len(body) // 2])
                return
            server.sendall(request)
            if way == "slow":
                time.sleep(seconds)
            answer = _closing(_message(server))
        if way == "cut answer":
            return
        if way == "half an answer":
            answer = answer[: answer.index(_END) + 4 + (len(answer) - answer.index(_END) - 4) // 2]
        client.sendall(answer)


WAYS: Final = ("cut request", "cut answer", "500", "503", "slow", "gone")
"""The faults of a request; "gone" means that nobody listens any more."""


@contextmanager
def proxied(server_port: int) -> Iterator[Proxy]:
    """A proxy before a server."""
    proxy = Proxy(server_port)
    try:
        yield proxy
    finally:
        proxy.close()


def _closing(answer: bytes) -> bytes:
    """The response with a header that closes the connection."""
    head, _, body = answer.partition(_END)
    lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
    return b"\r\n".join([*lines, b"Connection: close"]) + _END + body


def _message(source: socket.socket) -> bytes:
    """A request or a response, from its first line to its end."""
    data = b""
    while _END not in data:
        piece = source.recv(_PIECE)
        if not piece:
            return data
        data += piece
    head, _, body = data.partition(_END)
    length = re.search(rb"(?im)^content-length: *(\d+)", head)
    chunked = re.search(rb"(?im)^transfer-encoding: *chunked", head)
    while (length and len(body) < int(length[1])) or (chunked and not body.endswith(_LAST_CHUNK)):
        body += source.recv(_PIECE)
    return head + _END + body
