"""The named queries as examples, for programs that collect queries from endpoints.

https://github.com/sib-swiss/sparql-examples
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache

import pyoxigraph
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.serve.endpoint.rdf_response import RdfStatements, rdf_response
from kg.serve.settings import ServeSettings


def examples(settings: ServeSettings) -> Callable[[Request], Awaitable[Response]]:
    """The handler for all examples, or for the one that the rest of the path names."""
    base = f"{settings.public_url}.well-known/sparql-examples/"

    @cache
    def triples() -> list[pyoxigraph.Triple]:
        from kg.queries.as_rdf import query_graph

        text = query_graph(f"{settings.public_url}sparql", base)
        quads = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE)
        return [quad.triple for quad in quads]

    async def answer(request: Request) -> Response:
        wanted = base + request.path_params["path"]
        found = [each for each in triples() if _is_part(each, wanted)]
        if not found:
            raise HTTPException(404, "there is no example of this name")
        return rdf_response(request, RdfStatements(found))

    return answer


def _is_part(triple: pyoxigraph.Triple, wanted: str) -> bool:
    """Whether a triple is about what is wanted or about a part of it; all are, of a folder."""
    subject = str(triple.subject)[1:-1]
    return subject == wanted or subject.startswith(wanted if wanted.endswith("/") else f"{wanted}/")
