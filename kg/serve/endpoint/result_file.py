"""Sends the results of a query, piece by piece, to a client that takes them."""

from __future__ import annotations

import asyncio
import os
from typing import IO, Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

PIECE: Final = 1 << 18
"""Bytes that are sent at once."""

PIECE_SECONDS: Final = 60
"""Seconds that a client has to take a piece."""


class ResultFile(Response):
    """A file of results as a response, which closes it."""

    def __init__(self, file: IO[bytes], content_type: str) -> None:
        self.file = file
        size = os.fstat(file.fileno()).st_size
        super().__init__(
            headers={
                "Content-Type": content_type,
                "Content-Length": str(size),
                "Cache-Control": "no-cache",
                "Vary": "Accept",
            }
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the file; without its end, if the client does not take it."""
        start = {"type": "http.response.start", "status": 200, "headers": self.raw_headers}
        with self.file as file:
            await send(start)
            more = scope["method"] != "HEAD"
            while more:
                body = file.read(PIECE)
                more = len(body) == PIECE
                async with asyncio.timeout(PIECE_SECONDS):
                    await send({"type": "http.response.body", "body": body, "more_body": more})
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b""})
