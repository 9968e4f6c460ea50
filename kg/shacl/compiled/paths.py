"""Property paths: the nodes reached from a node. https://www.w3.org/TR/shacl/#property-paths

A path is compiled in both directions, so that the inverse of any path only swaps them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Final

from kg.rdf.terms import is_iri
from kg.shacl.compiled.graph import Graph, Values
from kg.shacl.compiled.shapes_graph import RDF_FIRST, RDF_NIL, items, refused, sh

Follow = Callable[[Graph, str], Values]
"""From a node to the nodes that a path leads to, each once."""


@dataclass(frozen=True, slots=True)
class Path:
    """A path: the way there, the way back, its Turtle, and the predicate if it is only one.

    `inverse`: the predicates that lead back, one after the other, if all of the path is inverse.
    """

    values: Follow
    back: Follow
    turtle: str
    predicate: str | None = None
    inverse: tuple[str, ...] = ()


MOST_NESTED: Final = 50
"""The most paths within each other."""


def compile_path(graph: Graph, node: str) -> Path:
    """The path of a node of the shapes graph; raises ShapesError if it is not one."""
    _refuse_nesting(graph, node, ())
    return _compiled(graph, node)


def _refuse_nesting(graph: Graph, node: str, above: tuple[str, ...]) -> None:
    if node in above:
        raise refused(graph, node, "its sh:path leads back to itself")
    if len(above) > MOST_NESTED:
        raise refused(graph, above[0], f"its sh:path is nested more than {MOST_NESTED} deep")
    if is_iri(node):
        return
    properties = graph.of(node)
    parts = items(graph, node) if RDF_FIRST in properties else chain(*properties.values())
    for part in parts:
        if part != RDF_NIL:
            _refuse_nesting(graph, part, (*above, node))


def _compiled(graph: Graph, node: str) -> Path:
    if is_iri(node):
        return compile_predicate(node)
    properties = graph.of(node)
    if RDF_FIRST in properties:
        return compile_sequence([_compiled(graph, each) for each in _members(graph, node)])
    pairs = [(predicate, value) for predicate, values in properties.items() for value in values]
    if len(pairs) != 1 or pairs[0][0] not in _KINDS:
        raise refused(graph, node, "its sh:path is not a property path of SHACL")
    ((predicate, value),) = pairs
    return _KINDS[predicate](graph, value)


def compile_predicate(predicate: str) -> Path:
    """https://www.w3.org/TR/shacl/#property-path-predicate"""

    def follow_predicate(graph: Graph, node: str) -> Values:
        return graph.objects(node, predicate)

    def follow_back(graph: Graph, node: str) -> Values:
        return graph.leading_to(node, (predicate,))

    return Path(follow_predicate, follow_back, predicate, predicate)


def compile_sequence(parts: list[Path]) -> Path:
    """https://www.w3.org/TR/shacl/#property-path-sequence"""

    def follow_all(steps: list[Follow]) -> Follow:
        def follow_sequence(graph: Graph, node: str) -> Values:
            nodes: Values = (node,)
            for step in steps:
                nodes = list(dict.fromkeys(found for each in nodes for found in step(graph, each)))
            return nodes

        return follow_sequence

    turtle, back = _list(parts), follow_all([part.back for part in reversed(parts)])
    if all(part.inverse for part in parts):
        predicates = tuple(chain.from_iterable(part.inverse for part in reversed(parts)))
        return Path(_compile_inverse(predicates), back, turtle, inverse=predicates)
    return Path(follow_all([part.values for part in parts]), back, turtle)


def _compile_inverse(predicates: tuple[str, ...]) -> Follow:
    return lambda graph, node: graph.leading_to(node, predicates)


def compile_inverse(graph: Graph, node: str) -> Path:
    """https://www.w3.org/TR/shacl/#property-path-inverse"""
    path = _compiled(graph, node)
    turtle = _brackets(sh("inversePath"), path.turtle)
    inverse = () if path.predicate is None else (path.predicate,)
    return Path(path.back, path.values, turtle, inverse=inverse)


def compile_alternative(graph: Graph, node: str) -> Path:
    """https://www.w3.org/TR/shacl/#property-path-alternative"""
    parts = [_compiled(graph, each) for each in _members(graph, node)]

    def follow_any(ways: list[Follow]) -> Follow:
        def follow_alternative(graph: Graph, node: str) -> Values:
            return list(dict.fromkeys(found for way in ways for found in way(graph, node)))

        return follow_alternative

    return Path(
        follow_any([part.values for part in parts]),
        follow_any([part.back for part in parts]),
        _brackets(sh("alternativePath"), _list(parts)),
    )


def compile_zero_or_more(graph: Graph, node: str) -> Path:
    """https://www.w3.org/TR/shacl/#property-path-zero-or-more"""

    def follow(step: Follow) -> Follow:
        return lambda graph, node: _closure(graph, (node,), step)

    path = _compiled(graph, node)
    return Path(
        follow(path.values), follow(path.back), _brackets(sh("zeroOrMorePath"), path.turtle)
    )


def compile_one_or_more(graph: Graph, node: str) -> Path:
    """https://www.w3.org/TR/shacl/#property-path-one-or-more"""

    def follow(step: Follow) -> Follow:
        return lambda graph, node: _closure(graph, step(graph, node), step)

    path = _compiled(graph, node)
    return Path(follow(path.values), follow(path.back), _brackets(sh("oneOrMorePath"), path.turtle))


def compile_zero_or_one(graph: Graph, node: str) -> Path:
    """https://www.w3.org/TR/shacl/#property-path-zero-or-one"""

    def follow(step: Follow) -> Follow:
        return lambda graph, node: list(dict.fromkeys((node, *step(graph, node))))

    path = _compiled(graph, node)
    return Path(follow(path.values), follow(path.back), _brackets(sh("zeroOrOnePath"), path.turtle))


_KINDS: Final[dict[str, Callable[[Graph, str], Path]]] = {
    sh("inversePath"): compile_inverse,
    sh("alternativePath"): compile_alternative,
    sh("zeroOrMorePath"): compile_zero_or_more,
    sh("oneOrMorePath"): compile_one_or_more,
    sh("zeroOrOnePath"): compile_zero_or_one,
}


def _closure(graph: Graph, start: Iterable[str], step: Follow) -> Values:
    """The start and everything reached from it by any number of steps, even in cycles."""
    reached = dict.fromkeys(start)
    ahead = list(reached)
    while ahead:
        for node in step(graph, ahead.pop()):
            if node not in reached:
                reached[node] = None
                ahead.append(node)
    return list(reached)


def _members(graph: Graph, node: str) -> list[str]:
    members = items(graph, node)
    if len(members) < 2:
        raise refused(graph, node, "a path of several parts needs at least two")
    return members


def _list(parts: list[Path]) -> str:
    return f"( {' '.join(part.turtle for part in parts)} )"


def _brackets(kind: str, inner: str) -> str:
    return f"[ {kind} {inner} ]"
