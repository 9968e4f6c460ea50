"""The address of the endpoint: queries, the description of the service, or the editor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import CrashError, FormError, LimitError, SizeError, UpdateError, UsageError
from kg.serve.endpoint import forms
from kg.serve.endpoint.bounded_queries import BoundedQueries
from kg.serve.endpoint.protocol import Asked, asked, no_update
from kg.serve.endpoint.rdf_response import MEDIA_TYPES, RdfStatements, rdf_response
from kg.serve.negotiation import preferred
from kg.serve.result_file import ResultFile
from kg.serve.settings import ServeSettings

_SD: Final = "http://www.w3.org/ns/sparql-service-description#"
_HTML: Final = "text/html"

Editor = Callable[[Request], Response]


class SparqlService:
    """Answers requests of the SPARQL protocol."""

    def __init__(
        self, settings: ServeSettings, queries: BoundedQueries, editor: Editor | None
    ) -> None:
        self._settings = settings
        self._queries = queries
        self._editor = editor

    async def __call__(self, request: Request) -> Response:
        """The results of the query; without a query what the client can read of the service."""
        found = await asked(request)
        if found:
            return await self._answer(request, found)
        offered = (*MEDIA_TYPES, _HTML) if self._editor else MEDIA_TYPES
        if self._editor and preferred(request.headers.get("accept"), offered) == _HTML:
            page = await run_in_threadpool(self._editor, request)
            page.headers["Vary"] = "Accept"
            return page
        return rdf_response(request, service_description(self._settings.public_url))

    async def _answer(self, request: Request, given: Asked) -> Response:
        wanted = forms.wanted(request, given.form)
        try:
            results = await self._queries.results(given.query, wanted.names, given.dataset, request)
        except UpdateError:
            raise no_update() from None
        except FormError:
            raise forms.unacceptable() from None
        except UsageError as error:
            raise HTTPException(400, str(error)) from None
        except LimitError as error:
            status = 400 if isinstance(error, SizeError) else 503
            raise HTTPException(status, f"{error.fact}: ask for less") from None
        except CrashError as error:
            raise HTTPException(500, str(error)) from None
        headers = {
            "Content-Type": wanted.content_type(results.is_table),
            "Cache-Control": "no-cache",
            "Vary": "Accept",
        }
        return ResultFile(results.file, headers)


def service_description(public_url: str) -> RdfStatements:
    """The service as RDF. https://www.w3.org/TR/sparql11-service-description/"""
    say, endpoint = RdfStatements(), f"{public_url}sparql"
    service, data = f"{endpoint}#service", f"{public_url}.well-known/void#dataset"
    say.links(service, "rdf:type", f"{_SD}Service")
    say.links(service, "sd:endpoint", endpoint)
    say.links(service, "sd:supportedLanguage", f"{_SD}SPARQL11Query")
    say.links(service, "sd:feature", f"{_SD}UnionDefaultGraph")
    for form in (*forms.TABLES, *forms.GRAPHS):
        say.links(service, "sd:resultFormat", form.iri)
    say.links(service, "sd:defaultDataset", data)
    say.links(data, "rdf:type", f"{_SD}Dataset")
    say.links(data, "rdf:type", "http://rdfs.org/ns/void#Dataset")
    say.links(data, "sd:defaultGraph", f"{endpoint}#default-graph")
    say.links(f"{endpoint}#default-graph", "rdf:type", f"{_SD}Graph")
    say.links(data, "rdfs:seeAlso", f"{public_url}.well-known/void")
    say.links(service, "rdfs:seeAlso", f"{public_url}.well-known/sparql-examples/")
    return say
