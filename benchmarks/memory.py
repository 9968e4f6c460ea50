"""The memory of a process and all its children, sampled while they run.

The sum of their proportional set sizes (a page that processes share is counted once), from Linux's
/proc: https://man7.org/linux/man-pages/man5/proc_pid_smaps.5.html. Elsewhere nothing is measured.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PROC = Path("/proc")
_EVERY = 0.1
"""Seconds between two samples."""


class Seen:
    """The most that was measured, in MiB; None without any sample."""

    def __init__(self) -> None:
        self.most: float | None = None

    def look(self, pid: int) -> None:
        """Adds a sample of the process and all its descendants."""
        held = sum(map(_held, _family(pid))) / 1024
        self.most = max(self.most or 0.0, held)


@contextmanager
def watch(pid: int, wanted: bool) -> Iterator[Seen]:
    """Samples a process repeatedly while the block runs."""
    seen, done = Seen(), threading.Event()

    def looking() -> None:
        while not done.wait(_EVERY):
            seen.look(pid)

    watcher = threading.Thread(target=looking, daemon=True)
    if wanted and _PROC.is_dir():
        watcher.start()
    try:
        yield seen
    finally:
        done.set()
        if watcher.ident:
            watcher.join()


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in _PROC.glob(f"{pid}/task/*/children"):
        for child in _text(children).split():
            yield from _family(int(child))


def _held(pid: int) -> int:
    """KiB."""
    for line in _text(_PROC / str(pid) / "smaps_rollup").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process has ended in the meantime
        return ""
