"""Sends a long body from a file, piece by piece, to a client that takes it."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import IO, ClassVar, Final

from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

PIECE: Final = 1 << 18
"""Bytes that are sent at once."""

MOST_FILES: Final = 32
"""Files of more than a piece that are sent at once; they may have no more room on the disk."""

FILE_SECONDS: Final = 3_600
"""Seconds that a client has to take a file."""

_BUSY: Final = PlainTextResponse(
    "Other files are being sent: ask for this one again in a while.\n", 503, {"Retry-After": "10"}
)


class ResultFile(Response):
    """A file as a response, which closes it."""

    _sent: ClassVar[int] = 0

    def __init__(self, file: IO[bytes], headers: Mapping[str, str], status: int = 200) -> None:
        self.file = file
        self.size = os.fstat(file.fileno()).st_size
        super().__init__(None, status, {**headers, "Content-Length": str(self.size)})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Sends the file; without its end, if the client goes away or takes too long."""
        with self.file:
            if self.size <= PIECE:
                await self._send(scope, receive, send)
            elif ResultFile._sent >= MOST_FILES:
                await _BUSY(scope, receive, send)
            else:
                ResultFile._sent += 1
                try:
                    await self._send(scope, receive, send)
                finally:
                    ResultFile._sent -= 1

    async def _send(self, scope: Scope, receive: Receive, send: Send) -> None:
        start = {
            "type": "http.response.start",
            "status": self.status_code,
            "headers": self.raw_headers,
        }
        await send(start)
        if scope["method"] == "HEAD":
            await send({"type": "http.response.body", "body": b""})
            return
        gone = asyncio.ensure_future(_gone(receive))
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(FILE_SECONDS):
                    await self._pieces(send, gone)
        finally:
            gone.cancel()

    async def _pieces(self, send: Send, gone: asyncio.Future[None]) -> None:
        more = True
        while more and not gone.done():
            body = self.file.read(PIECE)
            more = len(body) == PIECE
            await send({"type": "http.response.body", "body": body, "more_body": more})
            await asyncio.sleep(0)  # for the news that the client is gone


def in_file(response: Response) -> Response:
    """The response; a long body is in a file, not to be in memory until a slow client has it."""
    if isinstance(response, ResultFile) or len(response.body) <= PIECE:
        return response
    try:
        file = written([bytes(response.body)])
    except OSError:  # no room
        return response
    return ResultFile(file, response.headers, response.status_code)


def written(parts: Iterable[bytes]) -> IO[bytes]:
    """A file of these parts, to be sent."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed when it is sent
    try:
        file.writelines(parts)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return file


async def _gone(receive: Receive) -> None:
    """Ends when the client is gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
