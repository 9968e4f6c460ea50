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
    """A lock that is held until the block ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __enter__(self) -> None:
        """Holds the lock, as it has been held since it was made."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self._descriptor)


def lock(path: Path, *, shared: bool = False, create: bool = False) -> Lock:
    """A lock on a file or a folder, shared with other readers or held alone.

    Raises BlockingIOError where another process holds a lock that excludes it, FileNotFoundError
    where there is nothing at `path` or it was removed or replaced meanwhile. With `create` a file
    is made there, and its folder, as often as another process removes it.
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
