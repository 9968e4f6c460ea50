"""A folder that appears whole or not at all.

It is written under a temporary name beside its place and renamed; a folder of the same kind that is
there already is replaced as a whole, and stays as it is until then.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Container, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from kg.errors import OutputError
from kg.system.file_set import FileSet, output_errors, temporary_name, together


@contextmanager
def replaced_folder(
    folder: Path, mark: str, names: Container[str], files: FileSet | None = None
) -> Iterator[Path]:
    """A new folder, which takes the place of `folder` when the block ends without an error.

    If `files` are given it is renamed together with them. Raises OutputError if it can't be
    written, or is refused by `check_replaceable`.
    """
    place = str(folder)
    check_replaceable(folder, mark, names)
    with output_errors(place):
        target = Path(os.path.realpath(folder))
        target.parent.mkdir(parents=True, exist_ok=True)
        new = temporary_name(target)
        new.mkdir()
    with together() if files is None else nullcontext(files) as waiting:
        try:
            yield new
            check_replaceable(folder, mark, names)
        except BaseException as error:
            shutil.rmtree(new, ignore_errors=True)
            if isinstance(error, OutputError):  # the name in messages is the one that was given
                raise OutputError(str(error).replace(str(new), place)) from error
            raise
        waiting.add(place, new, target)


def check_replaceable(folder: Path, mark: str, names: Container[str]) -> None:
    """Raises OutputError if there is a folder that is neither empty nor of this kind.

    A folder of this kind has the file `mark`, and beside it nothing but `names`.
    """
    with output_errors(str(folder)):
        target = Path(os.path.realpath(folder))
        if not target.exists():
            return
        found = sorted(each.name for each in target.iterdir())
    foreign = [name for name in found if name != mark and (mark not in found or name not in names)]
    if foreign:
        raise OutputError(
            f"{folder} has {foreign[0]}, which is none of the files that are replaced: give another"
            " folder, or an empty one"
        )
