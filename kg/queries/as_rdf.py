"""The named queries as RDF, for programs that collect queries; made from the .rq files alone.

Each is an executable of SHACL Advanced Features with its text, description, keywords and
parameters. https://www.w3.org/TR/shacl-af/ and its terms, https://www.w3.org/ns/shacl.ttl
"""

from __future__ import annotations

import re
from typing import Final

from rdflib import RDF, RDFS, SDO, SH, XSD, Graph, Literal, Namespace, URIRef

from kg.queries import NamedQuery, named_query, names
from kg.rdf.iris import DEFAULT_BASE
from kg.rdf.vocabulary import PREFIXES

BASE: Final = Namespace(f"{DEFAULT_BASE}query/")
_ALL: Final = URIRef(BASE["prefixes"])
_PREFIX: Final = re.compile(r"^PREFIX (\w+):", re.MULTILINE)
_CONSTRUCT: Final = re.compile(r"^CONSTRUCT\b", re.MULTILINE)


def query_graph() -> str:
    """All named queries as Turtle; the same queries give the same bytes."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (("rdfs", RDFS), ("schema", SDO), ("sh", SH), ("xsd", XSD)):
        graph.bind(prefix, namespace)
    graph.bind("query", BASE)
    queries = [named_query(name) for name in names()]
    for query in queries:
        _add(query, graph)
    _add_prefixes({name for query in queries for name in _PREFIX.findall(query.text)}, graph)
    return graph.serialize(format="turtle")


def _add(query: NamedQuery, graph: Graph) -> None:
    subject = BASE[query.name]
    builds = _CONSTRUCT.search(query.text)
    graph.add((subject, RDF.type, SH.SPARQLExecutable))
    form, text = (
        (SH.SPARQLConstructExecutable, SH.construct)
        if builds
        else (SH.SPARQLSelectExecutable, SH.select)
    )
    graph.add((subject, RDF.type, form))
    graph.add((subject, text, Literal(query.text)))
    graph.add((subject, SH.prefixes, _ALL))
    graph.add((subject, RDFS.label, Literal(query.name)))
    graph.add((subject, RDFS.comment, Literal(query.answers)))
    for keyword in query.keywords:
        graph.add((subject, SDO.keywords, Literal(keyword)))
    for order, parameter in enumerate(query.parameters):
        node = URIRef(f"{subject}/{parameter.name}")
        graph.add((subject, RDF.type, SH.Parameterizable))
        graph.add((subject, SH.parameter, node))
        graph.add((node, RDF.type, SH.Parameter))
        graph.add((node, SH.path, BASE[f"parameter/{parameter.name}"]))
        graph.add((node, SH.name, Literal(parameter.name)))
        graph.add((node, SH.description, Literal(parameter.meaning)))
        graph.add((node, SH.datatype, XSD.string))
        graph.add((node, SH.order, Literal(order)))


def _add_prefixes(prefixes: set[str], graph: Graph) -> None:
    for prefix in prefixes:
        node = URIRef(f"{_ALL}/{prefix}")
        graph.add((_ALL, SH.declare, node))
        graph.add((node, RDF.type, SH.PrefixDeclaration))
        graph.add((node, SH.prefix, Literal(prefix)))
        graph.add((node, SH.namespace, Literal(PREFIXES[prefix], datatype=XSD.anyURI)))
