"""Reading the shapes graph: the terms of SHACL and of lists, and the names of shapes.

https://www.w3.org/TR/shacl/#shapes-graph
"""

from __future__ import annotations

import hashlib
from typing import Final

from kg.errors import ShapesError
from kg.rdf.vocabulary import RDF
from kg.shacl.compiled.graph import Graph
from kg.shacl.compiled.literals import is_blank
from kg.shacl.report import SH, short

RDF_FIRST: Final = f"<{RDF}first>"
RDF_REST: Final = f"<{RDF}rest>"
RDF_NIL: Final = f"<{RDF}nil>"


def sh(local: str) -> str:
    """The term of SHACL with this local name."""
    return f"<{SH}{local}>"


def items(graph: Graph, node: str) -> list[str]:
    """The members of a SHACL list: https://www.w3.org/TR/shacl/#dfn-shacl-list"""
    found: list[str] = []
    cells: set[str] = set()
    cell = node
    while cell != RDF_NIL:
        first, rest = (graph.of(cell).get(each, ()) for each in (RDF_FIRST, RDF_REST))
        if len(first) != 1 or len(rest) != 1 or cell in cells:
            raise refused(graph, node, "a list is not well-formed")
        cells.add(cell)
        found += first
        cell = rest[0]
    return found


def refused(graph: Graph, node: str, reason: str) -> ShapesError:
    """The error that names a shape that can't be used."""
    owner = node
    seen: set[str] = set()
    while is_blank(owner) and owner not in seen:
        seen.add(owner)
        above = {each for subjects in graph.with_value(owner).values() for each in subjects}
        owner = min(above - seen, default=owner)
    where = "a shape without a name" if is_blank(owner) else short(owner)
    return ShapesError(f"{where}{' (inside)' if owner != node else ''}: {reason}")


def shape_term(graph: Graph, node: str) -> str:
    """The term of a shape; one without a name is named by its content, the same in every run."""
    if not is_blank(node):
        return node
    content = _content(graph, node, ())
    return f"_:shape-{hashlib.sha256(content.encode()).hexdigest()[:12]}"


def _content(graph: Graph, node: str, above: tuple[str, ...]) -> str:
    if not is_blank(node) or node in above:
        return "_:" if is_blank(node) else node
    inside = (*above, node)
    properties = graph.of(node)
    if RDF_FIRST in properties:
        return f"({' '.join(_content(graph, each, inside) for each in items(graph, node))})"
    pairs = sorted(f"{p} {_content(graph, o, inside)}" for p in properties for o in properties[p])
    return f"[{';'.join(pairs)}]"
