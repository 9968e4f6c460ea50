"""The core: kg-trials-core, a package in Rust that does a part of kg's work faster.

kg works without it, with the same bytes and the same results. What has two implementations, in the
core and in Python, asks here which one to use: decided once, when kg is imported.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Final

from kg.errors import UsageError

VERSION: Final = "0.1.0"
"""The version of kg-trials, which its core must have, too."""

INTERFACE: Final = "e5f7dd8a58a4536be8cc2bc0267a0d30a9b8562d26022c55ad45733b8f9e240d"
"""SHA-256 of core/kg_trials_core.pyi: a core has the stub that it was built with."""

VARIABLE: Final = "KG_CORE"
"""The environment variable that decides: "off" for Python alone, "on" if the core is required."""

_INSTALL: Final = "pip install 'kg-trials[fast]', or make core in a checkout"
_MISSING: Final = "not installed"


def _found(wanted: str) -> tuple[ModuleType | None, str]:
    """The core, or None and the reason why it is not used."""
    if wanted == "off":
        return None, f"switched off by {VARIABLE}"
    try:
        import kg_trials_core
    except ModuleNotFoundError:
        return None, _MISSING
    except ImportError as error:
        return None, f"it can't be loaded: {error}"
    version = kg_trials_core.__version__
    if version != VERSION:
        return None, f"kg-trials-core {version} does not fit kg-trials {VERSION}"
    stub = getattr(kg_trials_core, "stub", "")
    if hashlib.sha256(stub.encode()).hexdigest() != INTERFACE:
        return None, f"another build of kg-trials-core {version} than this kg is made for"
    return kg_trials_core, ""


core, _reason = _found(os.environ.get(VARIABLE, ""))
"""The core; None if Python does its work."""


def described() -> str:
    """Whether the core is used, for people."""
    return "with its core in Rust" if core else f"without its core in Rust ({_reason})"


def warning() -> str | None:
    """What to say about a core that is installed but not used; None if there is nothing to say.

    Raises UsageError if a core that is required can't be used.
    """
    wanted = os.environ.get(VARIABLE, "")
    if wanted not in ("", "on", "off"):
        raise UsageError(f"{VARIABLE} is {wanted!r}: set it to on or off, or unset it")
    if core or wanted == "off":
        return None
    if wanted == "on":
        raise UsageError(f"{VARIABLE} is on, but the core is not used ({_reason}): {_INSTALL}")
    if _reason == _MISSING:
        return None
    return f"kg runs without its core in Rust, more slowly ({_reason}): {_INSTALL}"


def core_files() -> Iterator[str]:
    """The files of the core that is used, each with its digest."""
    if core is not None and core.__file__:
        for path in sorted(Path(core.__file__).parent.glob("kg_trials_core*.so")):
            yield f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}"
