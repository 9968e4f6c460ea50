"""The versions of a store that a server reads, each as long as a request needs it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.load import load
from kg.serve.snapshot import Snapshot, Snapshots
from tests.support.small_trials import FIVE, small_store, study, written


def test_a_version_is_closed_when_nobody_reads_it_any_more(tmp_path: Path) -> None:
    store = small_store(tmp_path)
    snapshots = Snapshots(store)
    with snapshots.current() as earlier:
        index = earlier.search
        assert index is not None
        load([str(written(tmp_path, "more", [study(FIVE, "Gout")]))], store)
        with snapshots.current() as later:
            assert later.search is not None
            assert (index.totals()["trial"], later.search.totals()["trial"]) == (4, 5)
    with pytest.raises(StoreError):
        index.totals()
    snapshots.close()


def test_a_thread_that_has_ended_keeps_no_file_open(tmp_path: Path) -> None:
    snapshots = Snapshots(small_store(tmp_path))
    with snapshots.current() as snapshot:
        assert _are_read(snapshot)
        before = _open_files()
        for _ in range(20):
            with ThreadPoolExecutor(1) as thread:
                assert thread.submit(_are_read, snapshot).result()
        assert _open_files() < before + 20
    snapshots.close()


def _are_read(snapshot: Snapshot) -> bool:
    """Whether both indexes are there, from which a row is read."""
    search, postings = snapshot.search, snapshot.postings
    found = search and search.totals()["trial"], postings and postings.numbers_from("NCT", 1)
    return all(found)


def _open_files() -> int:
    return len(list(Path("/dev/fd").iterdir()))
