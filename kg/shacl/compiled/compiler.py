"""Compiles a shapes graph into executable shapes; names what can't be compiled in an error.

https://www.w3.org/TR/shacl/#shapes
"""

from __future__ import annotations

from collections.abc import Iterator
from threading import RLock
from typing import Final

from kg.rdf.terms import XSD
from kg.rdf.vocabulary import RDF_TYPE
from kg.shacl.compiled.components import COMPONENTS, SECONDARY, Component
from kg.shacl.compiled.constraints import Constraint, Origin
from kg.shacl.compiled.declaration import Declaration
from kg.shacl.compiled.graph import Graph
from kg.shacl.compiled.literals import LANG_STRING, datatype_of, language_of, text_of
from kg.shacl.compiled.paths import Path, compile_path
from kg.shacl.compiled.property_index import by_predicate
from kg.shacl.compiled.shape import Shape
from kg.shacl.compiled.shapes_graph import refused, sh, shape_term
from kg.shacl.compiled.targets import FocusNodes, compile_targets
from kg.shacl.report import SH, VIOLATION, short

TARGETS: Final = frozenset({"targetClass", "targetNode", "targetObjectsOf", "targetSubjectsOf"})

_TARGET_PREDICATES: Final = (sh("targetObjectsOf"), sh("targetSubjectsOf"))

_ABOUT: Final = frozenset(
    {"path", "severity", "message", "deactivated"}
    | {"name", "description", "order", "group", "defaultValue"}
)
"""What a shape may have in addition: https://www.w3.org/TR/shacl/#nonValidation"""

MOST_NESTED: Final = 50
"""The most shapes within each other; Python's stack has room for a few more."""

_TOO_DEEP: Final = f"shapes are nested more than {MOST_NESTED} deep"

_KNOWN: Final = _ABOUT | TARGETS | COMPONENTS.keys() | SECONDARY

_OF_SHAPES: Final = frozenset(
    {sh(each) for each in (*TARGETS, *COMPONENTS, *SECONDARY)}
    | {sh(each) for each in ("sparql", "target", "js", "expression", "rule")}
)
"""The predicates of which each subject is a shape."""

_PARAMETERS: Final = tuple((sh(each), each, component) for each, component in COMPONENTS.items())
"""The term and the local name of each parameter that declares a constraint, and its component."""


