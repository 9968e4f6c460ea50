"""Keeps a folder of records, and the store of their graphs, up to date with the registry.

The date of each record's last update in the registry is compared with the manifest. Records that
differ are fetched; records whose file differs from what was loaded are exported, validated and
loaded, each graph replacing its earlier one. A sync that is interrupted anywhere is completed by
the next one; one that finds no change does nothing.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from kg.ctgov_api.fetch import Request
from kg.errors import UsageError
from kg.sync.job import SyncJob, SyncResult, SyncState
from kg.sync.registry_changes import RegistryChanges
from kg.sync.store_changes import StoreChanges
from kg.system.output_files import open_output

__all__ = ["SyncJob", "SyncResult", "sync"]


def sync(job: SyncJob) -> SyncResult:
    """Brings folder and store up to date.

    Raises ServiceError if the registry can't be used, OutputError if another kg is writing to the
    folder or the store. The next sync uses what was fetched until then.
    """
    with job.folder.journals.locked():
        path = job.folder.journals.root / "sync.json"
        state, done = _read_state(path), SyncResult()
        store = StoreChanges(job, state, done)
        _fetch(job, state, done)
        store.load()
        gone = sorted(state.vanished.keys() & job.folder.entries().keys())
        if job.remove_vanished and gone:
            store.remove(gone)
        with open_output(path) as output:
            output.write(msgspec.json.encode(state).decode())
        store.link()
        return done


def _fetch(job: SyncJob, state: SyncState, done: SyncResult) -> None:
    """Brings the folder up to date, unless the registry has not changed since the last sync."""
    for left in job.folder.journals.unpublished():
        job.folder.publish(left, job.watch.tell)
    request = job.request or state.request or Request(tuple(sorted(job.folder.entries())))
    if not request.ids and not request.query:
        raise UsageError(
            "there is nothing to follow: give NCT ids or a search (--condition ...), or fetch"
            f" records into {job.folder.place}"
        )
    timestamp = done.timestamp = job.registry.timestamp()
    known = timestamp is not None and timestamp == state.timestamp
    another = job.request is not None and job.request != state.request
    if not known or another or job.thorough:
        RegistryChanges(job, state, done).catch_up(request)
        state.timestamp = None if done.failed else timestamp
        state.request = request if job.request or state.request else None


def _read_state(path: Path) -> SyncState:
    try:
        return msgspec.json.decode(path.read_bytes(), type=SyncState)
    except (FileNotFoundError, msgspec.DecodeError):
        return SyncState()
