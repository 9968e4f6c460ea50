"""The signals that end a run: Ctrl-C, SIGTERM, and the closing of the terminal.

https://docs.python.org/3/library/signal.html#signal.pthread_sigmask
"""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

ENDING: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
"""The signals that end a run, after unfinished files are removed."""


@contextmanager
def held_back() -> Iterator[None]:
    """Delays the signals that end a run until the block, a short one, has ended."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