class Compiler:
    """The shapes of one shapes graph, each compiled once, when it is first asked for."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._shapes: dict[str, Shape] = {}
        self._under_way: set[str] = set()
        self._lock = RLock()
        self._custom = {
            path
            for component in graph.instances_of(sh("ConstraintComponent"))
            if not component.startswith(f"<{SH}")
            for parameter in graph.of(component).get(sh("parameter"), ())
            for path in graph.of(parameter).get(sh("path"), ())
        }

    def compile_all(self) -> None:
        """Compiles every shape; raises ShapesError for the first that can't be."""
        for node in self.graph.subjects_of(sh("entailment")):
            raise refused(self.graph, node, "sh:entailment is not supported")
        for node in sorted(self._nodes()):
            try:
                self.shape(node)
            except RecursionError:
                raise refused(self.graph, node, _TOO_DEEP) from None

    def targeted(self) -> list[tuple[FocusNodes, str]]:
        """The nodes of all shapes that have targets, with the focus nodes of each."""
        found = []
        for node in sorted(self._nodes()):
            focus_nodes = compile_targets(self._declaration(node))
            if focus_nodes is not None:
                found.append((focus_nodes, node))
        return found

    def target_predicates(self) -> frozenset[str]:
        """The predicates of all targets: those whose subjects or objects are focus nodes."""
        return frozenset(
            predicate
            for has in self.graph.nodes.values()
            for target in _TARGET_PREDICATES
            for predicate in has.get(target, ())
        )

    def shape(self, node: str) -> Shape:
        """The shape of a node; a recursive one is refused, because its meaning is undefined."""
        found = self._shapes.get(node)
        return self._new(node) if found is None else found

    def _new(self, node: str) -> Shape:
        with self._lock:
            if node in self._shapes:  # meanwhile, by another thread
                return self._shapes[node]
            if node in self._under_way:
                raise refused(self.graph, node, "the shape refers to itself")
            if len(self._under_way) > MOST_NESTED:
                raise refused(self.graph, node, _TOO_DEEP)
            self._under_way.add(node)
            self._shapes[node] = self._compiled(self._declaration(node))
            self._under_way.remove(node)
            return self._shapes[node]

    def _declaration(self, node: str) -> Declaration:
        return Declaration(self.graph, node, self.shape)

    def _nodes(self) -> set[str]:
        """https://www.w3.org/TR/shacl/#dfn-shape, without those that only other shapes refer to."""
        return {
            *self.graph.instances_of(sh("NodeShape")),
            *self.graph.instances_of(sh("PropertyShape")),
            *(node for node, has in self.graph.nodes.items() if not _OF_SHAPES.isdisjoint(has)),
        }

    def _compiled(self, shape: Declaration) -> Shape:
        self._refuse_unknown(shape)
        path = self._path(shape)
        term = shape_term(self.graph, shape.node)
        severity = shape.value("severity")
        source = Origin(
            path=path.turtle if path else None,
            component="",
            severity=VIOLATION if severity is None else shape.iri("severity", severity),
            message=_message(shape),
            shape=term,
        )
        constraints = list(self._constraints(shape, path, source))
        return Shape(term, path, () if shape.flag("deactivated") else by_predicate(constraints))

    def _path(self, shape: Declaration) -> Path | None:
        types = self.graph.of(shape.node).get(RDF_TYPE, ())
        path = shape.value("path")
        if path is None and sh("PropertyShape") in types:
            raise shape.refused("a property shape needs sh:path")
        if path is not None and sh("NodeShape") in types:
            raise shape.refused("a node shape has no sh:path")
        return None if path is None else compile_path(self.graph, path)

    def _constraints(
        self, shape: Declaration, path: Path | None, source: Origin
    ) -> Iterator[Constraint]:
        properties = shape.graph.of(shape.node)
        for term, parameter, component in _PARAMETERS:
            values = properties.get(term, ())
            if not values or (component.needs and not shape.values(component.needs)):
                continue
            if component.of_property and path is None:
                raise shape.refused(
                    f"sh:{parameter} is for property shapes, but this shape has no sh:path"
                )
            if len(values) > 1 and not component.many:
                raise shape.refused(f"sh:{parameter} has {len(values)} values, not one")
            for value in values:
                yield Constraint(
                    component.compile(shape, value), _with_component(source, component, value)
                )

    def _refuse_unknown(self, shape: Declaration) -> None:
        for predicate in self.graph.of(shape.node):
            local = predicate[1:-1].removeprefix(SH)
            if predicate in self._custom:
                raise shape.refused(
                    f"{short(predicate)} is a parameter of a SPARQL-based component,"
                    " not of SHACL Core"
                )
            if local != predicate[1:-1] and local not in _KNOWN:
                raise shape.refused(
                    f"sh:{local} is not part of SHACL Core; the pyshacl engine may support it"
                )


def _with_component(source: Origin, component: Component, value: str) -> Origin:
    message = source.message or component.message.format(short(value))
    return Origin(source.path, component.term, source.severity, message, source.shape)


def _message(shape: Declaration) -> str:
    """The message in English or without a language, else the first one; "" if there is none."""
    messages = shape.values("message")
    for each in messages:
        if datatype_of(each) not in (f"{XSD}string", LANG_STRING):
            raise shape.refused(f"sh:message {short(each)} is not a string")
    return text_of(min(messages, key=_foreign)) if messages else ""


def _foreign(message: str) -> tuple[bool, str]:
    language = language_of(message) or ""
    return (language != "" and not language.startswith("en"), text_of(message))
