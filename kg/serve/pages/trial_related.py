"""The related trials of a page: why each is related, told apart by what says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kg.errors import StoreError
from kg.related.by_lookup import ByLookup
from kg.related.facts import in_short
from kg.related.links import SIMILAR, STATED, Evidence, RelatedQuery, RelatedTrial
from kg.related.order import Ranking
from kg.related.reasons import Reason, reasons, title
from kg.serve.view import View

BASES: Final = {
    "stated": "Stated by a record",
    "mentioned": "Mentioned in a text",
    "similar": "Computed",
    "shared": "In common",
}
"""What says that trials are related -> in words, the strongest first."""

_BASES: Final = {**dict.fromkeys(STATED, "stated"), "MENTIONED": "mentioned", SIMILAR: "similar"}
"""Reason -> its basis; every other is in common."""


@dataclass(frozen=True, slots=True)
class RelatedReason:
    """A reason, and its basis, a key of BASES."""

    basis: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class RelatedRow:
    """A related trial: its number, title, what it is in short, and every reason.

    `loaded` is whether its record is in the store, `confidence` that of the similarity or None.
    """

    number: str
    title: str
    about: str
    loaded: bool
    confidence: float | None
    reasons: tuple[RelatedReason, ...]


@dataclass(frozen=True, slots=True)
class RelatedList:
    """A part of the related trials of a trial, of `total`.

    `similar` is whether similar trials were computed for the store.
    """

    rows: tuple[RelatedRow, ...]
    total: int
    similar: bool


def links_in(view: View, number: str) -> ByLookup:
    """The links of a trial in the snapshot; StoreError if the store has no index for them."""
    snapshot = view.snapshot
    postings = snapshot.postings
    if postings is None:
        raise StoreError("the store has no index of what trials share: load any record again")
    return ByLookup(snapshot.place, RelatedQuery(number), snapshot.store, postings)


def related_list(view: View, number: str, start: int = 0, most: int = 10) -> RelatedList:
    """The related trials from a place in the order of kg.related.

    Raises SourceError if neither the trial nor a link to it is in the store.
    """
    links = links_in(view, number)
    evidence: Evidence = links.evidence()
    ranking = Ranking(evidence)
    found = ranking.described(ranking.trials[start : start + most])
    links.add_facts(_not_indexed(view, found))
    links.add_features(trial.similar for trial in found if trial.similar)
    computed = bool(evidence.similar) or links.has_similar_trials()
    return RelatedList(tuple(_row(number, each) for each in found), len(ranking.trials), computed)


def _not_indexed(view: View, trials: Sequence[RelatedTrial]) -> list[RelatedTrial]:
    """Sets the facts of trials from the search index, and returns those that it does not have."""
    index = view.snapshot.search
    rows = index.of_numbers(trial.number for trial in trials) if index else []
    known = {row.number: row for row in rows}
    for trial in trials:
        if row := known.get(trial.number):
            trial.title, trial.loaded = row.title or None, True
            trial.facts = {
                "status": row.status_value,
                "phase": row.phase_value,
                "start": row.start,
                "sponsor": row.sponsor,
            }
    return [trial for trial in trials if trial.number not in known]


def _row(number: str, trial: RelatedTrial) -> RelatedRow:
    said = tuple(
        RelatedReason(_BASES.get(each.kind, "shared"), each) for each in reasons(number, trial)
    )
    return RelatedRow(
        trial.number,
        title(trial),
        in_short(trial.facts),
        trial.loaded,
        trial.similar.confidence if trial.similar else None,
        said,
    )
