"""Work spread over processes, whose results come back in the order of what was given.

https://docs.python.org/3/library/concurrent.futures.html#processpoolexecutor. At any time only a
few items are under way, so that memory stays the same however many there are. When the block
ends, by whatever way, no process is left; nor is one when this process is killed.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing.connection import wait
from typing import Any, Final, TypeVar

from kg.errors import WorkerError

T = TypeVar("T")
R = TypeVar("R")

AHEAD: Final = 2
"""Items under way for each process: the one it works at, and the next."""

START_METHOD: Final = "fork" if sys.platform == "linux" else "spawn"
"""How processes are started; forked ones have at once what was loaded before."""


@contextmanager
def in_order(
    work: Callable[[T], R], items: Iterable[T], jobs: int, start_method: str = START_METHOD
) -> Iterator[Iterator[tuple[T, R]]]:
    """Every item with what `work` makes of it, in the order of the items.

    The work is done in `jobs` processes; in this one where that is 1 or there is one item only.
    What `work` raises is raised here. WorkerError says that a process has died.
    """
    iterator = iter(items)
    first = list(islice(iterator, 2))
    iterator = chain(first, iterator)
    if jobs == 1 or len(first) < 2:
        yield ((item, work(item)) for item in iterator)
        return
    context = multiprocessing.get_context(start_method)
    before = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(jobs, context, _begin, (work,))
    try:
        yield _results(pool, iterator, AHEAD * jobs)
    finally:
        for process in set(multiprocessing.active_children()) - before:
            process.terminate()
        pool.shutdown(cancel_futures=True)


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _results(pool: ProcessPoolExecutor, items: Iterator[T], ahead: int) -> Iterator[tuple[T, Any]]:
    under_way: deque[tuple[T, Future[Any]]] = deque()
    try:
        for item in items:
            under_way.append((item, pool.submit(_do, item)))
            if len(under_way) > ahead:
                yield _result(*under_way.popleft())
        while under_way:
            yield _result(*under_way.popleft())
    except BrokenProcessPool:
        raise WorkerError(
            "a worker process has died, perhaps because memory ran out; nothing was written: "
            "try again with fewer --jobs"
        ) from None


def _result(item: T, future: Future[Any]) -> tuple[T, Any]:
    return item, future.result()


_work: Callable[[Any], Any]


def _begin(work: Callable[[Any], Any]) -> None:
    """The start of a worker: what it is to do, and that it ends when its parent does."""
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends its workers
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    gc.freeze()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    wait([parent.sentinel])
    os._exit(1)


def _do(item: Any) -> Any:
    return _work(item)
