"""The body of an answer, read as it arrives and never without a bound.

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
"""Bytes that are read at a time."""

MOST_EXPANSION: Final = 300
"""How many bytes one packed byte may become; records become ten or so."""

FREE_EXPANSION: Final = 4 << 20
"""Bytes that may be unpacked whatever they came from."""

SLOWEST: Final = 200.0
"""Bytes a second, on the average, below which an answer is given up."""

_LENGTH_DIGITS: Final = 18


def pieces(response: requests.Response, timeout: float, largest: int) -> Iterator[bytes]:
    """The body piece by piece, unpacked.

    Raises ServiceError where it grows beyond `largest` bytes or beyond measure, TransientError
    where it comes so slowly that it would never end.
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
                f"{place}: the answer grows to more than {MOST_EXPANSION} times its size when it is"
                " unpacked, as no record does: it is not read"
            )
        elapsed = time.monotonic() - begun
        if elapsed > timeout and response.raw.tell() < elapsed * SLOWEST:
            raise TransientError(f"{place} answers too slowly to come to an end")
        yield piece


def announced_length(response: requests.Response) -> int | None:
    """The bytes of Content-Length, packed as they come; None where it does not say."""
    value = response.headers.get("Content-Length", "")
    return int(value[:_LENGTH_DIGITS]) if value.isascii() and value.isdigit() else None


def _too_large(largest: int) -> str:
    size = f"{largest >> 20:,} MB" if largest >> 20 else f"{largest:,} bytes"
    return f"answers with more than {size}, as it never should: it is not read"
