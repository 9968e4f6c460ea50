"""Validation by SHACL: the shapes, the engine that checks a graph against them, and the report.

A result is data, not an exception: what raises is a shape that can't be read or used.
https://www.w3.org/TR/shacl/
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.shacl.report import Report, Result
from kg.shacl.shapes import Shapes, bundled_shapes, load_shapes

if TYPE_CHECKING:
    import rdflib

    from kg.graphs import RecordGraph

__all__ = ["Report", "Result", "Shapes", "bundled_shapes", "load_shapes", "validate"]


def validate(graph: RecordGraph | rdflib.Graph, shapes: Shapes | None = None) -> Report:
    """The report of a graph by the bundled shapes, or by others.

    Raises ShapesError where a shape is not one that can be checked.
    """
    from kg.shacl.pyshacl_engine import report_of

    return report_of(graph, shapes or bundled_shapes())
