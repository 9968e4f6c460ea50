"""A digest of each graph as it was loaded, by which the next load knows what it changes.

For the graph of a record there is also its source, a digest of the bytes that it was made of and of
how it was made, so that a load of the same bytes need not make it again.

Reading and comparing the graphs of a store takes longer than loading them. The digest of the
N-Quads of a graph is made while they are read, and kept in the index folder of the store: the same
digest is the same statements. There is none for another format, or if the statements of a graph
are not consecutive.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

NAME: Final = "graphs.sqlite"

_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS graphs (graph TEXT PRIMARY KEY, digest BLOB, source BLOB)
    WITHOUT ROWID
"""
_SIZE: Final = 16


class Digests:
    """The digests of the graphs in one document of N-Quads, which is fed piece by piece."""

    def __init__(self) -> None:
        self._of: dict[str, bytes | None] = {}
        self._name = b""
        self._hash = blake2b(digest_size=_SIZE)
        self._begun: list[bytes] = []
        self._unsure = False

    def feed(self, data: bytes) -> None:
        """Takes the next bytes, in UTF-8."""
        end = data.rfind(b"\n") + 1
        if not end:
            self._begun.append(data)
            return
        text = b"".join((*self._begun, data[:end]))
        self._begun = [data[end:]]
        for name, lines in _runs(text):
            self._unsure |= not name
            if name != self._name:
                self._finish()
                self._name = name
            self._hash.update(lines)

    def read(self) -> dict[str, bytes]:
        """The digests by the IRIs of the graphs, at the end of the document.

        There are none if it has a line of which it is unsure what its graph is.
        """
        if any(self._begun):
            self.feed(b"\n")
        self._finish()
        return {} if self._unsure else {name: each for name, each in self._of.items() if each}

    def _finish(self) -> None:
        if self._name:
            graph = self._name[1:-1].decode("utf-8", "replace")
            self._of[graph] = None if graph in self._of else self._hash.digest()
        self._name, self._hash = b"", blake2b(digest_size=_SIZE)


def _runs(text: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Whole lines, those of one graph together as far as they are consecutive, with its term."""
    start = 0
    while start < len(text):
        name = _graph(text[start : text.index(b"\n", start)])
        last = b" %b .\n" % name
        end = text.rfind(last, start) + len(last)
        lines = text[start:end]
        if not name or lines.count(b"\n") != lines.count(last):
            rest = text[start:].splitlines(keepends=True)
            yield from ((_graph(line[:-1]), line) for line in rest)
            return
        yield name, lines
        start = end


def _graph(line: bytes) -> bytes:
    """The graph of a line, an IRI behind three terms; nothing if it is not clear that it is one."""
    before, _, name = line.removesuffix(b" .").rpartition(b" ")
    is_quad = len(before.split(None, 2)) > 2
    return name if is_quad and name.startswith(b"<") and name.endswith(b">") else b""


def known(folder: Path, graphs: Iterable[str]) -> dict[str, bytes]:
    """The digests of these graphs in an index folder, as far as it has them."""
    query = "SELECT graph, digest FROM graphs WHERE graph = ? AND digest NOT NULL"
    return _rows(folder, query, ((graph,) for graph in graphs))


def sources(folder: Path) -> dict[str, bytes]:
    """The sources of the graphs in an index folder, as far as it has them."""
    return _rows(folder, "SELECT graph, source FROM graphs WHERE source NOT NULL", [()])


def _rows(folder: Path, query: str, given: Iterable[tuple[str, ...]]) -> dict[str, bytes]:
    path = folder / NAME
    if not path.is_file():
        return {}
    found: dict[str, bytes] = {}
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
            for each in given:
                rows: Any = file.execute(query, each)
                found.update(rows)
    except sqlite3.Error:
        return {}
    return found


def write(
    earlier: Path | None,
    folder: Path,
    graphs: Iterable[str],
    digests: Mapping[str, bytes],
    sources: Mapping[str, bytes] | None,
) -> None:
    """Writes the digests and sources of an index folder: those of `earlier`, but for these graphs,
    which have the given ones or none.

    With `sources` None no graph has one, so that the next load makes all of them. If the disk has
    no room, there is no file.
    """
    path = folder / NAME
    try:
        if earlier and (earlier / NAME).is_file():
            shutil.copyfile(earlier / NAME, path)
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("PRAGMA synchronous = OFF")  # the files are flushed when published
            file.execute(_SCHEMA)
            file.executemany("DELETE FROM graphs WHERE graph = ?", ((each,) for each in graphs))
            file.executemany(
                "INSERT INTO graphs VALUES (?, ?, ?)",
                (
                    (each, digests.get(each), (sources or {}).get(each))
                    for each in digests.keys() | (sources or {}).keys()
                ),
            )
            if sources is None:
                file.execute("UPDATE graphs SET source = NULL")
    except (OSError, sqlite3.Error):
        path.unlink(missing_ok=True)
