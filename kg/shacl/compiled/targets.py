"""Targets: the focus nodes that a shape selects. https://www.w3.org/TR/shacl/#targets"""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import chain
from typing import Final

from kg.rdf.terms import is_iri
from kg.shacl.compiled.declaration import Declaration
from kg.shacl.compiled.graph import Graph
from kg.shacl.compiled.literals import is_blank

FocusNodes = Callable[[Graph], Collection[str]]
"""The focus nodes in a graph, each once."""

_CLASSES: Final = (
    "<http://www.w3.org/2000/01/rdf-schema#Class>",
    "<http://www.w3.org/2002/07/owl#Class>",
)
"""The types that make a shape the class of its focus nodes; owl:Class even without OWL."""


def compile_targets(shape: Declaration) -> FocusNodes | None:
    """The focus nodes of a shape; None if it has no target."""
    ways: list[FocusNodes] = []
    nodes = shape.values("targetNode")
    if any(map(is_blank, nodes)):
        raise shape.refused("sh:targetNode is a blank node")
    if nodes:
        ways.append(lambda graph: nodes)
    classes = [shape.iri("targetClass", value) for value in shape.values("targetClass")]
    if is_class(shape.graph, shape.node):
        classes.append(shape.node)
    ways += [compile_class_target(class_) for class_ in classes]
    ways += [
        compile_subjects_target(shape.iri("targetSubjectsOf", value))
        for value in shape.values("targetSubjectsOf")
    ]
    ways += [
        compile_objects_target(shape.iri("targetObjectsOf", value))
        for value in shape.values("targetObjectsOf")
    ]
    if len(ways) <= 1:
        return ways[0] if ways else None
    return lambda graph: set(chain.from_iterable(way(graph) for way in ways))


def compile_class_target(class_: str) -> FocusNodes:
    """https://www.w3.org/TR/shacl/#targetClass, https://www.w3.org/TR/shacl/#implicit-targetClass"""
    return lambda graph: graph.instances_of(class_)


def compile_subjects_target(predicate: str) -> FocusNodes:
    """https://www.w3.org/TR/shacl/#targetSubjectsOf"""
    return lambda graph: graph.subjects_of(predicate)


def compile_objects_target(predicate: str) -> FocusNodes:
    """https://www.w3.org/TR/shacl/#targetObjectsOf"""
    return lambda graph: {
        value for node in graph.subjects_of(predicate) for value in graph.of(node)[predicate]
    }


def is_class(graph: Graph, node: str) -> bool:
    """Whether a node of the shapes graph is a class in it."""
    return is_iri(node) and any(node in graph.instances_of(class_) for class_ in _CLASSES)
