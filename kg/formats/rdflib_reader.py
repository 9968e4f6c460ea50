"""RDF files of any format that kg writes, read into an rdflib Graph; nothing is ever fetched."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from kg.errors import SourceError, UsageError, unreadable
from kg.formats import OUTPUTS, Format, format_of
from kg.formats.context import PUBLISHED
from kg.formats.jsonld_reader import documents
from kg.formats.rdf_files import LONGEST, LONGEST_REASON, TOO_LONG, fault, refuse_entities
from kg.system.compression import DamagedError, reader

if TYPE_CHECKING:
    import rdflib

_BY_LINE: Final = ("n-triples", "n-quads")
_BASE: Final = "file:///"


def load(paths: Iterable[str]) -> rdflib.Graph:
    """The triples of all files as one graph, named graphs merged; "-" is Turtle from stdin.

    Raises SourceError for a file that can't be read, is not in the format of its ending, or refers
    to something that would have to be fetched.
    """
    import rdflib

    from kg.rdf.rdflib_bridge import lexical_forms_kept

    # rdflib warns of literals that are ill-typed; validation reports these.
    logging.getLogger("rdflib.term").setLevel(logging.ERROR)
    merged = rdflib.Graph()
    with lexical_forms_kept():
        for path in paths:
            format = OUTPUTS["turtle"] if path == "-" else _format_of(path)
            triples = [
                triple
                for data in _documents(_bytes(path), format, path)
                for triple in _triples(data, format, path)
            ]
            if not triples:
                raise SourceError(f"{path}: contains no triples, so nothing was checked")
            for triple in triples:
                merged.add(triple)
    return merged


def _format_of(path: str) -> Format:
    try:
        return format_of(path, OUTPUTS)
    except UsageError as error:
        if Path(path).is_dir():
            raise SourceError(f"{path}: is a folder; name the RDF files in it") from error
        endings = ", ".join(row.ending for row in OUTPUTS.values())
        raise SourceError(
            f"{path}: its ending is not that of an RDF format ({endings});"
            " kg export writes records as RDF"
        ) from error


def _documents(data: bytes, format: Format, path: str) -> Iterable[bytes]:
    """The documents in the bytes of a file: several only of JSON-LD."""
    if not _is_json_ld(format):
        return [data]
    try:
        return [document.data for document in documents(io.BytesIO(data), path)]
    except DamagedError as error:
        raise SourceError(f"{path}: cut short or damaged: {error}") from error


def _media_type(format: Format) -> str:
    """That of each document."""
    return OUTPUTS["json-ld"].media_type if _is_json_ld(format) else format.media_type


def _is_json_ld(format: Format) -> bool:
    return format.iri == OUTPUTS["json-ld"].iri


def _triples(data: bytes, format: Format, path: str) -> Iterable[Any]:
    import rdflib

    _refuse_references(data, format, path)
    if format.name in _BY_LINE and any(len(line) > LONGEST for line in io.BytesIO(data)):
        raise SourceError(f"{path}: {TOO_LONG}")  # rdflib would take hours
    dataset = rdflib.Dataset() if format.has_graphs else rdflib.Graph()
    try:
        dataset.parse(data=data, format=_media_type(format))
    except RecursionError:
        raise SourceError(f"{path}: nested too deep to be read") from None
    except Exception as error:  # rdflib's parsers raise errors of every kind
        raise SourceError(f"{path}: {_fault(data, format, error)}") from error
    if isinstance(dataset, rdflib.Dataset):
        return ((s, p, o) for s, p, o, _ in dataset.quads())
    return dataset


def _fault(data: bytes, format: Format, error: Exception) -> str:
    """What is wrong with a document: in the words of pyoxigraph, or else in rdflib's."""
    import pyoxigraph

    known = pyoxigraph.RdfFormat.from_media_type(_media_type(format))
    try:
        for _ in pyoxigraph.parse(data, known, base_iri=_BASE):
            pass
    except SyntaxError as found:
        return fault(found, format)
    except MemoryError:
        return TOO_LONG
    return f"not valid {format.title}: {' '.join(str(error).split())[:LONGEST_REASON]}"


def _bytes(path: str) -> bytes:
    try:
        if path == "-":
            return sys.stdin.buffer.read()
        with Path(path).open("rb") as file:
            return reader(file, path).read()
    except OSError as error:
        raise unreadable(path, error) from error
    except DamagedError as error:
        raise SourceError(f"{path}: cut short or damaged: {error}") from error


def _refuse_references(data: bytes, format: Format, path: str) -> None:
    if format.name == "rdf-xml":
        refuse_entities(data, path)
    if _is_json_ld(format) and b"@context" in data:
        try:
            document = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise SourceError(f"{path}: not valid JSON: {error}") from error
        for remote in _remote_contexts(document):
            raise SourceError(
                f"{path}: refers to the context {remote!r}, which kg does not fetch: put the"
                f" context into the file, or name {PUBLISHED}"
            )


def _remote_contexts(document: Any) -> Iterable[str]:
    waiting = [document]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            for key in ("@context", "@import"):
                named = value.get(key)
                yield from (
                    c for c in (named if isinstance(named, list) else [named]) if isinstance(c, str)
                )
            waiting += value.values()
