"""The page of a name of interventions: the trials whose records use it.

An intervention is a part of its trial's record, so nothing says that those of two trials are the
same. Trials that only have the MeSH concept of this name are marked as such.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Final

import pyoxigraph
from starlette.exceptions import HTTPException

from kg.rdf import vocabulary as vocab
from kg.rdf.ontology import words
from kg.serve.links import trial_number
from kg.serve.pages.paging import asked_page, page_count
from kg.serve.pages.searching import searched
from kg.serve.pages.thing_trials import A_PAGE, MOST_STATEMENTS
from kg.serve.pages.trial_values import CardAddresses
from kg.serve.snapshot import Snapshot
from kg.serve.view import Page, View
from kg.stores.embedded.quads import Quads
from kg.stores.embedded.search_index import NamedIntervention, SearchIndex, TrialRow
from kg.text.plain_words import plain_words
from kg.trial_card.card import CellText, Fact, Grid, NameText

MOST_NAMES: Final = 20
"""Names that a page has in one place."""

_HEADER: Final = ("trial", "title", "named", "status", "phase", "start")


def intervention(view: View) -> Page:
    """The page at `/intervention/NAME`; 404 if no record uses the name."""
    snapshot, name = view.snapshot, view.request.path_params["name"]
    index = searched(snapshot)
    named = index.intervention(name)
    under = {iri: _trials_under(snapshot, iri) for iri in named.headings}
    others = {number for numbers in under.values() for number in numbers} - named.parts.keys()
    if not named.parts and not others:
        raise HTTPException(404, f"No record in this store names an intervention {name[:200]!r}.")
    number = asked_page(view)
    total, rows = index.newest((*named.parts, *others), (number - 1) * A_PAGE, A_PAGE)
    pages = page_count(total, A_PAGE, number)
    shown = _Shown(Quads(snapshot.store), named, under)
    title = next(iter((*named.spellings, *named.headings.values())))
    values = {
        "facts": list(_facts(index, named, shown.other_names(rows))),
        "trials": Grid(_HEADER, tuple(map(shown.cells, rows))),
        "named_count": index.newest(named.parts, 0, 0)[0],
        "total": total,
        "name": name,
        "page_number": number,
        "pages": pages,
        "cards": CardAddresses(view.links),
    }
    return Page("intervention.html", title, values, styles=("trial.css",))


def called_so(snapshot: Snapshot, iri: str, name: str) -> Iterator[tuple[str, Grid]]:
    """For a MeSH concept, the interventions that records call by its name, with a heading."""
    if snapshot.search is None:
        return
    named = snapshot.search.intervention(name)
    if iri in named.headings and named.parts:
        _, part = next(iter(named.parts.values()))
        link = NameText(named.spellings[0], part)
        yield "Interventions that records call so", Grid(("name",), ((link,),))


def _trials_under(snapshot: Snapshot, concept: str) -> set[str]:
    """The numbers of the trials that the registry has under a MeSH concept."""
    has = vocab.DERIVED["intervention"].concept
    found = Quads(snapshot.store).statements(None, has, pyoxigraph.NamedNode(concept))
    return {trial_number(trial.value) for trial, _, _ in islice(found, MOST_STATEMENTS)} - {""}


def _facts(index: SearchIndex, named: NamedIntervention, others: list[str]) -> Iterator[Fact]:
    if len(named.spellings) > 1:
        yield Fact("Also written", _first(named.spellings[1:]))
    if others:
        linked = tuple(_linked(index, each) for each in others[:MOST_NAMES])
        yield Fact("Other names, by the records on this page", (*linked, *_more(others)))
    if named.headings:
        concepts = tuple(NameText(name, iri) for iri, name in named.headings.items())
        yield Fact("MeSH concept of this name", concepts)


def _linked(index: SearchIndex, name: str) -> str:
    """A name, with an intervention that a record calls so if there is one."""
    parts = index.intervention(name).parts
    return NameText(name, next(iter(parts.values()))[1]) if parts else name


def _first(names: tuple[str, ...]) -> tuple[str, ...]:
    return (*names[:MOST_NAMES], *_more(names))


def _more(names: tuple[str, ...] | list[str]) -> tuple[str, ...]:
    more = len(names) - MOST_NAMES
    return (f"and {more:,} more",) if more > 0 else ()


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the records of trials on a page say of an intervention."""

    quads: Quads
    named: NamedIntervention
    under: Mapping[str, set[str]]

    def cells(self, row: TrialRow) -> tuple[str, ...]:
        """The row of a trial."""
        number = NameText(row.number, row.iri)
        names = CellText((*self._named(row), *self._under(row)))
        return number, row.title, names, row.status, " / ".join(row.phase), row.start

    def other_names(self, rows: list[TrialRow]) -> list[str]:
        """The other names that these records give it, each once, the most usual first."""
        by_words: dict[tuple[str, ...], list[str]] = {}
        for row in rows:
            for name in self._texts(row, vocab.SCHEMA_ALTERNATE_NAME):
                by_words.setdefault(plain_words(name), []).append(name)
        mine = plain_words(self.named.spellings[0]) if self.named.spellings else ()
        kept = [each for key, each in by_words.items() if key not in ((), mine)]
        return [max(each, key=each.count) for each in sorted(kept, key=_usual)]

    def _named(self, row: TrialRow) -> Iterator[str]:
        if row.number in self.named.parts:
            name, _ = self.named.parts[row.number]
            kinds = self._texts(row, vocab.KG_INTERVENTION_TYPE)
            kind = ", ".join(words().get(each, each) for each in kinds)
            yield f"{name} ({kind})" if kind else name

    def _under(self, row: TrialRow) -> Iterator[str]:
        for iri, numbers in self.under.items():
            if row.number in numbers:
                yield f"MeSH: {self.named.headings[iri]}"

    def _texts(self, row: TrialRow, has: str) -> list[str]:
        if row.number not in self.named.parts:
            return []
        node, graph = (
            pyoxigraph.NamedNode(each) for each in (self.named.parts[row.number][1], row.graph)
        )
        return sorted(self.quads.texts(node, has, graph))


def _usual(names: list[str]) -> tuple[int, str]:
    return -len(names), min(names)
