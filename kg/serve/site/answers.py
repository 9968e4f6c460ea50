"""What the server answers at an address, as the bytes of a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Final
from urllib.parse import unquote

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Route
from starlette.types import Scope

from kg.related.picture.layout import Drawing
from kg.serve.application import PAGES
from kg.serve.pages.message import message_page
from kg.serve.pages.rendering import rendered
from kg.serve.result_file import ResultFile
from kg.serve.settings import ServeSettings
from kg.serve.site.links import SiteLinks
from kg.serve.site.thing_lists import thing_list
from kg.serve.snapshot import Snapshot
from kg.serve.view import Page, View

_ROUTES: Final = [
    Route(path, handler) for path, handler in {**PAGES, "/list/{kind}": thing_list}.items()
]
_STATIC: Final = "/static/"

_TEMPLATES: Final = {"trials.html": "site_trials.html"}
"""The template of a page of the server -> its template in a site, if that is another one."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A file, and the addresses that it links."""

    content: bytes
    linked: frozenset[str]


def answer(snapshot: Snapshot, address: str, drawings: dict[str, Drawing] | None = None) -> Answer:
    """The file for an address; `drawings` keeps what the next address may need again."""
    links = SiteLinks(address, snapshot.base)
    if address.startswith(_STATIC):
        name = address.removeprefix(_STATIC)
        content = files("kg.serve").joinpath("static", name).read_bytes()
    else:
        view = View(
            Request(_scope(address)),
            snapshot,
            links,
            ServeSettings(snapshot.place, ""),
            {} if drawings is None else drawings,
        )
        made = _made(view)
        content = rendered(made, links).encode() if isinstance(made, Page) else _body(made)
    return Answer(content, frozenset(links.linked))


def _body(response: Response) -> bytes:
    if isinstance(response, ResultFile):
        with response.file as file:
            return file.read()
    return bytes(response.body)


def _made(view: View) -> Page | Response:
    scope = view.request.scope
    for route in _ROUTES:
        match, matched = route.matches(scope)
        if match is Match.FULL:
            scope.update(matched)
            try:
                made = matched["endpoint"](view)
            except HTTPException as error:
                return message_page(error.status_code, error.detail)
            if isinstance(made, RedirectResponse):
                return _elsewhere(made)
            if isinstance(made, Page):
                return replace(made, template=_TEMPLATES.get(made.template, made.template))
            response: Response = made
            return response
    raise LookupError(scope["path"])


def _elsewhere(response: RedirectResponse) -> Page:
    """What the server would lead to, as a link."""
    href = unquote(response.headers["location"])
    return Page("site_elsewhere.html", "It has another page", {"href": href})


def _scope(address: str) -> Scope:
    """A request for an address, as ASGI has it."""
    path, _, query = address.partition("?")
    return {
        "type": "http",
        "method": "GET",
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [],
    }
