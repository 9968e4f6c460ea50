"""Locks on files and folders: who excludes whom, and what becomes of a file that is removed."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from kg.system.locks import lock


def test_one_process_holds_it_alone(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with lock(path, create=True):
        for shared in (False, True):
            with pytest.raises(BlockingIOError):
                lock(path, shared=shared)
    with lock(path):
        pass


def test_readers_share_it_and_keep_a_writer_out(tmp_path: Path) -> None:
    with (
        lock(tmp_path, shared=True),
        lock(tmp_path, shared=True),
        pytest.raises(BlockingIOError),
    ):
        lock(tmp_path)
    with lock(tmp_path):
        pass


def is_free(path: Path) -> bool:
    """Whether nobody holds a lock on it."""
    try:
        with lock(path):
            return True
    except BlockingIOError:
        return False


def test_it_ends_with_an_error(tmp_path: Path) -> None:
    with suppress(ZeroDivisionError), lock(tmp_path):
        assert not is_free(tmp_path)
        raise ZeroDivisionError
    assert is_free(tmp_path)


def test_only_create_makes_the_file_and_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "lock"
    with pytest.raises(FileNotFoundError):
        lock(path)
    with lock(path, create=True):
        assert path.read_bytes() == b""


def test_a_file_of_others_is_locked_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_bytes(b"theirs")
    with lock(path, create=True):
        assert path.read_bytes() == b"theirs"


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OSError, match="file"):
        lock(tmp_path / "file" / "lock", create=True)
    (tmp_path / "lock").symlink_to(tmp_path / "nowhere" / "lock")
    with pytest.raises(FileNotFoundError):
        lock(tmp_path / "lock", create=True)


@pytest.fixture
def replaced(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """Has another process remove a file just after it is opened, once."""
    paths: list[Path] = []
    real = os.open

    def opened(path: Path, *args: int) -> int:
        descriptor = real(path, *args)
        if path in paths:
            paths.remove(path)
            path.unlink()
        return descriptor

    monkeypatch.setattr(os, "open", opened)
    yield paths
    assert not paths


def test_a_file_that_is_removed_meanwhile_is_no_lock(tmp_path: Path, replaced: list[Path]) -> None:
    path = tmp_path / "lock"
    path.write_bytes(b"")
    replaced.append(path)
    with pytest.raises(FileNotFoundError):
        lock(path)


def test_a_file_that_is_removed_meanwhile_is_made_again(
    tmp_path: Path, replaced: list[Path]
) -> None:
    path = tmp_path / "lock"
    replaced.append(path)
    with lock(path, create=True):
        assert path.exists()
        with pytest.raises(BlockingIOError):
            lock(path)


def _hold(path: Path, pipe: Connection) -> None:
    with lock(path, create=True):
        pipe.send(True)
        pipe.recv()


def test_it_ends_with_the_process_that_holds_it(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_hold, args=(path, theirs))
    process.start()
    assert ours.recv()
    with pytest.raises(BlockingIOError):
        lock(path, create=True)
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    with lock(path, create=True):
        pass
