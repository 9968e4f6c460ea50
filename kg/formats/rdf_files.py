"""RDF files for loading into a store: their graphs and quads, read piece by piece.

Triples without the name of a graph still show the one that they belong to: the trial is
schema:subjectOf its kg:RecordGraph. Nothing is fetched, and no entity is expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final, cast

from kg.errors import SourceError, unreadable
from kg.formats import FORMATS, OUTPUTS, Format, format_of, jsonld_reader
from kg.formats.context import PUBLISHED
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import DEFAULT_BASE, slug
from kg.system.compression import DamagedError, reader, uncompressed_name

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
_ENDINGS: Final = tuple(row.ending for row in OUTPUTS.values())


def is_rdf(source: str | Path) -> bool:
    """Whether a source is RDF by its name; all others contain records."""
    return uncompressed_name(source).endswith(_ENDINGS)


class RdfFile:
    """An RDF file; if it can't be read, SourceError gives the reason in a sentence."""

    def __init__(self, path: str | Path) -> None:
        import pyoxigraph

        self.path = Path(path)
        self.format = format_of(path, OUTPUTS)
        self._is_json_ld = self.format.iri == FORMATS["json-ld"].iri
        known = "application/n-quads" if self._is_json_ld else self.format.media_type
        self.oxigraph_format = cast(
            pyoxigraph.RdfFormat, pyoxigraph.RdfFormat.from_media_type(known)
        )

    @contextmanager
    def opened(self) -> Iterator[Any]:
        """The file as a stream in `oxigraph_format`, which pyoxigraph parses within the block.

        JSON-LD becomes N-Quads on the way, each statement in the graph that it belongs to.
        """
        with self._file() as file:
            if self._is_json_ld:
                yield jsonld_reader.NQuads(self._json_ld(file))
            else:
                yield _Pieces(file, self.path, checked=self.format.name == "rdf-xml")

    def graphs(self) -> set[pyoxigraph.NamedNode]:
        """The graphs in the file: those it names, or the one of its only record.

        A file of triples without a record is a graph named after the file. SourceError if the file
        has triples of several records without the names of their graphs.
        """
        import pyoxigraph

        if not self.format.has_graphs:
            return {self._own_graph(self.quads())}
        names = {quad.graph_name for quad in self.quads()}
        return {name for name in names if isinstance(name, pyoxigraph.NamedNode)}

    def quads(self) -> Iterator[pyoxigraph.Quad]:
        """The quads of the file, with its lexical forms."""
        import pyoxigraph

        if self._is_json_ld:
            with self._file() as file:
                yield from self._json_ld(file)
            return
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

    @contextmanager
    def _file(self) -> Iterator[BinaryIO]:
        """The open file; what is wrong with it or its content becomes a SourceError."""
        try:
            with self.path.open("rb") as file:
                yield file
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

    def _json_ld(self, file: BinaryIO) -> Iterator[pyoxigraph.Quad]:
        """The quads of JSON-LD; triples of the default graph in the one that they belong to."""
        try:
            yield from jsonld_reader.quads(reader(file, self.path), self.path, self._own_graph)
        except SyntaxError as error:  # here, as Oxigraph may be reading
            raise SourceError(f"{self.path}: {fault(error, self.format)}") from error
        except (DamagedError, OSError) as error:
            raise _damaged(self.path, error) from error

    def _own_graph(self, quads: Iterable[pyoxigraph.Quad]) -> pyoxigraph.NamedNode:
        """The graph of triples without one: of their only record, or else of the file."""
        import pyoxigraph

        own = None
        for graph in filter(None, map(_record_graph, quads)):
            if own not in (None, graph):
                raise SourceError(
                    f"{self.path}: with several records as {self.format.title} it is unknown which"
                    " triple belongs to which record, so none could be replaced later: export them"
                    " with their graphs, as .nq, .trig or .jsonld, or load the records themselves"
                )
            own = graph
        return own or pyoxigraph.NamedNode(f"{DEFAULT_BASE}graph/file/{slug(self.path.name)}")


def fault(error: SyntaxError, format: Format) -> str:
    """What pyoxigraph finds wrong with a document, as the end of a sentence."""
    reason = " ".join(error.msg.split())[:LONGEST_REASON]
    if "LoadDocumentCallback" in reason:
        return (
            f"refers to a context on the web other than {PUBLISHED}, which kg does not fetch: put"
            " the context into the file"
        )
    return f"not valid {format.title}: {reason.removeprefix('Parser error at ')}"


def _damaged(path: Path, error: DamagedError | OSError) -> SourceError:
    reason = getattr(error, "strerror", None) or error
    return SourceError(f"{path}: cut short or damaged: {reason}")


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
            raise _damaged(self._path, error) from error
        if self._checked:
            refuse_entities(self._before + piece, self._path)
            self._before = piece[-_OVERLAP:]
        return piece
