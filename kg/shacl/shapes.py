"""The shapes: those that ship with kg, and those that a user brings.

A shapes file is Turtle. Nothing that it names is fetched: owl:imports are left alone.
https://www.w3.org/TR/shacl/#shapes-graph
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kg.errors import ShapesError
from kg.resources import resource

if TYPE_CHECKING:
    import rdflib

ENDINGS: Final = frozenset({".ttl", ".nt"})
"""The files of a folder that are read; N-Triples is Turtle too."""


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Shapes that were read: their graph, and the files it comes from."""

    graph: rdflib.Graph
    files: tuple[Path, ...]


@lru_cache(maxsize=1)
def bundled_shapes() -> Shapes:
    """The shapes that ship with kg."""
    return load_shapes(resource("shapes"), bundled=False)


def load_shapes(*paths: str | Path, bundled: bool = True) -> Shapes:
    """The shapes of files and folders, beside the bundled ones or alone.

    Raises ShapesError for a path that does not exist, a folder without shapes files, and a file
    that can't be read, is not Turtle or holds no shape.
    """
    import rdflib

    own = [bundled_shapes()] if bundled else []
    graph = rdflib.Graph(bind_namespaces="none")
    files = [file for path in paths for file in _files(Path(path))]
    for part in [*(shapes.graph for shapes in own), *map(_parsed, files)]:
        for prefix, namespace in part.namespaces():
            graph.bind(prefix, namespace)
        for triple in part:
            graph.add(triple)
    return Shapes(graph, (*(file for shapes in own for file in shapes.files), *files))


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    found = sorted(file for file in path.rglob("*") if file.suffix in ENDINGS and file.is_file())
    if not found:
        raise ShapesError(f"{path}: the folder holds no shapes file ({', '.join(sorted(ENDINGS))})")
    yield from found


def _parsed(file: Path) -> rdflib.Graph:
    import rdflib
    from rdflib.plugins.parsers.notation3 import BadSyntax

    from kg.rdflib_graph import lexical_forms_kept

    graph = rdflib.Graph(bind_namespaces="none")
    try:
        text = file.read_text("utf-8-sig")
        with lexical_forms_kept():
            graph.parse(data=text, format="turtle", publicID=file.absolute().as_uri())
    except OSError as error:
        raise ShapesError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ShapesError(f"{file}: the file is not UTF-8 text") from error
    except BadSyntax as error:
        line = error.lines + 1
        raise ShapesError(f"{file}, line {line}: this is not Turtle ({error.message})") from error
    if not _holds_a_shape(graph):
        raise ShapesError(f"{file}: there is no shape in it, neither sh:NodeShape nor sh:path")
    return graph


def _holds_a_shape(graph: rdflib.Graph) -> bool:
    from rdflib import RDF, SH

    return any(
        (None, RDF.type, shape) in graph for shape in (SH.NodeShape, SH.PropertyShape)
    ) or any(
        (None, parameter, None) in graph
        for parameter in (
            SH.path,
            SH.targetClass,
            SH.targetNode,
            SH.targetObjectsOf,
            SH.targetSubjectsOf,
        )
    )
