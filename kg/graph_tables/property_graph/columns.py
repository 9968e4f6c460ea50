"""The properties that nodes have, by label: data in `columns.tsv`, the same in every export.

Each node has first its IRI, a caption (the first of its names, for people) and the classes of the
graph. `otherProperties` is empty unless a record says something that has no column.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from kg.rdf.vocabulary import PREFIXES

COLUMNS: Final = Path(__file__).with_name("columns.tsv")
"""Label, property, kind (a key of `kg.graph_tables.parquet.ARROW`), and its name in the graph."""

IRI, CAPTION, TYPES, OTHER = "iri", "caption", "types", "otherProperties"


class NodeColumn(NamedTuple):
    """A property of the nodes of a label; `predicate` is empty where the graph has none."""

    name: str
    kind: str
    predicate: str = ""


FIRST: Final = (NodeColumn(IRI, "text"), NodeColumn(CAPTION, "text"), NodeColumn(TYPES, "texts"))
"""What every node has."""

LAST: Final = NodeColumn(OTHER, "texts")


@cache
def columns() -> Mapping[str, tuple[NodeColumn, ...]]:
    """The columns of each label."""
    found: dict[str, list[NodeColumn]] = {}
    for line in COLUMNS.read_text("utf-8").splitlines()[1:]:
        label, name, kind, prefixed = line.split("\t")
        prefix, _, local = prefixed.partition(":")
        column = NodeColumn(name, kind, f"<{PREFIXES[prefix]}{local}>")
        found.setdefault(label, []).append(column)
    return {label: (*FIRST, *own, LAST) for label, own in found.items()}


def columns_of(label: str) -> tuple[NodeColumn, ...]:
    """The columns of a label; one that is not in the data has the usual ones alone."""
    return columns().get(label) or (*FIRST, LAST)
