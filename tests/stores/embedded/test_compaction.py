"""Joining the files of a store that was loaded in bulk."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pytest

from kg.stores.embedded.compaction import compact

pytestmark = pytest.mark.slow

QUADS = 65_000


def lines(part: int) -> bytes:
    """N-Quads with texts of their own, which take some room."""
    base = "https://example.org/of/a/store/of/some/size/"
    return "".join(
        f'<{base}{part}/{number}> <{base}name> "{number:060}" <{base}graph/{number % 100}> .\n'
        for number in range(QUADS)
    ).encode()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that was loaded in several parts, closed again."""
    path = tmp_path_factory.mktemp("filled") / "store"
    store = pyoxigraph.Store(path)
    for part in range(4):
        store.bulk_load(lines(part), pyoxigraph.RdfFormat.N_QUADS)
    store.flush()
    return path


@pytest.fixture
def disk(filled: Path, tmp_path: Path) -> Iterator[Path]:
    """A disk on which the store has room, and hardly more."""
    path = tmp_path / "disk"
    path.mkdir()
    size = 3 * sum(each.stat().st_size for each in filled.iterdir()) // 2
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", path],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip("no disk can be mounted here: that takes root")
    yield path
    subprocess.run(["umount", "--lazy", path], check=True)


def held(path: Path) -> tuple[int, set[str]]:
    """How many quads there are, and what the store finds of some."""
    store = pyoxigraph.Store.read_only(str(path))
    found = store.query(
        "SELECT ?s { GRAPH ?g { ?s ?p ?o } FILTER(STRENDS(?o, '012345')) }",
        use_default_graph_as_union=True,
    )
    assert isinstance(found, pyoxigraph.QuerySolutions)
    return len(store), {str(row["s"]) for row in found}


def files(path: Path) -> int:
    """How many files the data are in."""
    return len(list(path.glob("*.sst")))


def test_files_are_joined_and_hold_what_they_held(filled: Path, tmp_path: Path) -> None:
    path = shutil.copytree(filled, tmp_path / "store")
    before, many = held(path), files(path)
    assert before[0] == 4 * QUADS
    assert len(before[1]) == 4
    assert compact(path)
    assert held(path) == before
    assert files(path) < many


def test_without_room_the_store_stays_as_it_is(filled: Path, disk: Path) -> None:
    path = shutil.copytree(filled, disk / "store")
    before, many = held(path), files(path)
    assert not compact(path)
    assert held(path) == before
    assert files(path) == many
