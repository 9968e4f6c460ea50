"""The folder of a property graph: a file for the nodes of each label, one for each kind of edges.

    nodes/LABEL.parquet               iri, caption, types, the properties of the label
    edges/LABEL-TYPE-LABEL.parquet    from, to: the IRIs of the ends
    load.cypher                       loads them into Ladybug

With CSV, headers are those of neo4j-admin, and neo4j.args has its arguments in place of the script.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import msgspec

from kg.graph_tables.delimited import CsvRows
from kg.graph_tables.files import GraphFile, GraphFiles
from kg.graph_tables.packages import check_installed
from kg.graph_tables.parquet import ParquetColumn, ParquetRows
from kg.graph_tables.property_graph import import_scripts
from kg.graph_tables.property_graph.columns import FIRST, NodeColumn, columns_of
from kg.graph_tables.property_graph.merging import merged_nodes
from kg.graph_tables.property_graph.names import CODE
from kg.graph_tables.sorted_lines import SortedLines
from kg.rdf import ontology
from kg.rdf import vocabulary as vocab
from kg.system.file_set import FileSet
from kg.system.output_files import Output, open_output
from kg.system.output_folder import check_replaceable, replaced_folder

NODES, EDGES = "nodes", "edges"
NAMES: Final = frozenset({EDGES, import_scripts.LADYBUG, import_scripts.NEO4J})
"""What the folder has beside the nodes."""

MOST_HELD: Final = 64 << 20
"""Bytes of rows that wait in all files together; above it the file that has most is written."""

_BATCH: Final = 1000


class _Parts(msgspec.Struct, array_like=True):
    """What a record gives (`PackedGraph`), its rows still packed."""

    nodes: dict[str, msgspec.Raw]
    edges: dict[str, msgspec.Raw]
    shared_nodes: list[str]
    shared_edges: list[str]


_PARTS: Final = msgspec.msgpack.Decoder(_Parts)

_Rows = ParquetRows | CsvRows


class PropertyGraphFolder(GraphFiles):
    """The nodes and edges while they are written; the folder is made when the first come."""

    def __init__(self, destination: Path, stack: ExitStack, files: FileSet, *, csv: bool) -> None:
        self._destination = destination
        self._stack = stack
        self._place = files
        self._csv = csv
        self._folder: Path | None = None
        self._rows: dict[str, _Rows] = {}
        self._outputs: dict[str, Output] = {}
        self._shared_nodes, self._shared_edges = (
            SortedLines(destination.absolute().parent) for _ in range(2)
        )
        stack.callback(self._shared_nodes.close)
        stack.callback(self._shared_edges.close)

    def add(self, packed: bytes) -> None:
        """Writes what belongs to a record alone, and keeps what others may describe too."""
        parts = _PARTS.decode(packed)
        for label, rows in parts.nodes.items():
            self._file(NODES, label).add(bytes(rows))
        for kind, rows in parts.edges.items():
            self._file(EDGES, kind).add(bytes(rows))
        self._shared_nodes.add(parts.shared_nodes)
        self._shared_edges.add(parts.shared_edges)
        if sum(rows.held for rows in self._rows.values()) > MOST_HELD:
            max(self._rows.values(), key=lambda rows: rows.held).flush()

    def end(self) -> None:
        """Writes what records share, the codes of the vocabulary, and how all is loaded."""
        self._add(NODES, ((CODE, _code(each)) for each in ontology.codes()))
        self._add(NODES, merged_nodes(self._shared_nodes))
        edges = (line.split("\t") for line in self._shared_edges)
        self._add(EDGES, ((kind, [start, end]) for kind, start, end in edges))
        for rows in self._rows.values():
            rows.end()
        self._write_script()

    @property
    def written(self) -> list[GraphFile]:
        """The files, sorted by their names."""
        return [
            GraphFile(
                f"{self._destination.name}/{name}",
                self._rows[name].rows if name in self._rows else 0,
                output.size,
                output.sha256,
            )
            for name, output in sorted(self._outputs.items())
        ]

    def _add(self, kind: str, rows: Iterator[tuple[str, list[object]]]) -> None:
        """Writes rows that come one by one, each with the name of its file."""
        waiting: dict[str, list[list[object]]] = {}
        for name, row in rows:
            found = waiting.setdefault(name, [])
            found.append(row)
            if len(found) == _BATCH:
                self._file(kind, name).add(msgspec.msgpack.encode(found))
                found.clear()
        for name, found in waiting.items():
            if found:
                self._file(kind, name).add(msgspec.msgpack.encode(found))

    def _file(self, kind: str, name: str) -> _Rows:
        """The file of a label or of a kind of edges, opened at its first rows."""
        path = f"{kind}/{name}.{'csv' if self._csv else 'parquet'}"
        rows = self._rows.get(path)
        if rows is None:
            rows = self._rows[path] = self._opened(path, kind, name)
            self._stack.callback(rows.abandon)
        return rows

    def _opened(self, path: str, kind: str, name: str) -> _Rows:
        output = self._output(path)
        if self._csv:
            if kind == NODES:
                return CsvRows(output, import_scripts.node_head(name), name)
            return CsvRows(output, import_scripts.EDGE_HEAD, name.split("-")[1])
        columns = map(_column, columns_of(name)) if kind == NODES else _ENDS
        return ParquetRows(output, list(columns), name)

    def _output(self, path: str) -> Output:
        if self._folder is None:
            made = replaced_folder(self._destination, NODES, NAMES, self._place)
            self._folder = self._stack.enter_context(made)
            for each in (NODES, EDGES):
                (self._folder / each).mkdir()
        output = self._stack.enter_context(open_output(self._folder / path))
        self._outputs[path] = output
        return output

    def _write_script(self) -> None:
        nodes, edges = (
            sorted(Path(path).stem for path in self._rows if path.startswith(f"{kind}/"))
            for kind in (NODES, EDGES)
        )
        if self._csv:
            text = import_scripts.neo4j_arguments(nodes, edges)
        else:
            text = import_scripts.ladybug_script(nodes, edges)
        self._output(import_scripts.NEO4J if self._csv else import_scripts.LADYBUG).write(text)


@contextmanager
def open_property_graph(
    destination: Path, files: FileSet, *, csv: bool = False
) -> Iterator[GraphFiles]:
    """The folder to write records to; it is renamed into place with other files.

    Raises UsageError if pyarrow is needed and missing, OutputError if there is a folder with other
    files.
    """
    if not csv:
        check_installed()
    check_replaceable(destination, NODES, NAMES)
    with ExitStack() as stack:
        yield PropertyGraphFolder(destination, stack, files, csv=csv)


def _code(code: ontology.Code) -> list[object]:
    """The row of a code of the vocabulary."""
    scheme = f"{vocab.KG}{code.scheme}"
    said = {vocab.SKOS_NOTATION: code.notation, vocab.SKOS_IN_SCHEME: scheme}
    own = [said.get(each.predicate) for each in columns_of(CODE)[len(FIRST) :]]
    return [code.iri, code.word, ["skos:Concept"], *own]


def _column(column: NodeColumn) -> ParquetColumn:
    about = {"property": column.predicate[1:-1]} if column.predicate else {}
    return ParquetColumn(column.name, column.kind, about)


_ENDS: Final = (ParquetColumn("from", "text"), ParquetColumn("to", "text"))
