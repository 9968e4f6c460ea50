"""A document as read by other parsers, as triples in N-Triples text."""

from __future__ import annotations

import warnings
from typing import Final

import pyoxigraph
import rdflib

from kg.rdf.terms import Triple, literal

OXIGRAPH: Final = {
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "json-ld": pyoxigraph.RdfFormat.JSON_LD,
    "n-triples": pyoxigraph.RdfFormat.N_TRIPLES,
    "n-quads": pyoxigraph.RdfFormat.N_QUADS,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "rdf-xml": pyoxigraph.RdfFormat.RDF_XML,
}
RDFLIB: Final = {
    "turtle": "turtle",
    "json-ld": "json-ld",
    "n-triples": "nt",
    "n-quads": "nquads",
    "trig": "trig",
    "rdf-xml": "xml",
}

_DEFAULT: Final = (None, rdflib.graph.DATASET_DEFAULT_GRAPH_ID)

Quad = tuple[Triple, str | None]
"""A triple and the term of its graph; None for the default graph."""


def oxigraph_quads(document: str, format_name: str) -> set[Quad]:
    """The document as pyoxigraph reads it."""
    return {
        (
            (_ox(quad.subject), _ox(quad.predicate), _ox(quad.object)),
            None if isinstance(quad.graph_name, pyoxigraph.DefaultGraph) else _ox(quad.graph_name),
        )
        for quad in pyoxigraph.parse(document.encode(), OXIGRAPH[format_name])
    }


def rdflib_quads(document: str, format_name: str) -> set[Quad]:
    """The document as rdflib reads it, with lexical forms left as they are."""
    normalize = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        dataset = rdflib.Dataset()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own, about itself
            dataset.parse(data=document.encode(), format=RDFLIB[format_name])
    finally:
        rdflib.NORMALIZE_LITERALS = normalize
    return {
        ((_term(s), _term(p), _term(o)), None if g in _DEFAULT else _term(g))
        for s, p, o, g in dataset.quads()
    }


def _ox(term: object) -> str:
    if isinstance(term, pyoxigraph.Literal):
        return _literal(term.value, term.datatype.value, term.language)
    assert isinstance(term, pyoxigraph.NamedNode), term
    return f"<{term.value}>"


def _term(term: object) -> str:
    if isinstance(term, rdflib.Literal):
        return _literal(str(term), str(term.datatype or rdflib.XSD.string), term.language)
    assert isinstance(term, rdflib.URIRef), term
    return f"<{term}>"


def _literal(text: str, datatype: str, language: str | None) -> str:
    if language:
        return f"{literal(text)}@{language}"
    return literal(text) + ("" if datatype == str(rdflib.XSD.string) else f"^^<{datatype}>")
