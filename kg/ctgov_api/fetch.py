"""Fetching: the records of some NCT ids, or of a question, from the registry onto the disk.

A fetch that is interrupted keeps what it has got, and the same fetch goes on from there, to the
same bytes that it would have come to; one that ends puts all of its records into their places.
Where the registry publishes new data meanwhile, it begins again: one fetch, one state of the data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Final

from kg.ctgov_api.client import Registry, SearchPage
from kg.ctgov_api.fetch_journal import FetchJournal
from kg.ctgov_api.record_files import Target
from kg.ctgov_api.search import SearchQuery
from kg.ctgov_api.study import FetchedStudy
from kg.errors import NotFoundError, RefusedError, ServiceError, TransientError
from kg.http.retry import Failures
from kg.mapping import map_record
from kg.rdf import vocabulary as vocab
from kg.sources import ctgov_json
from kg.text.nct_ids import nct_id

FEW: Final = 10
"""So many ids are asked for one by one; of more, a hundred with each request."""

BATCH: Final = 100
"""Ids of one request; the address must not become too long."""

RESTARTS: Final = 3
"""How often a fetch begins again because the registry has published new data."""

PAGES_BETWEEN_LOOKS: Final = 20
"""Pages after which a long fetch looks whether the data are still the same."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to fetch: records by their ids, with those that they are linked to over `depth` links;
    or the answers to a question.
    """

    ids: tuple[str, ...] = ()
    query: SearchQuery = field(default_factory=SearchQuery)
    depth: int = 0


@dataclass(slots=True)
class FetchResult:
    """What came of a fetch: ids of records, alias -> record, ids that there is no record of, ids of
    records that could not be had, and ids that only other records name, of which there is none.
    """

    fetched: list[str] = field(default_factory=list)
    aliases: dict[str, str] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    dangling: list[str] = field(default_factory=list)
    timestamp: str | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """Who is told: sentences as things happen, and how many records there are out of how many."""

    tell: Callable[[str], None] = lambda _: None
    count: Callable[[int, int | None], None] = lambda _, __: None


class _NewData(Exception):
    """The registry has published new data since the fetch began."""


def fetch(registry: Registry, request: Request, target: Target, watch: Watch) -> FetchResult:
    """Fetches what is requested, and puts it into its place when all of it is there.

    Raises ServiceError where the registry can't be used; what has been got is kept for another try.
    """
    with target.works.locked():
        return fetch_locked(registry, request, target, watch)


def fetch_locked(registry: Registry, request: Request, target: Target, watch: Watch) -> FetchResult:
    """The same, for whoever holds the lock of the target's works."""
    for left in target.works.unpublished():
        target.publish(left, watch.tell)
    for _ in range(RESTARTS + 1):
        timestamp = registry.timestamp()
        target.works.sweep(timestamp)
        work = target.works.of(request)
        work.begin(timestamp)
        if work.entries:
            watch.tell(f"going on behind the {len(work.entries):,} records that are there already")
        try:
            outcome = _Gathering(registry, work, watch).gather(request)
        except _NewData:
            watch.tell("the registry has published new data meanwhile: beginning again")
            continue
        except BaseException:
            if work.entries:
                watch.tell(f"{len(work.entries):,} records are kept for the same fetch to go on")
            else:
                work.drop()
            raise
        if outcome.fetched:
            target.publish(work, watch.tell)
        else:
            work.drop()
        return outcome
    raise ServiceError(f"{registry.place} publishes new data again and again: try again later")


def linked(study: FetchedStudy) -> list[str]:
    """The NCT ids of the trials that a record says it is linked to, sorted."""
    graph = map_record(ctgov_json.read(study.data, study.id))
    links = {term for _, predicate, term in graph.triples if predicate == vocab.KG_TARGET_TRIAL}
    return sorted(filter(None, (nct_id(term[1:-1]) for term in links)))


class _Gathering:
    """One run through what is requested, with what is got kept as work."""

    def __init__(self, registry: Registry, work: FetchJournal, watch: Watch) -> None:
        self._registry = registry
        self._work = work
        self._watch = watch
        self._outcome = FetchResult(timestamp=work.state.timestamp)
        self._failures = Failures()
        self._requests = 0

    def gather(self, request: Request) -> FetchResult:
        if request.query:
            self._answers(request.query.parameters())
        else:
            self._with_links(request.ids, request.depth)
        if self._requests > 1:
            self._look()
        self._outcome.fetched = sorted(self._work.entries)
        return self._outcome

    def _look(self) -> None:
        """Looks whether the data are those that the fetch began with."""
        if self._registry.timestamp() != self._work.state.timestamp:
            raise _NewData

    def _answers(self, params: dict[str, str]) -> None:
        """Every page of a search."""
        work = self._work
        if not work.state.complete:
            self._all_pages(params, work.state.token)
            work.state.complete = True
            work.save()
        if work.state.total is not None and len(work.entries) < work.state.total:
            self._outcome.failed["the search"] = (
                f"the registry counted {work.state.total:,} records and gave {len(work.entries):,}"
            )

    def _all_pages(self, params: dict[str, str], token: str | None) -> None:
        """The pages from that of a token on; all of them where the registry has forgotten it."""
        try:
            self._pages(params, token)
        except (NotFoundError, RefusedError, TransientError):
            raise
        except ServiceError:
            if token is None or self._requests:
                raise
            self._watch.tell("the registry has forgotten how far the fetch was: beginning again")
            self._work.restart()
            self._pages(params, None)

    def _pages(self, params: dict[str, str], token: str | None) -> None:
        state = self._work.state
        for number, page in zip(count(1), self._registry.pages(params, token), strict=False):
            self._requests += 1
            state.total = page.total if page.total is not None else state.total
            self._keep(page)
            state.token = page.next_token
            self._work.save()
            if number % PAGES_BETWEEN_LOOKS == 0:
                self._look()

    def _keep(self, page: SearchPage) -> None:
        for study in page.studies:
            self._work.keep(study)
            self._watch.count(len(self._work.entries), self._work.state.total)
        for fault in page.faults:
            self._outcome.failed[f"a record of page {self._requests}"] = fault

    def _with_links(self, ids: Iterable[str], depth: int) -> None:
        """Records by their ids, then those that they name, and so on."""
        asked: set[str] = set()
        level = sorted(set(ids))
        for step in range(depth + 1):
            self._by_ids(level, named_by_user=step == 0)
            asked.update(level, self._outcome.aliases.values())
            if step == depth:
                return
            named = {other for study in self._had(level) for other in linked(study)}
            level = sorted(named - asked)

    def _had(self, ids: Iterable[str]) -> Iterator[FetchedStudy]:
        for each in ids:
            known = self._outcome.aliases.get(each, each)
            if known in self._work.entries:
                yield self._work.study(known)

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
        return nct_id in self._work.entries or nct_id in self._outcome.aliases

    def _count(self, ids: list[str]) -> None:
        self._watch.count(sum(map(self._has, ids)), len(ids))

    def _batch(self, ids: list[str]) -> None:
        """The records of many ids, as far as one search gives them."""
        if not ids:
            return
        for page in self._registry.pages({"filter.ids": ",".join(ids)}):
            self._requests += 1
            for study in page.studies:
                if study.id in ids:
                    self._work.keep(study)

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
            self._work.keep(study)
            if study.id != asked:
                self._outcome.aliases[asked] = study.id
