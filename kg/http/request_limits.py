"""How politely a service is queried."""

from __future__ import annotations

from typing import NamedTuple


class RequestLimits(NamedTuple):
    """Limits of a session: `rate` in requests per minute, `timeout` in seconds without data, number
    of `tries`, `backoff` in seconds before the second attempt (doubled each time), and `patience`,
    the longest Retry-After in seconds that is waited for.
    """

    rate: float
    timeout: float = 30.0
    tries: int = 5
    backoff: float = 1.0
    patience: float = 300.0
