"""What the store states about a thing, as RDF in the format that is asked for.

https://www.w3.org/TR/cooluris/, https://www.w3.org/TR/swbp-vocab-pub/
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import pyoxigraph
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.formats import FORMATS, Format, serialize
from kg.rdf.iris import Iris
from kg.rdf.record_graph import RecordGraph, by_subject
from kg.rdf.terms import Triple
from kg.serve.negotiation import preferred
from kg.serve.pages.trial_record import StoredTrial, stored_trial
from kg.serve.view import View
from kg.stores.embedded.quads import Quads

HTML: Final = "text/html"
_MEDIA_TYPES: Final = {row.media_type: row for row in FORMATS.values()}
_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9-]+")
_LONGEST_NAME: Final = 60

MOST_STATEMENTS: Final = 50_000
"""Statements about one thing that are given as data."""

_TOO_MANY: Final = (
    "More than {:,} statements name it, which are too many for one file: ask the SPARQL endpoint"
    " for those that you need."
)


def data_of_thing(view: View, iri: str) -> Response:
    """The statements about a thing, as subject or as object; those in it if it is a named graph.

    404 if there are none, 403 if there are more than MOST_STATEMENTS.
    """
    node = node_of(iri)
    by_graph: dict[str, list[Triple]] = defaultdict(list)
    for number, (graph, triple) in enumerate(_stated(view.snapshot.store, node)):
        if number == MOST_STATEMENTS:
            raise HTTPException(403, _TOO_MANY.format(MOST_STATEMENTS))
        by_graph[graph].append(triple)
    if not by_graph:
        raise absent(iri)
    graphs = [
        RecordGraph("", str(node), name, by_subject(by_graph[name])) for name in sorted(by_graph)
    ]
    return _written(view.request, graphs, iri)


def _stated(store: pyoxigraph.Store, node: pyoxigraph.NamedNode) -> Iterator[tuple[str, Triple]]:
    """The triples in a named graph, or else those about a thing, each with its graph."""
    quads = Quads(store)
    if store.contains_named_graph(node):
        return ((str(node), triple) for triple in quads.triples(node))
    return quads.about(node)


def data_of_trial(view: View, number: str) -> Response:
    """The graph of a record, in formats with graphs also those of the trial's links: to the same
    trial in other registries, and to similar ones.

    404 if the store has none of this number.
    """
    found = stored_trial(view, number)
    if found is None:
        raise HTTPException(404, f"{number} is not in this store.")
    record = record_graph(view, found)
    graphs = [record]
    if _chosen(view.request).has_graphs:
        iris, quads = Iris(view.snapshot.base), Quads(view.snapshot.store)
        for name in (iris.same_trial_graph(found.number), iris.similar_graph(found.number)):
            if links := by_subject(quads.triples(node_of(name[1:-1]))):
                graphs.append(RecordGraph(found.number, record.trial, name, links))
    return _written(view.request, graphs, found.number)


def data_of_graph(request: Request, graph: RecordGraph, iri: str) -> Response:
    """A graph that is not read from the store."""
    return _written(request, [graph], iri)


def record_graph(view: View, trial: StoredTrial) -> RecordGraph:
    """The whole graph of a record."""
    return trial.record(trial.triples(view, whole=True))


def node_of(iri: str) -> pyoxigraph.NamedNode:
    """The node; 404 for what is no IRI."""
    try:
        return pyoxigraph.NamedNode(iri)
    except ValueError as error:
        raise HTTPException(404, "The address has no valid IRI.") from error


def absent(iri: str) -> HTTPException:
    """The error for an IRI that the store does not have."""
    return HTTPException(404, f"This store says nothing about {iri[:300]}.")


def wants_data(request: Request) -> bool:
    """Whether the client wants RDF more than a page, by ?format= or its Accept header."""
    if "format" in request.query_params:
        return True
    best = preferred(request.headers.get("accept"), (HTML, *_MEDIA_TYPES))
    if best is None:
        raise HTTPException(
            406, f"There is a page ({HTML}), and RDF: {', '.join(_MEDIA_TYPES)}.", _VARY
        )
    return best != HTML


_VARY: Final = {"Vary": "Accept"}


def _written(request: Request, graphs: list[RecordGraph], name: str) -> Response:
    """The graphs as a file; a format without graphs has their triples together."""
    format = _chosen(request)
    if not format.has_graphs and len(graphs) > 1:
        together = by_subject(triple for graph in graphs for triple in graph.triples)
        graphs = [RecordGraph("", graphs[0].trial, graphs[0].trial, together)]
    body = "".join(serialize(graphs, format))
    file = _NOT_IN_A_NAME.sub("-", name.rpartition("//")[2])[-_LONGEST_NAME:].strip("-")
    headers = {
        **_VARY,
        "Content-Type": format.media_type,
        "Content-Disposition": f'inline; filename="{file}{format.ending}"',
        "Access-Control-Allow-Origin": "*",
    }
    return Response(body.encode(), headers=headers)


def _chosen(request: Request) -> Format:
    """The format by its name or ending in ?format=, else by the Accept header."""
    name = request.query_params.get("format")
    if name is not None:
        for row in FORMATS.values():
            if name in (row.name, row.ending.removeprefix(".")):
                return row
        raise HTTPException(400, f"{name[:40]!r} is no format here: use {', '.join(FORMATS)}.")
    accept = request.headers.get("accept")
    best = preferred(accept, _MEDIA_TYPES)
    if best is None and preferred(accept, (HTML,)):
        best = next(iter(_MEDIA_TYPES))
    if best is None:
        raise HTTPException(406, f"The formats are {', '.join(_MEDIA_TYPES)}.", _VARY)
    return _MEDIA_TYPES[best]
