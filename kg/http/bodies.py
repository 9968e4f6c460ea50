"""The body of a response, read as it arrives and never without a limit.

urllib3 unpacks gzip in bounded pieces: https://urllib3.readthedocs.io/en/stable/advanced-usage.html
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import requests

from kg.errors import ServiceError, TransientError
from kg.http.deadlines import Deadline, in_time
from kg.http.printable import shown

PIECE: Final = 1 << 16
"""Bytes to read at a time."""

MOST_EXPANSION: Final = 300
"""Bytes that one compressed byte may become; for records it is ten or so."""

FREE_EXPANSION: Final = 4 << 20
"""Bytes that may be unpacked whatever the compressed size."""

SLOWEST: Final = 200.0
"""Average bytes per second below which a response is abandoned."""

_LENGTH_DIGITS: Final = 18


class TooLargeError(Exception):
    """A body has more bytes than are read; the text says how many that is."""


def bounded_pieces(
    response: requests.Response, largest: int, timeout: float, deadline: Deadline
) -> Iterator[bytes]:
    """A body piece by piece, unpacked.

    Raises TooLargeError if it grows beyond `largest` bytes, TimeoutError if a piece does not come
    within `timeout` seconds or the last one not before the deadline.
    """
    size = f"{largest >> 20:,} MB" if largest >> 20 else f"{largest:,} bytes"
    if (announced_length(response) or 0) > largest:
        raise TooLargeError(size)
    total = 0
    while piece := _piece(response, PIECE, deadline.at_most(timeout)):
        total += len(piece)
        if total > largest:
            raise TooLargeError(size)
        if deadline.has_passed():
            raise TimeoutError
        yield piece


def pieces(response: requests.Response, timeout: float, largest: int) -> Iterator[bytes]:
    """The body of a service's response piece by piece, unpacked.

    Raises ServiceError if it grows beyond `largest` bytes or unpacks suspiciously large,
    TransientError if it is too slow: no piece within `timeout` seconds, or few bytes in all.
    """
    place = shown(response.url)
    begun, total = time.monotonic(), 0
    try:
        for piece in bounded_pieces(response, largest, timeout, Deadline(None)):
            total += len(piece)
            if total > max(FREE_EXPANSION, MOST_EXPANSION * response.raw.tell()):
                raise ServiceError(
                    f"{place}: the response unpacks to more than {MOST_EXPANSION} times its size,"
                    " as no record does: it is not read"
                )
            elapsed = time.monotonic() - begun
            if elapsed > timeout and response.raw.tell() < elapsed * SLOWEST:
                raise TimeoutError
            yield piece
    except TooLargeError as error:
        raise ServiceError(
            f"{place} responds with more than {error}, as it never should: it is not read"
        ) from None
    except TimeoutError:
        raise TransientError(f"{place} responds too slowly to finish") from None


def beginning(response: requests.Response, most: int, deadline: Deadline) -> str:
    """The start of a body as text, as far as it comes before the deadline: at most `most` bytes."""
    begun = b""
    try:
        while len(begun) < most and (piece := _piece(response, most, deadline.left())):
            begun += piece
    except TimeoutError:
        pass
    return begun[:most].decode("utf-8", "replace")


def _piece(response: requests.Response, most: int, seconds: float) -> bytes:
    """The next bytes, empty at the end; TimeoutError if none come in so many seconds."""
    try:
        return in_time(lambda: response.raw.read1(most, decode_content=True), seconds)
    except TimeoutError:
        with suppress(RuntimeError, ValueError):  # the read has ended meanwhile
            response.raw.shutdown()  # closing it would wait for the read
        raise


def announced_length(response: requests.Response) -> int | None:
    """The bytes of Content-Length, packed as they come; None where it does not say."""
    value = response.headers.get("Content-Length", "")
    return int(value[:_LENGTH_DIGITS]) if value.isascii() and value.isdigit() else None
