"""The folders that tests read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
"""The root of the checkout."""

DATA: Final = ROOT / "tests" / "data"
"""Small records, the graphs expected of them, and the cases of the shapes."""

SHARED: Final = ROOT.parent / "shared"
"""Real records and test suites that lie beside the checkout and are not part of it."""
