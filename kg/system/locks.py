"""File locks, which end with the process that holds them.

https://man7.org/linux/man-pages/man2/flock.2.html
"""

from __future__ import annotations

import errno
import fcntl
import os
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final

_MOST_ATTEMPTS: Final = 1000


class Lock:
    """A lock that is held from its creation until the block ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __enter__(self) -> None:
        """Does nothing: the lock is held already."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._descriptor)


def lock(path: Path, *, shared: bool = False, create: bool = False) -> Lock:
    """A shared or exclusive lock on a file or a folder.

    Raises BlockingIOError if another process holds a conflicting lock, FileNotFoundError if `path`
    does not exist or was removed or replaced meanwhile. With `create` the file and its folder are
    created, and created again if another process removes them.
    """
    if not create:
        return _lock(path, os.O_RDONLY, shared)
    for _ in range(_MOST_ATTEMPTS):
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            return _lock(path, os.O_RDWR | os.O_CREAT, shared)
    raise _missing(path)


def _lock(path: Path, flags: int, shared: bool) -> Lock:
    descriptor = os.open(path, flags, 0o644)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        if not os.path.samestat(path.stat(), os.fstat(descriptor)):
            raise _missing(path)
    except BaseException:
        os.close(descriptor)
        raise
    return Lock(descriptor)


def _missing(path: Path) -> FileNotFoundError:
    return FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path))
