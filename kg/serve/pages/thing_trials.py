"""The trials of a thing, with what it is to each, and the things beside it.

What many trials have is read only as far as a page shows it: the trials as numbers, and what is
stated of those on the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph

from kg.rdf import vocabulary as vocab
from kg.rdf.ontology import words
from kg.registries.numbers import number_of_slug
from kg.serve.links import trial_number
from kg.serve.pages.searching import searched
from kg.serve.pages.thing_roles import IMPLIED, INDIRECT, NEIGHBOURS, ROLES
from kg.serve.snapshot import Snapshot
from kg.stores.embedded.quads import Quads
from kg.stores.embedded.search_index import TrialRow
from kg.trial_card.card import CellText, Grid, NameText

A_PAGE: Final = 100
"""Trials that a page has."""

MOST_STATEMENTS: Final = 50_000
"""Statements with a thing as their value that are read for each property."""

MOST_NEIGHBOURS: Final = 50
"""Things beside it that a page names for each property."""

_HEADER: Final = ("trial", "title", "role", "status", "phase", "start")


def trials_of(snapshot: Snapshot, thing: pyoxigraph.NamedNode) -> list[str]:
    """The numbers of the trials that have a thing, and those of whose record a part has it."""
    quads, postings = Quads(snapshot.store), snapshot.postings
    found: dict[str, None] = {}
    for has in ROLES:
        if postings is not None and has in postings.kinds:
            found.update(dict.fromkeys(postings.numbers(has, str(thing))))
            continue
        statements = islice(quads.statements(None, has, thing), MOST_STATEMENTS)
        found.update(dict.fromkeys(trial_number(trial.value) for trial, _, _ in statements))
    for has in INDIRECT:
        statements = islice(quads.statements(None, has, thing), MOST_STATEMENTS)
        graphs = (graph.value for _, _, graph in statements)
        found.update(dict.fromkeys(trial_of_part(graph, snapshot.base) for graph in graphs))
    found.pop("", None)
    return list(found)


def trial_of_part(iri: str, base: str) -> str:
    """The number of the trial that a part of its record belongs to; empty if it is no such part."""
    kind, _, rest = iri.removeprefix(base).partition("/")
    if not iri.startswith(base) or kind not in ("trial", "graph"):
        return ""
    return number_of_slug(rest.partition("/")[0]) or ""


@dataclass(frozen=True, slots=True)
class TrialsPage:
    """The trials of one page; `total` are those of all pages."""

    total: int
    rows: tuple[TrialRow, ...]

    def grid(self, snapshot: Snapshot, thing: pyoxigraph.NamedNode) -> Grid:
        """The rows as a table."""
        quads = Quads(snapshot.store)
        return Grid(_HEADER, tuple(_cells(quads, thing, row) for row in self.rows))


def trials_page(snapshot: Snapshot, numbers: list[str], page: int) -> TrialsPage:
    """A page of these trials, the latest start first; StoreError in a store without an index."""
    if not numbers:
        return TrialsPage(0, ())
    total, rows = searched(snapshot).newest(numbers, (page - 1) * A_PAGE, A_PAGE)
    return TrialsPage(total, tuple(rows))


def neighbours(snapshot: Snapshot, thing: pyoxigraph.NamedNode) -> Iterator[tuple[str, Grid]]:
    """The things beside it by heading, in the order of their names."""
    quads = Quads(snapshot.store)
    for has, heading in NEIGHBOURS.items():
        statements = islice(quads.statements(None, has, thing), MOST_STATEMENTS)
        subjects = dict.fromkeys(
            subject.value
            for subject, _, _ in statements
            if isinstance(subject, pyoxigraph.NamedNode)
            and not trial_number(subject.value)
            and not trial_of_part(subject.value, snapshot.base)
        )
        shown = islice(subjects, MOST_NEIGHBOURS)
        names = (NameText(name_of_node(quads, iri), iri) for iri in shown)
        rows = tuple((name,) for name in sorted(names, key=str.casefold))
        if rows:
            more = len(subjects) - len(rows)
            yield heading, Grid(("name",), (*rows, (f"and {more:,} more",)) if more else rows)


def name_of_node(quads: Quads, iri: str) -> str:
    """A name that a record gives what an IRI names; the IRI if none does."""
    node = pyoxigraph.NamedNode(iri)
    for has in (vocab.SCHEMA_NAME, vocab.SKOS_PREF_LABEL):
        for _, value, _ in islice(quads.statements(node, has), 1):
            return value.value
    return iri


def _cells(quads: Quads, thing: pyoxigraph.NamedNode, row: TrialRow) -> tuple[str, ...]:
    number = NameText(row.number, row.iri)
    roles = CellText(_roles(quads, thing, row))
    return number, row.title, roles, row.status, " / ".join(row.phase), row.start


def _roles(quads: Quads, thing: pyoxigraph.NamedNode, row: TrialRow) -> list[str]:
    """What the thing is to the trial, by its record; for a site with its recruitment status."""
    trial, graph = pyoxigraph.NamedNode(row.iri), pyoxigraph.NamedNode(row.graph)
    found = {ROLES[has] for has in quads.properties(trial, thing, graph) if has in ROLES}
    telling = {each for each in found if not found & IMPLIED.get(each, set())}
    if ROLES[vocab.KG_SITE] in telling:
        telling.remove(ROLES[vocab.KG_SITE])
        telling.update(_at_site(quads, thing, graph))
    return sorted(telling) or [
        role for has, role in INDIRECT.items() if quads.subjects(has, thing, graph)
    ]


def _at_site(
    quads: Quads, site: pyoxigraph.NamedNode, graph: pyoxigraph.NamedNode
) -> Iterator[str]:
    for each, _ in quads.subjects(vocab.SCHEMA_LOCATION, site, graph):
        statuses = quads.texts(each, vocab.KG_RECRUITMENT_STATUS, graph)
        if not statuses:
            yield ROLES[vocab.KG_SITE]
        for status in statuses:
            yield f"{ROLES[vocab.KG_SITE]} ({words().get(status, status)})"
