"""The documents of an export: one, or several shards for loaders that work in parallel.

A record stands in the shard that its NCT number gives, modulo how many there are: the same in every
run, whatever other records there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from kg.errors import UsageError
from kg.formats import Format
from kg.formats.writer import Document
from kg.system.file_set import FileSet
from kg.system.output_files import STDOUT, Deferred, deferred_output


def shard_paths(destination: str | Path, shards: int) -> list[str]:
    """The files of an export: `trials-02-of-16.nq.gz` is the second of sixteen."""
    if shards == 1:
        return [str(destination)]
    if str(destination) in STDOUT:
        raise UsageError("the standard output is one document: give shards a file with -o")
    path = Path(destination)
    stem, dot, endings = path.name.partition(".")
    width = len(str(shards))
    return [
        str(path.with_name(f"{stem}-{number:0{width}}-of-{shards}{dot}{endings}"))
        for number in range(1, shards + 1)
    ]


class Shard:
    """One document while it is written, and how many records and triples are in it."""

    def __init__(self, path: str, file: Deferred, format: Format) -> None:
        self.path = path
        self.file = file
        self.records = 0
        self.triples = 0
        self._document = Document(format.writer)

    def add(self, text: bytes, triples: int) -> None:
        """Writes one more record, of so many triples."""
        self.records += 1
        self.triples += triples
        self.file.write(self._document.with_record(text))

    def end(self) -> None:
        """Writes what stands at the end."""
        self.file.write(self._document.ended())


class Shards:
    """The documents of an export while they are written."""

    def __init__(self, format: Format, shards: list[Shard]) -> None:
        self.format = format
        self.shards = shards

    def add(self, nct_id: str, text: bytes, triples: int) -> None:
        """Writes one more record, of so many triples, to the document it belongs in."""
        self.shards[int(nct_id[3:]) % len(self.shards)].add(text, triples)

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
    """The documents to write records to; they take their places together with other files.

    None of them is touched where nothing is written and they are not ended.
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
