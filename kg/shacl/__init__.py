"""Validation by SHACL: the shapes, the engine that checks a graph against them, and the report.

A result is data, not an exception: only a shape that can't be read or used raises one.
https://www.w3.org/TR/shacl/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final, TypeAlias

from kg.errors import ShapesError, UsageError
from kg.shacl.report import Report, Result
from kg.shacl.shapes import Shapes, bundled_shapes, load_shapes

if TYPE_CHECKING:
    import rdflib

    from kg.rdf.record_graph import RecordGraph

__all__ = [
    "ENGINES",
    "Report",
    "Result",
    "Shapes",
    "Validator",
    "bundled_shapes",
    "load_shapes",
    "validate",
    "validator",
]


Validator: TypeAlias = "Callable[[RecordGraph | rdflib.Graph], Report]"
"""A function from a graph to its report."""


def validate(
    graph: RecordGraph | rdflib.Graph, shapes: Shapes | None = None, engine: str = "compiled"
) -> Report:
    """The report of a graph by the bundled shapes, or by others.

    `engine` is one of ENGINES; both give the same results except where pySHACL departs from the
    specification (docs/validate.md). Raises ShapesError if the shapes contain something that the
    engine can't check.
    """
    return validator(shapes or bundled_shapes(), engine)(graph)


@lru_cache(maxsize=8)
def validator(shapes: Shapes, engine: str = "compiled") -> Validator:
    """The function that validates graphs by these shapes.

    It and this function raise ShapesError as `validate` does, with the user's own files.
    """
    if engine not in ENGINES:
        raise UsageError(f"{engine!r} is not a SHACL engine: choose one of {', '.join(ENGINES)}")
    with _naming_files(shapes):
        check = ENGINES[engine](shapes)

    def checked(graph: RecordGraph | rdflib.Graph) -> Report:
        with _naming_files(shapes):
            return check(graph)

    return checked


@contextmanager
def _naming_files(shapes: Shapes) -> Iterator[None]:
    try:
        yield
    except ShapesError as error:
        users = ", ".join(str(file) for file in shapes.files if file not in bundled_shapes().files)
        raise ShapesError(f"{users}: {error}" if users else str(error)) from error


def _compiled(shapes: Shapes) -> Validator:
    from kg.shacl.compiled import compile_shapes

    return compile_shapes(shapes).check_graph


def _by_pyshacl(shapes: Shapes) -> Validator:
    from kg.shacl.pyshacl_engine import report_of

    return partial(report_of, shapes=shapes)


ENGINES: Final[dict[str, Callable[[Shapes], Validator]]] = {
    "compiled": _compiled,
    "pyshacl": _by_pyshacl,
}
"""The engines by name: SHACL Core compiled for speed, and pySHACL, which checks SPARQL as well."""
