"""The page of a thing: what the store says of it, and its trials with its role in each."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

import pyoxigraph
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse, Response

from kg.formats import FORMATS, Format
from kg.rdf import vocabulary as vocab
from kg.rdf.ontology import words
from kg.related.facts import PROPERTIES, facts_of, label
from kg.serve.links import trial_number
from kg.serve.pages.data import absent, node_of
from kg.serve.pages.thing_roles import IMPLIED, ROLES
from kg.serve.pages.trial_values import CardAddresses
from kg.serve.snapshot import Snapshot
from kg.serve.view import Alternate, Page, View
from kg.stores.embedded.quads import Quads
from kg.trial_card.card import CellText, Fact, Facts, Grid, NameText
from kg.trial_card.fields import in_words, name_of
from kg.trial_card.reading import read_graph
from kg.trial_card.trial_graph import TrialGraph

A_PAGE: Final = 100
"""Trials that a page has."""

MOST_OTHERS: Final = 50
"""Things of other kinds that a page names as referring to it."""

_KINDS: Final = {
    "person": "Person",
    "organization": "Organisation",
    "site": "Site",
    "condition": "Condition",
    "journal": "Journal",
    "https://doi.org/": "Publication",
    "https://pubmed.ncbi.nlm.nih.gov/": "Publication",
    "http://id.nlm.nih.gov/mesh/": "MeSH concept",
}
"""How an IRI begins, after kg's base or as a whole -> what it names."""

_CAPITAL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_HEADER: Final = ("trial", "title", "role", "status", "phase", "start")


def is_known(snapshot: Snapshot, node: pyoxigraph.NamedNode) -> bool:
    """Whether a named graph says anything about a node, or is called so."""
    store = snapshot.store
    if store.contains_named_graph(node):
        return True
    patterns = ((node, None, None, None), (None, None, node, None))
    return any(next(store.quads_for_pattern(*each), None) for each in patterns)


def thing_page(view: View, iri: str) -> Page | Response:
    """The page; 404 if the store says nothing about the IRI."""
    node = node_of(iri)
    if not is_known(view.snapshot, node):
        raise absent(iri)
    path = iri.removeprefix(view.snapshot.base)
    if trial := trial_of_part(iri, view.snapshot.base):
        return RedirectResponse(view.links.trial(trial), 303)
    quads = Quads(view.snapshot.store)
    graph = read_graph(f"<{iri}>", dict.fromkeys(quads.about(node)))
    trials, others = _referring(graph, view.snapshot.base)
    page, pages = _page(view, len(trials))
    shown = sorted(trials, reverse=True)[(page - 1) * A_PAGE : page * A_PAGE]
    formats = [(row, view.links.data(iri, name)) for name, row in _formats().items()]
    beginning = path.partition("/")[0] if path != iri else iri
    kind = next((word for key, word in _KINDS.items() if beginning.startswith(key)), "")
    values = {
        "iri": iri,
        "kind": kind,
        "facts": Facts(tuple(_facts(view, graph))),
        "trials": Grid(_HEADER, tuple(_row(quads, each, trials[each]) for each in shown)),
        "total": len(trials),
        "page_number": page,
        "pages": pages,
        "others": _others(quads, others),
        "more_others": max(0, len(others) - MOST_OTHERS),
        "formats": formats,
        "cards": CardAddresses(view.links),
    }
    name = name_of(graph, f"<{iri}>")
    return Page(
        "thing.html",
        name,
        values,
        styles=("trial.css",),
        alternates=tuple(Alternate(row.media_type, at) for row, at in formats),
    )


def trial_of_part(iri: str, base: str) -> str:
    """The number of the trial that a part of its record belongs to; empty if it is no such part."""
    kind, _, rest = iri.removeprefix(base).partition("/")
    number = rest.partition("/")[0]
    is_ours = iri.startswith(base) and kind in ("trial", "graph")
    return trial_number(f"https://clinicaltrials.gov/study/{number}") if is_ours else ""


def _formats() -> dict[str, Format]:
    return {name: row for name, row in FORMATS.items() if not row.has_graphs or name == "json-ld"}


