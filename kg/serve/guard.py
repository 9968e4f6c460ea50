"""Bounds what a request may ask, and sets the headers that protect its reader.

https://www.w3.org/TR/CSP3/, https://asgi.readthedocs.io/en/stable/specs/www.html
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of a page, unless the page has its own."""

HEADERS: Final[Mapping[str, str]] = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
}

LONGEST_TARGET: Final = 16_384
"""Bytes of a path with its query string, which is a SPARQL query at the longest."""

LONGEST_HEADERS: Final = 16_384
"""Bytes of all headers."""

READING: Final = ("GET", "HEAD", "OPTIONS")
"""The methods that every address takes."""

_LOG: Final = logging.getLogger("kg.serve")
_QUERYING: Final = (*READING, "POST")

_FAILED: Final = PlainTextResponse("The server failed, and its log has the reason.\n", 500)


class Guard:
    """Middleware around the application; only the paths in `posting` take POST."""

    def __init__(self, app: ASGIApp, posting: tuple[str, ...] = ()) -> None:
        self._app = app
        self._posting = posting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, or passes it on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if refused := self._refusal(scope):
            await refused(scope, receive, guarded)
            return
        try:
            await self._app(scope, receive, guarded)
        except Exception as error:  # noqa: BLE001 - one request is not to end the server
            _LOG.error("%r failed: %s: %s", scope["path"], type(error).__name__, error)
            if not started:
                await _FAILED(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST_TARGET:
            return PlainTextResponse("The address is too long.\n", 414)
        if sum(len(name) + len(value) for name, value in scope["headers"]) > LONGEST_HEADERS:
            return PlainTextResponse("The headers are too long.\n", 431)
        method = scope["method"]
        allowed = _QUERYING if scope["path"] in self._posting else READING
        if method in allowed:
            return None
        sentence = f"{method[:40]} is not allowed here.\n"
        return PlainTextResponse(sentence, 405, {"Allow": ", ".join(allowed)})
