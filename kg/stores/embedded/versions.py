"""The folder of an embedded store: one generation of files after the other, replaced as a whole.

    output/store/
        generation      the name of the folder that holds the data now
        data-5f0c41aa/  its files, which nobody writes to any more
        lock            held by whoever writes the next generation

A load makes a new folder of files and names it in `generation` as its last act, so that whoever is
interrupted, and whenever, leaves the old store or the new one. Readers hold a shared lock on the
files they read, and the folder that nobody reads any more is removed by the next load. Locks are
those of flock(2), which end with the process.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from kg.errors import OutputError, StoreError

POINTER: Final = "generation"
LOCK: Final = "lock"
_PREFIX: Final = "data-"
_READ: Final = os.O_RDONLY
_WRITE: Final = os.O_RDWR | os.O_CREAT


class Generations:
    """The folder of a store, and who may read and write what in it."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def current(self) -> Path | None:
        """The files that hold the data now; None where nothing was ever loaded."""
        try:
            name = (self.folder / POINTER).read_text("utf-8").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StoreError(f"the store {self.folder} can't be read: {error.strerror}") from error
        return self.folder / name

    @contextmanager
    def reading(self) -> Iterator[Path]:
        """The files to read, which stay where they are until the block ends."""
        while True:
            path = self.current()
            if path is None:
                raise StoreError(
                    f"there is no store at {self.folder}: load records into it with"
                    f" `kg load SOURCE --store {self.folder}`"
                )
            try:
                lock = _locked(path, _READ, exclusive=False)
            except (FileNotFoundError, BlockingIOError) as error:
                if self.current() != path:
                    continue  # a load has ended since, and removes what nobody reads
                raise StoreError(f"the store {self.folder} has lost its files {path}") from error
            try:
                if path.exists():
                    yield path
                    return
            finally:
                os.close(lock)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The right to write, for one process at a time; leftovers are removed at both ends.

        Where nothing was ever written, nothing stays behind.
        """
        self._refuse_strangers()
        made = [path for path in (self.folder, *self.folder.parents) if not path.exists()]
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = _locked(self.folder / LOCK, _WRITE, exclusive=True)
        except BlockingIOError:
            raise OutputError(
                f"the store {self.folder} is being loaded by another process: try again when that"
                " has ended"
            ) from None
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise OutputError(f"the store {self.folder} can't be written: {reason}") from error
        try:
            self._sweep()
            yield
        finally:
            self._sweep()
            if self.current() is None:
                (self.folder / LOCK).unlink()
                with suppress(OSError):  # others put something there meanwhile
                    for path in made:
                        path.rmdir()
            os.close(lock)

    def new(self) -> Path:
        """Where the files of another generation may be written; there is nothing there yet."""
        return self.folder / f"{_PREFIX}{os.urandom(4).hex()}"

    def publish(self, path: Path) -> None:
        """Makes these files, which are on the disk by now, the ones that are read."""
        from kg.system.output_files import open_output

        _to_disk(path)
        with open_output(self.folder / POINTER) as pointer:
            pointer.write(f"{path.name}\n")

    def _sweep(self) -> None:
        current = self.current()
        for path in self.folder.glob(f"{_PREFIX}*"):
            if path != current:
                with suppress(BlockingIOError):  # somebody still reads it
                    lock = _locked(path, _READ, exclusive=True)
                    shutil.rmtree(path, ignore_errors=True)
                    os.close(lock)

    def _refuse_strangers(self) -> None:
        """What is no store of ours is not written to."""
        if not self.folder.is_dir():
            return
        ours = (POINTER, LOCK)
        for path in self.folder.iterdir():
            if path.name not in ours and not path.name.lstrip(".").startswith((_PREFIX, POINTER)):
                raise OutputError(
                    f"{self.folder} is no store of kg's, for it holds {path.name}: name another"
                    " folder, or an empty one"
                )


def _locked(path: Path, flags: int, *, exclusive: bool) -> int:
    """The open file or folder under a lock; BlockingIOError where others hold theirs."""
    if sys.platform == "win32":
        raise OutputError("the embedded store needs the file locks of Linux or macOS")
    import fcntl

    descriptor = os.open(path, flags, 0o644)
    try:
        fcntl.flock(descriptor, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        if not os.path.samestat(path.stat(), os.fstat(descriptor)):
            raise BlockingIOError(errno.EAGAIN, "it was replaced", str(path))
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _to_disk(folder: Path) -> None:
    """Brings every file of a folder, and their names, to the disk."""
    for path in (*folder.iterdir(), folder, folder.parent):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
