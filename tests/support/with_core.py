"""The core in Rust, for the tests that compare it with Python."""

from __future__ import annotations

from typing import Final

import pytest

from kg.system.core import core, described

needs_core: Final = pytest.mark.skipif(
    core is None, reason=f"kg runs {described()}; make core installs it"
)
