"""Deadlines of network calls, whatever the other side sends.

The timeouts of sockets do not: each byte that arrives starts them again, and they do not cover the
lookup of a host name.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Event, Thread, local
from typing import Final, TypeVar

T = TypeVar("T")

CONNECT: Final = 10.0
"""The most seconds to wait for a connection to one address of a host."""

_SHORTEST: Final = 0.001


class Deadline:
    """A moment so many seconds from now; never, if they are None."""

    def __init__(self, seconds: float | None) -> None:
        self._end = math.inf if seconds is None else time.monotonic() + seconds

    def left(self) -> float:
        """The seconds until then, always above zero."""
        return max(self._end - time.monotonic(), _SHORTEST)

    def at_most(self, seconds: float) -> float:
        """So many seconds, or those until then if they are fewer."""
        return min(seconds, self.left())

    def has_passed(self, after: float = 0.0) -> bool:
        """Whether it has passed, or will have in so many seconds."""
        return time.monotonic() + after > self._end


class _Worker(Thread):
    """A thread that makes one call after the other."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.calls: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self.start()

    def run(self) -> None:
        while call := self.calls.get():
            call()


_mine = local()
"""The worker of the current thread; requests keeps the state of a digest login for each thread."""


def in_time(
    call: Callable[[], T], seconds: float, discard: Callable[[T], object] = lambda _: None
) -> T:
    """The result of a call that may block; TimeoutError after so many seconds.

    The call is made in another thread and is abandoned at its deadline: `discard` gets a result
    that comes later.
    """
    outcome: SimpleQueue[tuple[T, None] | tuple[None, BaseException]] = SimpleQueue()
    abandoned = Event()

    def run() -> None:
        try:
            result = call()
        except BaseException as error:  # noqa: BLE001 - it is raised where the call was made
            outcome.put((None, error))
            return
        outcome.put((result, None))
        if abandoned.is_set():
            discard(result)

    worker = _worker()
    worker.calls.put(run)
    try:
        result, error = outcome.get(timeout=seconds)
    except BaseException as reason:
        abandoned.set()
        _mine.worker = None
        worker.calls.put(None)  # it ends after the call
        if isinstance(reason, Empty):
            raise TimeoutError from None
        raise
    if error is not None:
        raise error
    return result  # type: ignore[return-value]


def _worker() -> _Worker:
    worker: _Worker | None = getattr(_mine, "worker", None)
    if worker is None or not worker.is_alive():  # a fork has no threads but one
        worker = _mine.worker = _Worker()
    return worker
