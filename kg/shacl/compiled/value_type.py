"""The type of a value node: its class, its datatype, its kind of node.

https://www.w3.org/TR/shacl/#core-components-value-type
"""

from __future__ import annotations

from functools import cache
from typing import Final

from kg.rdf.terms import XSD
from kg.shacl.compiled.comparison import value_of
from kg.shacl.compiled.constraints import OfValue, OnAllValues, OnEach, OnEachAlone
from kg.shacl.compiled.datatypes import DATATYPES, LEFT_ALONE
from kg.shacl.compiled.declaration import Declaration
from kg.shacl.compiled.graph import NO_NODES, Graph
from kg.shacl.compiled.literals import LANG_STRING, is_string, language_of
from kg.shacl.compiled.shapes_graph import sh
from kg.shacl.report import short

FIRST_CHARACTERS: Final = {
    sh("IRI"): "<",
    sh("BlankNode"): "_",
    sh("Literal"): '"',
    sh("BlankNodeOrIRI"): "_<",
    sh("BlankNodeOrLiteral"): '_"',
    sh("IRIOrLiteral"): '<"',
}
"""Kind of node -> the first characters of such a term."""


def compile_class(shape: Declaration, value: str) -> OnEach:
    """https://www.w3.org/TR/shacl/#ClassConstraintComponent"""
    class_ = shape.iri("class", value)

    def validate_class(graph: Graph, node: str) -> bool:
        return node in graph.instances_of(class_)

    together = OnAllValues(
        lambda graph, nodes: graph.instances.get(class_, NO_NODES).issuperset(nodes),
        lambda graph, nodes: graph.instances.get(class_, NO_NODES).isdisjoint(nodes),
    )
    return OnEach(validate_class, together=together)


def compile_datatype(shape: Declaration, value: str) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#DatatypeConstraintComponent"""
    iri = shape.iri("datatype", value)[1:-1]
    if iri == LANG_STRING:
        return OnEachAlone(lambda node: language_of(node) is not None)
    if iri == f"{XSD}string":
        return OnEachAlone(is_string, quick=True)
    ending = f'"^^<{iri}>'
    local = iri.removeprefix(XSD)
    if local not in DATATYPES or local in LEFT_ALONE:
        return OnEachAlone(lambda node: node.endswith(ending), quick=True)

    def validate_datatype(node: str) -> bool:
        return node.endswith(ending) and value_of(node) is not None

    return OnEachAlone(validate_datatype)


def compile_node_kind(shape: Declaration, value: str) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#NodeKindConstraintComponent"""
    beginnings = FIRST_CHARACTERS.get(value)
    if beginnings is None:
        raise shape.refused(f"sh:nodeKind {short(value)} is not one of the six kinds")
    return OnEachAlone(_of_kind(beginnings), quick=True)


@cache
def _of_kind(beginnings: str) -> OfValue:
    """The same function for the same kind, so that it runs only once for shapes that share it."""
    return lambda node: node[0] in beginnings
