"""The folder of an embedded store: one generation of files after the other, replaced as a whole.

    output/store/
        generation      the name of the folder that holds the data now
        data-5f0c41aa/  its files, which nobody writes to any more
        lock            held by whoever writes the next generation

A load makes a new folder of files and names it in `generation` as its last act, so that whoever is
interrupted, and whenever, leaves the old store or the new one. Readers hold a shared lock on the
files they read, and the folder that nobody reads any more is removed by the next load.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from kg.errors import OutputError, StoreError, reason
from kg.system.file_set import to_disk, unwritable
from kg.system.locks import lock
from kg.system.output_files import open_output

POINTER: Final = "generation"
LOCK: Final = "lock"
_PREFIX: Final = "data-"


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
            raise StoreError(f"the store {self.folder} can't be read: {reason(error)}") from error
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
                held = lock(path, shared=True)
            except (FileNotFoundError, BlockingIOError) as error:
                if self.current() != path:
                    continue  # a load has ended since, and removes what nobody reads
                raise StoreError(f"the store {self.folder} has lost its files {path}") from error
            with held:
                yield path
                return

    @contextmanager
    def writing(self) -> Iterator[None]:
        """The right to write, for one process at a time; leftovers are removed at both ends.

        Where nothing was ever written, nothing stays behind.
        """
        self._refuse_strangers()
        made = [path for path in (self.folder, *self.folder.parents) if not path.exists()]
        try:
            held = lock(self.folder / LOCK, create=True)
        except BlockingIOError:
            raise OutputError(
                f"the store {self.folder} is being loaded by another process: try again when that"
                " has ended"
            ) from None
        except OSError as error:
            raise unwritable(f"the store {self.folder}", error) from error
        with held:
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

    def new(self) -> Path:
        """Where the files of another generation may be written; there is nothing there yet."""
        return self.folder / f"{_PREFIX}{os.urandom(4).hex()}"

    def publish(self, path: Path) -> None:
        """Makes these files, which are on the disk by now, the ones that are read."""
        for each in (*path.iterdir(), path, self.folder):
            to_disk(each)
        with open_output(self.folder / POINTER) as pointer:
            pointer.write(f"{path.name}\n")

    def _sweep(self) -> None:
        current = self.current()
        for path in self.folder.glob(f"{_PREFIX}*"):
            if path != current:
                with suppress(BlockingIOError), lock(path):  # or somebody still reads it
                    shutil.rmtree(path, ignore_errors=True)

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
