"""The limits of a query, unless the user sets others: its time and its memory."""

from __future__ import annotations

from typing import Final

from kg.errors import LimitError, SizeError

DEFAULT_TIMEOUT: Final = 60.0
"""Seconds that a query may take, by default."""

DEFAULT_MEMORY: Final = 4.0
"""GiB of memory that a query of the embedded store may use, by default."""

LEAST_MEMORY: Final = 0.25
"""GiB that Oxigraph needs to open a store."""


def too_slow(timeout: float) -> LimitError:
    """The error for a query that was stopped after so many seconds."""
    return LimitError(
        f"the query took longer than {timeout:g} s and was stopped",
        "give it more time with --timeout",
    )


def too_greedy(memory: float) -> LimitError:
    """The error for a query that needs more than so many GiB of memory."""
    return LimitError(
        f"the query needs more than {memory:g} GiB of memory and was stopped",
        "give it more with --memory",
    )


def too_many(limit: int) -> SizeError:
    """The error for a query with more solutions or triples than its limit."""
    return SizeError(f"the query has more than {limit:,} results", "raise the limit")


def too_long(size: int) -> SizeError:
    """The error for results that take more than so many bytes."""
    return SizeError(f"the results are longer than {size:,} bytes", "raise the limit")
