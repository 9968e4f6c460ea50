"""Fetches the records of a folder that are new or have changed in the registry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from typing import Final

from kg.ctgov_api.client import LIGHT_FIELDS
from kg.ctgov_api.fetch import BATCH, Request, fetch_locked, short_of
from kg.ctgov_api.manifest import ManifestEntry
from kg.ctgov_api.study import FetchedStudy, study
from kg.errors import NotFoundError, ServiceError
from kg.sync.job import SyncJob, SyncResult, SyncState

WITHDRAWN: Final = frozenset({"WITHDRAWN", "WITHHELD", "NO_LONGER_AVAILABLE"})
"""The statuses of a trial that was taken back."""

MOST_VANISHED: Final = 20
"""If more records vanish at once, and more than a tenth of all, it is taken for a service fault."""

_LIST: Final = "the list of records"
_LIGHT: Final = {"fields": LIGHT_FIELDS, "pageSize": "1000"}


class RegistryChanges:
    """The changes of one sync; they are noted in its result and in the state."""

    def __init__(self, job: SyncJob, state: SyncState, done: SyncResult) -> None:
        self._job = job
        self._state = state
        self._done = done

    def catch_up(self, request: Request) -> None:
        """Fetches new and changed records, and checks those that are no longer listed."""
        held = self._job.folder.entries()
        listed = self._listed(request)
        there = self._listed(Request(tuple(held.keys() - listed.keys())))
        wanted = {each for each, now in {**listed, **there}.items() if self._differs(now, held)}
        wanted |= set(request.ids) - listed.keys() - held.keys() - self._state.vanished.keys()
        lost = held.keys() - listed.keys() - there.keys() - self._state.vanished.keys()
        incomplete = bool(self._done.failed)  # what such a list lacks may still be there
        vanished = {} if incomplete else self._vanished(lost, len(held))
        wanted |= {other for other in vanished.values() if other and other not in held}
        before = {each: self._status(each) for each in wanted & held.keys()}
        self._fetch(sorted(wanted), held, vanished)
        for each, old in before.items():
            now = self._status(each)
            if now in WITHDRAWN and now != old:
                self._done.withdrawn[each] = str(now)
        if not incomplete:
            self._note_lost(vanished, listed.keys() | there.keys(), there.keys())

    def _listed(self, request: Request) -> dict[str, FetchedStudy]:
        """The records of a request by NCT id, with their versions and dates of update alone."""
        ids = sorted(request.ids)
        searches = [
            {"filter.ids": ",".join(ids[start : start + BATCH])}
            for start in range(0, len(ids), BATCH)
        ]
        if request.query:
            searches = [request.query.parameters()]
        found: dict[str, FetchedStudy] = {}
        for params in searches:
            before, counted = len(found), 0
            for page in self._job.registry.pages({**params, **_LIGHT}):
                found.update({each.id: each for each in page.studies})
                counted = page.total or counted
                if page.faults:
                    self._done.failed[_LIST] = page.faults[0]
                self._job.watch.count(len(found), None)
            if len(found) - before < counted:
                self._done.failed[_LIST] = short_of(counted, len(found) - before)
        return found

    def _differs(self, now: FetchedStudy, held: Mapping[str, ManifestEntry]) -> bool:
        entry = held.get(now.id)
        if entry is None or entry.updated != now.updated:
            return True
        if entry.update_day is None:  # only the version can show a change
            return entry.version is None or entry.version != now.version
        return self._job.thorough and entry.version != now.version

    def _vanished(self, ids: Iterable[str], held: int) -> dict[str, str | None]:
        """The ids without a record in the registry, each with the id that replaces it, if any."""
        lost = sorted(ids)
        if len(lost) > max(MOST_VANISHED, held // 10):
            raise ServiceError(
                f"{self._job.registry.place}: {len(lost):,} of {held:,} records are missing from"
                " its response, which looks like a fault of the service: nothing was changed"
            )
        found: dict[str, str | None] = {}
        for each in lost:
            try:
                now = self._job.registry.study(each)
            except NotFoundError:
                found[each] = None
            else:
                if now.id != each:
                    found[each] = now.id
        return found

    def _status(self, nct_id: str) -> str | None:
        path = self._job.folder.path(nct_id)
        try:
            return study(path.read_bytes(), str(path)).status
        except (OSError, ServiceError):  # deleted or damaged: it is fetched again
            return None

    def _fetch(
        self, wanted: list[str], held: Mapping[str, ManifestEntry], vanished: dict[str, str | None]
    ) -> None:
        if not wanted:
            return
        job, done = self._job, self._done
        outcome = fetch_locked(job.registry, Request(tuple(wanted)), job.folder, job.watch)
        for each in outcome.fetched:
            (done.changed if each in held else done.new).append(each)
        for each in outcome.missing:
            if each in held:
                vanished[each] = None
            else:
                done.missing.append(each)
        done.failed |= outcome.failed

    def _note_lost(
        self, vanished: Mapping[str, str | None], present: Set[str], outside: Iterable[str]
    ) -> None:
        """Notes each lost record, to be reported once, and again if it came back meanwhile."""
        state, done = self._state, self._done
        done.vanished = {
            each: f"now an alias of {other}" if other else "no longer in the registry"
            for each, other in vanished.items()
        }
        still = {each: why for each, why in state.vanished.items() if each not in present}
        state.vanished = still | done.vanished
        done.outside = sorted(set(outside) - set(state.outside))
        state.outside = sorted(outside)
