"""JSON-LD files as documents that are read one after the other, so that a large file is no burden.

Three forms are detected from the content: a document a line, the list of records that kg writes,
which is read record by record, and any other, which is read as a whole. Nothing is fetched: the
published context of kg is replaced by the bundled one. https://www.w3.org/TR/json-ld11/
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from kg.formats.context import PUBLISHED, bundled
from kg.formats.jsonld import OPENING
from kg.system.compression import DamagedError

if TYPE_CHECKING:
    import pyoxigraph

_OPENING: Final = f'{OPENING}{{\n  "@context":'.encode()
"""How a list of records begins; in a list that others write, the lines of a record may differ."""

_ENDS: Final = (b"}\n", b"},\n")
"""The last line of a record in such a list, which no line within a record is."""

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


def documents(stream: BinaryIO) -> Iterator[JsonLdDocument]:
    """The documents in a file; DamagedError if a list of records is not complete."""
    head = [stream.readline() for _ in range(_OPENING.count(b"\n") + 1)]
    beginning = b"".join(head)
    if beginning.startswith(_OPENING) or _is_cut_in_opening(beginning):
        found = _records(head, stream)
    elif _is_complete(head[0]):
        found = _lines(chain(head, stream))
    else:
        found = iter([JsonLdDocument(1, beginning + stream.read())])
    for document in found:
        yield document._replace(data=with_context(document.data))


def quads(
    stream: BinaryIO, own_graph: Callable[[Iterable[pyoxigraph.Quad]], pyoxigraph.NamedNode]
) -> Iterator[pyoxigraph.Quad]:
    """The quads in a file; those of a document's default graph are in its `own_graph`.

    Raises SyntaxError, with the line of the file, and DamagedError.
    """
    import pyoxigraph

    default = pyoxigraph.DefaultGraph()
    for document in documents(stream):
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


def _is_cut_in_opening(text: bytes) -> bool:
    """Whether a text ends where the first record of a list begins."""
    return text.startswith(OPENING.encode()) and _OPENING.startswith(text)


def _records(head: list[bytes], stream: BinaryIO) -> Iterator[JsonLdDocument]:
    """The records of a list, of which the first lines have been read."""
    record: list[bytes] = []
    before = OPENING.count("\n")
    begun = before + 1
    for number, line in enumerate(chain(filter(None, head[before:]), stream), start=begun):
        if not record:
            begun = number
            if line == b"]\n" and stream.read(_REST).strip() == b"}":
                return
        record.append(line)
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
