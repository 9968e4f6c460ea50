"""The addresses of the server: which function answers which path.

https://www.starlette.io/routing/
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Final
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from kg.errors import KgError, SourceError, StoreError, UsageError
from kg.rdf.iris import DEFAULT_BASE
from kg.serve.endpoint import endpoint_routes
from kg.serve.guard import READING, Guard
from kg.serve.links import PageLinks
from kg.serve.pages.dereferencing import data, data_of_any, minted, page, page_of_any
from kg.serve.pages.editor import editor
from kg.serve.pages.home import home
from kg.serve.pages.intervention import intervention
from kg.serve.pages.message import message_page
from kg.serve.pages.rendering import rendered
from kg.serve.pages.suggestions import suggestions
from kg.serve.pages.trial import trial, trial_related, trial_results
from kg.serve.pages.trial_picture import picture, picture_svg
from kg.serve.pages.trials import trials
from kg.serve.result_file import in_file
from kg.serve.settings import ServeSettings
from kg.serve.snapshot import Snapshots
from kg.serve.view import Handler, Page, View

PAGES: Final[dict[str, Handler]] = {
    "/": home,
    "/trials": trials,
    "/suggest": suggestions,
    "/trial/{number}": trial,
    "/trial/{number}/related": trial_related,
    "/trial/{number}/results": trial_results,
    "/trial/{number}/picture": picture,
    "/trial/{number}/picture.svg": picture_svg,
    "/intervention/{name:path}": intervention,
    "/page/{path:path}": page,
    "/about": page_of_any,
    "/data/{path:path}": data,
    "/data": data_of_any,
}
"""Path -> the function that makes its page, in a thread."""

_STATUS: Final[dict[type[KgError], int]] = {UsageError: 400, SourceError: 404, StoreError: 503}


def application(settings: ServeSettings) -> Starlette:
    """The server as an ASGI application, below the path of the public address."""
    snapshots = Snapshots(settings.store)
    root = urlsplit(settings.public_url).path.rstrip("/")

    def links(base: str) -> PageLinks:
        return PageLinks(root, base, settings.public_url)

    def answering(handler: Handler) -> Callable[[Request], Response]:
        def answer(request: Request) -> Response:
            if request.method == "OPTIONS":
                return Response(None, 204, {"Allow": ", ".join(READING)})
            with snapshots.current() as snapshot:
                made = links(snapshot.base)
                found = handler(View(request, snapshot, made, settings))
                return in_file(_html(found, made) if isinstance(found, Page) else found)

        return answer

    async def failed(request: Request, error: Exception) -> Response:
        status, sentence = _explained(error)
        return _html(message_page(status, sentence), links(DEFAULT_BASE), _headers(error))

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        yield
        snapshots.close()

    def route(path: str, handler: Handler) -> Route:
        return Route(path, answering(handler), methods=READING)

    routes: list[BaseRoute] = [route(path, each) for path, each in PAGES.items()]
    routes += endpoint_routes(settings, answering(editor))
    routes.append(Mount("/static", StaticFiles(packages=[("kg.serve", "static")])))
    # What is no page of HTML, such as results as JSON, can't name its icon: browsers ask for this.
    icon = links(DEFAULT_BASE).static("icon.svg")
    routes.append(Route("/favicon.ico", lambda _: RedirectResponse(icon, 308)))
    routes.append(route("/{path:path}", minted))
    if root:  # starlette would send a reader from there to the Host that a request names
        home_page = Route(root, lambda _: RedirectResponse(f"{root}/", 308))
        routes = [home_page, Mount(root, routes=routes)]
    return Starlette(
        routes=routes,
        middleware=[Middleware(Guard, posting=(f"{root}/sparql", f"{root}/sparql/"))],
        exception_handlers=dict.fromkeys((KgError, HTTPException), failed),
        lifespan=lifespan,
    )


def _html(page: Page, links: PageLinks, headers: dict[str, str] | None = None) -> HTMLResponse:
    return HTMLResponse(rendered(page, links), page.status, {**page.headers, **(headers or {})})


def _explained(error: Exception) -> tuple[int, str]:
    """The status for an error, and a sentence for the reader."""
    if isinstance(error, HTTPException):
        if error.status_code == 404 and error.detail == "Not Found":
            return 404, "There is no page at this address."
        return error.status_code, error.detail
    if isinstance(error, KgError):
        text = str(error)
        status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
        return status, f"{text[:1].upper()}{text[1:]}."
    raise error


def _headers(error: Exception) -> dict[str, str]:
    return dict(error.headers or {}) if isinstance(error, HTTPException) else {}
