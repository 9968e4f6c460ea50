"""Bytes in a file, whole or not at all."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from kg.errors import OutputError
from kg.system.output_files import write_file


@pytest.mark.parametrize("lasting", [True, False])
def test_bytes_are_written_as_they_are(tmp_path: Path, lasting: bool) -> None:
    path = tmp_path / "a.json.gz"
    for data in (b"old\r\n", b"", b"\x00new"):
        write_file(path, data, lasting=lasting)
        assert path.read_bytes() == data
    assert list(tmp_path.iterdir()) == [path]


def test_what_may_be_lost_is_not_brought_to_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda file: synced.append(os.fstat(file).st_size))
    write_file(tmp_path / "a", b"a", lasting=False)
    assert synced == []
    write_file(tmp_path / "b", b"b")
    assert synced == [1]


def test_the_folder_is_made_on_request(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c"
    with pytest.raises(OutputError, match=r"c can't be written: its folder does not exist"):
        write_file(path, b"")
    write_file(path, b"made", make_parents=True)
    assert path.read_bytes() == b"made"


def test_what_was_there_stays_where_the_disk_is_full(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_file(path, b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        with pytest.raises(OutputError, match=r"a can't be written: the file is too large"):
            write_file(path, bytes(100))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
