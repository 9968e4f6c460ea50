"""The manifest of an export: which records are in it, and the digest of each one's graph.

One line per record, in the order of the output: the trial's number, a tab, and 32 hexadecimal
digits, the first half of the SHA-256 of the graph in canonical N-Quads. Without blank nodes that is
the graph's N-Quads in the order of code points, which is how kg writes it.
https://www.w3.org/TR/rdf-canon/
Comparing two manifests shows which graphs are new, have changed, or are gone.

The file of the sources has the same form, with the SHA-256 of the bytes that each record was read
from. A record of the same bytes need not be made again.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from kg.dataset.number_index import NumberIndex, Numbers
from kg.errors import SourceError, unreadable
from kg.formats import nquads
from kg.rdf.record_graph import RecordGraph
from kg.registries.numbers import registry_of
from kg.system.compression import DamagedError, reader

BYTES: Final = 16
"""Bytes of a digest. It only distinguishes versions of one record, so half of SHA-256 is enough."""

_LINE: Final = re.compile(rf"([^\t\n]+)\t([0-9a-f]{{{2 * BYTES}}})\n")


def digest(graph: RecordGraph) -> bytes:
    """The digest of a graph: equal for equal triples in a graph of the same name."""
    return digest_of_text(nquads.record(graph))


def digest_of_text(text: bytes) -> bytes:
    """The digest of a graph from its N-Quads, as `kg.formats.nquads` writes them, in UTF-8."""
    return hashlib.sha256(text).digest()[:BYTES]


def lines(digests: Iterable[tuple[str, bytes]]) -> str:
    """The lines of a manifest for the numbers of some trials and the digests of their graphs."""
    return "".join([f"{number}\t{value.hex()}\n" for number, value in digests])


def digest_of_source(data: bytes, recipe: str = "") -> bytes:
    """The digest of the bytes of a record, as `kg.sources` finds them, and of a recipe.

    White space around a JSON object does not count, as only its container decides on that.
    """
    trimmed = data.strip(b" \t\r\n")
    data = trimmed if trimmed.startswith(b"{") else data
    return hashlib.sha256(recipe.encode() + data if recipe else data).digest()[:BYTES]


class Manifest:
    """A manifest in memory; 600,000 records take some 25 MB."""

    __slots__ = ("_digests", "_ids")

    def __init__(self) -> None:
        self._ids = NumberIndex()
        self._digests = bytearray()

    @classmethod
    def read(cls, path: str | Path) -> Manifest:
        """The manifest in a file, which may be compressed.

        Raises SourceError if the file is missing or is not a manifest.
        """
        with _lines(Path(path)) as found:
            return cls.of(found, path)

    @classmethod
    def of(cls, lines: Iterable[str], path: str | Path) -> Manifest:
        """The manifest of these lines, which are in this file; SourceError if they are not one."""
        manifest = cls()
        for position, line in enumerate(lines, start=1):
            match = _LINE.fullmatch(line)
            if match is None or not registry_of(match[1]):
                raise SourceError(f"{path}, line {position}: not a line of a kg manifest")
            number, value = match.groups()
            if number in manifest:
                raise SourceError(f"{path}: {number} occurs twice, so it is not a kg manifest")
            manifest.add(number, bytes.fromhex(value))
        return manifest

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, number: str) -> bool:
        return number in self._ids

    def add(self, number: str, value: bytes) -> None:
        """Adds a record that is not in the manifest yet."""
        self._ids.add(number)
        self._digests += value

    def digest(self, number: str) -> bytes | None:
        """The digest of the record's graph; None if the record is not in the manifest."""
        position = self._ids.position(number)
        if position is None:
            return None
        return bytes(self._digests[position * BYTES : (position + 1) * BYTES])

    def gone(self, present: Numbers) -> list[str]:
        """The numbers of the manifest that are not among `present`, sorted."""
        return sorted(number for number in self._ids if number not in present)


def dropped(graphs: Iterable[str]) -> Iterator[str]:
    """The SPARQL 1.1 Update that drops the graphs of these terms, one line per graph.

    Any number of the lines is an update by itself, so that a long one can be sent in parts; it is
    not an error if a graph is missing. https://www.w3.org/TR/sparql11-update/#drop
    """
    return (f"DROP SILENT GRAPH {graph} ;\n" for graph in graphs)


class MadeBefore(NamedTuple):
    """What was made of records before: the digests of their bytes, and of their graphs if known.

    `sources` has only records that conformed, and none if other graphs are made of them by now.
    """

    sources: Manifest
    graphs: Manifest | None = None

    def graph(self, number: str) -> bytes | None:
        """The digest of the record's graph; None if it is not known."""
        return None if self.graphs is None else self.graphs.digest(number)

    def has(self, number: str, source: bytes) -> bool:
        """Whether the record's graph was made of these bytes."""
        known = self.graphs is None or number in self.graphs
        return known and self.sources.digest(number) == source


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[str]]:
    """The lines of a file; SourceError if it can't be read."""
    try:
        with (
            path.open("rb") as file,
            io.TextIOWrapper(reader(file, path), "utf-8", newline="\n") as text,
        ):
            yield text
    except OSError as error:
        raise unreadable(path, error) from error
    except (UnicodeDecodeError, DamagedError) as error:
        raise SourceError(f"{path} is not a kg manifest, or is damaged") from error
