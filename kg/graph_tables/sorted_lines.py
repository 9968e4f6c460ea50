"""Lines that are sorted, each once, in bounded memory: what several records may say.

Sorted runs go to compressed temporary files, which have no name, and are merged when they are read.
https://en.wikipedia.org/wiki/External_sorting
"""

from __future__ import annotations

import heapq
import io
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import groupby
from pathlib import Path
from typing import IO, Final

import zstandard

from kg.system.file_set import output_errors

MOST_BYTES: Final = 64 << 20
"""Bytes of lines that are held in memory; a run has so many, before it is compressed."""


class SortedLines:
    """A set of lines without line feeds; `folder` is where its runs are written to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._held: set[str] = set()
        self._size = 0
        self._runs: list[IO[bytes]] = []
        self._stack = ExitStack()

    def add(self, lines: Iterable[str]) -> None:
        """Adds lines."""
        for line in lines:
            if line not in self._held:
                self._held.add(line)
                self._size += len(line)
        if self._size >= MOST_BYTES:
            self._write()

    def __iter__(self) -> Iterator[str]:
        """All lines in the order of code points, each once."""
        runs = [_read(run) for run in self._runs]
        for line, _ in groupby(heapq.merge(*runs, sorted(self._held))):
            yield line

    def close(self) -> None:
        """Removes the runs."""
        self._stack.close()

    def _write(self) -> None:
        with output_errors(str(self._folder)):
            run = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - read until `close`
            self._stack.callback(run.close)
            compressor = zstandard.ZstdCompressor(level=1)
            with compressor.stream_writer(run, closefd=False) as stream:
                for line in sorted(self._held):
                    stream.write(f"{line}\n".encode())
        self._runs.append(run)
        self._held, self._size = set(), 0


def _read(run: IO[bytes]) -> Iterator[str]:
    run.seek(0)
    with zstandard.ZstdDecompressor().stream_reader(run, closefd=False) as stream:
        for line in io.TextIOWrapper(stream, "utf-8", newline="\n"):
            yield line.removesuffix("\n")
