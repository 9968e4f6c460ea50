"""The reference engine: pySHACL over an rdflib Graph.

SHACL Core and SPARQL-based constraints, without inference, rules or imports; the data are not
changed. https://github.com/RDFLib/pySHACL
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import Any, Final

import rdflib
from pyshacl import ShapesGraph, Validator
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.core.property_pair_constraints import (
    LessThanConstraintComponent,
    LessThanOrEqualsConstraintComponent,
)
from pyshacl.errors import ReportableRuntimeError
from pyshacl.graph_abstraction import DataGraph
from rdflib import SH
from rdflib.term import Node

from kg.errors import ShapesError
from kg.rdf.rdflib_bridge import to_rdflib
from kg.rdf.record_graph import RecordGraph
from kg.shacl.report import Report
from kg.shacl.report_rdf import report_of_graph
from kg.shacl.shapes import Shapes

_LOGGER: Final = logging.getLogger(__name__)
"""For what pySHACL logs in addition to the error that it raises."""

_LOGGER.addHandler(logging.NullHandler())
_LOGGER.propagate = False


def report_of(graph: RecordGraph | rdflib.Graph, shapes: Shapes) -> Report:
    """The report of a graph.

    Raises ShapesError if pySHACL can't use a shape.
    """
    data = to_rdflib(graph.triples) if isinstance(graph, RecordGraph) else graph
    try:
        validator: Any = Validator(
            DataGraph.from_rdflib(data), shacl_graph=shapes.graph, options={"logger": _LOGGER}
        )
        validator.shacl_graph = _compiled(shapes)  # the same shapes, read once for all records
        _, report, _ = validator.run()
    except Exception as error:  # pySHACL raises whatever ill-formed shapes lead to
        raise ShapesError(f"a shape can't be checked: {_reason(error)}") from error
    return report_of_graph(report)


def _reason(error: Exception) -> str:
    match error:
        case ReportableRuntimeError():
            return str(error.message).partition("\n")[0]
        case RecursionError():
            return "shapes or paths are nested too deep, or lead back to themselves"
        case re.error():
            return f"the pattern {error.pattern!r} is not one of Python: {error.msg}"
    return f"pySHACL fails with {type(error).__name__}: {error}"


@lru_cache(maxsize=8)
def _compiled(shapes: Shapes) -> ShapesGraph:
    return ShapesGraph(shapes.graph, logger=_LOGGER)


class _OrIncomparable:
    """Reports values that pySHACL fails to compare as results, as the specification requires.

    pySHACL raises TypeError if rdflib can't order two literals: ill-typed dates, and months that
    break the order. https://www.w3.org/TR/shacl/#LessThanConstraintComponent
    """

    def evaluate(
        self, executor: Any, graph: Any, values_of: dict[Node, set[Node]], path: list[Any]
    ) -> tuple[bool, list[Any]]:
        results: list[Any] = []
        for focus_node, values in values_of.items():
            for value in values:
                try:
                    _, found = super().evaluate(executor, graph, {focus_node: {value}}, path)  # type: ignore[misc]
                except TypeError:
                    found = [self.make_v_result(graph, focus_node, value_node=value)]  # type: ignore[attr-defined]
                results += found
        return not results, results


class _LessThan(_OrIncomparable, LessThanConstraintComponent):
    pass


class _LessThanOrEquals(_OrIncomparable, LessThanOrEqualsConstraintComponent):
    pass


CONSTRAINT_PARAMETERS_MAP[SH.lessThan] = _LessThan
CONSTRAINT_PARAMETERS_MAP[SH.lessThanOrEquals] = _LessThanOrEquals
