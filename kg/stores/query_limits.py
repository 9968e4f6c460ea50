"""The limits of a query, unless the user sets others: its time and its memory."""

from __future__ import annotations

from typing import Final

DEFAULT_TIMEOUT: Final = 60.0
"""Seconds that a query may take, by default."""

DEFAULT_MEMORY: Final = 4.0
"""GiB of memory that a query of the embedded store may use, by default."""

LEAST_MEMORY: Final = 0.25
"""GiB that Oxigraph needs to open a store."""


def too_slow(timeout: float) -> str:
    """The message for a query that was stopped after so many seconds."""
    return (
        f"the query took longer than {timeout:g} s and was stopped: ask for less, or give it more"
        " time with --timeout"
    )
