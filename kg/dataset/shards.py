"""The documents of an export: one, or several shards for parallel loaders.

The shard of a record is the digits of its trial's number modulo the number of shards: the same in
every run, whatever other records there are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from kg.errors import UsageError
from kg.formats import Format
from kg.formats.writer import Document
from kg.system.file_set import FileSet
from kg.system.output_files import STDOUT, Deferred, deferred_output

_NO_DIGIT: Final = re.compile(r"[^0-9]+")


def shard_paths(destination: str | Path, shards: int) -> list[str]:
    """The files of an export: `trials-02-of-16.nq.gz` is the second of sixteen."""
    if shards == 1:
        return [str(destination)]
    if str(destination) in STDOUT:
        raise UsageError("standard output can't be split into shards: give a file with -o")
    path = Path(destination)
    stem, dot, endings = path.name.partition(".")
    width = len(str(shards))
    return [
        str(path.with_name(f"{stem}-{number:0{width}}-of-{shards}{dot}{endings}"))
        for number in range(1, shards + 1)
    ]


def shard_of(number: str, shards: int) -> int:
    """Which of so many shards, from 0, a trial is in."""
    return int(_NO_DIGIT.sub("", number)) % shards


class Shard:
    """One document while it is written, with the numbers of its records and triples."""

    def __init__(self, path: str, file: Deferred, format: Format) -> None:
        self.path = path
        self.file = file
        self.records = 0
        self.triples = 0
        self._document = Document(format.writer)

    def add(self, text: bytes, triples: int, records: int = 1) -> None:
        """Writes a graph of so many triples, by default that of a record."""
        self.count(triples, records)
        self.file.write(self._document.with_record(text))

    def add_frame(self, frame: bytes) -> None:
        """Writes a frame with graphs that are counted one by one."""
        if before := self._document.before_records():
            self.file.write(before)
        self.file.write_frame(frame)

    def count(self, triples: int, records: int) -> None:
        """Counts a graph."""
        self.records += records
        self.triples += triples

    def end(self) -> None:
        """Writes the end of the document."""
        self.file.write(self._document.ended())


class Shards:
    """The documents of an export while they are written."""

    def __init__(self, format: Format, shards: list[Shard]) -> None:
        self.format = format
        self.shards = shards

    def of(self, number: str) -> Shard:
        """The shard of a trial."""
        return self.shards[shard_of(number, len(self.shards))]

    def end(self) -> None:
        """Ends all documents, also those without a record."""
        for shard in self.shards:
            shard.end()


@contextmanager
def open_shards(
    destination: str | Path,
    format: Format,
    shards: int,
    files: FileSet,
    *,
    make_parents: bool = False,
) -> Iterator[Shards]:
    """The documents to write records to; they are renamed into place together with other files.

    A file is not changed unless something, at least its end, is written.
    """
    with ExitStack() as stack:
        opened = [
            (
                path,
                stack.enter_context(deferred_output(path, make_parents=make_parents, files=files)),
            )
            for path in shard_paths(destination, shards)
        ]
        yield Shards(format, [Shard(path, file, format) for path, file in opened])
