"""The files behind the sources, in the order in which `kg export` reads them.

Spark lists them, wherever they are. Names in a folder that `kg export` passes over are passed over
here, and those that Spark hides: they begin with a dot or an underscore.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final

from kg.dataset.report import InputFile
from kg.errors import SourceError, UsageError
from kg.sources.paths import is_own_product
from kg.spark.hadoop import HadoopFolder

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

LINES: Final = "lines"
PACKED_LINES: Final = "packed lines"
PARQUET: Final = "parquet"
DOCUMENTS: Final = "documents"

ENDINGS: Final = {
    LINES: (".jsonl", ".ndjson"),
    PACKED_LINES: (".jsonl.gz", ".ndjson.gz", ".jsonl.bz2", ".ndjson.bz2"),
    PARQUET: (".parquet",),
}
"""How files are read -> the endings of their names; those of no ending here are DOCUMENTS."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file: its number in the order of all, and its place in messages."""

    number: int
    place: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """The sources, and the files behind them by the path that Spark gives with their content."""

    sources: list[str]
    files: dict[str, SourceFile]
    kinds: dict[str, list[str]]
    reported: list[InputFile]


def inputs(spark: SparkSession, sources: Collection[str]) -> Inputs:
    """The files behind the sources.

    Raises SourceError if a source has none, UsageError if a file is given twice.
    """
    files: dict[str, SourceFile] = {}
    kinds: dict[str, list[str]] = {}
    reported: list[InputFile] = []
    for source in sorted(sources):
        found = _found(spark, source)
        reported.append(
            InputFile(name=source, files=len(found), bytes=sum(size for *_, size in found))
        )
        for address, place, _ in found:
            if address in files:
                raise UsageError(f"{place} is given twice: name each file once")
            files[address] = SourceFile(len(files), place)
            kind = kind_of(address)
            if source not in kinds.setdefault(kind, []):
                kinds[kind].append(source)
    return Inputs(sorted(sources), files, kinds, reported)


def kind_of(name: str) -> str:
    """How a file is read, by its name."""
    for kind, endings in ENDINGS.items():
        if name.endswith(endings):
            return kind
    return DOCUMENTS


def _found(spark: SparkSession, source: str) -> list[tuple[str, str, int]]:
    """The path, the place and the size of each file behind a source, in their order."""
    from pyspark.errors import AnalysisException

    try:
        listed = (
            spark.read.format("binaryFile")
            .option("recursiveFileLookup", "true")
            .load(source)
            .select("_metadata.file_path", "path", "length")
            .collect()
        )
    except AnalysisException as error:
        raise SourceError(f"{source} can't be read: Spark finds no such file or folder") from error
    root, here = (HadoopFolder(spark, each).address.rstrip("/") for each in (source, "."))
    places = _places(source.rstrip("/"), root, here, (row["path"] for row in listed))
    found = sorted(
        (PurePosixPath(place).parts, row["file_path"], place, row["length"])
        for row, place in zip(listed, places, strict=True)
        if place == source or not _is_passed_over(place.removeprefix(source))
    )
    if not found:
        raise SourceError(f"{source} has no file to read (names that begin with _ are hidden)")
    return [(address, place, size) for _, address, place, size in found]


def _places(source: str, root: str, here: str, paths: Iterable[str]) -> Iterator[str]:
    """The files as `kg export` names them: below the source, as it was given."""
    is_relative = not source.startswith("/") and ":" not in source
    for path in paths:
        if path == root or path.startswith(f"{root}/"):
            yield source + path.removeprefix(root)
        else:  # the source is a pattern
            yield path.removeprefix(f"{here}/" if is_relative else "").removeprefix("file:")


def _is_passed_over(below: str) -> bool:
    path = Path(below.lstrip("/"))
    hidden = any(part.startswith((".", "README")) for part in path.parts)
    return hidden or is_own_product(path)
