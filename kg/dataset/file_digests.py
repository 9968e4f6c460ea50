"""The digests of files: the sources, the shapes and the outputs that a report lists."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from kg.dataset.file_names import readable
from kg.dataset.report import InputFile, ShapesUsed


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def input_of(name: str, files: Iterable[Path]) -> InputFile:
    """A source in the report, from its files, each of which is read once."""
    paths = list(files)
    single = [str(path) for path in paths] == [name]
    return InputFile(
        name=readable(name),
        files=len(paths),
        bytes=sum(path.stat().st_size for path in paths),
        sha256=file_sha256(paths[0]) if single else _sha256_of_all(name, paths),
    )


def shapes_of(files: Iterable[Path]) -> ShapesUsed:
    """The shapes files in the report, by their names and contents."""
    paths = sorted(files, key=lambda path: (path.name, str(path)))
    lines = "".join(f"{file_sha256(path)}  {path.name}\n" for path in paths)
    return ShapesUsed(
        files=[path.name for path in paths], sha256=hashlib.sha256(lines.encode()).hexdigest()
    )


def _sha256_of_all(name: str, paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        below = path.relative_to(name) if path.is_relative_to(name) else path
        digest.update(os.fsencode(f"{file_sha256(path)}  {below.as_posix()}\n"))
    return digest.hexdigest()
