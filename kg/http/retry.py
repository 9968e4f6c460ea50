"""When to try again and when to give up: pauses between attempts, and failures in a row.

Retry-After: https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
"""

from __future__ import annotations

import random
import time
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Final

from kg.errors import RefusedError, ServiceError

LONGEST_PAUSE: Final = 120.0
"""Most seconds between two attempts if the server does not ask for a time."""

MOST_FAILURES: Final = 3
"""Failures in a row before it is the service that is in trouble, not what it was asked."""

_LONGEST_WAIT: Final = 999_999_999.0
_MOST_DOUBLINGS: Final = 60


def retry_after(header: str | None) -> float | None:
    """The seconds of a Retry-After header, a number or a date; None if it is neither."""
    value = (header or "").strip()
    if value.isascii() and value.isdigit():
        return min(float(value), _LONGEST_WAIT)
    try:
        date = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (date.replace(tzinfo=date.tzinfo or UTC)).timestamp() - time.time())


def growing_pause(first: float, attempt: int) -> float:
    """Seconds to wait after the `attempt`th attempt: about `first`, doubled each time.

    They vary by half, so that clients that failed together do not retry together.
    """
    doubled = first * 2.0 ** min(attempt - 1, _MOST_DOUBLINGS)
    return min(doubled * random.uniform(0.5, 1.5), LONGEST_PAUSE)


class Failures:
    """How often a service has failed in a row."""

    def __init__(self) -> None:
        self._count = 0

    def add(self, error: ServiceError) -> None:
        """Counts a failure; raises it if it is the MOST_FAILURES-th in a row, or a RefusedError."""
        self._count += 1
        if self._count >= MOST_FAILURES or isinstance(error, RefusedError):
            raise error

    def clear(self) -> None:
        """Starts again at zero, as the service has answered."""
        self._count = 0
