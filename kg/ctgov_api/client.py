"""The registry's API, version 2: records by their ids, pages of a search, the version of the data.

https://clinicaltrials.gov/data-api/api. What is given out has been checked: an answer that was cut
short, is no JSON, or is another record than the one asked for never gets further than this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeVar

import msgspec

from kg.ctgov_api.study import FetchedStudy, study
from kg.errors import NotFoundError, ServiceError, TransientError
from kg.http.printable import printable, shown
from kg.http.session import Response, Session

DEFAULT_BASE: Final = "https://clinicaltrials.gov/api/v2"
"""Where the registry's API is."""

PAGE_SIZE: Final = 500
"""Records of a page; the registry gives a thousand at most."""

LARGEST_STUDY: Final = 64 << 20
"""Bytes of one record; the largest ones have a few million."""

LARGEST_PAGE: Final = 512 << 20
"""Bytes of a page of records."""

LIGHT_FIELDS: Final = "NCTId|LastUpdatePostDate|VersionHolder|OverallStatus"
"""What tells whether a record has changed."""

MOST_IDLE: Final = 3
"""Pages without a new record, one after the other, that are not the way to the last one."""

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
    """One page of a search: its records, why some of it is none, and where the search goes on."""

    studies: list[FetchedStudy]
    faults: list[str]
    next_token: str | None
    total: int | None


class Registry:
    """The registry behind a session."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def place(self) -> str:
        """The address of the API, to be shown."""
        return shown(self.session.base)

    def timestamp(self) -> str | None:
        """When the data that the registry gives out now was made; None where it does not say."""

        def attempt() -> str | None:
            try:
                answer = self.session.get("version", largest=_LARGEST_VERSION)
            except NotFoundError:
                return None  # a mirror may be nothing but files
            return _decoded(answer, _Version).data_timestamp

        return self.session.patiently(attempt)

    def study(self, nct_id: str) -> FetchedStudy:
        """The record of an NCT id, or of the id that it is an alias of.

        Raises NotFoundError where the registry has none, ServiceError where the answer is another.
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
        """One page of a search, the first one or that of a token; `params` are always the same."""
        asked = {"format": "json", "pageSize": str(PAGE_SIZE), "countTotal": "true", **params}
        if token is not None:
            asked["pageToken"] = token

        def attempt() -> SearchPage:
            return _page(self.session.get("studies", asked, largest=LARGEST_PAGE))

        return self.session.patiently(attempt)

    def pages(self, params: Mapping[str, str], token: str | None = None) -> Iterator[SearchPage]:
        """The pages of a search up to the last one, from the first or from that of a token."""
        seen: set[str] = set()
        idle = 0
        while True:
            page = self.page(params, token)
            yield page
            token = page.next_token
            if token is None:
                return
            new = {study.id for study in page.studies} - seen
            seen |= new
            idle = 0 if new else idle + 1
            if idle == MOST_IDLE:
                raise ServiceError(f"{self.place}: the pages of the search lead in a circle")


def _page(answer: Response) -> SearchPage:
    content = _decoded(answer, _Page)
    page = SearchPage([], [], content.next_page_token or None, content.total_count)
    for raw in content.studies:
        try:
            page.studies.append(study(bytes(raw), "a record of the answer"))
        except ServiceError as error:
            page.faults.append(str(error))
    return page


def _decoded(answer: Response, model: type[M]) -> M:
    _refuse_broken(answer)
    try:
        return msgspec.json.decode(answer.body, type=model)
    except (msgspec.ValidationError, RecursionError) as error:
        raise ServiceError(
            f"{shown(answer.address)}: this is no answer of the registry's API: {error}"
        ) from error


def _refuse_broken(answer: Response) -> None:
    """What is no JSON at all: a page for people, or a body that was cut on its way."""
    place = shown(answer.address)
    if answer.media_type != "application/json":
        said = printable(answer.media_type) or "something without a type"
        raise ServiceError(f"{place} answers with {said}, not with JSON: is it the registry's API?")
    try:
        msgspec.json.decode(answer.body, type=msgspec.Raw)
    except msgspec.DecodeError as error:
        raise TransientError(f"{place}: the JSON is cut short or damaged ({error})") from error
    except RecursionError as error:
        raise ServiceError(f"{place}: nested far more deeply than a record ever is") from error
