"""Parquet files that are written as their rows come. https://parquet.apache.org/docs/file-format/

The settings are fixed, and row groups end where enough bytes have come, so that the bytes of a file
depend on its rows alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from kg.system.output_files import Output

if TYPE_CHECKING:
    import pyarrow

GROUP_BYTES: Final = 4 << 20
"""The bytes of packed rows that make a row group; so many are held in memory for each file."""

ARROW: Final[Mapping[str, str]] = {
    "text": "string",
    "texts": "list",
    "whole": "int64",
    "number": "double",
    "flag": "bool",
    "day": "date32",
}
"""Kind of a column -> its type in Arrow, https://arrow.apache.org/docs/python/api/datatypes.html"""


ROWS: Final = msgspec.msgpack.Decoder(list[list[Any]])
"""Reads packed rows."""


class ParquetColumn(NamedTuple):
    """A column of a file: its name, a key of ARROW, and what is said of it in its metadata."""

    name: str
    kind: str
    about: Mapping[str, str] = {}


class ParquetRows:
    """A Parquet file while its rows are written.

    `rows` counts those that came, `held` the bytes of those that wait for the end of a row group.
    """

    def __init__(self, output: Output, columns: Sequence[ParquetColumn], about: str) -> None:
        from pyarrow import parquet

        self.rows = 0
        self._schema = _schema(columns, about)
        self.held = 0
        self._waiting: list[bytes] = []
        self._target = _Target(output)
        self._writer = parquet.ParquetWriter(
            self._target,
            self._schema,
            version="2.6",
            compression="zstd",
            compression_level=3,
            use_dictionary=True,
            write_statistics=True,
            data_page_version="1.0",
        )

    def add(self, packed: bytes) -> None:
        """Writes rows, a MessagePack array of arrays."""
        self._waiting.append(packed)
        self.held += len(packed)
        if self.held >= GROUP_BYTES:
            self.flush()

    def end(self) -> None:
        """Writes what is left and the end of the file, which needs no row."""
        self.flush()
        self._writer.close()

    def abandon(self) -> None:
        """Lets nothing more be written: pyarrow would end a file that is left unfinished."""
        self._target.closed = True

    def flush(self) -> None:
        """Writes the rows that wait as a row group."""
        import pyarrow

        rows = [row for packed in self._waiting for row in ROWS.decode(packed)]
        self._waiting, self.held = [], 0
        if not rows:
            return
        self.rows += len(rows)
        arrays = [
            pyarrow.array(values, type=field.type)
            for values, field in zip(zip(*rows, strict=True), self._schema, strict=True)
        ]
        table = pyarrow.Table.from_arrays(arrays, schema=self._schema)
        self._writer.write_table(table, row_group_size=len(rows))


class _Target:
    """An output as the file that pyarrow writes to."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self.closed = False

    def write(self, data: Any) -> int:
        return len(data) if self.closed else self._output.write(bytes(data))

    def tell(self) -> int:
        return self._output.size

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        self.closed = True


def _schema(columns: Sequence[ParquetColumn], about: str) -> pyarrow.Schema:
    import pyarrow

    types = {
        kind: pyarrow.list_(pyarrow.string()) if name == "list" else getattr(pyarrow, name)()
        for kind, name in {**ARROW, "number": "float64", "flag": "bool_"}.items()
    }
    fields = [
        pyarrow.field(column.name, types[column.kind], metadata=dict(column.about) or None)
        for column in columns
    ]
    return pyarrow.schema(fields, metadata={"description": about})
