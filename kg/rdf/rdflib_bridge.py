"""The border to rdflib: triples of terms as an rdflib Graph, and an rdflib term as N-Triples text.

Terms are built directly and only once each, not by writing and parsing. A literal keeps its lexical
form. https://rdflib.readthedocs.io/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

import rdflib
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.term import Node

from kg.rdf.terms import XSD, Triple, literal, split_literal
from kg.rdf.vocabulary import PREFIXES


def to_rdflib(triples: Iterable[Triple], prefixes: Mapping[str, str] = PREFIXES) -> Graph:
    """An rdflib Graph of the triples, with kg's prefixes or others."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in prefixes.items():
        graph.bind(prefix, namespace)
    nodes: dict[str, Node] = {}

    def node(term: str) -> Node:
        found = nodes.get(term)
        if found is None:
            found = nodes[term] = to_node(term)
        return found

    add = graph.store.add
    for subject, predicate, obj in triples:
        add((node(subject), node(predicate), node(obj)), graph)
    return graph


def to_node(term: str) -> URIRef | BNode | Literal:
    """The rdflib term of an RDF 1.1 term in N-Triples text."""
    if term[0] == "<":
        return URIRef(term[1:-1])
    if term[0] == "_":
        return BNode(term[2:])
    string, at, language = term.rpartition("@")
    if at and string[-1] == '"' and '"' not in language:
        return Literal(split_literal(string)[0], lang=language)
    text, datatype = split_literal(term)
    return Literal(text, datatype=URIRef(datatype) if datatype else None, normalize=False)


def to_term(node: Node) -> str:
    """An RDF 1.1 term of rdflib in N-Triples text."""
    if isinstance(node, URIRef):
        return f"<{node}>"
    if isinstance(node, BNode):
        return f"_:{node}"
    assert isinstance(node, Literal), node
    if node.language:
        return f"{literal(str(node))}@{node.language}"
    return f"{literal(str(node))}^^<{node.datatype}>" if node.datatype else literal(str(node))


def to_triples(graph: Graph) -> Iterator[Triple]:
    """The triples of a Graph, in canonical N-Triples text."""
    return ((to_term(s), to_term(p), term_of(o)) for s, p, o in graph)


def term_of(node: Node) -> str:
    """A term in canonical N-Triples text, where xsd:string is not written."""
    return to_term(node).removesuffix(f"^^<{XSD}string>")


@contextmanager
def lexical_forms_kept() -> Iterator[None]:
    """A context in which rdflib keeps literals as they are written, "007" as "007"."""
    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before
