"""The folders that tests, benchmarks and scripts read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
"""The root of the checkout."""

DATA: Final = ROOT / "tests" / "data"
"""Small records, the graphs expected of them, and the cases of the shapes."""

REAL_DATA: Final = Path(os.environ.get("KG_TEST_DATA") or ROOT.parent / "shared").absolute()
"""Real records and third-party test suites, which are not part of the checkout."""

REAL_RECORDS: Final = REAL_DATA / "records" / "ctgov-v2"
"""Real records in the registry's JSON, one file each."""
