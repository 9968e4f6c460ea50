"""How databases load the files of a property graph.

Ladybug: https://docs.ladybugdb.com/import. Neo4j:
https://neo4j.com/docs/operations-manual/5/import/. Paths are relative to the folder of the files.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from kg.graph_tables.property_graph.columns import IRI, columns_of

LADYBUG: Final = "load.cypher"
"""The script that makes the tables of Ladybug and loads them."""

NEO4J: Final = "neo4j.args"
"""The arguments of `neo4j-admin database import full`."""

EDGE_HEAD: Final = (":START_ID", ":END_ID", ":TYPE")
"""The header of a CSV file of edges."""

_LADYBUG: Final = {
    "text": "STRING",
    "texts": "STRING[]",
    "whole": "INT64",
    "number": "DOUBLE",
    "flag": "BOOLEAN",
}
_NEO4J: Final = {
    "text": "",
    "texts": ":string[]",
    "whole": ":long",
    "number": ":double",
    "flag": ":boolean",
}


def node_head(label: str) -> list[str]:
    """The header of a CSV file of nodes."""
    first, *others = columns_of(label)
    names = [f"{column.name}{_NEO4J[column.kind]}" for column in others]
    return [f"{first.name}:ID", *names, ":LABEL"]


def ladybug_script(labels: Iterable[str], edges: Iterable[str]) -> str:
    """The statements that load these labels and kinds of edges, one a line."""
    return "".join(f"{line};\n" for line in _statements(labels, edges))


def neo4j_arguments(labels: Iterable[str], edges: Iterable[str]) -> str:
    """The arguments that name these files, one a line, and how they are written."""
    lines = [
        "--array-delimiter=U+001F",
        "--multiline-fields=true",
        *(f"--nodes=nodes/{label}.csv" for label in labels),
        *(f"--relationships=edges/{kind}.csv" for kind in edges),
    ]
    return "".join(f"{line}\n" for line in lines)


def _statements(labels: Iterable[str], edges: Iterable[str]) -> Iterator[str]:
    for label in labels:
        columns = (f"`{each.name}` {_LADYBUG[each.kind]}" for each in columns_of(label))
        yield f"CREATE NODE TABLE `{label}`({', '.join(columns)}, PRIMARY KEY({IRI}))"
        yield f"COPY `{label}` FROM 'nodes/{label}.parquet'"
    kinds = sorted((kind.split("-") for kind in edges), key=lambda kind: (kind[1], kind))
    for type_, group in groupby(kinds, key=lambda kind: kind[1]):
        ends = [(start, end) for start, _, end in group]
        pairs = ", ".join(f"FROM `{start}` TO `{end}`" for start, end in ends)
        yield f"CREATE REL TABLE `{type_}`({pairs})"
        for start, end in ends:
            path = f"edges/{start}-{type_}-{end}.parquet"
            yield f"COPY `{type_}` FROM '{path}' (from='{start}', to='{end}')"
