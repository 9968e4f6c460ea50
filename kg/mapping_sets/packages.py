"""The package of the extra `kg-trials[sssom]`, which only mapping sets need."""

from __future__ import annotations

from importlib.util import find_spec

from kg.errors import UsageError


def check_installed() -> None:
    """Raises UsageError, with the command that installs it, if sssom-pydantic is missing."""
    if find_spec("sssom_pydantic") is None:
        raise UsageError(
            "mapping sets need the package of kg-trials[sssom]: pip install 'kg-trials[sssom]'"
        )
