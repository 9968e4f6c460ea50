"""Finding trials in the search index of a store."""

from __future__ import annotations

from pathlib import Path

from kg.stores.embedded.search_index.answers import (
    Choice,
    Near,
    Sort,
    Suggestion,
    TrialFilter,
    TrialRow,
)


class Found:
    """The trials that fit a filter."""

    near: Near | None
    """What the city of the filter was understood to mean; None if none was given."""

    @property
    def count(self) -> int:
        """How many trials."""
        raise NotImplementedError

    def facets(self) -> dict[str, list[Choice]]:
        """The values of each facet, with how many of the trials have them.

        The counts of a facet ignore what is chosen of it, so that another value can be added. Values
        without trials are left out unless they are chosen.
        """
        raise NotImplementedError

    def rows(
        self, sort: Sort = "start", *, descending: bool = True, offset: int = 0, limit: int = 50
    ) -> list[TrialRow]:
        """A page of the trials; those that are equal in `sort` are in the order of numbers."""
        raise NotImplementedError


class SearchIndex:
    """The search index of a version of a store, to read from any thread."""

    def found(self, asked: TrialFilter) -> Found:
        """The trials that fit a filter; UsageError for a facet or a distance that there is not."""
        raise NotImplementedError

    def trials(self, beginning: str, most: int = 10) -> list[TrialRow]:
        """The trials whose NCT id or alias begins so, sorted by number."""
        raise NotImplementedError

    def suggested(self, text: str, most: int = 10) -> list[Suggestion]:
        """The things whose names have words that begin so, the most used of each kind first."""
        raise NotImplementedError

    def totals(self) -> dict[str, int]:
        """How many things of each of KINDS the store has."""
        raise NotImplementedError

    def close(self) -> None:
        """Closes the file in every thread."""
        raise NotImplementedError


def open_search_index(folder: Path) -> SearchIndex | None:
    """The index in the index folder of a store; None if it has none that this version can read."""
    raise NotImplementedError
