"""The files behind the sources, in the order in which `kg export` reads them.

Spark lists them, wherever they are. Names in a folder that `kg export` passes over are passed over
here, and those that Spark hides: they begin with a dot or an underscore.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

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
    """The sources, and the files behind them by the path that Spark gives with their content.

    `empty` are files without a byte, which Spark does not read.
    """

    sources: list[str]
    files: dict[str, SourceFile]
    kinds: dict[str, list[str]]
    reported: list[InputFile]
    empty: list[SourceFile]


def inputs(spark: SparkSession, sources: Collection[str], column: str | None) -> Inputs:
    """The files behind the sources; Parquet in a folder only if `column` has its records.

    Raises SourceError if a source has none, UsageError if a file is given twice.
    """
    files: dict[str, SourceFile] = {}
    kinds: dict[str, list[str]] = {}
    reported: list[InputFile] = []
    empty: list[SourceFile] = []
    for source in sorted(sources):
        found = _found(spark, source, column)
        reported.append(
            InputFile(name=source, files=len(found), bytes=sum(size for *_, size in found))
        )
        for address, place, size in found:
            if address in files:
                raise UsageError(f"{place} is given twice: name each file once")
            files[address] = SourceFile(len(files), place)
            if size == 0:
                empty.append(files[address])
                continue
            kind = kind_of(address)
            if source not in kinds.setdefault(kind, []):
                kinds[kind].append(source)
    return Inputs(sorted(sources), files, kinds, reported, empty)


def kind_of(name: str) -> str:
    """How a file is read, by its name."""
    for kind, endings in ENDINGS.items():
        if name.endswith(endings):
            return kind
    return DOCUMENTS


def _found(spark: SparkSession, source: str, column: str | None) -> list[tuple[str, str, int]]:
    """The path, the place and the size of each file behind a source, in their order."""
    from pyspark.errors import AnalysisException

    try:
        table = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(source)
        rows = table.select("_metadata.file_path", "path", "length").collect()
    except AnalysisException as error:
        raise SourceError(f"{source} can't be read: Spark finds no such file or folder") from error
    sizes = {row["path"]: (row["file_path"], row["length"]) for row in rows}
    for address in table.inputFiles():  # also those without a byte
        sizes.setdefault(_path_of(address), (address, 0))
    listed = {address: (path, size) for path, (address, size) in sizes.items()}
    root, here = (HadoopFolder(spark, each).address.rstrip("/") for each in (source, "."))
    places = _places(source.rstrip("/"), root, here, (path for path, _ in listed.values()))
    found = sorted(
        (PurePosixPath(place).parts, address, place, size)
        for (address, (_, size)), place in zip(listed.items(), places, strict=True)
        if place == source or not _is_passed_over(place.removeprefix(source), column)
    )
    if not found:
        skipped = "names that begin with _ are hidden"
        if column is None and any(kind_of(address) == PARQUET for address in listed):
            skipped = "Parquet is read with --column, the column of the records"
        raise SourceError(f"{source} has no file to read ({skipped})")
    return [(address, place, size) for _, address, place, size in found]


def _path_of(address: str) -> str:
    """The path behind an address, which is percent-encoded, in the form of Hadoop."""
    path = unquote(address)
    return path.replace("///", "/", 1) if path.startswith("file:///") else path


def _places(source: str, root: str, here: str, paths: Iterable[str]) -> Iterator[str]:
    """The files as `kg export` names them: below the source, as it was given."""
    is_relative = not source.startswith("/") and ":" not in source
    for path in paths:
        if path == root or path.startswith(f"{root}/"):
            yield source + path.removeprefix(root)
        else:  # the source is a pattern
            yield path.removeprefix(f"{here}/" if is_relative else "").removeprefix("file:")


def _is_passed_over(below: str, column: str | None) -> bool:
    path = Path(below.lstrip("/"))
    if any(part.startswith((".", "README")) for part in path.parts):
        return True
    return is_own_product(path) and (column is None or kind_of(path.name) != PARQUET)
