"""RDF files for loading into a store: their graphs and quads, read piece by piece.

A format without graph names still shows the graph that its triples belong to: the trial is
schema:subjectOf its kg:RecordGraph. Nothing is fetched, and no entity is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from kg.errors import SourceError, unreadable
from kg.formats import FORMATS, Format, format_of
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import DEFAULT_BASE, slug
from kg.system.compression import COMPRESSIONS, DamagedError, reader

if TYPE_CHECKING:
    import pyoxigraph

_DECLARATION: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)\b", re.IGNORECASE)
_OVERLAP: Final = 16
"""Bytes of the previous piece in which a declaration may begin."""

LONGEST: Final = 16 << 20
"""The most bytes of a term; pyoxigraph reads no longer ones."""

TOO_LONG: Final = f"a term is longer than {LONGEST >> 20} MB, the limit for RDF"
_TOO_LONG: Final = "buffer maximal size"
"""A part of pyoxigraph's message for it."""

LONGEST_REASON: Final = 300
"""The most characters of a parser's message that are reported."""

_RDF_TYPE: Final = vocab.RDF_TYPE[1:-1]
_ENDINGS: Final = tuple(row.ending for row in FORMATS.values())


def is_rdf(source: str | Path) -> bool:
    """Whether a source is RDF by its name; all others contain records."""
    name = Path(source).name.lower()
    for compression in COMPRESSIONS:
        name = name.removesuffix(compression)
    return name.endswith(_ENDINGS)


class RdfFile:
    """An RDF file; if it can't be read, SourceError gives the reason in a sentence."""

    def __init__(self, path: str | Path) -> None:
        import pyoxigraph

        self.path = Path(path)
        self.format = format_of(path)
        found = pyoxigraph.RdfFormat.from_media_type(self.format.media_type)
        self.oxigraph_format = cast(pyoxigraph.RdfFormat, found)

    @contextmanager
    def opened(self) -> Iterator[Any]:
        """The bytes of the document for pyoxigraph, which parses them within the block."""
        try:
            with self.path.open("rb") as file:
                yield _Pieces(file, self.path, checked=self.format.name == "rdf-xml")
        except OSError as error:
            if error.filename is None:  # an error of the store, not of this file
                raise
            raise unreadable(self.path, error) from error
        except SyntaxError as error:
            raise SourceError(f"{self.path}: {fault(error, self.format)}") from error
        except MemoryError as error:
            if _TOO_LONG not in str(error):
                raise
            raise SourceError(f"{self.path}: {TOO_LONG}") from error

    def graphs(self) -> set[pyoxigraph.NamedNode]:
        """The graphs in the file: those it names, or the one of its only record.

        A file of triples without a record is a graph named after the file. SourceError if the file
        has triples of several records without the names of their graphs.
        """
        import pyoxigraph

        found: set[pyoxigraph.NamedNode] = set()
        for quad in self.quads():
            if self.format.has_graphs:
                if isinstance(quad.graph_name, pyoxigraph.NamedNode):
                    found.add(quad.graph_name)
            elif (graph := _record_graph(quad)) is not None:
                found.add(graph)
                self._refuse_several(found)
        if found or self.format.has_graphs:
            return found
        return {pyoxigraph.NamedNode(f"{DEFAULT_BASE}graph/file/{slug(self.path.name)}")}

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """The quads of the document, with its lexical forms."""
        import pyoxigraph

        with self.opened() as stream:
            yield from pyoxigraph.parse(stream, self.oxigraph_format)

    def quads_by_graph(self) -> Iterator[Iterator[pyoxigraph.Quad]]:
        """The quads of each graph, in the order of the document; one without graphs is one.

        Raises SourceError if the quads of a graph are not consecutive.
        """
        seen = set()
        for name, quads in groupby(self.quads(), lambda quad: quad.graph_name):
            if name in seen:
                raise SourceError(
                    f"{self.path}: the statements of {name} are not consecutive: sort the file, or"
                    " give the records themselves"
                )
            seen.add(name)
            yield quads

    def _refuse_several(self, graphs: set[pyoxigraph.NamedNode]) -> None:
        if len(graphs) > 1:
            raise SourceError(
                f"{self.path}: with several records as {self.format.title} it is unknown which"
                " triple belongs to which record, so none could be replaced later: export them with"
                " their graphs, as .nq or .trig, or load the records themselves"
            )


def fault(error: SyntaxError, format: Format) -> str:
    """What pyoxigraph finds wrong with a document, as the end of a sentence."""
    reason = " ".join(error.msg.split())[:LONGEST_REASON]
    if "LoadDocumentCallback" in reason:
        return "refers to an external context, which kg does not fetch; put it into the file"
    return f"not valid {format.title}: {reason.removeprefix('Parser error at ')}"


def _record_graph(quad: pyoxigraph.Quad) -> pyoxigraph.NamedNode | None:
    """The subject, if the quad says that it is the graph of a record."""
    import pyoxigraph

    is_graph = quad.predicate.value == _RDF_TYPE and str(quad.object) == vocab.KG_RECORD_GRAPH
    return quad.subject if is_graph and isinstance(quad.subject, pyoxigraph.NamedNode) else None


def refuse_entities(data: bytes, path: str | Path) -> None:
    """Raises SourceError if some bytes of RDF/XML have a document type or an entity."""
    if _DECLARATION.search(data):
        raise SourceError(f"{path}: has a document type or entities, which kg does not read")


class _Pieces:
    """A file, decompressed, as the stream that pyoxigraph reads."""

    def __init__(self, file: BinaryIO, path: Path, *, checked: bool) -> None:
        self._path = path
        self._checked = checked
        self._before = b""
        self._stream = reader(file, path)

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; SourceError if the file is damaged or declares entities."""
        try:
            piece = self._stream.read(size)
        except (DamagedError, OSError) as error:
            reason = getattr(error, "strerror", None) or error
            raise SourceError(f"{self._path}: cut short or damaged: {reason}") from error
        if self._checked:
            refuse_entities(self._before + piece, self._path)
            self._before = piece[-_OVERLAP:]
        return piece
