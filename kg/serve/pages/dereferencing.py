"""Every IRI that kg mints answers: 303 to the page of the thing or to its data.

https://www.w3.org/TR/cooluris/#r303gendocument
"""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from kg.rdf.ontology import ONTOLOGY
from kg.rdf.terms import WEB_IRI
from kg.registries.numbers import number_of_slug
from kg.serve.links import trial_number
from kg.serve.pages.data import (
    absent,
    data_of_graph,
    data_of_thing,
    data_of_trial,
    node_of,
    wants_data,
)
from kg.serve.pages.thing import is_known, thing_page
from kg.serve.pages.vocabulary import VOCABULARY, vocabulary_graph, vocabulary_page
from kg.serve.view import Page, View

_TRIAL = "trial/"


def minted(view: View) -> Response:
    """The answer at the path of an IRI that kg minted."""
    path = _path(view, "/")
    iri = view.snapshot.base + path
    if path != VOCABULARY and not is_known(view.snapshot, node_of(iri)):
        raise absent(iri)
    form = view.request.query_params.get("format", "")
    place = view.links.data(iri, form) if wants_data(view.request) else view.links.thing(iri)
    return RedirectResponse(place, 303, {"Vary": "Accept"})


def page(view: View) -> Page | Response:
    """The page at `/page/PATH`."""
    path = _path(view, "/page/")
    if path == VOCABULARY:
        return vocabulary_page(view)
    return thing_page(view, view.snapshot.base + path)


def page_of_any(view: View) -> Page | Response:
    """The page at `/about?iri=…`, of what others named."""
    iri = _asked(view)
    if number := trial_number(iri):
        return RedirectResponse(view.links.trial(number), 303)
    return thing_page(view, iri)


def data(view: View) -> Response:
    """The data at `/data/PATH`."""
    path = _path(view, "/data/")
    if path == VOCABULARY:
        return data_of_graph(view.request, vocabulary_graph(), ONTOLOGY)
    if path.startswith(_TRIAL) and (number := number_of_slug(path.removeprefix(_TRIAL))):
        return data_of_trial(view, number)
    return data_of_thing(view, view.snapshot.base + path)


def data_of_any(view: View) -> Response:
    """The data at `/data?iri=…`."""
    iri = _asked(view)
    number = trial_number(iri)
    return data_of_trial(view, number) if number else data_of_thing(view, iri)


def _path(view: View, before: str) -> str:
    """The rest of the path as it was sent, in which an IRI keeps its percent signs."""
    raw = view.request.scope["raw_path"].decode("ascii", "replace")
    path: str = urlsplit(f"http://server{raw}").path
    return path.removeprefix(view.links.root + before)


def _asked(view: View) -> str:
    iri = view.request.query_params.get("iri", "")
    if not WEB_IRI.fullmatch(iri):
        raise HTTPException(400, "Give the IRI of a thing as ?iri=, beginning with http.")
    return iri
