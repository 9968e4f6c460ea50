"""The totals of an export: counts, what was left out, and what a user should know of the rest."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from kg.dataset.record_outcome import Batch, Reject
from kg.dataset.statistics import Statistics
from kg.rdf.record_graph import RecordGraph

MOST_LISTED: Final = 20
"""Rejects that are kept in memory; the rejects file has them all."""


@dataclass(slots=True)
class ExportTotals:
    """The totals of an export so far.

    `rejects` are the first of those `rejected` (left out) or `kept` (written despite violations).
    `unchanged` records are the same in the earlier export; `gone` are trials of it that no longer
    have a record (None if unknown, because something could not be read). `done` counts bytes of the
    sources. `made_again` is why records whose bytes have not changed were made again nevertheless.
    `only` is the graph of the record that was written, if there is only one.
    """

    statistics: Statistics = field(default_factory=Statistics)
    rejects: list[Reject] = field(default_factory=list)
    rejected: int = 0
    kept: int = 0
    unchanged: int = 0
    gone: list[str] | None = field(default_factory=list)
    done: int = 0
    made_again: str | None = None
    only: RecordGraph | None = None

    @property
    def written(self) -> int:
        """Number of records written."""
        return self.statistics.records

    @property
    def rows(self) -> int:
        """Number of rows of ICTRP of which only that is written, as another record is taken."""
        return self.statistics.rows

    @property
    def triples(self) -> int:
        """Number of triples written."""
        return self.statistics.triples

    @property
    def met(self) -> int:
        """Number of records read, and of sources that can't be read."""
        return self.written + self.rows + self.unchanged + self.rejected

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written, and no record is unchanged."""
        return not (self.written or self.rows or self.unchanged)

    def take(self, batch: Batch) -> None:
        """Counts the outcomes of a batch."""
        for outcome in batch.outcomes:
            if outcome.reject is not None:
                self.reject(outcome.reject)
            self.unchanged += outcome.is_unchanged
        self.statistics.merge(batch.statistics)
        self.only = (batch.only or self.only) if self.written == 1 else None
        self.done += batch.size

    def reject(self, reject: Reject) -> None:
        """Counts a reject."""
        if reject.kept:
            self.kept += 1
        else:
            self.rejected += 1
        if len(self.rejects) < MOST_LISTED:
            self.rejects.append(reject)
