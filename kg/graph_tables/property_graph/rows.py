"""The nodes and edges of one record.

A value that the record describes, or that is a code of the vocabulary, is the end of an edge; any
other is a property. What belongs to the record alone is ready to be written. What other records may
describe too waits until all have come: its lines are sorted and merged (`merging`).
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

import msgspec

from kg.formats.prefixed_names import Memo, prefixed
from kg.graph_tables import values
from kg.graph_tables.property_graph.columns import NodeColumn, columns_of
from kg.graph_tables.property_graph.names import CODE, edge_type, label
from kg.rdf import vocabulary as vocab
from kg.rdf.nodes import Nodes, Properties
from kg.rdf.record_graph import RecordGraph, is_of_record

CAPTIONS: Final = (
    vocab.SCHEMA_NAME,
    vocab.SKOS_PREF_LABEL,
    vocab.SCHEMA_VALUE,
    vocab.DCTERMS_IDENTIFIER,
    vocab.SKOS_NOTATION,
    vocab.SCHEMA_TEXT,
    vocab.DCTERMS_BIBLIOGRAPHIC_CITATION,
)
"""Where the caption of a node comes from: the first of these that it has."""

_ONE: Final = {"whole": values.whole, "number": values.number, "flag": values.flag}


class PackedGraph(msgspec.Struct, array_like=True):
    """What a record gives: rows of nodes by label and of edges by file, and lines that wait.

    The file of edges is the labels of their ends and their type, joined by hyphens.
    """

    nodes: dict[str, list[list[Any]]]
    edges: dict[str, list[tuple[str, str]]]
    shared_nodes: list[str]
    shared_edges: list[str]


def packed_graph(graph: RecordGraph) -> bytes:
    """The nodes and edges of a record, as MessagePack.

    A graph that says nothing of its trial, but only that a portal has it, too, has none.
    """
    packed = PackedGraph({}, {}, [], [])
    if graph.trial not in graph.nodes:
        return msgspec.msgpack.encode(packed)
    is_record = is_of_record(graph)
    within = f"{graph.name[:-1].replace('/graph/', '/trial/')}/"
    for subject, properties in graph.nodes.items():
        name = label(properties[vocab.RDF_TYPE])
        own = subject.startswith(within)
        row = node_row(subject, name, properties, graph.nodes)
        if own:
            packed.nodes.setdefault(name, []).append(row)
        else:
            packed.shared_nodes.append(_line(name, row, is_record and subject == graph.trial))
        _add_edges(subject, name, properties, graph.nodes, packed, own or subject == graph.trial)
    return msgspec.msgpack.encode(packed)


def is_edge(term: str, nodes: Nodes) -> bool:
    """Whether a value is a node of its own."""
    return term[0] == "<" and (term in nodes or term in values.notations())


def _line(name: str, row: list[Any], is_record: bool) -> str:
    """A shared node as a line that sorts by label and IRI, what its own record says first."""
    return f"{name}\t{row[0]}\t{1 - is_record}\t{msgspec.json.encode(row).decode()}"


def _add_edges(
    subject: str, name: str, properties: Properties, nodes: Nodes, packed: PackedGraph, own: bool
) -> None:
    start = subject[1:-1]
    for predicate, terms in properties.items():
        if predicate == vocab.RDF_TYPE:
            continue
        for term in terms:
            if not is_edge(term, nodes):
                continue
            end = nodes.get(term)
            other = label(end[vocab.RDF_TYPE]) if end else CODE
            file = f"{name}-{edge_type(predicate)}-{other}"
            if own:
                packed.edges.setdefault(file, []).append((start, term[1:-1]))
            else:
                packed.shared_edges.append(f"{file}\t{start}\t{term[1:-1]}")


def node_row(subject: str, name: str, properties: Properties, nodes: Nodes) -> list[Any]:
    """The values of a node in the order of the columns of its label."""
    row: list[Any] = [
        subject[1:-1],
        _caption(properties),
        [_class_names[each] for each in properties[vocab.RDF_TYPE]],
    ]
    known = _predicates(name)
    for column in columns_of(name)[len(row) : -1]:
        terms = properties.get(column.predicate)
        row.append(_value(column, terms, nodes) if terms else None)
    row.append(
        [
            f"{prefixed(predicate) or predicate[1:-1]} {values.text(term)}"
            for predicate, terms in properties.items()
            if predicate not in known
            for term in terms
            if not is_edge(term, nodes)
        ]
        or None
    )
    return row


@cache
def _predicates(name: str) -> frozenset[str]:
    return frozenset({column.predicate for column in columns_of(name)} | {vocab.RDF_TYPE})


def _value(column: NodeColumn, terms: tuple[str, ...], nodes: Nodes) -> Any:
    given = [values.text(each) for each in terms if not is_edge(each, nodes)]
    if not given:
        return None
    if column.kind == "texts":
        return given
    if one := _ONE.get(column.kind):
        return one(terms[0]) if len(terms) == 1 else None
    return values.JOIN.join(given)


def _caption(properties: Properties) -> str | None:
    for predicate in CAPTIONS:
        if terms := properties.get(predicate):
            return min(map(values.text, terms))
    return None


def _class_name(term: str) -> str:
    return prefixed(term) or term[1:-1]


_class_names: Final = Memo(_class_name)
