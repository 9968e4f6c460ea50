"""The folder of an embedded store: generations of files, each replacing the last as a whole.

    output/store/
        generation       the name of the folder with the current data
        data-5f0c41aa/   its files, which are never changed
        index-5f0c41aa/  what kg computed from these files; no other version has it
        lock             held by the process that writes the next generation

A load writes a new folder of files and names it in `generation` as its last step, so that an
interruption at any time leaves the old store or the new one. Readers hold a shared lock on the
files they read; old folders without readers are removed by the next load. A store of an earlier kg
has no `index-` folder.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from kg.errors import OutputError, StoreError, reason
from kg.stores.loading import SIMILARITY
from kg.system.file_set import to_disk, unwritable
from kg.system.locks import lock
from kg.system.output_files import open_output

POINTER: Final = "generation"
LOCK: Final = "lock"
_PREFIX: Final = "data-"
_INDEX: Final = "index-"
_NAME: Final = re.compile(rf"{_PREFIX}[0-9a-f]{{8}}")
_LONGEST: Final = 100


def index_of(path: Path) -> Path:
    """The folder for what is computed from the files in `path`; it lives as long as they do."""
    return path.with_name(_INDEX + path.name.removeprefix(_PREFIX))


def similarity_of(path: Path) -> Path:
    """The folder for the index of the similar trials that are in the files in `path`."""
    return index_of(path) / SIMILARITY


class StoreVersions:
    """The folder of a store, with locks for reading and writing."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def current(self) -> Path | None:
        """The folder with the current data; None if nothing was ever loaded."""
        try:
            with (self.folder / POINTER).open("rb") as pointer:
                name = pointer.read(_LONGEST).decode("utf-8", "replace").strip()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StoreError(f"the store {self.folder} can't be read: {reason(error)}") from error
        if not _NAME.fullmatch(name):
            raise StoreError(
                f"the file {self.folder / POINTER} is damaged: remove the folder, and load again"
            )
        return self.folder / name

    @contextmanager
    def reading(self) -> Iterator[Path]:
        """The folder with the files to read, which is kept until the block ends."""
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
                    continue  # a load has ended meanwhile and removed the old files
                raise StoreError(
                    f"the files {path} of the store {self.folder} are missing"
                ) from error
            with held:
                yield path
                return

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Permission to write, for one process at a time; leftovers are removed before and after.

        If nothing was ever loaded, no file or folder is left.
        """
        self._refuse_other_folders()
        made = [path for path in (self.folder, *self.folder.parents) if not path.exists()]
        try:
            held = lock(self.folder / LOCK, create=True)
        except BlockingIOError:
            raise OutputError(
                f"the store {self.folder} is being loaded by another process: try again when it has"
                " finished"
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
                    with suppress(OSError):  # not empty: another process has written to it
                        for path in made:
                            path.rmdir()

    def new(self) -> Path:
        """A new path for the files of another generation."""
        return self.folder / f"{_PREFIX}{os.urandom(4).hex()}"

    def publish(self, path: Path) -> None:
        """Flushes these files, and those in their index folder, and makes them the current ones."""
        folders = [each for each in (path, index_of(path)) if each.is_dir()]
        files = [file for each in folders for file in each.rglob("*")]
        for each in (*files, *folders, self.folder):
            to_disk(each)
        with open_output(self.folder / POINTER) as pointer:
            pointer.write(f"{path.name}\n")

    def _sweep(self) -> None:
        current = self.current()
        for path in self.folder.glob(f"{_PREFIX}*"):
            if path != current:
                with suppress(BlockingIOError), lock(path):  # unless it is still being read
                    shutil.rmtree(index_of(path), ignore_errors=True)
                    shutil.rmtree(path, ignore_errors=True)
        for path in self.folder.glob(f"{_INDEX}*"):
            if not path.with_name(_PREFIX + path.name.removeprefix(_INDEX)).exists():
                shutil.rmtree(path, ignore_errors=True)

    def _refuse_other_folders(self) -> None:
        """Raises OutputError if the folder has files that are not those of a store."""
        if not self.folder.is_dir():
            return
        ours = (POINTER, LOCK)
        for path in self.folder.iterdir():
            known = path.name.lstrip(".").startswith((_PREFIX, _INDEX, POINTER))
            if path.name not in ours and not known:
                raise OutputError(
                    f"{self.folder} is not a kg store, as it contains {path.name}: give another"
                    " folder, or an empty one"
                )
