"""Files that take their places together: all of them, or none.

Each is written under another name in its own folder and brought to the disk; when the last one is
whole they are renamed, one after the other and without interruption. Until then, and after any
error, what stood there before still stands.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from kg.errors import OutputError, reason
from kg.system.signals import held_back

_REASONS: Final = {
    errno.EACCES: "there is no permission to write it",
    errno.EPERM: "there is no permission to write it",
    errno.EROFS: "the file system is read-only",
    errno.EISDIR: "it is a directory",
    errno.ENOENT: "its directory does not exist",
    errno.ENOTDIR: "its directory is a file",
    errno.EEXIST: "its directory is a file",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file is too large for the file system or the limit set",
}


class FileSet:
    """Files that are whole and wait for the others, and files that are to go when those come."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Path, Path]] = []
        self._outdated: list[Path] = []

    def add(self, place: str, temporary: Path, target: Path) -> None:
        """Takes in a file that is whole; `place` is its name for the user."""
        self._waiting.append((place, temporary, target))

    def outdate(self, path: Path) -> None:
        """Lets a file go before the others take their places, where it is there."""
        self._outdated.append(path)

    def place(self) -> None:
        """Takes away what is outdated, and gives each file its name."""
        folders = {}
        targets = {target for _, _, target in self._waiting}
        with held_back():
            for path in self._outdated:
                if Path(os.path.realpath(path)) not in targets:
                    with told(str(path)):
                        path.unlink(missing_ok=True)
            while self._waiting:
                place, temporary, target = self._waiting[0]
                with told(place):
                    if target.exists():
                        temporary.chmod(target.stat().st_mode & 0o7777)
                    temporary.replace(target)
                del self._waiting[0]
                folders[target.parent] = place
        for folder, place in folders.items():
            with told(place):
                to_disk(folder)

    def drop(self) -> None:
        """Takes away the files that have not been given their names."""
        for _, temporary, _ in self._waiting:
            with suppress(OSError):  # the first error is the one to tell
                temporary.unlink()


@contextmanager
def together() -> Iterator[FileSet]:
    """Files that take their places when the block ends without an error."""
    files = FileSet()
    try:
        yield files
        files.place()
    except BaseException:
        files.drop()
        raise


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turns an error of the operating system into a sentence; a closed pipe stays what it is."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise unwritable(place, error) from error


def unwritable(place: object, error: OSError) -> OutputError:
    """The error for a file that can't be written."""
    why = _REASONS.get(error.errno or 0) or reason(error)
    return OutputError(f"{place} can't be written: {why}")


def to_disk(path: Path) -> None:
    """Makes a file, or the names in a folder, last through a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
