"""Files and folders that are renamed into place together: all of them, or none.

Each is written under a temporary name beside its place and flushed to disk; when the last one is
complete they are renamed, one after the other and without interruption. Until then, and after any
error, the earlier ones are not changed.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from kg.errors import OutputError, reason
from kg.system.signals import held_back

_LONGEST_STEM: Final = 100

_REASONS: Final = {
    errno.EBADF: "it is closed",
    errno.EACCES: "there is no permission to write it",
    errno.EPERM: "there is no permission to write it",
    errno.EROFS: "the file system is read-only",
    errno.EISDIR: "it is a folder",
    errno.ENOENT: "its folder does not exist: create it (mkdir -p)",
    errno.ENOTDIR: "its folder is a file",
    errno.EEXIST: "its folder is a file",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EFBIG: "the file is too large for the file system or the limit set",
}


class FileSet:
    """Complete files and folders that wait for the others, and outdated files to be removed."""

    def __init__(self) -> None:
        self._waiting: list[tuple[str, Path, Path]] = []
        self._outdated: list[Path] = []

    def add(self, place: str, temporary: Path, target: Path) -> None:
        """Adds a complete file or folder; `place` is its name in messages.

        A folder takes the place of one that is there already.
        """
        self._waiting.append((place, temporary, target))

    def outdate(self, path: Path) -> None:
        """Marks a file, if it exists, to be removed before the others are renamed."""
        self._outdated.append(path)

    def place(self) -> None:
        """Removes the outdated files, and renames the others into place."""
        folders = {}
        replaced = []
        targets = {target for _, _, target in self._waiting}
        with held_back():
            for path in self._outdated:
                if Path(os.path.realpath(path)) not in targets:
                    with output_errors(str(path)):
                        path.unlink(missing_ok=True)
            while self._waiting:
                place, temporary, target = self._waiting[0]
                with output_errors(place):
                    if target.exists():
                        temporary.chmod(target.stat().st_mode & 0o7777)
                    if target.is_dir():
                        replaced.append(_exchanged(temporary, target))
                    else:
                        temporary.replace(target)
                del self._waiting[0]
                folders[target.parent] = place
        for folder, place in folders.items():
            with output_errors(place):
                to_disk(folder)
        for old in replaced:
            shutil.rmtree(old, ignore_errors=True)

    def drop(self) -> None:
        """Removes the files and folders that have not been renamed into place."""
        for _, temporary, _ in self._waiting:
            with suppress(OSError):  # the first error is the one to report
                if temporary.is_dir():
                    shutil.rmtree(temporary, ignore_errors=True)
                else:
                    temporary.unlink()


def temporary_name(target: Path) -> Path:
    """A hidden name beside a file or folder, for the new one while it is written."""
    return target.with_name(f".{target.name[:_LONGEST_STEM]}.{os.urandom(4).hex()}.tmp")


def _exchanged(new: Path, target: Path) -> Path:
    """Renames a folder into the place of another one; where that is now."""
    old = temporary_name(target)
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise
    return old


@contextmanager
def together() -> Iterator[FileSet]:
    """Files that are renamed into place when the block ends without an error."""
    files = FileSet()
    try:
        yield files
        files.place()
    except BaseException:
        files.drop()
        raise


@contextmanager
def output_errors(place: str) -> Iterator[None]:
    """Raises OutputError for an error of the operating system, except for a closed pipe."""
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
    """Flushes a file, or the names in a folder, to disk, so that they survive a loss of power."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