def _referring(graph: TrialGraph, base: str) -> tuple[dict[str, list[str]], list[str]]:
    """The trials by number, with the roles of the thing in each, and what else refers to it.

    Parts of records do not count, as their trial does.
    """
    trials: dict[str, list[str]] = defaultdict(list)
    others: dict[str, None] = {}
    for subject, predicate, _ in graph.statements():
        if subject == graph.trial:
            continue
        number = trial_number(subject[1:-1])
        if number and predicate in ROLES:
            trials[number].append(ROLES[predicate])
        elif not number and not trial_of_part(subject[1:-1], base):
            others[subject] = None
    return {number: _telling(roles) for number, roles in trials.items()}, list(others)


def _telling(roles: list[str]) -> list[str]:
    """The roles without those that say no more than another."""
    found = set(roles)
    return sorted(each for each in found if not found & IMPLIED.get(each, set()))


def _row(quads: Quads, number: str, roles: list[str]) -> tuple[str, ...]:
    """A trial with what its record says; only its number if the store has no record."""
    node = pyoxigraph.Literal(number)
    for trial, graph in quads.subjects(vocab.DCTERMS_IDENTIFIER, node):
        if not quads.nodes(trial, vocab.SCHEMA_SUBJECT_OF, graph):
            continue
        facts = facts_of(
            (name, text)
            for name, has in PROPERTIES.items()
            if name != "sponsor"
            for text in quads.texts(trial, has, graph)
        )
        titles = quads.texts(trial, vocab.SCHEMA_NAME, graph)
        status, phase = (label(facts, each) for each in ("status", "phase"))
        named = NameText(number, trial.value)
        return named, " / ".join(titles), _cell(roles), status, phase, facts.get("start", "")
    return number, "", _cell(roles), "", "", ""


def _cell(values: list[str]) -> str:
    return values[0] if len(values) == 1 else CellText(values)


def _others(quads: Quads, subjects: list[str]) -> list[NameText]:
    found = []
    for subject in sorted(subjects)[:MOST_OTHERS]:
        node = pyoxigraph.NamedNode(subject[1:-1])
        names = [
            text
            for _, value, _ in quads.statements(node, vocab.SCHEMA_NAME)
            if (text := value.value)
        ]
        found.append(NameText(names[0] if names else subject[1:-1], subject[1:-1]))
    return found


def _facts(view: View, graph: TrialGraph) -> Iterator[Fact]:
    """What the thing has, property by property, with the things that it names."""
    quads = Quads(view.snapshot.store)
    by_property: dict[str, list[str]] = defaultdict(list)
    for subject, predicate, term in graph.statements():
        if subject != graph.trial or predicate == vocab.SCHEMA_SUBJECT_OF:
            continue
        text = in_words(graph, term)
        if term.is_iri and text == term.value[1:-1]:
            inner = read_graph(term.value, dict.fromkeys(quads.about(pyoxigraph.NamedNode(text))))
            text = _inside(inner) or text
        is_thing = term.is_iri and term.value[1:-1] not in words()
        by_property[predicate].append(NameText(text, term.value[1:-1]) if is_thing else text)
    for predicate, values in by_property.items():
        yield Fact(_said(predicate), tuple(dict.fromkeys(values)))


def _inside(graph: TrialGraph) -> str:
    """The name of a node, or what a node without a name consists of, such as an address."""
    name = name_of(graph, graph.trial)
    if name != graph.trial[1:-1]:
        return name
    texts = [
        in_words(graph, term)
        for subject, predicate, term in graph.statements()
        if subject == graph.trial and predicate != vocab.RDF_TYPE
    ]
    return ", ".join(text for text in texts if not text.startswith("http"))


def _said(predicate: str) -> str:
    """A property in words: its label, or the words of its name."""
    iri = predicate[1:-1]
    local = re.split(r"[/#]", iri)[-1]
    return words().get(iri) or _CAPITAL.sub(" ", local).lower()


def _page(view: View, total: int) -> tuple[int, int]:
    """The number of the page that is asked for, and how many there are."""
    text = view.request.query_params.get("page", "1")
    pages = max(1, -(-total // A_PAGE))
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and 1 <= int(text) <= pages):
        raise HTTPException(404, f"There is no page {text[:20]!r}: the last one is {pages:,}.")
    return int(text), pages
