"""The real data that tests need; a test whose data are missing is skipped and names them."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Final

import pytest

from tests.support.paths import REAL_DATA

SNAPSHOT: Final = "d8b8d6a6d94d36e37f9de229abba645a246c3dbb59d9d082d4b516bd006af86b"
"""Of the versions of the records that tests have figures and facts of: SHA-256 of lines with an id
and the day of its last update.
"""


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


def needed_snapshot() -> list[Path]:
    """The real records in the versions that tests have figures and facts of."""
    paths = needed_files("records/ctgov-v2", "NCT*.json")
    lines = (f"{path.stem} {_updated(path)}\n" for path in paths)
    if hashlib.sha256("".join(lines).encode()).hexdigest() != SNAPSHOT:
        pytest.skip(_reason("records/ctgov-v2 in the versions that its figures are of"))
    return paths


def _updated(path: Path) -> str:
    status = json.loads(path.read_bytes())["protocolSection"]["statusModule"]
    return str(status.get("lastUpdatePostDateStruct", {}).get("date"))


def _reason(name: str) -> str:
    return f"needs {name} in KG_TEST_DATA ({REAL_DATA})"
