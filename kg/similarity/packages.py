"""The packages of the extra `kg-trials[similar]`, which only similar trials need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from kg.errors import UsageError

EXTRA: Final = {
    "Stemmer": "pystemmer",
    "numpy": "numpy",
    "scipy": "scipy",
    "threadpoolctl": "threadpoolctl",
    "usearch": "usearch",
}
"""Module -> the package that has it."""


@contextmanager
def needed() -> Iterator[None]:
    """Raises UsageError, with the command that installs them, if one of them is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        if str(error.name).partition(".")[0] not in EXTRA:
            raise
        raise UsageError(
            "similar trials need the packages of kg-trials[similar]: pip install"
            " 'kg-trials[similar]'"
        ) from error
