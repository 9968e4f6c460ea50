"""The graphs to send to a store, in a temporary file until all of them are read.

An error in a source is found before anything is sent. The text of each graph is compressed on its
own: 600,000 records need some 10 GB in the folder for temporary files.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import zstandard

_RUN: Final = 100_000
"""Lines of one graph that are held in memory before they are written."""

_CHANGEABLE: Final = re.compile(
    r'(?P<said>\S+ \S+) ".*"(?P<kind>@[A-Za-z-]+|\^\^<[^>]*>) \.', re.DOTALL
)
"""A statement whose literal a store may write differently: it has a datatype or a language."""

_BLANK: Final = re.compile(r"_:|\S+ \S+ _:")


@dataclass(frozen=True, slots=True)
class GraphContent:
    """The statements of one graph: lines of N-Triples without line ends, sorted, no duplicates.

    A store may merge equal literals (`1.5` and `1.50`): it has `least` to `len(lines)` triples.
    """

    graph: str
    lines: tuple[str, ...]
    least: int
    has_blank_nodes: bool

    def fits(self, count: int) -> bool:
        """Whether a store with so many triples may have all of the graph."""
        return self.least <= count <= len(self.lines)


class Spool:
    """Graphs in the order in which they were added."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115
        self._runs: dict[str, list[tuple[int, int]]] = {}
        self._compressor = zstandard.ZstdCompressor(level=1)

    def close(self) -> None:
        """Removes the temporary file."""
        self._file.close()

    def __len__(self) -> int:
        return len(self._runs)

    def __iter__(self) -> Iterator[str]:
        return iter(self._runs)

    def add(self, graph: str, lines: Iterable[str]) -> None:
        """Adds statements to a graph: lines of N-Triples without their ends."""
        data = self._compressor.compress("\n".join(lines).encode())
        place = self._file.seek(0, 2)
        self._file.write(data)
        self._runs.setdefault(graph, []).append((place, len(data)))

    def add_all(self, statements: Iterable[tuple[str, str]]) -> None:
        """Adds statements, each with its graph; those of one graph need not be together."""
        run: list[str] = []
        current = ""
        for graph, line in statements:
            if run and (graph != current or len(run) >= _RUN):
                self.add(current, run)
                run = []
            current = graph
            run.append(line)
        if run:
            self.add(current, run)

    def content(self, graph: str) -> GraphContent:
        """The content of a graph."""
        lines: set[str] = set()
        for place, size in self._runs[graph]:
            self._file.seek(place)
            text = zstandard.ZstdDecompressor().decompress(self._file.read(size)).decode()
            lines.update(text.split("\n"))
        return content(graph, lines)


def content(graph: str, lines: Iterable[str]) -> GraphContent:
    """The content of a graph from its statements."""
    ordered = tuple(sorted(lines))
    alike = Counter(match.groups() for line in ordered if (match := _CHANGEABLE.fullmatch(line)))
    merged = sum(count - 1 for count in alike.values())
    blank = any(_BLANK.match(line) for line in ordered)
    return GraphContent(graph, ordered, len(ordered) - merged, blank)
