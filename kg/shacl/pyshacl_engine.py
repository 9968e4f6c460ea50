"""The reference engine: pySHACL over an rdflib Graph.

SHACL Core and SPARQL-based constraints, without inference, rules or imports; the data is not changed.
https://github.com/RDFLib/pySHACL
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import rdflib
from pyshacl import ShapesGraph, Validator
from pyshacl.constraints import CONSTRAINT_PARAMETERS_MAP
from pyshacl.constraints.core.property_pair_constraints import (
    LessThanConstraintComponent,
    LessThanOrEqualsConstraintComponent,
)
from pyshacl.errors import ReportableRuntimeError
from pyshacl.graph_abstraction import DataGraph
from rdflib import RDF, SH
from rdflib.term import Node

from kg.errors import ShapesError
from kg.graphs import RecordGraph
from kg.rdflib_graph import to_rdflib, to_term
from kg.shacl.report import Report, Result
from kg.shacl.shapes import Shapes


def report_of(graph: RecordGraph | rdflib.Graph, shapes: Shapes) -> Report:
    """The report of a graph.

    Raises ShapesError where pySHACL can't make sense of a shape.
    """
    data = to_rdflib(graph.triples) if isinstance(graph, RecordGraph) else graph
    try:
        compiled = _compiled(shapes)
        validator = Validator(DataGraph.from_rdflib(data), shacl_graph=shapes.graph)
        validator.shacl_graph = (
            compiled  # what it built from the same graph, but once for all records
        )
        _, report, _ = validator.run()
    except ReportableRuntimeError as error:
        files = ", ".join(map(str, shapes.files))
        raise ShapesError(f"a shape can't be checked: {error.message} ({files})") from error
    return Report(_result(report, node) for node in report.objects(None, SH.result))


@lru_cache(maxsize=8)
def _compiled(shapes: Shapes) -> ShapesGraph:
    return ShapesGraph(shapes.graph)


def _result(report: rdflib.Graph, node: Node) -> Result:
    path, value = report.value(node, SH.resultPath), report.value(node, SH.value)
    return Result(
        focus_node=_term(report, node, SH.focusNode),
        path=None if path is None else turtle_path(report, path),
        value=None if value is None else to_term(value),
        component=_term(report, node, SH.sourceConstraintComponent),
        severity=_term(report, node, SH.resultSeverity),
        message=_message(report, node),
        source_shape=_term(report, node, SH.sourceShape),
    )


def _term(report: rdflib.Graph, node: Node, predicate: Node) -> str:
    found = report.value(node, predicate)
    assert found is not None, predicate
    return to_term(found)


def _message(report: rdflib.Graph, node: Node) -> str:
    """The message in English or without a language, else the first one."""
    found = sorted(report.objects(node, SH.resultMessage), key=_foreign)
    return str(found[0]) if found else ""


def _foreign(message: Node) -> tuple[bool, str]:
    language = message.language or "" if isinstance(message, rdflib.Literal) else ""
    return (not language.startswith("en") and language != "", str(message))


def turtle_path(graph: rdflib.Graph, path: Node) -> str:
    """A property path in Turtle: an IRI, or the brackets and parentheses of its structure."""
    if not isinstance(path, rdflib.BNode):
        return to_term(path)
    if (path, RDF.first, None) in graph:
        return f"( {' '.join(turtle_path(graph, each) for each in graph.items(path))} )"
    pairs = sorted(graph.predicate_objects(path))
    inner = " ; ".join(f"{to_term(p)} {turtle_path(graph, o)}" for p, o in pairs)
    return f"[ {inner} ]"


class _OrIncomparable:
    """Makes a result of values that pySHACL fails to compare, as the specification has it.

    pySHACL raises TypeError where rdflib can't order two literals: ill-typed dates, and partial dates
    that break the order. https://www.w3.org/TR/shacl/#LessThanConstraintComponent
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
