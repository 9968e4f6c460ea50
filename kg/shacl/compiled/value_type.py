"""What a value node is: its class, its datatype, its kind of node.

https://www.w3.org/TR/shacl/#core-components-value-type
"""

from __future__ import annotations

from typing import Final

from rdflib.term import Node

from kg.shacl.compiled.checks import OnEach, OnEachAlone, Together
from kg.shacl.compiled.datatypes import DATATYPES, LEFT_ALONE
from kg.shacl.compiled.declaration import Declaration
from kg.shacl.compiled.graph import NO_NODES, Graph
from kg.shacl.compiled.literals import LANG_STRING, language_of, text_of
from kg.shacl.report import SH
from kg.terms import XSD

_FIRST_CHARACTERS: Final = {
    "IRI": "<",
    "BlankNode": "_",
    "Literal": '"',
    "BlankNodeOrIRI": "_<",
    "BlankNodeOrLiteral": '_"',
    "IRIOrLiteral": '<"',
}
"""Kind of node -> how such a term may begin."""


def compile_class(shape: Declaration, value: Node) -> OnEach:
    """https://www.w3.org/TR/shacl/#ClassConstraintComponent"""
    class_ = shape.iri("class", value)

    def validate_class(graph: Graph, node: str) -> bool:
        return node in graph.instances_of(class_)

    together = Together(
        lambda graph, nodes: graph.instances.get(class_, NO_NODES).issuperset(nodes),
        lambda graph, nodes: graph.instances.get(class_, NO_NODES).isdisjoint(nodes),
    )
    return OnEach(validate_class, together=together)


def compile_datatype(shape: Declaration, value: Node) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#DatatypeConstraintComponent"""
    iri = shape.iri("datatype", value)[1:-1]
    if iri == LANG_STRING:
        return OnEachAlone(lambda node: language_of(node) is not None)
    if iri == f"{XSD}string":
        return OnEachAlone(lambda node: node[0] == node[-1] == '"')
    ending = f'"^^<{iri}>'
    local = iri.removeprefix(XSD)
    if local not in DATATYPES or local in LEFT_ALONE:
        return OnEachAlone(lambda node: node.endswith(ending))
    parse = DATATYPES[local].parse

    def validate_datatype(node: str) -> bool:
        return node.endswith(ending) and parse(text_of(node)) is not None

    return OnEachAlone(validate_datatype)


def compile_node_kind(shape: Declaration, value: Node) -> OnEachAlone:
    """https://www.w3.org/TR/shacl/#NodeKindConstraintComponent"""
    beginnings = _FIRST_CHARACTERS.get(str(value).removeprefix(SH))
    if beginnings is None:
        raise shape.refused(f"sh:nodeKind {value} is not one of the six kinds")

    def validate_node_kind(node: str) -> bool:
        return node[0] in beginnings

    return OnEachAlone(validate_node_kind)
