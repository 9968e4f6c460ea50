"""Shared by the tests of fetching and syncing: a registry, and `kg` set up to use it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any, Final

from tests.support.kg_command import Ran, kg
from tests.support.registry_server import RegistryServer

SAMPLES: Final = ("NCT04322149", "NCT04326283", "NCT04745299")
"""The records of samples/, which every checkout has."""


def asking(registry: RegistryServer, **changes: str) -> dict[str, str]:
    """The environment of a `kg` that uses this registry, without waits between requests."""
    return {
        "KG_REGISTRY": registry.base,
        "KG_RATE": "1000000",
        "KG_BACKOFF": "0.001",
        "KG_TIMEOUT": "20",
        "NO_PROXY": "127.0.0.1",
        **changes,
    }


def ask(registry: RegistryServer, *arguments: str | Path, cwd: Path, **changes: str) -> Ran:
    """Runs `kg` with this registry."""
    return kg(*arguments, cwd=cwd, env=asking(registry, **changes))


def records_in(folder: Path) -> dict[str, bytes]:
    """The records of a folder by their ids."""
    return {path.stem: path.read_bytes() for path in folder.glob("NCT*.json")}


def manifest_of(path: Path) -> dict[str, dict[str, Any]]:
    """The lines of a manifest by their ids."""
    lines = map(json.loads, path.read_text("utf-8").splitlines())
    return {line["id"]: line for line in lines}


def sha256(data: bytes) -> str:
    """The digest that a manifest has of these bytes."""
    return hashlib.sha256(data).hexdigest()
