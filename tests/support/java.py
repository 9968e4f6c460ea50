"""Java for tests, which runs too short to gain by more than its first compiler and one thread."""

from __future__ import annotations

from typing import Final

QUICK: Final = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
"""Options with which a short run takes a third to a half less processor time."""
