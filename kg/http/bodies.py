"""The body of a response, read as it arrives and never without a limit.

urllib3 unpacks gzip in bounded pieces: https://urllib3.readthedocs.io/en/stable/advanced-usage.html
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

import requests

from kg.errors import ServiceError, TransientError
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


def pieces(response: requests.Response, timeout: float, largest: int) -> Iterator[bytes]:
    """The body piece by piece, unpacked.

    Raises ServiceError if it grows beyond `largest` bytes or unpacks suspiciously large,
    TransientError if it is too slow.
    """
    place = shown(response.url)
    if (announced_length(response) or 0) > largest:
        raise ServiceError(f"{place} {_too_large(largest)}")
    begun, total = time.monotonic(), 0
    while piece := response.raw.read1(PIECE, decode_content=True):
        total += len(piece)
        if total > largest:
            raise ServiceError(f"{place} {_too_large(largest)}")
        if total > max(FREE_EXPANSION, MOST_EXPANSION * response.raw.tell()):
            raise ServiceError(
                f"{place}: the response unpacks to more than {MOST_EXPANSION} times its size, as no"
                " record does: it is not read"
            )
        elapsed = time.monotonic() - begun
        if elapsed > timeout and response.raw.tell() < elapsed * SLOWEST:
            raise TransientError(f"{place} responds too slowly to finish")
        yield piece


def announced_length(response: requests.Response) -> int | None:
    """The bytes of Content-Length, packed as they come; None where it does not say."""
    value = response.headers.get("Content-Length", "")
    return int(value[:_LENGTH_DIGITS]) if value.isascii() and value.isdigit() else None


def _too_large(largest: int) -> str:
    size = f"{largest >> 20:,} MB" if largest >> 20 else f"{largest:,} bytes"
    return f"responds with more than {size}, as it never should: it is not read"
