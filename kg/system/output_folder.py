"""A folder that appears whole or not at all.

It is written under a temporary name beside its place and renamed; a folder of the same kind that is
there already is replaced as a whole, and stays as it is until then.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from kg.errors import OutputError
from kg.system.file_set import output_errors, to_disk
from kg.system.signals import held_back

_LONGEST_STEM: Final = 100


@contextmanager
def replaced_folder(folder: Path, mark: str, names: Set[str]) -> Iterator[Path]:
    """A new folder, which takes the place of `folder` when the block ends without an error.

    Raises OutputError if it can't be written, or if there is one that is neither empty nor of this
    kind: one that has the file `mark`, and beside it nothing but `names`.
    """
    place = str(folder)
    with output_errors(place):
        target = Path(os.path.realpath(folder))
        _check(place, target, mark, names)
        target.parent.mkdir(parents=True, exist_ok=True)
        new = _beside(target)
        new.mkdir()
    try:
        yield new
        with output_errors(place):
            _check(place, target, mark, names)
            _exchange(new, target)
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise


def _check(place: str, target: Path, mark: str, names: Set[str]) -> None:
    if not target.exists():
        return
    found = sorted(each.name for each in target.iterdir())
    foreign = [name for name in found if name != mark and (mark not in found or name not in names)]
    if foreign:
        raise OutputError(
            f"{place} has {foreign[0]}, which is none of the files that are replaced: give another"
            " folder, or an empty one"
        )


def _exchange(new: Path, target: Path) -> None:
    old = _beside(target)
    with held_back():
        if target.exists():
            new.chmod(target.stat().st_mode & 0o7777)
            target.rename(old)
        try:
            new.rename(target)
        except OSError:
            if old.exists():
                old.rename(target)
            raise
    to_disk(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name[:_LONGEST_STEM]}.{os.urandom(4).hex()}.tmp")
