"""The file of the search index, opened to read: a connection for each thread."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any
from weakref import WeakSet

from kg.errors import StoreError
from kg.stores.embedded.search_index.layout import NAME, VERSION


class _ThreadConnection:
    """The connection of a thread, closed when that has ended: a server has ever new threads."""

    def __init__(self, address: str) -> None:
        self.connection = sqlite3.connect(address, uri=True, check_same_thread=False)

    def __del__(self) -> None:
        if hasattr(self, "connection"):
            self.connection.close()


class Database:
    """Rows of the file, from any thread."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        self._local = threading.local()
        self._opened: WeakSet[_ThreadConnection] = WeakSet()
        self._lock = threading.Lock()

    def rows(self, text: str, *given: object) -> list[Any]:
        """The rows of a query. Raises StoreError if the file can't be read."""
        try:
            return self.connection().execute(text, given).fetchall()
        except sqlite3.Error as error:
            raise StoreError(
                f"the store's search index can't be read ({error}): delete {NAME} in its index"
                " folder, and load any record again"
            ) from error

    def connection(self) -> sqlite3.Connection:
        """The connection of this thread."""
        known: _ThreadConnection | None = getattr(self._local, "known", None)
        if known is None:
            known = self._local.known = _ThreadConnection(self._address)
            with self._lock:
                self._opened.add(known)
        return known.connection

    def close(self) -> None:
        """Closes the connections of all threads, none of which may be reading."""
        with self._lock:
            for each in list(self._opened):
                each.connection.close()
            self._opened.clear()


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
