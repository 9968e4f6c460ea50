"""The shapes: those bundled with kg, and a user's own.

A shapes file is Turtle. Nothing is fetched: owl:imports are ignored.
https://www.w3.org/TR/shacl/#shapes-graph
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.errors import ShapesError, why_unreadable
from kg.rdf.nodes import PlainNodes
from kg.rdf.record_graph import by_subject, triples
from kg.rdf.terms import Triple, literal, parted, split_literal
from kg.rdf.vocabulary import RDF_TYPE
from kg.shacl.report import SH
from kg.system.package_data import resource

if TYPE_CHECKING:
    import rdflib

ENDINGS: Final = frozenset({".ttl", ".nt"})
"""The files of a folder that are read; N-Triples is Turtle too."""

_CLASSES: Final = frozenset(f"<{SH}{local}>" for local in ("NodeShape", "PropertyShape"))
_PREDICATES: Final = frozenset(
    f"<{SH}{local}>"
    for local in ("path", "targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf")
)
"""The classes and the predicates that mark a shape."""


_File: TypeAlias = tuple[Path, str]
"""A file, and the text in it."""


@dataclass(frozen=True, eq=False)
class Shapes:
    """Shapes that were read: their triples, their files, and the prefixes of these.

    `digest` changes when a character in the files does. `bundled`: they are those of kg and no
    others, so it is known that each of them can be used. Pickled they are `made_of`: whether those
    of kg are among them, and the text of each other file.
    """

    nodes: PlainNodes
    files: tuple[Path, ...]
    digest: str
    prefixes: Mapping[str, str] = field(default_factory=dict)
    bundled: bool = False
    made_of: tuple[bool, tuple[_File, ...]] = (False, ())

    def __reduce__(self) -> tuple[Callable[..., Shapes], tuple[object, ...]]:
        return (bundled_shapes, ()) if self.bundled else (_shapes, self.made_of)

    @cached_property
    def graph(self) -> rdflib.Graph:
        """The shapes as an rdflib Graph."""
        from kg.rdf.rdflib_bridge import to_rdflib

        graph = to_rdflib(triples(self.nodes))
        for prefix, namespace in self.prefixes.items():
            graph.bind(prefix, namespace)
        return graph


@lru_cache(maxsize=1)
def bundled_shapes() -> Shapes:
    """The shapes bundled with kg."""
    return replace(load_shapes(resource("shapes"), bundled=False), bundled=True)


def load_shapes(*paths: str | Path, bundled: bool = True) -> Shapes:
    """The shapes of files and folders, with or without the bundled ones.

    Raises ShapesError for a path that does not exist, a folder without shapes files, and a file
    that can't be read, is not Turtle or contains no shape.
    """
    if bundled and not paths:
        return bundled_shapes()
    files = [file for path in paths for file in _files(Path(path))]
    return _shapes(bundled, tuple((file, _text(file)) for file in files))


@lru_cache(maxsize=8)
def _shapes(bundled: bool, files: tuple[_File, ...]) -> Shapes:
    """The shapes of some files, with or without the bundled ones; the same for the same texts."""
    own = [bundled_shapes()] if bundled else []
    found = [triple for shapes in own for triple in triples(shapes.nodes)]
    prefixes = {name: iri for shapes in own for name, iri in shapes.prefixes.items()}
    texts = [shapes.digest for shapes in own]
    for file, text in files:
        texts.append(hashlib.sha256(text.encode()).hexdigest())
        stated, bound = _parsed(text, file)
        found += stated
        prefixes |= bound
    return Shapes(
        by_subject(found),
        (*(file for shapes in own for file in shapes.files), *(file for file, _ in files)),
        hashlib.sha256("\n".join(texts).encode()).hexdigest(),
        prefixes,
        made_of=(bundled, files),
    )


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    found = sorted(file for file in path.rglob("*") if file.suffix in ENDINGS and file.is_file())
    if not found:
        raise ShapesError(f"{path}: the folder has no shapes file ({', '.join(sorted(ENDINGS))})")
    yield from found


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except OSError as error:
        raise ShapesError(why_unreadable(file, error)) from error
    except UnicodeDecodeError as error:
        raise ShapesError(f"{file}: not UTF-8 text") from error


def _parsed(text: str, file: Path) -> tuple[list[Triple], Mapping[str, str]]:
    """The triples in the text of a file and its prefixes; its blank nodes are its own."""
    import pyoxigraph

    try:
        parser = pyoxigraph.parse(
            text,
            format=pyoxigraph.RdfFormat.TURTLE,
            base_iri=file.absolute().as_uri(),
            rename_blank_nodes=True,
        )
        lines = pyoxigraph.serialize(parser, format=pyoxigraph.RdfFormat.N_TRIPLES) or b""
        found = [_triple(line, file) for line in lines.decode().split("\n") if line]
    except SyntaxError as error:
        reason = error.msg.partition(": ")[2]
        raise ShapesError(f"{file}, line {error.lineno}: not valid Turtle ({reason})") from error
    if not any(
        predicate in _PREDICATES or (predicate == RDF_TYPE and value in _CLASSES)
        for _, predicate, value in found
    ):
        raise ShapesError(f"{file}: contains no shape, neither sh:NodeShape nor sh:path")
    return found, parser.prefixes


def _triple(line: str, file: Path) -> Triple:
    """The triple of a line of N-Triples, without the direction of a text, which is not RDF 1.1."""
    subject, predicate, term = line.removesuffix(" .").split(" ", 2)
    if term.startswith("<<"):
        raise ShapesError(f"{file}: has a triple as a term, which SHACL does not support")
    if term[0] == '"':
        term = term.removesuffix("--ltr").removesuffix("--rtl")
        if "\\" in term:  # as kg escapes: fewer characters than other writers
            quoted, rest = parted(term)
            term = literal(split_literal(quoted)[0]) + rest
    return subject, predicate, term
