"""Answers on the disk, one file each, so that no service is asked twice within some days.

An empty file stands for "nothing of that name". A file appears whole or not at all.
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
    """Answers below `folder`, which are good for `days`; offline they are good for ever."""

    def __init__(self, folder: str | Path, days: float, *, offline: bool = False) -> None:
        self.folder = Path(folder)
        self.days = days
        self.offline = offline

    def path(self, source: str, key: str) -> Path:
        """The file of an answer; a key that is no plain word stands there as its SHA-256."""
        name = key if _PLAIN.fullmatch(key) else hashlib.sha256(key.encode()).hexdigest()
        return self.folder / source / name

    def get(self, source: str, key: str) -> bytes | None:
        """An answer that is still good; None where there is none."""
        path = self.path(source, key)
        try:
            if not self.offline and time.time() - path.stat().st_mtime > self.days * _DAY:
                return None
            return path.read_bytes()
        except OSError:
            return None

    def put(self, source: str, key: str, answer: bytes) -> None:
        """Keeps an answer; OutputError where the disk does not take it."""
        write_file(self.path(source, key), answer, make_parents=True, lasting=False)
