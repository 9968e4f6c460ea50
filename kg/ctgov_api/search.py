"""A query to the registry's search, and its parameters.

https://clinicaltrials.gov/data-api/about-api/search-areas; the expressions that a text may be:
https://clinicaltrials.gov/find-studies/constructing-complex-search-queries
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Final

from kg.errors import UsageError
from kg.text.nct_ids import nct_id

_TEXTS: Final = {
    "term": "query.term",
    "condition": "query.cond",
    "intervention": "query.intr",
    "sponsor": "query.spons",
    "location": "query.locn",
}
"""The field of a SearchQuery -> the parameter that takes its text unchanged."""

_QUOTABLE: Final = re.compile(r'[^"\\\[\]]+')
"""Text that can be quoted in an expression without ending the quotes."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A search for records that match every field; `since` is the first day of the last update."""

    term: str | None = None
    condition: str | None = None
    intervention: str | None = None
    sponsor: str | None = None
    location: str | None = None
    country: str | None = None
    status: tuple[str, ...] = ()
    since: date | None = None

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def parameters(self) -> dict[str, str]:
        """The parameters of a search; UsageError if the registry would misread them."""
        found = {}
        for name, parameter in _TEXTS.items():
            if value := getattr(self, name):
                _refuse_ids(name, value)
                found[parameter] = value
        if self.status:
            found["filter.overallStatus"] = ",".join(self.status)
        if advanced := " AND ".join(self._advanced()):
            found["filter.advanced"] = advanced
        return found

    def _advanced(self) -> Iterator[str]:
        if self.country:
            if not _QUOTABLE.fullmatch(self.country):
                raise UsageError(f"{self.country!r} is not a country name")
            yield f'AREA[LocationCountry]"{self.country}"'
        if self.since:
            yield f"AREA[LastUpdatePostDate]RANGE[{self.since.isoformat()},MAX]"


def _refuse_ids(name: str, value: str) -> None:
    """Raises for a text of NCT ids only, for which the registry ignores every filter."""
    if all(map(nct_id, value.replace(",", " ").split())):
        raise UsageError(f"--{name} {value!r}: give NCT ids as arguments, without an option")
