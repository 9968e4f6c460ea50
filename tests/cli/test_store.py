"""`kg store`: where the files are, which Oxigraph reads itself, and what the store holds."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pyoxigraph
import pytest

from kg.load import load
from tests.support.kg_command import kg as run
from tests.support.small_trials import ONE, STUDIES, TWO, small_store, study, written

pytestmark = pytest.mark.slow

TITLE: Final = f"""
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX schema: <https://schema.org/>
SELECT ?title {{ GRAPH ?graph {{ ?trial dcterms:identifier "{ONE}" ; schema:name ?title }} }}
"""


def path_of(cwd: Path) -> Path:
    """What `kg store path` prints."""
    ran = run("store", "path", "--store", "store", cwd=cwd)
    assert (ran.status, ran.talk) == (0, "")
    return Path(ran.text.removesuffix("\n"))


def test_oxigraph_reads_the_files(tmp_path: Path) -> None:
    store = small_store(tmp_path)
    path = path_of(tmp_path)
    assert path.is_absolute()
    before = sorted(path.iterdir())
    assert len(pyoxigraph.Store.read_only(str(path))) == store.holdings().triples
    program = Path(sys.executable).with_name("oxigraph")
    ran = subprocess.run(
        [program, "query", "--location", path, "--query", TITLE, "--results-format", "csv"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines() == ["title", f"Trial {ONE}"]
    assert sorted(path.iterdir()) == before


def test_files_are_kept_while_a_reader_holds_a_shared_lock(tmp_path: Path) -> None:
    store = small_store(tmp_path)
    path = path_of(tmp_path)
    newer = str(written(tmp_path, "newer", [study(TWO, "Gout")]))
    reader = os.open(path, os.O_RDONLY)
    fcntl.flock(reader, fcntl.LOCK_SH)
    load([newer], store)
    assert path_of(tmp_path) != path
    assert len(pyoxigraph.Store.read_only(str(path))) > 0
    os.close(reader)
    load([newer], store)
    assert not path.exists()


def test_what_the_store_holds(tmp_path: Path) -> None:
    held = small_store(tmp_path).holdings()
    ran = run("store", "info", "--store", "store", cwd=tmp_path)
    found = dict(line.split("  ", 1) for line in ran.text.splitlines())
    told = {name: text.strip() for name, text in found.items()}
    assert told["records"] == str(len(STUDIES))
    assert (told["graphs"], told["triples"]) == (f"{held.graphs:,}", f"{held.triples:,}")
    assert told["vocabulary"] == "yes"
    assert told["files"] == str(path_of(tmp_path))
    assert "`kg similar --store store`" in told["similar trials"]


@pytest.mark.parametrize("command", ["path", "info"])
def test_a_folder_without_a_store_is_named(command: str, tmp_path: Path) -> None:
    ran = run("store", command, "--store", "nothing", cwd=tmp_path)
    assert (ran.status, ran.data) == (2, b"")
    assert "there is no store at nothing" in ran.talk
