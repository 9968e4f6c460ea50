"""The SQLite files of an index folder: each is written whole, or is a copy that is changed.

https://www.sqlite.org/pragma.html
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

_CACHE: Final = -65_536
"""KiB of the file that SQLite keeps in memory, as a negative number."""


def written(
    path: Path, change: Callable[[sqlite3.Connection], bool], *, schema: str | None = None
) -> bool:
    """Makes a file of a schema, or changes the one that is there; `change` says whether it is kept.

    False, with no file left, if it is not, or if there is no room.
    """
    try:
        with closing(sqlite3.connect(path, isolation_level=None)) as into:
            into.executescript(f"PRAGMA journal_mode = OFF; PRAGMA cache_size = {_CACHE};")
            into.execute("PRAGMA synchronous = OFF")  # the files are flushed when published
            if schema:
                into.executescript(schema)
            into.execute("BEGIN")
            kept = change(into)
            into.execute("COMMIT")
    except sqlite3.DatabaseError:  # no room on the disk, or a damaged file was copied
        kept = False
    if not kept:
        path.unlink(missing_ok=True)
    return kept
