"""Work by several worker processes, with results in the order of the items.

Each worker process has its own pipe and gets one item at a time. If it dies, even while sending a
result, its end of the pipe is closed, which is noticed at once; the pools of the standard library
do not guarantee this. Only a few items are in progress at any time, so that memory does not depend
on their number. However the block ends, no worker process is left; if this process is killed, the
workers find their pipes closed and exit.
https://docs.python.org/3/library/multiprocessing.html#pipes-and-queues
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import chain, islice
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Literal, TypeVar

from kg.errors import WorkerError
from kg.system import signals
from kg.system.signals import held_back

T = TypeVar("T")
R = TypeVar("R")

AHEAD: Final = 2
"""Items in progress, including results that wait for an earlier one, per worker process."""

StartMethod = Literal["fork", "spawn"]

START_METHOD: Final[StartMethod] = "fork" if sys.platform == "linux" else "spawn"
"""How worker processes are started; forked ones share what was loaded before."""


@contextmanager
def in_order(
    work: Callable[[T], R], items: Iterable[T], jobs: int, start_method: StartMethod = START_METHOD
) -> Iterator[Iterator[tuple[T, R]]]:
    """Every item with its result from `work`, in the order of the items.

    The work is done by `jobs` worker processes, or by this process if `jobs` is 1 or there is only
    one item. What `work` raises for an item is raised here in place of its result. Raises
    WorkerError if a worker process has died or can't be started.
    """
    iterator = iter(items)
    first = list(islice(iterator, 2))
    iterator = chain(first, iterator)
    if jobs == 1 or len(first) < 2:
        yield ((item, work(item)) for item in iterator)
        return
    with ExitStack() as stack:
        workers: list[Connection] = []
        for _ in range(jobs):
            workers.append(stack.enter_context(_worker(work, workers, start_method)))
        yield _results(workers, iterator)


def processors() -> int:
    """Number of processors that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


@contextmanager
def _worker(
    work: Callable[[Any], Any], others: list[Connection], start_method: StartMethod
) -> Iterator[Connection]:
    """A worker process that runs until the block ends; yields our end of its pipe."""
    context: Any = multiprocessing.get_context(start_method)
    try:
        ours, theirs = context.Pipe()
        inherited = [*others, ours] if start_method == "fork" else []
        process = context.Process(target=_serve, args=(work, theirs, inherited), daemon=True)
        with held_back():
            process.start()
    except OSError as error:
        raise WorkerError(
            f"a worker process can't be started ({error.strerror}): try again with fewer --jobs"
        ) from error
    theirs.close()
    try:
        yield ours
    finally:
        process.terminate()
        process.join()
        ours.close()


def _results(workers: list[Connection], items: Iterator[T]) -> Iterator[tuple[T, Any]]:
    idle = list(workers)
    busy: dict[Connection, int] = {}
    given: dict[int, T] = {}
    done: dict[int, tuple[Exception | None, Any]] = {}
    due = 0

    def give() -> None:
        """Gives every idle worker an item, unless too many are in progress already."""
        most = len(workers) * AHEAD - len(given)
        for item in islice(items, min(len(idle), most)):
            number = due + len(given)
            worker = idle.pop()
            _sent(worker, item)
            busy[worker], given[number] = number, item

    give()
    while given:
        for worker in wait(list(busy)):
            assert isinstance(worker, Connection)
            done[busy.pop(worker)] = _received(worker)
            idle.append(worker)
        give()
        while due in done:
            error, result = done.pop(due)
            if error is not None:
                raise error
            item = given.pop(due)
            due += 1
            yield item, result
            give()


def _sent(worker: Connection, item: Any) -> None:
    try:
        worker.send(item)
    except OSError:
        raise _died() from None


def _received(worker: Connection) -> tuple[Exception | None, Any]:
    try:
        received: tuple[Exception | None, Any] = worker.recv()
    except (EOFError, OSError):
        raise _died() from None
    return received


def _died() -> WorkerError:
    return WorkerError(
        "a worker process has died, perhaps because memory ran out, and nothing was written: "
        "try again with fewer --jobs"
    )


def _serve(work: Callable[[Any], Any], pipe: Connection, inherited: list[Connection]) -> None:
    """Processes one item after the other, until the pipe is closed."""
    for each in signals.ENDING:  # the parent gets those of a terminal too, and ends its workers
        signal.signal(each, signal.SIG_DFL if each == signal.SIGTERM else signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, signals.ENDING)  # blocked since before the fork
    for connection in inherited:
        connection.close()  # otherwise it stays open when the parent is killed
    gc.freeze()
    try:
        while True:
            pipe.send(_done(work, pipe.recv()))
    except BaseException:  # noqa: BLE001 - the parent notices and reports it
        os._exit(1)


def _done(work: Callable[[Any], Any], item: Any) -> tuple[Exception | None, Any]:
    try:
        return None, work(item)
    except Exception as error:  # noqa: BLE001 - it is raised in the parent
        portable = _portable(error)
        portable.add_note(traceback.format_exc())
        return portable, None


def _portable(error: Exception) -> Exception:
    """The error, or one of the same words if it can't be sent to another process."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:  # noqa: BLE001 - whatever its own methods raise
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error
