"""The content of the sources in pieces, as Spark's tasks read them.

A piece is some whole lines of a file, some rows of a table, or some whole files. Its key says where
it is in the order of all records: the number of its file, a position in it, a number from there.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from kg.errors import RecordError, UsageError
from kg.sources import Chunk, Found
from kg.sources.chunks import GivenChunk, ReadChunk, by_size
from kg.sources.decompression import buffered
from kg.sources.json_stream import JsonStream
from kg.spark.inputs import DOCUMENTS, ENDINGS, LINES, PACKED_LINES, PARQUET, Inputs, SourceFile

if TYPE_CHECKING:
    from pyspark import RDD
    from pyspark.sql import DataFrame, SparkSession

Key: TypeAlias = tuple[int, int, int]
"""The number of the file, a position in it, and the number of the piece from there."""

SHUFFLED_BYTES: Final = 32 << 20
"""The bytes of sources in a partition, where these are not those that Spark has read."""


class Begun(NamedTuple):
    """Where a piece begins: its number among all, and for lines that of its first line and byte.

    `several` says whether its file has other lines.
    """

    number: int
    line: int = 1
    byte: int = 0
    several: bool = True


@dataclass(frozen=True, slots=True)
class LinesPiece:
    """Whole lines of a file, each with its line feed."""

    key: Key
    place: str
    data: bytes

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return self.data.count(b"\n")

    def chunk(self, begun: Begun) -> Chunk:
        """The records in it."""
        return _LinesChunk(self.place, self.data, begun)


@dataclass(frozen=True, slots=True)
class _LinesChunk:
    place: str
    data: bytes
    begun: Begun

    @property
    def size(self) -> int:
        return len(self.data)

    def blobs(self) -> Iterator[Found]:
        stream = buffered(io.BytesIO(self.data))
        return JsonStream(
            stream,
            self.place,
            line=self.begun.line,
            base=self.begun.byte,
            several=self.begun.several,
        ).records()


@dataclass(frozen=True, slots=True)
class FilesPiece:
    """Whole files, or rows of a table: the place and the bytes of each; None for a null."""

    key: Key
    given: list[tuple[str, bytes | None]]

    lines = 0
    data = b""

    def chunk(self, _: Begun) -> Chunk:
        """The records in it."""
        if all(data is not None for _, data in self.given):
            return GivenChunk([(place, data) for place, data in self.given if data is not None])
        found: list[Found] = []
        for place, data in self.given:
            if data is None:
                found.append(RecordError(place, "the column of records is null here"))
            else:
                found += GivenChunk([(place, data)]).blobs()
        return ReadChunk(found, sum(len(data or b"") for _, data in self.given))


Piece: TypeAlias = LinesPiece | FilesPiece


def pieces(spark: SparkSession, given: Inputs, column: str | None) -> RDD[Piece]:
    """All pieces of the sources. Raises UsageError if `column` is none of a Parquet file."""
    files = spark.sparkContext.broadcast(given.files)
    found: list[RDD[Piece]] = []
    for kind, sources in given.kinds.items():
        rows = _ROWS[kind](spark, sources, column)
        found.append(_as_pieces(spark, kind, rows, files, given))
    if given.empty:
        without = [FilesPiece((each.number, 0, 0), [(each.place, b"")]) for each in given.empty]
        found.append(spark.sparkContext.parallelize(without, 1))
    return found[0] if len(found) == 1 else spark.sparkContext.union(found)


def _as_pieces(
    spark: SparkSession, kind: str, rows: DataFrame, files: Any, given: Inputs
) -> RDD[Piece]:
    cut: Any = _CUT[kind]
    if kind in (LINES, PARQUET):
        return rows.rdd.mapPartitions(partial(cut, files))
    size = sum(each.bytes or 0 for each in given.reported)
    parts = max(spark.sparkContext.defaultParallelism, size // SHUFFLED_BYTES)
    if kind == PACKED_LINES:  # a packed file is read by one task, and its pieces are dealt out
        read = rows.rdd.mapPartitions(partial(cut, files)).keyBy(lambda piece: piece.key)
        return read.partitionBy(parts, _dealt).values()
    numbered = rows.rdd.flatMap(partial(_numbered, files))
    together = numbered.partitionBy(parts, partial(_neighbours, len(given.files), parts))
    return together.mapPartitions(cut)


def _dealt(key: Key) -> int:
    return key[0] * 31 + key[2]


def _neighbours(files: int, parts: int, number: int) -> int:
    """The partition of a file: files that follow one another are together."""
    return number * parts // files


def _read(spark: SparkSession, format: str, pattern: str, sources: list[str]) -> DataFrame:
    return (
        spark.read.format(format)
        .option("recursiveFileLookup", "true")
        .option("pathGlobFilter", pattern)
        .option("lineSep", "\n")
        .load(sources)
    )


def _pattern(kind: str) -> str:
    return f"*{{{','.join(ENDINGS[kind])}}}"


def _rows_of_lines(kind: str, spark: SparkSession, sources: list[str], _: str | None) -> DataFrame:
    return _read(spark, "text", _pattern(kind), sources).selectExpr(
        "_metadata.file_path", "_metadata.file_block_start", "cast(value as binary)"
    )


def _rows_of_parquet(spark: SparkSession, sources: list[str], column: str | None) -> DataFrame:
    table = _read(spark, "parquet", _pattern(PARQUET), sources)
    types = dict(table.dtypes)
    if types.get(column or "") not in ("string", "binary"):
        fit = ", ".join(name for name, kind in types.items() if kind in ("string", "binary"))
        raise UsageError(
            f"give the column of the records by --column; those of text are: {fit or 'none'}"
        )
    quoted = f"`{(column or '').replace('`', '``')}`"
    return table.selectExpr(
        "_metadata.file_path", "_metadata.row_index", f"cast({quoted} as binary) as value"
    )


def _rows_of_documents(spark: SparkSession, sources: list[str], _: str | None) -> DataFrame:
    others = "|".join(
        ending.replace(".", "[.]") for endings in ENDINGS.values() for ending in endings
    )
    return (
        _read(spark, "binaryFile", "*", sources)
        .where(f"not _metadata.file_name rlike '({others})$'")
        .selectExpr("_metadata.file_path", "content")
    )


_ROWS: Final[dict[str, Callable[..., DataFrame]]] = {
    LINES: partial(_rows_of_lines, LINES),
    PACKED_LINES: partial(_rows_of_lines, PACKED_LINES),
    PARQUET: _rows_of_parquet,
    DOCUMENTS: _rows_of_documents,
}
"""How files are read -> their lines, rows or contents, as a table of Spark."""


def _lines_cut(files: Any, rows: Iterable[Any]) -> Iterator[Piece]:
    """The pieces of the lines of a partition."""
    known: Mapping[str, SourceFile] = files.value
    for (path, start), block in groupby(rows, itemgetter(0, 1)):
        if path in known:
            file = known[path]
            for number, lines in enumerate(by_size((bytes(row[2]) + b"\n" for row in block), len)):
                yield LinesPiece((file.number, start, number), file.place, b"".join(lines))


def _rows_cut(files: Any, rows: Iterable[Any]) -> Iterator[Piece]:
    """The pieces of the rows of a partition."""
    known: Mapping[str, SourceFile] = files.value
    for path, table in groupby(rows, itemgetter(0)):
        if path in known:
            file = known[path]
            given = ((row[1], None if row[2] is None else bytes(row[2])) for row in table)
            for some in by_size(given, lambda each: len(each[1] or b"")):
                places = [(f"{file.place}, row {number + 1}", data) for number, data in some]
                yield FilesPiece((file.number, some[0][0], 0), places)


def _numbered(files: Any, row: Any) -> Iterator[tuple[int, tuple[str, bytes]]]:
    file = files.value.get(row[0])
    if file is not None:  # others have come since the files were listed
        yield file.number, (file.place, bytes(row[1]))


def _files_cut(numbered: Iterable[tuple[int, tuple[str, bytes]]]) -> Iterator[Piece]:
    """The pieces of the files of a partition; files of other kinds between them are none of it."""
    ordered = enumerate(sorted(numbered, key=itemgetter(0)))
    for _, row in groupby(ordered, lambda each: each[1][0] - each[0]):  # numbers without a gap
        for some in by_size((file for _, file in row), lambda each: len(each[1][1])):
            yield FilesPiece((some[0][0], 0, 0), [file for _, file in some])


_CUT: Final = {
    LINES: _lines_cut,
    PACKED_LINES: _lines_cut,
    PARQUET: _rows_cut,
    DOCUMENTS: _files_cut,
}
