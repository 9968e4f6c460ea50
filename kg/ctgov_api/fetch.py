"""Fetching: downloads the records of NCT ids, or of a search, from the registry to disk.

An interrupted fetch keeps its records, and the same fetch resumes from there, with the same result
byte for byte; a fetch that completes puts all of its records into place. If the registry publishes
new data meanwhile, the fetch starts again: one fetch has one state of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from kg.ctgov_api.client import Registry, SearchPage
from kg.ctgov_api.fetch_journal import FetchJournal
from kg.ctgov_api.record_files import FetchTarget
from kg.ctgov_api.search import SearchQuery
from kg.ctgov_api.study import FetchedStudy
from kg.errors import NotFoundError, RefusedError, ServiceError, TransientError
from kg.http.retry import Failures
from kg.mapping import map_record
from kg.rdf import vocabulary as vocab
from kg.sources import ctgov_json
from kg.text.nct_ids import nct_id

FEW: Final = 10
"""Up to this number, ids are requested one by one; more, in batches."""

BATCH: Final = 100
"""Ids in one request; the address must not become too long."""

RESTARTS: Final = 3
"""The number of times that a fetch starts again because the registry has published new data."""

PAGES_BETWEEN_LOOKS: Final = 20
"""Pages after which a long fetch checks whether the data are still the same."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to fetch: records by their ids, with those linked to them over `depth` links; or the
    results of a search.
    """

    ids: tuple[str, ...] = ()
    query: SearchQuery = field(default_factory=SearchQuery)
    depth: int = 0


@dataclass(slots=True)
class FetchResult:
    """The result of a fetch: ids of the records, alias -> record, ids without a record, ids of
    records that failed -> the reason, and ids without a record that only other records name.
    """

    fetched: list[str] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    dangling: list[str] = field(default_factory=list)
    timestamp: str | None = None


@dataclass(frozen=True, slots=True)
class FetchProgress:
    """Receives messages as things happen, and the number of records fetched and in total."""

    tell: Callable[[str], None] = lambda _: None
    count: Callable[[int, int | None], None] = lambda _, __: None


class _NewData(Exception):
    """The registry has published new data since the fetch began."""


def fetch(
    registry: Registry, request: Request, target: FetchTarget, progress: FetchProgress
) -> FetchResult:
    """Fetches what is requested, and puts it into place when it is complete.

    Raises ServiceError if the registry can't be used; what was fetched is kept for the next try.
    """
    with target.journals.locked():
        return fetch_locked(registry, request, target, progress)


def fetch_locked(
    registry: Registry, request: Request, target: FetchTarget, progress: FetchProgress
) -> FetchResult:
    """The same, for a caller that holds the lock of the target's journals."""
    for left in target.journals.unpublished():
        target.publish(left, progress.tell)
    for _ in range(RESTARTS + 1):
        timestamp = registry.timestamp()
        target.journals.sweep(timestamp)
        journal = target.journals.of(request)
        journal.begin(timestamp)
        if journal.entries:
            progress.tell(
                f"resuming after the {len(journal.entries):,} records that are already there"
            )
        try:
            outcome = _Gathering(registry, journal, progress).gather(request)
        except _NewData:
            progress.tell("the registry has published new data meanwhile: starting again")
            continue
        except BaseException:
            if journal.entries:
                progress.tell(f"{len(journal.entries):,} records are kept: the same fetch resumes")
            else:
                journal.drop()
            raise
        if outcome.fetched:
            target.publish(journal, progress.tell)
        else:
            journal.drop()
        return outcome
    raise ServiceError(f"{registry.place} keeps publishing new data: try again later")


def short_of(counted: int, sent: int) -> str:
    """The message for a search that has returned fewer records than the registry counted."""
    return f"the registry counted {counted:,} records and sent {sent:,}"


def linked(study: FetchedStudy) -> list[str]:
    """The NCT ids of the trials that a record links to, sorted."""
    graph = map_record(ctgov_json.read(study.data, study.id))
    links = {term for _, predicate, term in graph.triples if predicate == vocab.KG_TARGET_TRIAL}
    return sorted(filter(None, (nct_id(term[1:-1]) for term in links)))


