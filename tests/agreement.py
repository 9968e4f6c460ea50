"""Whether two SHACL engines say the same: pySHACL's and the compiled one's results side by side.

Where pySHACL departs from the specification a third party is asked, Oxigraph's SPARQL.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

import pyoxigraph
import rdflib
from rdflib import SH

from kg.rdflib_graph import to_term
from kg.shacl import Result, Shapes
from kg.shacl.compiled import compile_shapes
from kg.shacl.compiled.declaration import term_of
from kg.shacl.pyshacl_engine import report_of
from kg.terms import Triple

Told = tuple[str | None, ...]
"""What two results are compared by."""

_COMPONENT: Final = f"<{SH}%sConstraintComponent>"

OPERATORS: Final = {
    _COMPONENT % "MinExclusive": (SH.minExclusive, ">"),
    _COMPONENT % "MinInclusive": (SH.minInclusive, ">="),
    _COMPONENT % "MaxExclusive": (SH.maxExclusive, "<"),
    _COMPONENT % "MaxInclusive": (SH.maxInclusive, "<="),
    _COMPONENT % "LessThan": (SH.lessThan, "<"),
    _COMPONENT % "LessThanOrEquals": (SH.lessThanOrEquals, "<="),
}
"""Component -> its parameter and the operator of SPARQL that defines it.

rdflib, and with it pySHACL, orders also what can't be compared: values of unlike datatypes by the
IRIs of these, ill-typed literals by their text. By the specification each of these is a result.
"""


def parsed(triples: Iterable[Triple]) -> rdflib.Graph:
    """An rdflib Graph of the triples, in which there may be blank nodes and language tags."""
    document = "".join(f"{s} {p} {o} .\n" for s, p, o in triples)
    normalize = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        return rdflib.Graph().parse(data=document, format="nt")
    finally:
        rdflib.NORMALIZE_LITERALS = normalize


def told(result: Result) -> Told:
    """All of a result but the label of a nameless shape."""
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
    """Where the compiled engine's results are neither pySHACL's nor the specification's."""
    theirs = Counter(map(told, report_of(graph, shapes).results))
    ours = Counter(map(told, compile_shapes(shapes).check_graph(graph).results))
    return [
        *_unjustified("only in pySHACL's report", theirs - ours, False, graph, shapes),
        *_unjustified("only in the compiled engine's", ours - theirs, True, graph, shapes),
    ]


def _unjustified(
    where: str, results: Counter[Told], expected: bool, graph: rdflib.Graph, shapes: Shapes
) -> Iterator[str]:
    for result in results.elements():
        if result[3] not in OPERATORS or _is_wrong(result, graph, shapes) is not expected:
            yield f"{where}: {result}"


def _is_wrong(result: Told, graph: rdflib.Graph, shapes: Shapes) -> bool:
    """Whether, by SPARQL, a result of a comparison is due."""
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


def _holds(left: str, operator: str, right: str) -> bool:
    query = f"ASK {{ FILTER({left} {operator} {right}) }}"
    return bool(pyoxigraph.Store().query(query))
