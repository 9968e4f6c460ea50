"""Brings a store up to date with the records of a folder."""

from __future__ import annotations

import os
from collections.abc import Set

from kg.ctgov_api import manifest
from kg.ctgov_api.fetch import Request, fetch_locked
from kg.ctgov_api.manifest import ManifestEntry
from kg.errors import KgError, SourceError, StoreError
from kg.export.recipe import recipe_of
from kg.export.summary import left_out
from kg.load import load
from kg.stores.embedded import EmbeddedStore
from kg.sync.job import SyncJob, SyncResult, SyncState
from kg.system.output_files import open_output


class StoreChanges:
    """The changes of one sync; they are noted in its result and in the state."""

    def __init__(self, job: SyncJob, state: SyncState, done: SyncResult) -> None:
        self._job = job
        self._state = state
        self._done = done
        self._loaded_path = job.folder.journals.root / "loaded.jsonl"

    def load(self) -> None:
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

    def remove(self, ids: list[str]) -> None:
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

    def link(self) -> None:
        """Brings the similar trials up to date if the store has them or they are asked for.

        If that fails, the next sync does it.
        """
        from kg.similarity.packages import needed

        job = self._job
        if not (_is_there(job.store) and (job.similar or job.store.keeps_similar_trials())):
            return
        options = job.options()
        try:
            with needed():
                from kg.similarity.store_links import StoreLinker, settings_of
            settings = settings_of(job.store, options.iris)
            watch = job.watch.tell, job.watch.count, job.watch.count
            linker = StoreLinker(job.store, settings, options.shapes, job.jobs, *watch)
            self._done.similar = linker.link()
        except KgError as error:
            self._done.unlinked = str(error)


def _is_there(store: EmbeddedStore) -> bool:
    try:
        with store.files():
            return True
    except StoreError:
        return False
