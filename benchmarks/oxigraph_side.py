"""The same triples with pyoxigraph, as Quad objects, serialised by its own writer.

Constants are made once, as in `rdflib_side`, and the same work is left out of its time.
https://pyoxigraph.readthedocs.io/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, serialize

from kg.rdf.vocabulary import PREFIXES
from rdflib_side import WITH_GRAPHS, WITH_PREFIXES, Plain, Term

FORMATS = {
    "n-triples": RdfFormat.N_TRIPLES,
    "turtle": RdfFormat.TURTLE,
    "json-ld": RdfFormat.JSON_LD,
    "n-quads": RdfFormat.N_QUADS,
    "trig": RdfFormat.TRIG,
    "rdf-xml": RdfFormat.RDF_XML,
}
"""Format of kg -> that of pyoxigraph."""


def write(name: str) -> Callable[[Plain], bytes]:
    """The function that builds the Quads of a record and serialises them in a format of kg's."""
    prefixes = dict(PREFIXES) if name in WITH_PREFIXES else None
    constant = cache(NamedNode)

    def node(term: Term) -> NamedNode | Literal:
        if len(term) == 1:
            return NamedNode(term[0])
        text, datatype = term
        return Literal(text, datatype=constant(datatype) if datatype else None)

    def quads(record: Plain) -> Iterator[Quad]:
        graph_name, nodes = record
        graph = NamedNode(graph_name) if name in WITH_GRAPHS else None
        for subject, pairs in nodes:
            about = NamedNode(subject)
            for predicate, term in pairs:
                yield Quad(about, constant(predicate), node(term), graph)

    def written(record: Plain) -> bytes:
        text = serialize(quads(record), format=FORMATS[name], prefixes=prefixes)
        assert text is not None  # None only if it goes to a file
        return text

    return written
