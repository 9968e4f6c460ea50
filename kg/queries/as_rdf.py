"""The named queries as RDF, for programs that collect queries; made from the .rq files alone.

Each is an executable of SHACL Advanced Features with its text, description, keywords and
parameters, as the SPARQL examples of SIB are, which editors read; schema:target is the endpoint to
which it can be sent. https://www.w3.org/TR/shacl-af/ and its terms, https://www.w3.org/ns/shacl.ttl;
https://github.com/sib-swiss/sparql-examples
"""

from __future__ import annotations

import re
from typing import Final

from rdflib import RDF, RDFS, SDO, SH, XSD, Graph, Literal, Namespace, URIRef

from kg.queries import NamedQuery, named_query, names
from kg.rdf.iris import DEFAULT_BASE
from kg.rdf.vocabulary import QUERY_PREFIXES

BASE: Final = f"{DEFAULT_BASE}query/"
_ALL: Final = "prefixes"
_PREFIX: Final = re.compile(r"^PREFIX (\w+):", re.MULTILINE)
_CONSTRUCT: Final = re.compile(r"^CONSTRUCT\b", re.MULTILINE)


def query_graph(endpoint: str | None = None, base: str = BASE) -> str:
    """All named queries as Turtle; the same queries give the same bytes.

    `endpoint` is the address of a SPARQL endpoint that answers them; their IRIs begin with `base`.
    """
    within = Namespace(base)
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in (("rdfs", RDFS), ("schema", SDO), ("sh", SH), ("xsd", XSD)):
        graph.bind(prefix, namespace)
    graph.bind("query", within)
    queries = [named_query(name) for name in names()]
    for query in queries:
        _add(query, graph, within)
        if endpoint:
            graph.add((within[query.name], SDO.target, URIRef(endpoint)))
    _add_prefixes(
        {name for query in queries for name in _PREFIX.findall(query.text)}, graph, within
    )
    return graph.serialize(format="turtle")


def _add(query: NamedQuery, graph: Graph, within: Namespace) -> None:
    subject = within[query.name]
    builds = _CONSTRUCT.search(query.text)
    graph.add((subject, RDF.type, SH.SPARQLExecutable))
    form, text = (
        (SH.SPARQLConstructExecutable, SH.construct)
        if builds
        else (SH.SPARQLSelectExecutable, SH.select)
    )
    graph.add((subject, RDF.type, form))
    graph.add((subject, text, Literal(query.text)))
    graph.add((subject, SH.prefixes, within[_ALL]))
    graph.add((subject, RDFS.label, Literal(query.name)))
    graph.add((subject, RDFS.comment, Literal(query.answers, lang="en")))
    for keyword in query.keywords:
        graph.add((subject, SDO.keywords, Literal(keyword)))
    for order, parameter in enumerate(query.parameters):
        node = URIRef(f"{subject}/{parameter.name}")
        graph.add((subject, RDF.type, SH.Parameterizable))
        graph.add((subject, SH.parameter, node))
        graph.add((node, RDF.type, SH.Parameter))
        graph.add((node, SH.path, within[f"parameter/{parameter.name}"]))
        graph.add((node, SH.name, Literal(parameter.name)))
        graph.add((node, SH.description, Literal(parameter.meaning)))
        graph.add((node, SH.datatype, XSD.string))
        graph.add((node, SH.order, Literal(order)))
        if parameter.is_optional:
            graph.add((node, SH.optional, Literal(True)))


def _add_prefixes(prefixes: set[str], graph: Graph, within: Namespace) -> None:
    for prefix in prefixes:
        node = within[f"{_ALL}/{prefix}"]
        graph.add((within[_ALL], SH.declare, node))
        graph.add((node, RDF.type, SH.PrefixDeclaration))
        graph.add((node, SH.prefix, Literal(prefix)))
        graph.add((node, SH.namespace, Literal(QUERY_PREFIXES[prefix], datatype=XSD.anyURI)))
