"""Handlers of requests by programs: what goes wrong is one sentence of plain text."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from kg.errors import StoreError

_LOG: Final = logging.getLogger("kg.serve")

Handler: TypeAlias = Callable[[Request], Awaitable[Response]]


class Plainly:
    """A handler of some methods as an ASGI application."""

    def __init__(self, handler: Handler, methods: tuple[str, ...] = ("GET", "HEAD")) -> None:
        self._handler = handler
        self._methods = methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request, unless its client is gone."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except ClientDisconnect:
            return
        except HTTPException as error:
            response = _sentence(error.status_code, error.detail, dict(error.headers or {}))
        except StoreError as error:
            _LOG.error("the store can't be read: %s", error)
            response = _sentence(503, "the store can't be read: ask who runs this server")
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        if request.method in self._methods:
            return await self._handler(request)
        allowed = {"Allow": ", ".join((*self._methods, "OPTIONS"))}
        if request.method == "OPTIONS":
            return Response(None, 204, allowed)
        raise HTTPException(405, f"use one of {', '.join(self._methods)}", allowed)


def _sentence(status: int, text: str, headers: dict[str, str] | None = None) -> Response:
    end = "" if text.endswith("?") else "."
    return PlainTextResponse(f"{text[:1].upper()}{text[1:]}{end}\n", status, headers)