class _Gathering:
    """One run over a request, with the records kept in a journal."""

    def __init__(self, registry: Registry, journal: FetchJournal, progress: FetchProgress) -> None:
        self._registry = registry
        self._journal = journal
        self._progress = progress
        self._outcome = FetchResult(timestamp=journal.state.timestamp)
        self._failures = Failures()
        self._requests = 0

    def gather(self, request: Request) -> FetchResult:
        if request.query:
            self._answers(request.query.parameters())
        else:
            self._with_links(request.ids, request.depth)
        if self._requests > 1:
            self._check_data()
        self._outcome.fetched = sorted(self._journal.entries)
        return self._outcome

    def _check_data(self) -> None:
        """Checks that the data are those that the fetch began with."""
        if self._registry.timestamp() != self._journal.state.timestamp:
            raise _NewData

    def _answers(self, params: dict[str, str]) -> None:
        """Every page of a search."""
        journal = self._journal
        if not journal.state.complete:
            self._all_pages(params, journal.state.token)
            journal.state.complete = True
            journal.save()
        if journal.state.total is not None and len(journal.entries) < journal.state.total:
            self._outcome.failed["the search"] = short_of(journal.state.total, len(journal.entries))

    def _all_pages(self, params: dict[str, str], token: str | None) -> None:
        """The pages from that of a token on; all of them if the registry rejects the token."""
        try:
            self._pages(params, token)
        except (NotFoundError, RefusedError, TransientError):
            raise
        except ServiceError:
            if token is None or self._requests:
                raise
            self._progress.tell(
                "the registry no longer knows the page to resume at: starting again"
            )
            self._journal.restart()
            self._pages(params, None)

    def _pages(self, params: dict[str, str], token: str | None) -> None:
        state = self._journal.state
        for number, page in zip(count(1), self._registry.pages(params, token), strict=False):
            self._requests += 1
            state.total = page.total if page.total is not None else state.total
            self._keep(page)
            state.token = page.next_token
            self._journal.save()
            if number % PAGES_BETWEEN_LOOKS == 0:
                self._check_data()

    def _keep(self, page: SearchPage) -> None:
        for study in page.studies:
            self._journal.keep(study)
            self._progress.count(len(self._journal.entries), self._journal.state.total)
        for fault in page.faults:
            self._outcome.failed[f"a record of page {self._requests}"] = fault

    def _with_links(self, ids: Iterable[str], depth: int) -> None:
        """Records by their ids, then those that they link to, and so on."""
        asked: set[str] = set()
        level = sorted(set(ids))
        for step in range(depth + 1):
            self._by_ids(level, named_by_user=step == 0)
            asked.update(level, self._outcome.aliases.values())
            if step == depth:
                return
            named = {other for study in self._fetched(level) for other in linked(study)}
            level = sorted(named - asked)

    def _fetched(self, ids: Iterable[str]) -> Iterator[FetchedStudy]:
        for each in ids:
            known = self._outcome.aliases.get(each, each)
            if known in self._journal.entries:
                yield self._journal.study(known)

    def _by_ids(self, ids: list[str], *, named_by_user: bool) -> None:
        self._count(ids)
        if len(ids) > FEW:
            for start in range(0, len(ids), BATCH):
                self._batch([each for each in ids[start : start + BATCH] if not self._has(each)])
                self._count(ids)
        for each in ids:
            if not self._has(each):
                self._one(each, named_by_user=named_by_user)
                self._count(ids)

    def _has(self, nct_id: str) -> bool:
        return nct_id in self._journal.entries or nct_id in self._outcome.aliases

    def _count(self, ids: list[str]) -> None:
        self._progress.count(sum(map(self._has, ids)), len(ids))

    def _batch(self, ids: list[str]) -> None:
        """The records of many ids, as far as one search returns them."""
        if not ids:
            return
        for page in self._registry.pages({"filter.ids": ",".join(ids)}):
            self._requests += 1
            for study in page.studies:
                if study.id in ids:
                    self._journal.keep(study)

    def _one(self, asked: str, *, named_by_user: bool) -> None:
        self._requests += 1
        try:
            study = self._registry.study(asked)
        except NotFoundError:
            (self._outcome.missing if named_by_user else self._outcome.dangling).append(asked)
        except ServiceError as error:
            self._failures.add(error)
            self._outcome.failed[asked] = str(error)
        else:
            self._failures.clear()
            self._journal.keep(study)
            if study.id != asked:
                self._outcome.aliases[asked] = study.id
