"""Signals that end a run: Ctrl-C, SIGTERM, and the terminal that is closed.

https://docs.python.org/3/library/signal.html#signal.pthread_sigmask
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""The signals that end a run, after it has taken away what is half-written."""


@contextmanager
def held_back() -> Iterator[None]:
    """Lets the signals that end a run wait until the block, a short one, has ended."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
