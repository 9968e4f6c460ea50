"""The page of a thing: what the store says of it, and its trials with its role in each."""

from __future__ import annotations

from typing import Final

import pyoxigraph
from starlette.responses import RedirectResponse, Response

from kg.serve.pages.data import absent, node_of
from kg.serve.pages.intervention import called_so
from kg.serve.pages.paging import asked_page, page_count
from kg.serve.pages.thing_facts import facts, heading, linked_data, statements
from kg.serve.pages.thing_trials import (
    A_PAGE,
    neighbours,
    trial_of_part,
    trials_of,
    trials_page,
)
from kg.serve.pages.trial_values import CardAddresses
from kg.serve.snapshot import Snapshot
from kg.serve.view import Page, View, alternates, data_links
from kg.trial_card.card import Facts

_KINDS: Final = {
    "person/": "Person",
    "organization/": "Organisation",
    "site/": "Site",
    "condition/": "Condition",
    "journal/": "Journal",
    "publication/": "Publication",
    "https://doi.org/": "Publication",
    "https://pubmed.ncbi.nlm.nih.gov/": "Publication",
    "http://id.nlm.nih.gov/mesh/": "MeSH concept",
    "http://publications.europa.eu/resource/authority/country/": "Country",
}
"""How an IRI begins, after kg's base or as a whole -> what it names."""


def is_known(snapshot: Snapshot, node: pyoxigraph.NamedNode) -> bool:
    """Whether a named graph says anything about a node, or is called so."""
    store = snapshot.store
    if store.contains_named_graph(node):
        return True
    patterns = ((node, None, None, None), (None, None, node, None))
    return any(next(store.quads_for_pattern(*each), None) for each in patterns)


def thing_page(view: View, iri: str) -> Page | Response:
    """The page; 404 if the store says nothing about the IRI."""
    node, snapshot = node_of(iri), view.snapshot
    if not is_known(snapshot, node):
        raise absent(iri)
    if trial := trial_of_part(iri, snapshot.base):
        return RedirectResponse(view.links.trial(trial), 303)
    number = asked_page(view)
    trials = trials_page(snapshot, trials_of(snapshot, node), number)
    pages = page_count(trials.total, A_PAGE, number)
    graph, complete = statements(snapshot, node, [row.graph for row in trials.rows])
    name = heading(graph)
    formats = data_links(view.links, iri)
    own = iri.removeprefix(snapshot.base)
    values = {
        "iri": iri,
        "kind": next((word for key, word in _KINDS.items() if own.startswith(key)), ""),
        "facts": Facts(tuple(facts(snapshot, graph))),
        "complete": complete,
        "trials": trials.grid(snapshot, node),
        "total": trials.total,
        "page_number": number,
        "pages": pages,
        "neighbours": [*neighbours(snapshot, node), *called_so(snapshot, iri, name)],
        "formats": formats,
        "cards": CardAddresses(view.links),
    }
    return Page(
        "thing.html",
        name,
        values,
        styles=("trial.css",),
        alternates=alternates(formats),
        linked_data=linked_data(graph, name, view.links.whole(view.links.thing(iri))),
    )
