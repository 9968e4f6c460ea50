"""Validation by SHACL: the shapes, the engine that checks a graph against them, and the report.

A result is data, not an exception: what raises is a shape that can't be read or used.
https://www.w3.org/TR/shacl/
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from kg.errors import ShapesError
from kg.shacl.report import Report, Result
from kg.shacl.shapes import Shapes, bundled_shapes, load_shapes

if TYPE_CHECKING:
    import rdflib

    from kg.graphs import RecordGraph

__all__ = ["ENGINES", "Report", "Result", "Shapes", "bundled_shapes", "load_shapes", "validate"]


def validate(
    graph: RecordGraph | rdflib.Graph, shapes: Shapes | None = None, engine: str = "compiled"
) -> Report:
    """The report of a graph by the bundled shapes, or by others.

    `engine` is one of ENGINES; both give the same results. Raises ShapesError where the shapes
    hold what the engine can't check.
    """
    return ENGINES[engine](graph, shapes or bundled_shapes())


def _by_compiled(graph: RecordGraph | rdflib.Graph, shapes: Shapes) -> Report:
    from kg.shacl.compiled import compile_shapes

    try:
        compiled = compile_shapes(shapes)
    except ShapesError as error:
        users = ", ".join(str(file) for file in shapes.files if file not in bundled_shapes().files)
        raise ShapesError(f"{users}: {error}" if users else str(error)) from error
    return compiled.check_graph(graph)


def _by_pyshacl(graph: RecordGraph | rdflib.Graph, shapes: Shapes) -> Report:
    from kg.shacl.pyshacl_engine import report_of

    return report_of(graph, shapes)


ENGINES: Final[dict[str, Callable[[RecordGraph | rdflib.Graph, Shapes], Report]]] = {
    "compiled": _by_compiled,
    "pyshacl": _by_pyshacl,
}
"""The engines by name: SHACL Core compiled for speed, and pySHACL, which checks SPARQL as well."""
