"""What is asked for: a question to the registry's search, as its parameters.

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
"""The field of a Query -> the parameter that takes it as it is."""

_QUOTABLE: Final = re.compile(r'[^"\\\[\]]+')
"""What may stand between quotes in an expression without ending them."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """The records that answer all of these; `since` is the earliest day of the last update."""

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
        """The parameters of a search; UsageError where the registry would take them for others."""
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
                raise UsageError(f"{self.country!r} is no name of a country")
            yield f'AREA[LocationCountry]"{self.country}"'
        if self.since:
            yield f"AREA[LastUpdatePostDate]RANGE[{self.since.isoformat()},MAX]"


def _refuse_ids(name: str, value: str) -> None:
    """The registry forgets every filter where a text is nothing but NCT ids."""
    if all(map(nct_id, value.replace(",", " ").split())):
        raise UsageError(f"--{name} {value!r}: name NCT ids without an option")
