"""The registry's API, version 2: records by their ids, pages of a search, the version of the data.

https://clinicaltrials.gov/data-api/api. Every response is checked: one that is cut off, is not
JSON, or is another record than the one requested raises an error here.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Final, TypeVar

import msgspec

from kg.ctgov_api.study import FetchedStudy, study
from kg.errors import NotFoundError, ServiceError, TransientError
from kg.http.printable import excerpt, shown
from kg.http.session import Response, Session

DEFAULT_BASE: Final = "https://clinicaltrials.gov/api/v2"
"""The address of the registry's API."""

PAGE_SIZE: Final = 500
"""Records per page; the registry returns a thousand at most."""

LARGEST_STUDY: Final = 64 << 20
"""The most bytes of one record; the largest ones have a few million."""

LARGEST_PAGE: Final = 512 << 20
"""The most bytes of a page of records."""

LIGHT_FIELDS: Final = "NCTId|LastUpdatePostDate|VersionHolder|OverallStatus"
"""The fields that show whether a record has changed."""

MOST_IDLE: Final = 3
"""The number of consecutive pages without a new record after which the search fails."""

MOST_PAGES: Final = 20_000
"""The most pages of one search; all 600,000 records are 1,200 pages of 500."""

_SURPLUS: Final = 1.1
"""How many times the records counted at first may come: some are added meanwhile."""

_FREE_SURPLUS: Final = 1_000

_LARGEST_VERSION: Final = 1 << 16

M = TypeVar("M", bound="_Version | _Page")


class _Version(msgspec.Struct, rename="camel"):
    api_version: str | None = None
    data_timestamp: str | None = None


class _Page(msgspec.Struct, rename="camel"):
    studies: list[msgspec.Raw]
    next_page_token: str | None = None
    total_count: int | None = None


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of a search: its records, the faults of others, and the token of the next page."""

    studies: list[FetchedStudy]
    faults: list[str]
    next_token: str | None
    total: int | None


class Registry:
    """The registry, accessed through a session."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def place(self) -> str:
        """The address of the API for messages."""
        return shown(self.session.base)

    def timestamp(self) -> str | None:
        """The timestamp of the registry's current data; None if it gives none."""

        def attempt() -> str | None:
            try:
                answer = self.session.get("version", largest=_LARGEST_VERSION)
            except NotFoundError:
                return None  # a mirror may consist of files only
            return _decoded(answer, _Version).data_timestamp

        return self.session.patiently(attempt)

    def study(self, nct_id: str) -> FetchedStudy:
        """The record of an NCT id, or of the id it is an alias of.

        Raises NotFoundError if the registry has none, ServiceError if it returns another record.
        """

        def attempt() -> FetchedStudy:
            answer = self.session.get(
                f"studies/{nct_id}", {"format": "json"}, largest=LARGEST_STUDY
            )
            _refuse_broken(answer)
            found = study(answer.body, shown(answer.address))
            moved = answer.address.partition("?")[0].rpartition("/")[2] == found.id
            if nct_id not in (found.id, *found.aliases) and not moved:
                raise ServiceError(f"{shown(answer.address)}: asked for {nct_id}, got {found.id}")
            return found

        return self.session.patiently(attempt)

    def page(self, params: Mapping[str, str], token: str | None = None) -> SearchPage:
        """One page of a search, the first or that of a token; `params` must be the same for all."""
        asked = {"format": "json", "pageSize": str(PAGE_SIZE), "countTotal": "true", **params}
        if token is not None:
            asked["pageToken"] = token

        def attempt() -> SearchPage:
            return _page(self.session.get("studies", asked, largest=LARGEST_PAGE))

        return self.session.patiently(attempt)

    def pages(self, params: Mapping[str, str], token: str | None = None) -> Iterator[SearchPage]:
        """The pages of a search up to the last one, from the first or from that of a token.

        Raises ServiceError for pages that repeat, or that come without an end.
        """
        seen: set[str] = set()
        idle, most = 0, math.inf
        for number in count(1):
            page = self.page(params, token)
            yield page
            token = page.next_token
            if token is None:
                return
            new = {study.id for study in page.studies} - seen
            seen |= new
            idle = 0 if new else idle + 1
            if idle == MOST_IDLE:
                raise ServiceError(f"{self.place}: the pages of the search repeat")
            if number == 1 and page.total is not None:
                most = page.total * _SURPLUS + _FREE_SURPLUS
            if number == MOST_PAGES or len(seen) > most:
                raise ServiceError(
                    f"{self.place}: the search does not end: {len(seen):,} records in"
                    f" {number:,} pages, and more to come"
                )


def _page(answer: Response) -> SearchPage:
    content = _decoded(answer, _Page)
    page = SearchPage([], [], content.next_page_token or None, content.total_count)
    for raw in content.studies:
        try:
            page.studies.append(study(bytes(raw), "a record of the response"))
        except ServiceError as error:
            page.faults.append(str(error))
    return page


def _decoded(answer: Response, model: type[M]) -> M:
    _refuse_broken(answer)
    try:
        return msgspec.json.decode(answer.body, type=model)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ServiceError(
            f"{shown(answer.address)}: not a response of the registry's API: {error}"
        ) from error


def _refuse_broken(answer: Response) -> None:
    """Raises for a response that is not JSON: a web page, or a body that was cut off."""
    place = shown(answer.address)
    if answer.media_type != "application/json":
        kind = excerpt(answer.media_type) or "content without a type"
        raise ServiceError(f"{place} answers with {kind}, not with JSON: is it the registry's API?")
    try:
        msgspec.json.decode(answer.body, type=msgspec.Raw)
    except msgspec.DecodeError as error:
        raise TransientError(f"{place}: the JSON is cut short or damaged ({error})") from error
    except RecursionError as error:
        raise ServiceError(f"{place}: nested too deep for a record") from error
