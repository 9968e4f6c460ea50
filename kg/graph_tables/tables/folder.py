"""The folder of an export as `tables`: a Parquet file for each table, also for one without rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import msgspec

from kg.graph_tables.files import GraphFile, GraphFiles
from kg.graph_tables.packages import check_installed
from kg.graph_tables.parquet import ParquetColumn, ParquetRows
from kg.graph_tables.tables.definitions import CODES, TABLES, TableColumn
from kg.rdf import ontology
from kg.system.file_set import FileSet
from kg.system.output_files import Output, open_output
from kg.system.output_folder import check_replaceable, replaced_folder

MARK: Final = "trials.parquet"
"""The file by which a folder of tables is known."""

NAMES: Final = frozenset(f"{table.name}.parquet" for table in TABLES)
"""All files of the folder."""

_KINDS: Final[Mapping[str, str]] = {
    "key": "text",
    "role": "text",
    "iri": "text",
    "code": "text",
    "date": "text",
    "iris": "texts",
    "codes": "texts",
}
"""Types of columns that are kept as another one."""

_PARTS: Final = msgspec.msgpack.Decoder(list[tuple[int, msgspec.Raw]])


class TableFolder(GraphFiles):
    """The tables while they are written; the folder is made when the first row comes."""

    def __init__(self, destination: Path, stack: ExitStack, files: FileSet) -> None:
        self._destination = destination
        self._stack = stack
        self._place = files
        self._outputs: list[Output] = []
        self._rows: list[ParquetRows] = []

    def add(self, packed: bytes) -> None:
        """Writes the rows of a record, as `packed_rows` makes them."""
        tables = self._opened()
        for place, rows in _PARTS.decode(packed):
            tables[place].add(bytes(rows))

    def end(self) -> None:
        """Writes the table of codes, which does not come from records, and the ends of all."""
        codes = msgspec.msgpack.encode([list(code) for code in ontology.codes()])
        for table, rows in zip(TABLES, self._opened(), strict=True):
            if table.name == CODES:
                rows.add(codes)
            rows.end()

    @property
    def written(self) -> list[GraphFile]:
        """The files, in the order of the tables."""
        return [
            GraphFile(
                f"{self._destination.name}/{table.name}.parquet",
                rows.rows,
                output.size,
                output.sha256,
            )
            for table, rows, output in zip(TABLES, self._rows, self._outputs, strict=True)
        ]

    def _opened(self) -> list[ParquetRows]:
        if not self._rows:
            enter = self._stack.enter_context
            folder = enter(replaced_folder(self._destination, MARK, NAMES, self._place))
            for table in TABLES:
                output = enter(open_output(folder / f"{table.name}.parquet"))
                columns = [_column(each) for each in table.columns]
                rows = ParquetRows(output, columns, f"A row is {table.row}.")
                self._stack.callback(rows.abandon)
                self._outputs.append(output)
                self._rows.append(rows)
        return self._rows


@contextmanager
def open_table_folder(destination: Path, files: FileSet) -> Iterator[GraphFiles]:
    """The folder of tables to write records to; it is renamed into place with other files.

    Raises UsageError if pyarrow is missing, OutputError if there is a folder with other files.
    """
    check_installed()
    check_replaceable(destination, MARK, NAMES)
    with ExitStack() as stack:
        yield TableFolder(destination, stack, files)


def _column(column: TableColumn) -> ParquetColumn:
    about = {"description": column.description, "property": column.property, "unit": column.unit}
    kind = _KINDS.get(column.type, column.type)
    return ParquetColumn(column.name, kind, {key: text for key, text in about.items() if text})
