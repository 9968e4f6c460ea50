"""Writes a site: page by page, until every page that is linked is there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from kg.errors import StoreError, UsageError
from kg.related.picture.layout import Drawing
from kg.serve.site.answers import answer
from kg.serve.site.file_names import TOP, file_of, unit_of
from kg.serve.snapshot import Snapshot
from kg.stores.embedded import EmbeddedStore
from kg.stores.embedded.search_index import open_search_index
from kg.stores.embedded.versions import index_of
from kg.system import processes
from kg.system.file_set import output_errors
from kg.system.output_folder import replaced_folder

MOST_TRIALS: Final = 50_000
"""Trials of a store that is made a site."""

_BEGINNING: Final = ("/", "/page/vocab")

_MARK: Final = "kg-site.txt"
_ABOUT: Final = """\
This folder was made by kg site: the pages of a store of clinical trials, {trials:,} of them.
Open index.html in a browser, or put the folder on any web server.
kg site replaces the folder as a whole, so keep nothing of your own in it.
"""


@dataclass(slots=True)
class SiteTotals:
    """How many trials, files and bytes a site has."""

    trials: int = 0
    files: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class _Written:
    """What was written for a unit of addresses, and the other units that it links."""

    files: int
    size: int
    linked: frozenset[str]


def write_site(
    store: EmbeddedStore,
    folder: Path,
    jobs: int = 1,
    on_done: Callable[[int, int], None] = lambda done, total: None,
) -> SiteTotals:
    """Writes the site of a store into a folder, which appears whole or not at all.

    `on_done` hears, anew for each step, how many pages are done of how many. Raises UsageError for
    a store that is too large, StoreError if it can't be read, OutputError if the folder is neither
    empty nor made by this function, or can't be written.
    """
    if folder.resolve().is_relative_to(store.folder.resolve()):
        raise UsageError(f"{folder} is in the folder of {store.place}: give one outside of it")
    with store.files() as path:
        totals = SiteTotals(_trials(path))
        with replaced_folder(folder, _MARK, TOP) as new:
            _write(partial(_write_unit, store, path, new), jobs, totals, on_done)
            with output_errors(str(new / _MARK)):
                (new / _MARK).write_text(_ABOUT.format(trials=totals.trials), "utf-8")
    return totals


def _trials(path: Path) -> int:
    """How many trials the store has."""
    index = open_search_index(index_of(path))
    if index is None:
        raise StoreError(
            "the store was loaded by an earlier version of kg and has no search index: load any"
            " record into it again with `kg load`"
        )
    trials = index.totals()["trial"]
    index.close()
    if trials > MOST_TRIALS:
        raise UsageError(
            f"a site has up to {MOST_TRIALS:,} trials, as each has some twenty files, and the store"
            f" has {trials:,}: use kg serve"
        )
    return trials


def _write(
    work: Callable[[str], _Written],
    jobs: int,
    totals: SiteTotals,
    on_done: Callable[[int, int], None],
) -> None:
    """Writes what the beginning links, what that links, and so on."""
    seen = set(_BEGINNING)
    due = sorted(seen)
    while due:
        found: set[str] = set()
        with processes.in_order(work, due, jobs) as written:
            for done, (_, each) in enumerate(written, 1):
                totals.files += each.files
                totals.size += each.size
                found |= each.linked - seen
                on_done(done, len(due))
        _OPEN.clear()  # no process is forked while a store is open
        seen |= found
        due = sorted(found, reverse=True)  # the lists, which take longest, come first


_OPEN: Final[dict[Path, Snapshot]] = {}
"""The store that this process reads; each worker process opens it for itself."""


def _write_unit(store: EmbeddedStore, path: Path, folder: Path, unit: str) -> _Written:
    """Writes a page with all that goes with it, such as the parts of a trial."""
    snapshot = _OPEN.get(path) or _opened(store, path)
    waiting, seen, elsewhere, size = [unit], {unit}, set(), 0
    drawings: dict[str, Drawing] = {}
    while waiting:
        address = waiting.pop()
        made = answer(snapshot, address, drawings)
        file = folder / file_of(address)
        with output_errors(str(file)):
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(made.content)
        size += len(made.content)
        for each in made.linked - seen:
            if unit_of(each) == unit:
                seen.add(each)
                waiting.append(each)
            else:
                elsewhere.add(unit_of(each))
    return _Written(len(seen), size, frozenset(elsewhere))


def _opened(store: EmbeddedStore, path: Path) -> Snapshot:
    try:
        return _OPEN.setdefault(path, Snapshot(store, path))
    except OSError as error:
        raise StoreError(f"{store.place} can't be read: {error}") from error
