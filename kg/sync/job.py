"""What a sync is asked to do, what it did, and what the next one has to know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from kg.ctgov_api.client import Registry
from kg.ctgov_api.fetch import FetchProgress, Request
from kg.ctgov_api.record_files import RecordFolder
from kg.export.options import ExportOptions
from kg.stores.embedded import EmbeddedStore

if TYPE_CHECKING:
    from kg.similarity.store_links import StoreLinks


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
