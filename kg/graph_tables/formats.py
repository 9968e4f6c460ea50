"""The table of the formats that are not RDF: a row for each.

A format is a function that packs a record, which any process may call, and the files that take the
packed records in the order of the sources; the command line and the export take everything else
from the row.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from kg.graph_tables.files import GraphFiles
from kg.graph_tables.kgx.files import JSONL, TSV, kgx_path, open_kgx
from kg.graph_tables.kgx.rows import NO_MATCHES, packed_kgx
from kg.graph_tables.property_graph.files import open_property_graph
from kg.graph_tables.property_graph.rows import packed_graph
from kg.graph_tables.tables.folder import open_table_folder
from kg.graph_tables.tables.rows import packed_relations, packed_rows
from kg.mapping_sets.exact_matches import ExactMatches
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph
from kg.records import Record
from kg.system.file_set import FileSet


class MappedRecord(NamedTuple):
    """A record with its graph, what has minted the IRIs there, and what concepts are elsewhere."""

    record: Record
    graph: RecordGraph
    iris: Iris
    exact: ExactMatches = NO_MATCHES


@dataclass(frozen=True, slots=True)
class GraphFormat:
    """A format beside RDF: its name, its title in messages, and how it is written.

    `ending` is what the default name of an output ends in, and by which a name tells the format.
    `record` packs a record, `beside` a graph of others: links between trials that have
    records, or that a search portal has a row of a trial.
    `paths` are the files, or the one folder, of a destination. `packages` are those whose version
    has a part in the bytes. `maps_concepts` tells whether mapping sets have one.
    """

    name: str
    title: str
    ending: str
    record: Callable[[MappedRecord], bytes]
    beside: Callable[[RecordGraph], bytes]
    paths: Callable[[Path], list[str]]
    opened: Callable[[Path, FileSet], AbstractContextManager[GraphFiles]]
    packages: tuple[str, ...] = ()
    maps_concepts: bool = False


def folder(destination: Path) -> list[str]:
    """The paths of a destination that is one folder."""
    return [str(destination)]


def _of_graph(pack: Callable[[RecordGraph], bytes]) -> Callable[[MappedRecord], bytes]:
    """The function of a format that is made of the graph alone."""
    return lambda made: pack(made.graph)


def _kgx(made: MappedRecord) -> bytes:
    return packed_kgx(made.graph, made.exact)


def _pair(destination: Path, form: str) -> list[str]:
    return [kgx_path(destination, kind, form) for kind in ("nodes", "edges")]


GRAPH_FORMATS: Final = {
    row.name: row
    for row in (
        GraphFormat(
            "tables",
            "tables (Parquet)",
            "tables",
            _of_graph(packed_rows),
            packed_relations,
            folder,
            open_table_folder,
            ("pyarrow",),
        ),
        GraphFormat(
            "property-graph",
            "a property graph (Parquet)",
            "property-graph",
            _of_graph(packed_graph),
            packed_graph,
            folder,
            open_property_graph,
            ("pyarrow",),
        ),
        GraphFormat(
            "property-graph-csv",
            "a property graph (CSV)",
            "property-graph-csv",
            _of_graph(packed_graph),
            packed_graph,
            folder,
            partial(open_property_graph, csv=True),
        ),
        GraphFormat(
            "kgx",
            "KGX",
            "kgx",
            _kgx,
            packed_kgx,
            partial(_pair, form=JSONL),
            open_kgx,
            maps_concepts=True,
        ),
        GraphFormat(
            "kgx-tsv",
            "KGX (TSV)",
            "kgx-tsv",
            _kgx,
            packed_kgx,
            partial(_pair, form=TSV),
            partial(open_kgx, form=TSV),
            maps_concepts=True,
        ),
    )
}
"""Every format by its name."""
