"""`make corpus`: real records from a registry, in the folder where KG_TEST_DATA finds them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.support.paths import DATA, ROOT
from tests.support.registry_commands import asking, records_in
from tests.support.registry_server import RegistryServer, altered, served, status

IDS: Final = (DATA / "corpus-ids.txt").read_text("utf-8").split()
OWN_ID: Final = "protocolSection__identificationModule__nctId"

PRINT_RECORDS: Final = """
from tests.support.real_data import needed_files
print(*(path.stem for path in needed_files("records/ctgov-v2", "NCT*.json")))
"""


@pytest.fixture
def full_registry() -> Iterator[RegistryServer]:
    """A registry that has a record for each id of the corpus."""
    sample = (ROOT / "samples" / "NCT04322149.json").read_bytes()
    records = {nct_id: altered(sample, **{OWN_ID: nct_id}) for nct_id in IDS}
    with served(RegistryServer(records)) as server:
        yield server


def make_corpus(
    registry: RegistryServer, folder: Path, **changes: str
) -> subprocess.CompletedProcess[str]:
    """Runs the script of the target as `make` does, with this registry."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = os.environ | asking(registry, PATH=path, **changes)
    return subprocess.run(
        ["sh", ROOT / "scripts" / "fetch_corpus.sh", folder],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_the_corpus_is_where_tests_look_for_real_records(
    full_registry: RegistryServer, tmp_path: Path
) -> None:
    made = make_corpus(full_registry, tmp_path / "corpus")
    assert made.returncode == 0, made.stderr
    assert f"KG_TEST_DATA={tmp_path}/corpus\n" in made.stdout
    assert records_in(tmp_path / "corpus" / "records" / "ctgov-v2") == full_registry.records
    found = subprocess.run(
        [sys.executable, "-c", PRINT_RECORDS], cwd=ROOT,
        env=os.environ | {"KG_TEST_DATA": str(tmp_path / "corpus")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert found.stdout.split() == sorted(IDS)


@pytest.mark.slow
def test_an_interrupted_fetch_resumes(full_registry: RegistryServer, tmp_path: Path) -> None:
    full_registry.plant(IDS[-1], status(503), status(503))
    first = make_corpus(full_registry, tmp_path, KG_TRIES="2")
    assert first.returncode == 2
    assert records_in(tmp_path / "records" / "ctgov-v2") == {}
    whole = len(full_registry.asked("/studies"))
    full_registry.seen.clear()
    assert make_corpus(full_registry, tmp_path).returncode == 0
    assert len(full_registry.asked("/studies")) < whole / 2
    assert records_in(tmp_path / "records" / "ctgov-v2") == full_registry.records


@pytest.mark.slow
def test_a_record_that_the_registry_no_longer_has_is_left_out(
    full_registry: RegistryServer, tmp_path: Path
) -> None:
    del full_registry.records[IDS[0]]
    made = make_corpus(full_registry, tmp_path)
    assert made.returncode == 0, made.stderr
    assert IDS[0] in made.stderr
    assert records_in(tmp_path / "records" / "ctgov-v2") == full_registry.records
