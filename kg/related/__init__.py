"""Related trials: what links a trial to others, in which order they are shown, and the reasons.

`links` has the data, `by_query` and `by_lookup` find the links in a store, `order` ranks the
trials, `filters` leaves trials out, `facts` has what a record says of its trial, `reasons` has the
words, `report` writes them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from kg.errors import UsageError
from kg.related.by_lookup import ByLookup
from kg.related.by_query import ByQuery
from kg.related.filters import Filters
from kg.related.links import Evidence, RelatedQuery, RelatedTrial, SimilarLink
from kg.related.order import ORDERS, Ranking
from kg.stores.embedded import EmbeddedStore
from kg.stores.query_limits import DEFAULT_MEMORY, DEFAULT_TIMEOUT
from kg.stores.store import SparqlStore


class TrialLinks(Protocol):
    """The links of one trial in a store."""

    def evidence(self) -> Evidence:
        """All links of the trial. SourceError if it is not in the store."""

    def add_facts(self, trials: Iterable[RelatedTrial]) -> None:
        """Sets the facts of trials from their records; a title also from one that links to them."""

    def add_features(self, links: Iterable[SimilarLink]) -> None:
        """Sets the reasons why trials are similar, the weightiest first."""

    def own_things(self) -> list[dict[str, str]]:
        """What the trial itself is linked to: the rows of the query OWN_QUERY of `links`."""

    def has_similar_trials(self) -> bool:
        """Whether similar trials were ever computed for the store."""


@contextmanager
def links_of(store: SparqlStore, asked: RelatedQuery) -> Iterator[TrialLinks]:
    """The links of a trial: by lookups where the store has an index, else by a query."""
    if isinstance(store, EmbeddedStore):
        with store.indexed() as (opened, postings):
            if postings is not None:
                yield ByLookup(store, asked, opened, postings)
                return
    yield ByQuery(store, asked)


def described(
    links: TrialLinks, ranking: Ranking, trials: Iterable[str], most: int | None = None
) -> list[RelatedTrial]:
    """These trials of a ranking; at most the first `most` with facts and reasons for similarity.

    Facts are looked up separately, because only a few of thousands of trials are shown.
    """
    found = ranking.described(trials)
    links.add_facts(found[:most])
    links.add_features(trial.similar for trial in found[:most] if trial.similar)
    return found


def related_trials(
    store: SparqlStore,
    number: str,
    *,
    by: str = ORDERS[0],
    filters: Filters | None = None,
    limit: int | None = None,
    timeout: float = DEFAULT_TIMEOUT,
    memory: float = DEFAULT_MEMORY,
) -> list[RelatedTrial]:
    """The related trials in an order of ORDERS, at most `limit`, without what is filtered out.

    `timeout` (seconds) and `memory` (GiB) are the limits of each query.
    UsageError for another order, SourceError if the trial is not in the store.
    """
    if by not in ORDERS:
        raise UsageError(f"{by!r} is not an order: choose one of {', '.join(ORDERS)}")
    asked = RelatedQuery(number, timeout=timeout, memory=memory)
    with links_of(store, asked) as links:
        evidence = links.evidence()
        ranking = Ranking(evidence, by)
        trials = ranking.trials
        if filters:
            kept = filters.kept(store, asked, evidence)
            trials = [trial for trial in trials if trial in kept]
        return described(links, ranking, trials[:limit])
