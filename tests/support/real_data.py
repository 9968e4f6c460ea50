"""The real data that tests need; a test whose data are missing is skipped and names them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.paths import REAL_DATA


def needed(name: str) -> Path:
    """A file or folder of the real data."""
    path = REAL_DATA / name
    if not path.exists():
        pytest.skip(_reason(name))
    return path


def needed_files(folder: str, pattern: str) -> list[Path]:
    """The files in a folder of the real data, sorted by name, at least one."""
    found = sorted((REAL_DATA / folder).glob(pattern))
    if not found:
        pytest.skip(_reason(folder))
    return found


def needed_record(nct_id: str) -> Path:
    """A real record in the registry's JSON."""
    return needed(f"records/ctgov-v2/{nct_id}.json")


def _reason(name: str) -> str:
    return f"needs {name} in KG_TEST_DATA ({REAL_DATA})"
