"""Responses on disk, one file each, so that no service is queried twice within some days.

An empty file means that the service has no such entry. A file appears completely or not at all.
"""

from __future__ import annotations

import hashlib
import re
import time
from pathlib import Path
from typing import Final

from kg.system.output_files import write_file

_PLAIN: Final = re.compile(r"[A-Za-z0-9]{1,64}")
_DAY: Final = 86_400


class Cache:
    """Responses below `folder`, valid for `days`, or for ever when offline."""

    def __init__(self, folder: str | Path, days: float, *, offline: bool = False) -> None:
        self.folder = Path(folder)
        self.days = days
        self.offline = offline

    def path(self, source: str, key: str) -> Path:
        """The file of a response; a key that is not a plain word is replaced by its SHA-256."""
        name = key if _PLAIN.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()
        return self.folder / source / name

    def get(self, source: str, key: str) -> bytes | None:
        """A response that is still valid; None if there is none."""
        path = self.path(source, key)
        try:
            if not self.offline and time.time() - path.stat().st_mtime > self.days * _DAY:
                return None
            return path.read_bytes()
        except OSError:
            return None

    def put(self, source: str, key: str, answer: bytes) -> None:
        """Stores a response; OutputError if it can't be written."""
        write_file(self.path(source, key), answer, make_parents=True, lasting=False)
