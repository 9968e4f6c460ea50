"""The related trials of a card: those that its record states, and the nearest of all."""

from __future__ import annotations

from typing import Final

from kg.related import described, links_of
from kg.related.facts import in_short
from kg.related.links import RelatedQuery, RelatedTrial
from kg.related.order import Ranking
from kg.related.reasons import reasons, title
from kg.stores.store import SparqlStore
from kg.trial_card.card import Grid
from kg.trial_card.fields import table_of

MOST: Final = 10
"""Related trials on a card; `kg related` shows all."""


def related(store: SparqlStore, asked: RelatedQuery) -> tuple[Grid, ...]:
    """The trials that are most related, and why, the strongest first."""
    with links_of(store, asked) as links:
        ranking = Ranking(links.evidence())
        found = described(links, ranking, ranking.trials[:MOST])
    rows = [
        (each.number, _about(each), "\n".join(map(str, reasons(asked.number, each))))
        for each in found
    ]
    count = len(ranking.trials)
    more = f", {len(found)} of {count:,}" if count > len(found) else ""
    return table_of(("trial", "title", "why"), rows, f"Most related{more}")


def _about(trial: RelatedTrial) -> str:
    return "\n".join(filter(None, (title(trial), in_short(trial.facts))))
