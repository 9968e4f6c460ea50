"""What the store states about a thing, as RDF in the format that is asked for.

https://www.w3.org/TR/cooluris/, https://www.w3.org/TR/swbp-vocab-pub/
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

import pyoxigraph
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.formats import FORMATS, Format, serialize
from kg.rdf.record_graph import RecordGraph, by_subject
from kg.serve.negotiation import preferred
from kg.serve.pages.trial_record import StoredTrial, stored_trial
from kg.serve.view import View
from kg.stores.embedded.quads import Quads

HTML: Final = "text/html"
_MEDIA_TYPES: Final = {row.media_type: row for row in FORMATS.values()}
_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9-]+")
_LONGEST_NAME: Final = 60


def data_of_thing(view: View, iri: str) -> Response:
    """The statements about a thing, as subject or as object; those in it if it is a named graph.

    404 if there are none.
    """
    node, quads = node_of(iri), Quads(view.snapshot.store)
    named = view.snapshot.store.contains_named_graph(node)
    triples = quads.triples(node) if named else quads.about(node)
    graph = RecordGraph("", f"<{iri}>", f"<{iri}>", by_subject(triples))
    if not graph.nodes:
        raise absent(iri)
    offered = {name: row for name, row in FORMATS.items() if named or not _names_graphs(row)}
    return _written(view.request, graph, offered, iri)


def data_of_trial(view: View, number: str) -> Response:
    """The graph of a record. 404 if the store has none of this number."""
    found = stored_trial(view, number)
    if found is None:
        raise HTTPException(404, f"{number} is not in this store.")
    return _written(view.request, record_graph(view, found), FORMATS, found.number)


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


def _names_graphs(row: Format) -> bool:
    return row.has_graphs and row.name != "json-ld"


def _written(
    request: Request, graph: RecordGraph, offered: Mapping[str, Format], name: str
) -> Response:
    format = _chosen(request, offered)
    body = "".join(serialize([graph], format))
    file = _NOT_IN_A_NAME.sub("-", name.rpartition("//")[2])[-_LONGEST_NAME:].strip("-")
    headers = {
        **_VARY,
        "Content-Type": format.media_type,
        "Content-Disposition": f'inline; filename="{file}{format.ending}"',
        "Access-Control-Allow-Origin": "*",
    }
    return Response(body.encode(), headers=headers)


def _chosen(request: Request, offered: Mapping[str, Format]) -> Format:
    """The format by its name or ending in ?format=, else by the Accept header."""
    name = request.query_params.get("format")
    if name is not None:
        for row in offered.values():
            if name in (row.name, row.ending.removeprefix(".")):
                return row
        raise HTTPException(400, f"{name[:40]!r} is no format here: use {', '.join(offered)}.")
    media_types = {row.media_type: row for row in offered.values()}
    best = preferred(request.headers.get("accept"), media_types)
    if best is None:
        best = preferred(request.headers.get("accept"), (HTML,)) and next(iter(media_types))
    if best is None:
        raise HTTPException(406, f"The formats are {', '.join(media_types)}.", _VARY)
    return media_types[best]
