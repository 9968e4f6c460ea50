"""Whether two SHACL engines agree: the results of pySHACL and of the compiled one compared.

Where pySHACL departs from the specification, Oxigraph's SPARQL decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pyoxigraph
import rdflib
from rdflib import SH, XSD

from kg.errors import ShapesError
from kg.rdf.rdflib_bridge import term_of, to_term, to_triples
from kg.rdf.record_graph import by_subject
from kg.shacl import Result, Shapes
from kg.shacl.compiled import compile_shapes
from kg.shacl.pyshacl_engine import report_of

Told = tuple[str | None, ...]
"""The parts of a result that are compared."""


def shapes_in(graph: rdflib.Graph, *files: Path) -> Shapes:
    """The shapes in a graph, as if they had been read from the files."""
    return Shapes(by_subject(to_triples(graph)), files, "of a graph")


_COMPONENT: Final = f"<{SH}%sConstraintComponent>"

OPERATORS: Final = {
    _COMPONENT % "MinExclusive": (SH.minExclusive, ">"),
    _COMPONENT % "MinInclusive": (SH.minInclusive, ">="),
    _COMPONENT % "MaxExclusive": (SH.maxExclusive, "<"),
    _COMPONENT % "MaxInclusive": (SH.maxInclusive, "<="),
    _COMPONENT % "LessThan": (SH.lessThan, "<"),
    _COMPONENT % "LessThanOrEquals": (SH.lessThanOrEquals, "<="),
}
"""Component -> its parameter and the SPARQL operator that defines it.

rdflib, and thus pySHACL, also orders values that can't be compared: those of different datatypes by
the IRIs of these, ill-typed literals by their text. The specification makes each of them a result.
"""


_MONTH: Final = f'"2000-01"^^<{XSD.gYearMonth}>'

NOT: Final = _COMPONENT % "Not"
"""In kg's shapes sh:not turns a comparison round, which brings the same departures to the surface:

a gYearMonth that is ill-typed passes sh:datatype (SPARQL 1.1 does not know it), and is
then compared by pySHACL as text and by the specification not at all.
"""


def told(result: Result) -> Told:
    """A result without the label of a shape that has no name."""
    shape = "_:" if result.source_shape.startswith("_:") else result.source_shape
    return (
        result.focus_node,
        result.path,
        result.value and result.value.removesuffix("^^<http://www.w3.org/2001/XMLSchema#string>"),
        result.component,
        result.severity,
        result.message,
        shape,
    )


def disagreements(graph: rdflib.Graph, shapes: Shapes) -> list[str]:
    """The compiled engine's results that are neither pySHACL's nor the specification's."""
    ours = Counter(map(told, compile_shapes(shapes).check_graph(graph).results))
    try:
        theirs = Counter(map(told, report_of(graph, shapes).results))
    except ShapesError as error:
        if "to compare a BlankNode" not in str(error):  # the specification has a result here
            raise
        return [] if any(result[3] in OPERATORS for result in ours) else [str(error)]
    return [
        *_unjustified("only in pySHACL's report", theirs - ours, False, graph, shapes),
        *_unjustified("only in the compiled engine's", ours - theirs, True, graph, shapes),
    ]


def _unjustified(
    where: str, results: Counter[Told], expected: bool, graph: rdflib.Graph, shapes: Shapes
) -> Iterator[str]:
    for result in results.elements():
        justified = (
            _is_wrong(result, graph, shapes) is expected
            if result[3] in OPERATORS
            else result[3] == NOT and not expected and _has_ill_typed_month(result, graph)
        )
        if not justified:
            yield f"{where}: {result}"


def _is_wrong(result: Told, graph: rdflib.Graph, shapes: Shapes) -> bool:
    """Whether SPARQL requires a result for a comparison."""
    focus, _, value, component, _, _, shape = result
    parameter, operator = OPERATORS[component or ""]
    limits = [
        limit
        for node in shapes.graph.subjects(parameter)
        if to_term(node) == shape
        for limit in shapes.graph.objects(node, parameter)
    ]
    if parameter in (SH.lessThan, SH.lessThanOrEquals):
        limits = [
            other
            for node in set(graph.subjects())
            if to_term(node) == focus
            for predicate in limits
            for other in graph.objects(node, predicate)
        ]
    return any(not _holds(value or "", operator, term_of(limit)) for limit in limits)


def _has_ill_typed_month(result: Told, graph: rdflib.Graph) -> bool:
    return any(
        not any(_holds(to_term(value), operator, _MONTH) for operator in ("<", ">="))
        for node, value in graph.subject_objects()
        if to_term(node) == result[0]
        and isinstance(value, rdflib.Literal)
        and value.datatype == XSD.gYearMonth
    )


def _holds(left: str, operator: str, right: str) -> bool:
    query = f"ASK {{ FILTER({left} {operator} {right}) }}"
    return bool(pyoxigraph.Store().query(query))
