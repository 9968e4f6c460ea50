"""What is stated unless something else is asked for; the command line imports it at its start."""

from __future__ import annotations

from typing import Final

DEFAULT_TOP: Final = 10
"""Similar trials that are stated for a trial, at most."""

DEFAULT_MIN_CONFIDENCE: Final = 0.75
"""The confidence from which a link is stated."""
