"""The engine: shapes compiled once, for the validation of any number of graphs.

https://www.w3.org/TR/shacl/#validation
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from kg.rdf.nodes import NodeStore
from kg.rdf.record_graph import RecordGraph, by_subject
from kg.rdf.terms import Triple
from kg.shacl.compiled.compiler import Compiler
from kg.shacl.compiled.doubts import (
    InDoubt,
    all_in_doubt,
    core_in_doubt,
    from_the_second_graph,
)
from kg.shacl.compiled.graph import Graph
from kg.shacl.report import Report, Result
from kg.shacl.shapes import Shapes
from kg.system.core import core

if TYPE_CHECKING:
    import rdflib


class CompiledShapes:
    """Shapes that can validate any number of graphs; nothing is remembered about a graph.

    Raises ShapesError if a shape can't be compiled. The bundled shapes are known to compile: each
    is compiled for the first graph that has focus nodes for it, as few graphs have them for all.
    When unpickled, the shapes are compiled again. The core is used where it is there; without
    `use_core` Python does everything.
    """

    __slots__ = ("_compiler", "_in_doubt", "_predicates", "_targeted", "shapes")

    def __init__(self, shapes: Shapes, *, use_core: bool = core is not None) -> None:
        self.shapes = shapes
        self._compiler = Compiler(Graph(shapes.nodes))
        if not shapes.bundled:
            self._compiler.compile_all()
        self._targeted = self._compiler.targeted()
        self._predicates = self._compiler.target_predicates()
        self._in_doubt = all_in_doubt(self._targeted)
        if use_core:
            self._ask_core()

    def _ask_core(self) -> None:
        def ask_core() -> InDoubt:
            return core_in_doubt(self._compiler.graph, self._targeted)

        if self.shapes.bundled:
            self._in_doubt = from_the_second_graph(ask_core, self._in_doubt)
        else:
            self._in_doubt = ask_core()

    def __reduce__(self) -> tuple[object, ...]:
        return compile_shapes, (self.shapes,)

    def check(self, triples: Iterable[Triple]) -> Report:
        """The report of a graph, from its triples in any order."""
        return self._check(by_subject(triples))

    def check_graph(self, graph: RecordGraph | rdflib.Graph) -> Report:
        """The report of the graph of a record, or of an rdflib Graph."""
        if isinstance(graph, RecordGraph):
            return self._check(graph.nodes)
        from kg.rdf.rdflib_bridge import to_triples

        return self.check(to_triples(graph))

    def _check(self, nodes: NodeStore) -> Report:
        graph = Graph(nodes, self._predicates)
        results: list[Result] = []
        for name, found in self._in_doubt(graph):
            if found:
                self._compiler.shape(name).validate_nodes(graph, found, results)
        return Report(results)


@lru_cache(maxsize=8)
def compile_shapes(shapes: Shapes) -> CompiledShapes:
    """The compiled shapes; the same shapes are compiled once."""
    return CompiledShapes(shapes)
