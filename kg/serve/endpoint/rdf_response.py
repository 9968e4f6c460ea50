"""Descriptions as RDF: statements, and the response in the format that a client wants."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import pyoxigraph
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.rdf.vocabulary import QUERY_PREFIXES
from kg.serve.negotiation import preferred

_PREFIXES: Final = {
    **QUERY_PREFIXES,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
}

_FORMATS: Final = {
    each.media_type: each
    for each in (
        pyoxigraph.RdfFormat.TURTLE,
        pyoxigraph.RdfFormat.JSON_LD,
        pyoxigraph.RdfFormat.N_TRIPLES,
        pyoxigraph.RdfFormat.RDF_XML,
    )
}
MEDIA_TYPES: Final = tuple(_FORMATS)
"""The media types of the formats, the usual one first."""

_NAMES: Final = {"turtle": 0, "json-ld": 1, "n-triples": 2, "rdf-xml": 3}
_UTF_8: Final = "; charset=utf-8"


class RdfStatements:
    """Triples that describe something; a property is a name with a prefix."""

    def __init__(self, triples: Iterable[pyoxigraph.Triple] = ()) -> None:
        self.triples = list(triples)

    def links(self, subject: str, name: str, iri: str) -> None:
        """Adds the relation to what an IRI names."""
        self._add(subject, name, pyoxigraph.NamedNode(iri))

    def says(self, subject: str, name: str, text: str | int, language: str | None = None) -> None:
        """Adds a text or a number."""
        value = (
            pyoxigraph.Literal(text)
            if isinstance(text, int)
            else pyoxigraph.Literal(text, language=language)
        )
        self._add(subject, name, value)

    def _add(
        self, subject: str, name: str, value: pyoxigraph.NamedNode | pyoxigraph.Literal
    ) -> None:
        prefix, _, local = name.partition(":")
        triple = pyoxigraph.Triple(
            pyoxigraph.NamedNode(subject), pyoxigraph.NamedNode(_PREFIXES[prefix] + local), value
        )
        self.triples.append(triple)


def rdf_response(request: Request, statements: RdfStatements) -> Response:
    """The statements in the format that the request asks for by ?format= or its header."""
    name = request.query_params.get("format")
    if name is None:
        media_type = preferred(request.headers.get("accept"), MEDIA_TYPES)
    else:
        media_type = MEDIA_TYPES[_NAMES[name]] if name in _NAMES else None
    if media_type is None:
        status = 406 if name is None else 400
        raise HTTPException(status, f"this is RDF: ask for one of {', '.join(_NAMES)}")
    chosen = _FORMATS[media_type]
    triples = sorted(statements.triples, key=lambda triple: str(triple.subject))
    body = pyoxigraph.serialize(triples, format=chosen, prefixes=_used(statements))
    more = _UTF_8 if chosen != pyoxigraph.RdfFormat.JSON_LD else ""
    headers = {"Content-Type": media_type + more, "Vary": "Accept", "Cache-Control": "no-cache"}
    return Response(body, headers=headers)


def _used(statements: RdfStatements) -> dict[str, str]:
    """The prefixes that the statements need."""
    iris = {str(term)[1:-1] for triple in statements.triples for term in triple}
    return {
        prefix: namespace
        for prefix, namespace in _PREFIXES.items()
        if any(iri.startswith(namespace) for iri in iris)
    }
