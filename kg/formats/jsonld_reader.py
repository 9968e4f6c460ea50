"""JSON-LD files as documents that are read one after the other, so that a large file is no burden.

Three forms are detected from the content: a document a line, the list of records that kg writes,
which is read record by record, and any other, which is read as a whole. Nothing is fetched: the
published context of kg is replaced by the bundled one. https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from kg.errors import SourceError
from kg.formats.context import PUBLISHED, bundled
from kg.formats.jsonld import OPENING
from kg.system.compression import PIECE, DamagedError

if TYPE_CHECKING:
    from pathlib import Path

    import pyoxigraph

_OPENING: Final = f'{OPENING}{{\n  "@context":'.encode()
"""How a list of records begins; in a list that others write, the lines of a record may differ."""

_ENDS: Final = (b"}\n", b"},\n")
"""The last line of a record in such a list, which no line within a record is."""

LONGEST: Final = 1 << 30
"""The most bytes of a document, or of a record in a list, which is in memory as a whole."""

_REST: Final = 1 << 16
"""Bytes to look at after the list, where nothing but its end may be."""

_PUBLISHED: Final = re.compile(
    rb'(?<!\\)("@context"\s*:\s*(?:\[\s*)?)"' + re.escape(PUBLISHED).encode() + rb'"'
)
"""The published context as the value of `@context`, or first in it; never within a string."""

_NAME: Final = re.compile(rb'"(\w+)[":]')
"""What may be a term, or the prefix of a compact IRI."""

_AT_ONCE: Final = 10_000
"""Quads that are written as N-Quads at once."""

_POSITION: Final = re.compile(r"(?<=Parser error at line )\d+")


class JsonLdDocument(NamedTuple):
    """A JSON-LD document, and the number of the line of the file on which it begins."""

    line: int
    data: bytes


def documents(stream: BinaryIO, place: str | Path) -> Iterator[JsonLdDocument]:
    """The documents in a file.

    Raises DamagedError if a list of records is not complete, SourceError if a document is too long.
    """
    lines = _lines_of(stream, place)
    head = list(islice(lines, _OPENING.count(b"\n") + 1))
    beginning = b"".join(head)
    if beginning.startswith(_OPENING) or _is_cut_in_opening(beginning):
        found = _records(head, lines, stream, place)
    elif _is_complete(b"".join(head[:1])):
        found = _lines(chain(head, lines))
    else:
        found = iter([JsonLdDocument(1, _whole(beginning, stream, place))])
    for document in found:
        yield document._replace(data=with_context(document.data))


def quads(
    stream: BinaryIO,
    place: str | Path,
    own_graph: Callable[[Iterable[pyoxigraph.Quad]], pyoxigraph.NamedNode],
) -> Iterator[pyoxigraph.Quad]:
    """The quads in a file; those of a document's default graph are in its `own_graph`.

    Raises SyntaxError, with the line of the file, DamagedError and SourceError.
    """
    import pyoxigraph

    default = pyoxigraph.DefaultGraph()
    for document in documents(stream, place):
        own = None
        for quad in _parsed(document):
            if quad.graph_name != default:
                yield quad
                continue
            own = own or own_graph(q for q in _parsed(document) if q.graph_name == default)
            yield pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, own)


class NQuads:
    """Quads as a stream of N-Quads."""

    def __init__(self, quads: Iterator[pyoxigraph.Quad]) -> None:
        self._quads = quads
        self._rest = b""

    def read(self, size: int = -1, /) -> bytes:
        """At most `size` bytes; empty at the end."""
        import pyoxigraph

        if not self._rest:
            some = islice(self._quads, _AT_ONCE)
            self._rest = pyoxigraph.serialize(some, format=pyoxigraph.RdfFormat.N_QUADS) or b""
        size = len(self._rest) if size < 0 else size
        piece, self._rest = self._rest[:size], self._rest[size:]
        return piece


def with_context(data: bytes) -> bytes:
    """A document with what it needs of the bundled context in the place of the published one."""
    if PUBLISHED.encode() not in data:
        return data
    names = set(bundled().definitions)
    if b"\\u" not in data:  # which could hide a name
        names &= {name.decode() for name in _NAME.findall(data)}
    terms = bundled().text(names, "").replace("\n", "").encode()
    return _PUBLISHED.sub(lambda found: found[1] + terms, data)


def _parsed(document: JsonLdDocument) -> Iterator[pyoxigraph.Quad]:
    import pyoxigraph

    form = pyoxigraph.RdfFormat.JSON_LD
    try:
        yield from pyoxigraph.parse(document.data, form, rename_blank_nodes=True)
    except SyntaxError as error:
        before = document.line - 1
        placed = _POSITION.sub(lambda line: str(int(line[0]) + before), error.msg)
        error.msg = f"line {document.line}: {placed}" if before and placed == error.msg else placed
        raise


def _lines(lines: Iterator[bytes]) -> Iterator[JsonLdDocument]:
    return (
        JsonLdDocument(n, line.strip()) for n, line in enumerate(lines, start=1) if line.strip()
    )


def _lines_of(stream: BinaryIO, place: str | Path) -> Iterator[bytes]:
    for line in iter(partial(stream.readline, LONGEST + 1), b""):
        _refuse_too_long(len(line), place)
        yield line


def _whole(beginning: bytes, stream: BinaryIO, place: str | Path) -> bytes:
    """The only document of a file, of which the beginning has been read."""
    pieces, size = [beginning], len(beginning)
    for piece in iter(partial(stream.read, PIECE), b""):
        size += len(piece)
        _refuse_too_long(size, place)
        pieces.append(piece)
    return b"".join(pieces)


def _refuse_too_long(size: int, place: str | Path) -> None:
    if size > LONGEST:
        raise SourceError(
            f"{place}: a document or record of more than {LONGEST:,} bytes is too large to be read"
            " as JSON-LD: convert the file to N-Quads, or to JSON-LD with a document a line"
        )


def _is_cut_in_opening(text: bytes) -> bool:
    """Whether a text ends where the first record of a list begins."""
    return text.startswith(OPENING.encode()) and _OPENING.startswith(text)


def _records(
    head: list[bytes], lines: Iterator[bytes], stream: BinaryIO, place: str | Path
) -> Iterator[JsonLdDocument]:
    """The records of a list, of which the first lines have been read."""
    record, size = list[bytes](), 0
    before = OPENING.count("\n")
    begun = before + 1
    for number, line in enumerate(chain(head[before:], lines), start=begun):
        if not record:
            begun, size = number, 0
            if line == b"]\n" and stream.read(_REST).strip() == b"}":
                return
        record.append(line)
        size += len(line)
        _refuse_too_long(size, place)
        if line in _ENDS:
            yield JsonLdDocument(begun, b"".join([*record[:-1], b"}\n"]))
            record = []
    raise DamagedError(f"the list of records has no end after line {begun}")


def _is_complete(line: bytes) -> bool:
    """Whether a line is a JSON document by itself."""
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
