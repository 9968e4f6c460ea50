"""The package of the extra `kg-trials[tables]`, which only Parquet files need."""

from __future__ import annotations

from importlib.util import find_spec

from kg.errors import UsageError


def check_installed() -> None:
    """Raises UsageError, with the command that installs it, if pyarrow is missing."""
    if find_spec("pyarrow") is None:
        raise UsageError(
            "Parquet files need the package of kg-trials[tables]: pip install 'kg-trials[tables]'"
        )
