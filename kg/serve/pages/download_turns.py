"""Long files are made a few at a time, as each takes memory and much of a processor."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from starlette.exceptions import HTTPException

AT_ONCE: Final = 2
"""Files that are made at once."""

WAITING: Final = 8
"""Requests that may wait for their turn; each keeps a thread."""

WAIT: Final = 10.0
"""Seconds that a request waits for its turn."""

_turns, _waiting = BoundedSemaphore(AT_ONCE), BoundedSemaphore(AT_ONCE + WAITING)


@contextmanager
def turn() -> Iterator[None]:
    """Waits until a file may be made; HTTPException if too many others are."""
    if not _waiting.acquire(blocking=False):
        raise _busy()
    try:
        if not _turns.acquire(timeout=WAIT):
            raise _busy()
        try:
            yield
        finally:
            _turns.release()
    finally:
        _waiting.release()


def _busy() -> HTTPException:
    return HTTPException(
        503,
        "Other files are being made: ask for this one again in a while.",
        {"Retry-After": f"{WAIT:.0f}"},
    )
