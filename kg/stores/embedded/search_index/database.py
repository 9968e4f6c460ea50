"""The file of the search index, opened to read: a connection for each thread."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

from kg.errors import StoreError
from kg.stores.embedded.search_index.layout import NAME, VERSION


class Database:
    """Rows of the file, from any thread."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()
        self._opened: list[sqlite3.Connection] = []
        self._lock = threading.Lock()

    def rows(self, text: str, *given: object) -> list[Any]:
        """The rows of a query. Raises StoreError if the file can't be read."""
        try:
            return self.connection().execute(text, given).fetchall()
        except sqlite3.Error as error:
            raise StoreError(
                f"the store's search index can't be read ({error}): load any record again"
            ) from error

    def connection(self) -> sqlite3.Connection:
        """The connection of this thread."""
        known: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if known is None:
            known = sqlite3.connect(self._address, uri=True, check_same_thread=False)
            with self._lock:
                self._opened.append(known)
            self._local.connection = known
        return known

    def close(self) -> None:
        """Closes the connections of all threads, none of which may be reading."""
        with self._lock:
            while self._opened:
                self._opened.pop().close()


def is_readable(folder: Path) -> bool:
    """Whether a folder has a search index that this version can read."""
    path = folder / NAME
    if not path.is_file():
        return False
    database = Database(path)
    try:
        [(version,)] = database.rows("PRAGMA user_version")
    except StoreError:
        return False
    finally:
        database.close()
    return bool(version == VERSION)
