"""The same triples with rdflib, in typical code that is as fast as possible.

Subjects and predicates are made once and reused, as in hand-written code; objects are made where
they are stated. Its time does not include reading and mapping the record, nor parsing the N-Triples
text of a term. https://rdflib.readthedocs.io/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from rdflib import Dataset, Graph, Literal, URIRef
from rdflib.namespace import NamespaceManager

from kg.formats import context
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import is_iri, split_literal
from kg.rdf.vocabulary import PREFIXES
from kg.shacl import validate

FORMATS = {
    "n-triples": "nt",
    "turtle": "turtle",
    "json-ld": "json-ld",
    "n-quads": "nquads",
    "trig": "trig",
    "rdf-xml": "xml",
}
"""Format of kg -> that of rdflib."""

WITH_PREFIXES = {"turtle", "trig", "rdf-xml"}
WITH_GRAPHS = {"n-quads", "trig"}

Term = tuple[str] | tuple[str, str | None]
"""The text of an IRI, or the text of a literal with its datatype."""

Plain = tuple[str, list[tuple[str, list[tuple[str, Term]]]]]
"""A graph without escapes: its name, and by subject the predicates with their objects."""


def plain(graph: RecordGraph) -> Plain:
    """The data that a program has before it makes rdflib terms."""
    nodes = [
        (subject[1:-1], [(predicate[1:-1], _plain(term)) for _, predicate, term in triples])
        for subject, triples in groupby(graph.triples, lambda triple: triple[0])
    ]
    return graph.name[1:-1], nodes


def together(graphs: Iterable[RecordGraph]) -> Plain:
    """The same of several records, as one graph."""
    return "", [node for graph in graphs for node in plain(graph)[1]]


def _plain(term: str) -> Term:
    return (term[1:-1],) if is_iri(term) else split_literal(term)


def write(name: str, *, checked: bool = False) -> Callable[[Plain], str]:
    """The function that builds a Graph of a record and serialises it in a format of kg's.

    With `checked`, pySHACL first checks the Graph by the bundled shapes, which are read once.
    """
    options: dict[str, Any] = {"context": context()} if name == "json-ld" else {}
    constants: dict[str, URIRef] = {}

    def constant(iri: str) -> URIRef:
        found = constants.get(iri)
        if found is None:
            found = constants[iri] = URIRef(iri)
        return found

    def node(term: Term) -> URIRef | Literal:
        if len(term) == 1:
            return URIRef(term[0])
        text, datatype = term
        # Without normalising "P12M" stays "P12M"; it costs rdflib no more.
        return Literal(text, datatype=constant(datatype) if datatype else None, normalize=False)

    def written(record: Plain) -> str:
        graph_name, nodes = record
        whole = Dataset() if name in WITH_GRAPHS else Graph()
        whole.namespace_manager = NamespaceManager(whole, bind_namespaces="none")
        for prefix, namespace in PREFIXES.items() if name in WITH_PREFIXES else ():
            whole.bind(prefix, namespace)
        graph = whole.graph(URIRef(graph_name)) if isinstance(whole, Dataset) else whole
        for subject, pairs in nodes:
            about = URIRef(subject)
            for predicate, term in pairs:
                graph.add((about, constant(predicate), node(term)))
        if checked:
            validate(graph, engine="pyshacl")
        text: str = whole.serialize(format=FORMATS[name], **options)
        return text

    return written
