"""Keeps a folder of records, and the store of their graphs, up to date with the registry.

The date of each record's last update in the registry is compared with the manifest. Records that
differ are fetched; records whose file differs from what was loaded are exported, validated and
loaded, each graph replacing its earlier one. A sync that is interrupted anywhere is completed by
the next one; one that finds no change does nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from kg.ctgov_api import manifest
from kg.ctgov_api.client import LIGHT_FIELDS, Registry
from kg.ctgov_api.fetch import BATCH, FetchProgress, Request, fetch_locked, short_of
from kg.ctgov_api.manifest import ManifestEntry
from kg.ctgov_api.record_files import RecordFolder
from kg.ctgov_api.study import FetchedStudy, study
from kg.errors import KgError, NotFoundError, ServiceError, SourceError, StoreError, UsageError
from kg.export.options import ExportOptions
from kg.export.recipe import recipe_of
from kg.export.summary import left_out
from kg.load import load
from kg.stores.embedded import EmbeddedStore
from kg.system.output_files import open_output

if TYPE_CHECKING:
    from kg.similarity.store_links import StoreLinks

WITHDRAWN: Final = frozenset({"WITHDRAWN", "WITHHELD", "NO_LONGER_AVAILABLE"})
"""The statuses of a trial that was taken back."""

MOST_VANISHED: Final = 20
"""If more records vanish at once, and more than a tenth of all, it is taken for a service fault."""

_LIST: Final = "the list of records"
_LIGHT: Final = {"fields": LIGHT_FIELDS, "pageSize": "1000"}


class SyncState(msgspec.Struct):
    """The state after the last sync: the registry's timestamp, the search, how graphs were made,
    their store, and the records that had vanished or no longer matched.
    """

    timestamp: str | None = None
    request: Request | None = None
    recipe: str = ""
    store: str = ""
    vanished: dict[str, str] = {}
    outside: list[str] = []


@dataclass(slots=True)
class SyncResult:
    """What a sync did, by NCT id; `vanished` and `failed` have the reasons.

    `similar` is what was done with the similar trials, if the store keeps them; `unlinked` is why
    that could not be done.
    """

    new: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    withdrawn: dict[str, str] = field(default_factory=dict)
    vanished: dict[str, str] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    loaded: int = 0
    rejects: list[str] = field(default_factory=list)
    timestamp: str | None = None
    similar: StoreLinks | None = None
    unlinked: str | None = None

    def __bool__(self) -> bool:
        linked = self.similar is not None and self.similar.outcome is not None
        return bool(
            self.new or self.changed or self.vanished or self.outside or self.missing
            or self.failed or self.removed or self.loaded or self.rejects or linked
            or self.unlinked
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SyncJob:
    """The settings of a sync. If it makes other graphs of records than the last one, all are loaded
    again. `thorough` also fetches records that only the registry has changed.
    `similar` says to find the similar trials in the store; where that was done before, they are
    brought up to date in any case. `vocabulary` says to load the vocabulary along with records.
    `jobs` is the number of worker processes.
    """

    registry: Registry
    folder: RecordFolder
    store: EmbeddedStore
    options: Callable[[], ExportOptions]
    request: Request | None = None
    thorough: bool = False
    remove_vanished: bool = False
    similar: bool = False
    vocabulary: bool = True
    jobs: int = 1
    watch: FetchProgress = field(default_factory=FetchProgress)


def sync(job: SyncJob) -> SyncResult:
    """Brings folder and store up to date.

    Raises ServiceError if the registry can't be used, OutputError if another kg is writing to the
    folder or the store. The next sync uses what was fetched until then.
    """
    with job.folder.journals.locked():
        return _Sync(job).run()


class _Sync:
    """One sync, which holds the lock."""

    def __init__(self, job: SyncJob) -> None:
        self._job = job
        self._done = SyncResult()
        self._state_path = job.folder.journals.root / "sync.json"
        self._loaded_path = job.folder.journals.root / "loaded.jsonl"
        self._state = self._read_state()

    def run(self) -> SyncResult:
        job, state = self._job, self._state
        for left in job.folder.journals.unpublished():
            job.folder.publish(left, job.watch.tell)
        request = job.request or state.request or Request(tuple(sorted(job.folder.entries())))
        if not request.ids and not request.query:
            raise UsageError(
                "there is nothing to follow: give NCT ids or a search (--condition ...), or fetch"
                f" records into {job.folder.place}"
            )
        timestamp = self._done.timestamp = job.registry.timestamp()
        known = timestamp is not None and timestamp == state.timestamp
        another = job.request is not None and job.request != state.request
        if not known or another or job.thorough:
            self._catch_up(request)
            state.timestamp = None if self._done.failed else timestamp
            state.request = request if job.request or state.request else None
        self._load()
        gone = sorted(state.vanished.keys() & job.folder.entries().keys())
        if job.remove_vanished and gone:
            self._remove(gone)
        self._write_state()
        if _is_there(job.store) and (job.similar or job.store.keeps_similar_trials()):
            self._link()
        return self._done

    def _link(self) -> None:
        """Brings the similar trials up to date; if that fails, the next sync does it."""
        from kg.similarity.packages import needed

        job, options = self._job, self._job.options()
        try:
            with needed():
                from kg.similarity.store_links import StoreLinker, settings_of
            settings = settings_of(job.store, options.iris)
            watch = job.watch.tell, job.watch.count, job.watch.count
            linker = StoreLinker(job.store, settings, options.shapes, job.jobs, *watch)
            self._done.similar = linker.link()
        except KgError as error:
            self._done.unlinked = str(error)

    def _catch_up(self, request: Request) -> None:
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

    def _load(self) -> None:
        """Loads the records whose file differs from what was loaded before."""
        job, state, entries = self._job, self._state, self._job.folder.entries()
        store = os.path.relpath(job.store.folder, job.folder.folder)  # both may be moved
        loaded = manifest.read(self._loaded_path, cut=True)
        recipe = recipe_of(job.options())
        if (state.recipe, state.store) != (recipe, store) or not _is_there(job.store):
            loaded = {}
            manifest.write(self._loaded_path, [])  # what is left there was made otherwise
        pending = [e for i, e in entries.items() if i not in loaded or loaded[i].sha256 != e.sha256]
        damaged = self._fetch_damaged(pending)
        ready = [each.id for each in pending if each.id not in damaged]
        if ready:
            self._load_records([str(job.folder.path(each)) for each in ready])
            entries = job.folder.entries()
            done = [each for i, each in entries.items() if i not in damaged]
            manifest.write(self._loaded_path, done)
        state.recipe, state.store = recipe, store

    def _fetch_damaged(self, entries: list[ManifestEntry]) -> Set[str]:
        """Fetches records whose files are not as they were saved; those that stay so."""
        job, done = self._job, self._done
        damaged = {each.id for each in entries if not job.folder.is_intact(each)}
        if not damaged:
            return damaged
        for each in sorted(damaged):
            job.watch.tell(f"{job.folder.path(each)} is damaged: fetching the record again")
        outcome = fetch_locked(job.registry, Request(tuple(sorted(damaged))), job.folder, job.watch)
        left = damaged - set(outcome.fetched)
        for each in sorted(left):
            path = job.folder.path(each)
            done.failed.setdefault(each, outcome.failed.get(each, f"{path} is damaged"))
        return left

    def _load_records(self, paths: list[str]) -> None:
        """Loads records; those that do not conform are reported once, until they change."""
        job, done = self._job, self._done
        job.store.rejects.unlink(missing_ok=True)
        try:
            loaded = load(paths, job.store, job.options(), vocabulary=job.vocabulary, jobs=job.jobs)
        except SourceError as error:
            if not job.store.rejects.exists():
                raise
            done.rejects = [str(error)]  # none of them could be loaded
        else:
            done.loaded = loaded.totals.written
            done.rejects = list(left_out(loaded.totals))

    def _remove(self, ids: list[str]) -> None:
        """Removes vanished records from the store and the manifest; their files are kept aside."""
        job, entries = self._job, self._job.folder.entries()
        listed = job.folder.journals.root / "gone.txt"
        with open_output(listed) as output:
            output.write("".join(f"{each}\n" for each in ids))
        load([], job.store, job.options(), gone=str(listed))
        listed.unlink()
        aside = job.folder.journals.root / "vanished"
        aside.mkdir(exist_ok=True)
        for each in ids:
            job.folder.path(each).replace(aside / f"{each}.json")
            del entries[each]
        manifest.write(job.folder.manifest_path(), entries.values())
        loaded = manifest.read(self._loaded_path, cut=True)
        manifest.write(self._loaded_path, [e for i, e in loaded.items() if i in entries])
        self._done.removed = ids

    def _read_state(self) -> SyncState:
        try:
            return msgspec.json.decode(self._state_path.read_bytes(), type=SyncState)
        except (FileNotFoundError, msgspec.DecodeError):
            return SyncState()

    def _write_state(self) -> None:
        with open_output(self._state_path) as output:
            output.write(msgspec.json.encode(self._state).decode())


def _is_there(store: EmbeddedStore) -> bool:
    try:
        with store.files():
            return True
    except StoreError:
        return False
