"""The SPARQL endpoint: the protocol, what describes the service and the store, and examples.

    /sparql                              queries; without one the editor or the service description
    /.well-known/void                    what is in the store
    /.well-known/sparql-examples/        the named queries

https://www.w3.org/TR/sparql11-protocol/
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.serve.endpoint.bounded_queries import BoundedQueries
from kg.serve.endpoint.examples import examples
from kg.serve.endpoint.plain import Plainly
from kg.serve.endpoint.service import SparqlService
from kg.serve.endpoint.void import StoreDescription
from kg.serve.settings import ServeSettings

_METHODS: Final = ("GET", "HEAD", "POST")
_CORS: Final = Middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_methods=_METHODS,
    allow_headers=["*"],
    expose_headers=["Retry-After"],
    max_age=86_400,
)
"""Pages of any other server may read, as everybody may: there is nothing to log in to."""


def endpoint_routes(
    settings: ServeSettings, editor: Callable[[Request], Response] | None = None
) -> list[BaseRoute]:
    """The addresses of the endpoint; `editor` answers a browser that sends no query."""
    queries = BoundedQueries(settings)
    service = Plainly(SparqlService(settings, queries, editor), _METHODS)
    handlers = {
        "/sparql": service,
        "/sparql/": service,  # to which the W3C's tests of the protocol are sent
        "/.well-known/void": Plainly(StoreDescription(settings, queries)),
        "/.well-known/sparql-examples/{path:path}": Plainly(examples(settings)),
    }
    return [Route(path, each, middleware=[_CORS]) for path, each in handlers.items()]
