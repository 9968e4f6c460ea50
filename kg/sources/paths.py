"""The files behind the name of a source."""

from __future__ import annotations

import glob
import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from kg.errors import KgError, SourceError, UsageError, unreadable
from kg.system.compression import COMPRESSIONS
from kg.text.nct_ids import nct_id

STDIN = "-"
"""The name that means standard input in place of a file."""

_RDF = (".ttl", ".jsonld", ".ndjsonld", ".nt", ".nq", ".trig", ".rdf")
_SIDECARS = (
    ".report.json",
    ".rejects.jsonl",
    ".manifest.tsv",
    ".sources.tsv",
    ".gone.txt",
    ".drop.ru",
    ".manifest.jsonl",
    "_SUCCESS",
)
_TABLES = (".parquet", ".load.cypher", "_nodes.jsonl", "_edges.jsonl")
_OF_CSV = "neo4j.args"
"""The file that marks a folder of CSV as kg's own: a property graph."""
_OWN_PRODUCTS = tuple(
    ending + compressed
    for ending in _RDF + _TABLES + _SIDECARS
    for compressed in ("", *COMPRESSIONS)
)
_ONLY_OWN_PRODUCTS = (
    " as records (RDF, tables and the sidecar files of exports in a folder are skipped)"
)
_MOST_TOLD = 5
_WEB_ADDRESS = re.compile(r"(?:https?|ftp)://", re.IGNORECASE)


def files(source: str | Path) -> Iterator[Path | SourceError]:
    """The files behind a path, a folder or a pattern, sorted, or an error in their place.

    A folder is read at every depth, except for files and folders whose name begins with a
    dot, for a README, and for the RDF, reports and rejects that kg itself writes.
    """
    path = Path(source)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        if isinstance(source, str) and glob.has_magic(source):
            yield from _matching(source)
        else:
            yield _unavailable(str(source), error)
        return
    if stat.S_ISDIR(mode):
        yield from _in_directory(path)
    else:
        yield path


def _matching(pattern: str) -> Iterator[Path | SourceError]:
    names = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - it may be absolute
    if "**" in pattern:  # it matches a directory and also each file in it
        names = [name for name in names if not Path(name).is_dir()]
    if not names:
        yield SourceError(f"no file matches {pattern}")
    for name in names:
        yield from files(Path(name))


def _in_directory(directory: Path) -> Iterator[Path | SourceError]:
    empty = True
    for found in _walk(directory, _OWN_PRODUCTS):
        empty = False
        yield found
    if empty:
        skipped = "" if next(in_folder(directory), None) is None else _ONLY_OWN_PRODUCTS
        yield SourceError(
            f"the folder {directory} has no file to read{skipped}: put records into it, or name"
            " another"
        )


def in_folder(folder: Path) -> Iterator[Path | SourceError]:
    """The files in a folder at every depth, sorted, also RDF, reports and rejects.

    Files and folders whose name begins with a dot, and a README, are skipped.
    """
    return _walk(folder, ())


def is_own_product(path: Path) -> bool:
    """Whether a file in a folder is by its name none of records: RDF, or a file of kg's own."""
    return f".{path.name}".endswith(_OWN_PRODUCTS)


def _walk(
    directory: Path, skipped: tuple[str, ...], above: tuple[Path, ...] = ()
) -> Iterator[Path | SourceError]:
    try:
        here = directory.resolve()
        entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
    except OSError as error:
        yield unreadable(f"the folder {directory}", error)
        return
    if here in above:
        yield SourceError(f"the folder {directory} leads back to {here}: a loop of links")
        return
    for entry in entries:
        if entry.name.startswith((".", "README")) or f".{entry.name}".endswith(skipped):
            continue
        path = directory / entry.name
        if path.is_dir():
            if skipped and (path / _OF_CSV).is_file():
                continue
            yield from _walk(path, skipped, (*above, here))
        elif path.is_file():
            yield path
        else:
            yield SourceError(f"{path} is not a regular file (a broken link, a pipe, a device)")


def _unavailable(source: str, error: OSError | ValueError) -> SourceError:
    identifier = nct_id(source)
    if identifier:
        return SourceError(
            f"there is no file {source}, and no record has been fetched for it: "
            f"`kg fetch {identifier}` gets it from the registry"
        )
    if _WEB_ADDRESS.match(source):
        return SourceError(
            f"{source} is a web address, but kg reads files: download it and give the file"
        )
    if isinstance(error, OSError):
        return unreadable(source, error)
    return SourceError(f"{source!r} can't be the name of a file: {error}")


def identity(path: Path) -> tuple[int, int] | None:
    """The identity of a regular file, the same for all its names: its device and inode."""
    try:
        status = path.stat()
    except OSError:
        return None  # opening it will report what is wrong with it
    return (status.st_dev, status.st_ino) if stat.S_ISREG(status.st_mode) else None


def total_size(sources: Iterable[str | Path]) -> int | None:
    """The number of bytes in the files of these sources; None if one of them has no size."""
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


def refuse_missing(sources: Iterable[str | Path]) -> None:
    """Raises SourceError if there is no file behind any of the sources."""
    missing = []
    for source in sources:
        if str(source) == STDIN:
            return
        for path in files(source):
            if isinstance(path, Path):
                return
            missing.append(path)
    if missing:
        raise joined(missing)


def joined(errors: Sequence[KgError]) -> SourceError:
    """The first of several errors, a line each, and the number of the others, as one."""
    rest = len(errors) - _MOST_TOLD
    more = [f"and {rest:,} more like this"] if rest > 0 else []
    return SourceError("\n".join([*map(str, errors[:_MOST_TOLD]), *more]))


def refuse_to_overwrite(sources: Iterable[str | Path], paths: Iterable[str]) -> None:
    """Raises UsageError if a source is also an output file."""
    targets = {identity(Path(path)) for path in paths} - {None}
    for path in chain.from_iterable(map(files, sources)) if targets else ():
        if isinstance(path, Path) and identity(path) in targets:
            raise UsageError(f"{path} is a source, so it can't be the output too")
