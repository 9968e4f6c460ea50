"""Where a term is used: the shapes that name it, the queries, and the modules that state it."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.term import Node

from kg.rdf import code_lists as codes
from kg.rdf import vocabulary as vocab

ROOT: Final = Path(__file__).parents[2]
STATING: Final = ("mapping", "enrichment", "dataset")
"""The parts of kg that make triples."""

Places = Mapping[Node, list[str]]
"""Term -> the names of what uses it, sorted."""


def shapes_of(shapes: Graph) -> dict[Node, dict[URIRef, URIRef]]:
    """Term -> the shapes that name it -> each of them, or the shape within it that does so first.

    A property shape whose path the term is comes before those that name it otherwise.
    """
    found: dict[Node, dict[URIRef, URIRef]] = defaultdict(dict)
    for shape in roots(shapes):
        for each in sorted(named(shapes, shape, shape), key=lambda each: not each.is_path):
            found[each.term].setdefault(shape, each.within)
    return found


def roots(shapes: Graph) -> list[URIRef]:
    """The node shapes, and the property shapes that belong to none, by name."""
    of_nodes = set(shapes.subjects(RDF.type, SH.NodeShape))
    found = {*of_nodes, *shapes.subjects(RDF.type, SH.PropertyShape)}
    within = {each for node in of_nodes for each in shapes.objects(node, SH.property)}
    return sorted(each for each in found - within if isinstance(each, URIRef))


class Named(NamedTuple):
    """An IRI that a shape names, the nearest shape that has an IRI, and whether it is its path."""

    term: URIRef
    within: URIRef
    is_path: bool


def named(shapes: Graph, node: Node, within: URIRef) -> Iterator[Named]:
    """The IRIs that a shape names, in itself and in the shapes within it."""
    for predicate, value in shapes.predicate_objects(node):
        if isinstance(value, BNode):
            yield from named(shapes, value, within)
        elif predicate == SH.property:
            assert isinstance(value, URIRef)
            yield from named(shapes, value, value)
        elif isinstance(value, URIRef):
            yield Named(value, within, predicate == SH.path)


def queries(curies: Mapping[str, Node]) -> Places:
    """Term -> the named queries that ask for it."""
    found: dict[Node, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "kg" / "queries").glob("*.rq")):
        for curie in set(re.findall(r"\b\w+:\w(?:[\w.-]*\w)?", path.read_text("utf-8"))):
            if curie in curies:
                found[curies[curie]].append(path.stem)
    return found


def modules() -> Places:
    """Term, or scheme of a code list -> the modules of kg that name its constant."""
    constants = {
        name: URIRef(term.strip("<>"))
        for name, value in [*vars(vocab).items(), *vars(codes).items()]
        if (term := value.scheme if isinstance(value, codes.CodeList) else value)
        and isinstance(term, str)
        and term.startswith("<")
    }
    found: dict[Node, list[str]] = defaultdict(list)
    for part in STATING:
        for path in sorted((ROOT / "kg" / part).rglob("*.py")):
            tree = ast.walk(ast.parse(path.read_text("utf-8")))
            names = {str(getattr(node, "id", getattr(node, "attr", ""))) for node in tree}
            for name in names & constants.keys():
                found[constants[name]].append(path.relative_to(ROOT).as_posix())
    return found
