"""The properties of each label in a property graph, as they occur in graphs.

Their types, and how many values they may have, are those of the shapes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph

from kg.formats.prefixed_names import prefixed
from kg.graph_tables.property_graph.names import SHARED, is_named, label, local_name
from kg.graph_tables.property_graph.rows import is_edge
from kg.rdf import vocabulary as vocab
from kg.rdf.datatypes import BOOLEAN, FRACTIONS, INTEGERS
from kg.rdf.record_graph import RecordGraph
from kg.system.package_data import resource

_KINDS: Final = (
    {BOOLEAN: "flag"} | dict.fromkeys(INTEGERS, "whole") | dict.fromkeys(FRACTIONS, "number")
)

_SHAPES: Final = """
PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT ?class ?path ?type ?most WHERE {
  ?shape sh:targetClass ?class ; sh:property ?property .
  ?property sh:path ?path .
  OPTIONAL { ?property sh:datatype ?type }
  OPTIONAL { ?property sh:maxCount ?most }
}
"""


def lines(graphs: Iterable[RecordGraph]) -> Iterator[str]:
    """The lines of `columns.tsv` for graphs that together have every field."""
    yield "label\tproperty\tkind\tin the graph"
    declared = _declared()
    for name, predicate in sorted(_found(graphs)):
        kind, many = declared.get((name, predicate), ("text", True))
        if kind == "text" and predicate != vocab.SKOS_NOTATION and (many or name in SHARED):
            kind = "texts"
        yield f"{name}\t{local_name(predicate)}\t{kind}\t{prefixed(predicate)}"


def _found(graphs: Iterable[RecordGraph]) -> set[tuple[str, str]]:
    """The labels and properties of the literals of the graphs."""
    return {
        (label(properties[vocab.RDF_TYPE]), predicate)
        for graph in graphs
        for properties in graph.nodes.values()
        for predicate, terms in properties.items()
        if predicate != vocab.RDF_TYPE and not all(is_edge(each, graph.nodes) for each in terms)
    }


def _declared() -> dict[tuple[str, str], tuple[str, bool]]:
    """The kind of a property of a label, and whether it may have several values."""
    shapes = pyoxigraph.Store()
    for path in sorted(resource("shapes").glob("*.ttl")):
        shapes.bulk_load(path=str(path), format=pyoxigraph.RdfFormat.TURTLE)
    declared: dict[tuple[str, str], tuple[str, bool]] = {}
    rows = shapes.query(_SHAPES)
    assert isinstance(rows, pyoxigraph.QuerySolutions)
    for row in rows:
        if not is_named(str(row["class"])):
            continue
        key = label((str(row["class"]),)), str(row["path"])
        kind, many = declared.get(key, ("text", True))
        if row["type"]:
            kind = _KINDS.get(row["type"].value, kind)
        declared[key] = kind, many and not (row["most"] and row["most"].value == "1")
    return declared
