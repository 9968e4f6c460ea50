"""The table of the formats that are not RDF: a row for each.

A format is a function that packs the graph of a record, which any process may call, and the files
that take the packed records in the order of the sources; the command line and the export take
everything else from the row.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from kg.graph_tables.files import GraphFiles
from kg.graph_tables.kgx.files import JSONL, TSV, kgx_path, open_kgx
from kg.graph_tables.kgx.rows import packed_kgx
from kg.graph_tables.property_graph.files import open_property_graph
from kg.graph_tables.property_graph.rows import packed_graph
from kg.graph_tables.tables.folder import open_table_folder
from kg.graph_tables.tables.rows import packed_rows
from kg.rdf.record_graph import RecordGraph
from kg.system.file_set import FileSet


@dataclass(frozen=True, slots=True)
class GraphFormat:
    """A format beside RDF: its name, its title in messages, and how it is written.

    `ending` is what the default name of an output ends in, and by which a name tells the format.
    `paths` are the files, or the one folder, of a destination. `packages` are those whose version
    has a part in the bytes.
    """

    name: str
    title: str
    ending: str
    record: Callable[[RecordGraph], bytes]
    paths: Callable[[Path], list[str]]
    opened: Callable[[Path, FileSet], AbstractContextManager[GraphFiles]]
    packages: tuple[str, ...] = ()


def _folder(destination: Path) -> list[str]:
    return [str(destination)]


def _pair(destination: Path, form: str) -> list[str]:
    return [kgx_path(destination, kind, form) for kind in ("nodes", "edges")]


GRAPH_FORMATS: Final = {
    row.name: row
    for row in (
        GraphFormat(
            "tables",
            "tables (Parquet)",
            "tables",
            packed_rows,
            _folder,
            open_table_folder,
            ("pyarrow",),
        ),
        GraphFormat(
            "property-graph",
            "a property graph (Parquet)",
            "property-graph",
            packed_graph,
            _folder,
            open_property_graph,
            ("pyarrow",),
        ),
        GraphFormat(
            "property-graph-csv",
            "a property graph (CSV)",
            "property-graph-csv",
            packed_graph,
            _folder,
            partial(open_property_graph, csv=True),
        ),
        GraphFormat("kgx", "KGX", "kgx", packed_kgx, partial(_pair, form=JSONL), open_kgx),
        GraphFormat(
            "kgx-tsv",
            "KGX (TSV)",
            "kgx-tsv",
            packed_kgx,
            partial(_pair, form=TSV),
            partial(open_kgx, form=TSV),
        ),
    )
}
"""Every format by its name."""
