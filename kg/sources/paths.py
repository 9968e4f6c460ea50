"""What a person names as a source, as the files it stands for."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import SourceError, unreadable
from kg.system.compression import COMPRESSIONS
from kg.text.nct_ids import nct_id

STDIN = "-"
"""What stands for standard input where the name of a file is asked for."""

_RDF = (".ttl", ".jsonld", ".ndjsonld", ".nt", ".nq", ".trig", ".rdf")
_OWN_PRODUCTS = (
    ".report.json",
    ".rejects.jsonl",
    ".manifest.tsv",
    ".gone.txt",
    ".drop.ru",
    ".manifest.jsonl",
    *(rdf + compressed for rdf in _RDF for compressed in ("", *COMPRESSIONS)),
)
_WEB_ADDRESS = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)


def files(source: str | Path) -> Iterator[Path | SourceError]:
    """The files behind a path, a directory or a pattern, sorted; an error stands in its place.

    Of a directory, at every depth: not the files and directories whose name begins with a dot, and
    not the RDF, the reports and the rejects that kg writes itself.
    """
    path = Path(source)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        if isinstance(source, str) and glob.has_magic(source):
            yield from _matching(source)
        else:
            yield _not_to_be_had(str(source), error)
        return
    if stat.S_ISDIR(mode):
        yield from _in_directory(path)
    else:
        yield path


def _matching(pattern: str) -> Iterator[Path | SourceError]:
    names = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - it may be absolute
    if "**" in pattern:  # it matches the files of a directory beside the directory itself
        names = [name for name in names if not Path(name).is_dir()]
    if not names:
        yield SourceError(f"no file matches {pattern}")
    for name in names:
        yield from files(Path(name))


def _in_directory(directory: Path) -> Iterator[Path | SourceError]:
    empty = True
    for found in _walk(directory, ()):
        empty = False
        yield found
    if empty:
        yield SourceError(
            f"the directory {directory} holds no file to read: put records into it, or name another"
        )


def _walk(directory: Path, above: tuple[Path, ...]) -> Iterator[Path | SourceError]:
    try:
        here = directory.resolve()
        entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
    except OSError as error:
        yield unreadable(f"the directory {directory}", error)
        return
    if here in above:
        yield SourceError(f"the directory {directory} leads back to {here}: a loop of links")
        return
    for entry in entries:
        if entry.name.startswith(".") or f".{entry.name}".endswith(_OWN_PRODUCTS):
            continue
        path = directory / entry.name
        if path.is_dir():
            yield from _walk(path, (*above, here))
        elif path.is_file():
            yield path
        else:
            yield SourceError(f"{path} is no regular file (a broken link, a pipe, a device)")


def _not_to_be_had(source: str, error: OSError | ValueError) -> SourceError:
    identifier = nct_id(source)
    if identifier:
        return SourceError(
            f"there is no file {source}, and no record was fetched for it: "
            f"`kg fetch {identifier}` asks the registry for one"
        )
    if _WEB_ADDRESS.match(source):
        return SourceError(
            f"{source} is a web address, and kg reads files: download it and give the file"
        )
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return SourceError(f"there is no file or directory {source}: is the name spelt right?")
    if isinstance(error, OSError):
        return unreadable(source, error)
    return SourceError(f"{source!r} can't be the name of a file: {error}")


def identity(path: Path) -> tuple[int, int] | None:
    """What two names of one regular file have in common: its device and its number there."""
    try:
        status = path.stat()
    except OSError:
        return None  # whoever opens it will say what is wrong with it
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def total_size(sources: Iterable[str | Path]) -> int | None:
    """How many bytes the files of these sources have; None where one of them has no size."""
    total = 0
    for source in sources:
        if str(source) == STDIN:
            return None
        for path in files(source):
            if isinstance(path, SourceError):
                continue
            try:
                status = path.stat()
            except OSError:
                continue
            if not stat.S_ISREG(status.st_mode):
                return None
            total += status.st_size
    return total
