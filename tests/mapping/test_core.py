"""With the core and without it kg makes the same of all records: bytes, reports, counts."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import pytest

from tests.support import real_data
from tests.support.graph_facts import RECORDS
from tests.support.kg_command import environment
from tests.support.paths import DATA, ROOT
from tests.support.with_core import needs_core

pytestmark = needs_core

FOLDERS: Final = (
    *("ctgov-v2", "ctgov-xml", "ctgov-xml-more.zip", "ctis", "euctr", "ictrp", "isrctn", "page"),
)
SAMPLE: Final = 10
"""One in so many real records is taken where not all are asked for."""


def digests(every: int, sources: list[Path], core: str) -> list[str]:
    """What a process says of each record."""
    command = [sys.executable, "-m", "tests.support.record_digests", str(every), *map(str, sources)]
    ran = subprocess.run(
        command, cwd=ROOT, env=environment(KG_CORE=core), capture_output=True, text=True, check=True
    )
    return ran.stdout.splitlines()


def both(every: int, *sources: Path) -> tuple[list[str], list[str]]:
    """What is said with the core and without it."""
    with ThreadPoolExecutor(2) as pool:
        with_core, without = pool.map(lambda core: digests(every, [*sources], core), ("on", "off"))
    return with_core, without


@pytest.mark.slow
def test_small_records() -> None:
    with_core, without = both(1, RECORDS, DATA / "registries", ROOT / "samples")
    assert with_core == without
    assert len(with_core) > 40


@pytest.mark.slow
@pytest.mark.parametrize("folder", FOLDERS)
def test_real_records(folder: str, full: bool) -> None:
    with_core, without = both(1 if full else SAMPLE, real_data.needed(f"records/{folder}"))
    assert with_core == without
    assert with_core
