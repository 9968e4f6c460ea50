"""Leaves related trials out: by status, by phase, by the reason why they are related."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kg.queries.code_words import chosen, in_words, phase_terms, status_terms
from kg.rdf import vocabulary as vocab
from kg.rdf.terms import literal
from kg.related.links import REASONS, SIMILAR, Evidence, RelatedQuery
from kg.stores.store import SparqlStore, rows

_BASES: Final = {in_words(reason): reason for reason in REASONS}
_BATCH: Final = 2000
"""Numbers in one query."""

_VALUES: Final = """
SELECT DISTINCT ?nct
WHERE {{
  VALUES ?nct {{ {numbers} }}
  VALUES ?value {{ {values} }}
  GRAPH ?graph {{ ?trial dcterms:identifier ?nct ; schema:subjectOf ?graph ; {property} ?value }}
}}
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What a related trial must have: one of the terms of each kind, if there are any.

    `bases` are of REASONS. A trial whose record is not in the store has no status and no phase.
    """

    statuses: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.statuses or self.phases or self.bases)

    def kept(self, store: SparqlStore, asked: RelatedQuery, evidence: Evidence) -> set[str]:
        """The related trials that remain."""
        found = evidence.trials()
        if self.bases:
            found = set(_with_basis(evidence, self.bases))
        for property, terms in (
            (vocab.SCHEMA_STATUS, self.statuses),
            (vocab.KG_PHASE, self.phases),
        ):
            if terms:
                found = set(_with_value(store, asked, sorted(found), property, terms))
        return found


def filters(
    statuses: Sequence[str] = (), phases: Sequence[str] = (), bases: Sequence[str] = ()
) -> Filters:
    """The filters for a user's words, such as "recruiting", "phase 2", "site".

    Raises UsageError, with the choices, for a word that is none.
    """
    return Filters(
        tuple(term for word in statuses for term in status_terms("--status", word)),
        tuple(term for word in phases for term in phase_terms("--phase", word)),
        tuple(chosen("--basis", word, _BASES) for word in bases),
    )


def _with_basis(evidence: Evidence, bases: Iterable[str]) -> Iterator[str]:
    for basis in bases:
        yield from (row["related"] for row in evidence.stated if row["reason"] == basis)
        for one in evidence.shared:
            if one.reason == basis:
                yield from one.trials
        if basis == SIMILAR:
            yield from evidence.similar


def _with_value(
    store: SparqlStore,
    asked: RelatedQuery,
    trials: Sequence[str],
    property: str,
    terms: Iterable[str],
) -> Iterator[str]:
    values = " ".join(terms)
    for start in range(0, len(trials), _BATCH):
        numbers = " ".join(map(literal, trials[start : start + _BATCH]))
        text = _VALUES.format(numbers=numbers, values=values, property=property)
        for row in rows(store, asked.query(text), ("nct",)):
            yield row["nct"]
