"""What the page of the shapes says of each shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rdflib import RDF, SH, BNode, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from scripts.pages.names import SHAPES, Link, Names, alphabetical
from scripts.pages.usage import named, roots

TARGETS: Final = {
    SH.targetClass: "each",
    SH.targetSubjectsOf: "each subject of",
    SH.targetObjectsOf: "each object of",
    SH.targetNode: "the node",
}

SAID_ELSEWHERE: Final = {
    RDF.type, SH.name, SH.description, SH.message, SH.severity, SH.path, SH.property,
    SH.minCount, SH.maxCount, SH.ignoredProperties, *TARGETS,
}  # fmt: skip
"""Properties of a shape that are no constraint, or that are told in their own place."""

WORDS: Final = {
    SH.datatype: "datatype",
    SH["class"]: "class",
    SH.nodeKind: "node kind",
    SH.node: "conforms to",
    SH["not"]: "not",
    SH.hasValue: "has the value",
    SH.minInclusive: "≥",
    SH.maxInclusive: "≤",
    SH.minExclusive: ">",
    SH.maxExclusive: "<",
    SH.minLength: "minimum length",
    SH.maxLength: "maximum length",
    SH.equals: "the same values as",
    SH.disjoint: "no value in common with",
    SH.lessThan: "less than",
    SH.lessThanOrEquals: "at most",
}
"""Constraint with one value -> the words before the value."""

LISTS: Final = {
    SH["in"]: ("one of ", ", "),
    SH["or"]: ("", " or "),
    SH["and"]: ("", " and "),
    SH.xone: ("exactly one of ", ", "),
}
"""Constraint with a list -> the words before its members, and between them."""

Words = list[Link]
"""A text in pieces, some of them links."""


@dataclass(frozen=True, slots=True)
class Check:
    """A row of a shape's table: what is required of the node, or of the values at a path."""

    anchor: str | None
    path: Words
    name: str | None
    count: str
    required: list[Words]
    severity: str
    message: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape, what it applies to, and its rows."""

    anchor: str
    curie: str
    name: str
    description: str | None
    files: list[str]
    targets: list[Words]
    used_by: list[Link]
    checks: list[Check]

    @property
    def size(self) -> int:
        """The number of checks."""
        return len(self.checks)


class Reader:
    """Reads shapes out of their graph, in words and links."""

    def __init__(self, graph: Graph, files: Mapping[Node, list[str]], names: Names) -> None:
        self._graph = graph
        self._files = files
        self._names = names.on(SHAPES)
        self._users = _users(graph)
        self._roots = set(roots(graph))

    def shape(self, iri: URIRef) -> Shape:
        """A shape with its property shapes, in the order of the file."""
        graph, names = self._graph, self._names
        checks = [self._check(each) for each in graph.objects(iri, SH.property)]
        of_itself = self._check(iri)
        return Shape(
            names.anchor(iri),
            names.curie(iri),
            str(graph.value(iri, SH.name) or names.anchor(iri)),
            self._text(iri, SH.description),
            self._files[iri],
            list(self._targets(iri)),
            [names.shape(user, user) for user in sorted(self._users[iri])],
            [of_itself, *checks] if of_itself.required or of_itself.path else checks,
        )

    def _targets(self, iri: URIRef) -> Iterator[Words]:
        for predicate, words in TARGETS.items():
            for target in self._graph.objects(iri, predicate):
                yield [Link(f"{words} "), self._names.link(target)]

    def _check(self, shape: Node) -> Check:
        path = self._graph.value(shape, SH.path)
        severity = self._graph.value(shape, SH.severity) or SH.Violation
        is_row = isinstance(shape, URIRef) and shape not in self._roots
        of_values = self._of_values(shape) if path else []
        return Check(
            self._names.anchor(str(shape)) if is_row else None,
            self._path(path) if path else [],
            self._text(shape, SH.name),
            self._count(shape) if path else "",
            [*self._required(shape), *of_values],
            "" if of_values else str(severity).removeprefix(str(SH)).lower(),
            self._text(shape, SH.message) or "",
        )

    def _of_values(self, shape: Node) -> list[Words]:
        """The property shapes that check the values at a path, which have sections of their own."""
        found = [[self._names.link(each)] for each in self._graph.objects(shape, SH.property)]
        return [[Link("each value: "), *_joined(found, ", ")]] if found else []

    def _text(self, shape: Node, predicate: URIRef) -> str | None:
        found = self._graph.value(shape, predicate)
        return None if found is None else str(found)

    def _count(self, shape: Node) -> str:
        fewest = self._graph.value(shape, SH.minCount)
        most = self._graph.value(shape, SH.maxCount)
        return "" if fewest is most is None else f"{fewest or 0}..{'*' if most is None else most}"

    def _path(self, path: Node) -> Words:
        """A property, or properties one after the other as in SPARQL."""
        if isinstance(path, URIRef):
            return [self._names.link(path)]
        inverse = self._graph.value(path, SH.inversePath)
        if inverse is not None:
            return [Link("^"), *self._path(inverse)]
        either = self._graph.value(path, SH.alternativePath)
        steps, between = (path, " / ") if either is None else (either, " | ")
        return _joined([self._path(each) for each in Collection(self._graph, steps)], between)

    def _required(self, shape: Node) -> Iterator[Words]:
        """The constraints of a shape, but for how many values there are."""
        for predicate, value in self._graph.predicate_objects(shape):
            assert isinstance(predicate, URIRef)
            if predicate in SAID_ELSEWHERE:
                continue
            if predicate in LISTS:
                before, between = LISTS[predicate]
                members = [self._member(each) for each in Collection(self._graph, value)]
                yield [Link(before), *_joined(members, between)]
            elif predicate == SH.pattern:
                yield [Link("matches "), Link(str(value), is_code=True)]
            elif predicate == SH.closed:
                ignored = self._graph.value(shape, SH.ignoredProperties)
                others = [] if ignored is None else list(Collection(self._graph, ignored))
                yield self._closed(others)
            else:
                words = WORDS.get(predicate) or self._names.curie(str(predicate))
                yield [Link(f"{words} "), *self._member(value)]

    def _closed(self, others: Iterable[Node]) -> Words:
        named = _joined([[self._names.link(each)] for each in others], ", ")
        return [Link("no other properties" + (" except " if named else "")), *named]

    def _member(self, value: Node) -> Words:
        """A value of a constraint; a shape without an IRI is in brackets."""
        if str(value).startswith(str(SH)):
            return [Link(str(value).removeprefix(str(SH)))]
        if not isinstance(value, BNode):
            return [self._names.link(value)]
        path = self._graph.value(value, SH.path)
        words = list(self._required(value))
        if path:
            count = self._count(value)
            words.insert(0, [*self._path(path), Link(f" {count}" if count else "")])
        words += [self._member(each) for each in self._graph.objects(value, SH.property)]
        return [Link("("), *_joined(words, "; "), Link(")")] if len(words) > 1 else words[0]


def _joined(parts: list[Words], between: str) -> Words:
    joined: Words = []
    for part in parts:
        joined += [Link(between), *part] if joined else part
    return joined


def _users(graph: Graph) -> Mapping[Node, set[URIRef]]:
    """Shape -> the node shapes that refer to it."""
    found: dict[Node, set[URIRef]] = defaultdict(set)
    for shape in roots(graph):
        for each in named(graph, shape, shape):
            found[each.term].add(shape)
    return found


def shapes(graph: Graph, files: Mapping[Node, list[str]], names: Names) -> list[Shape]:
    """The shapes of the page, by name."""
    reader = Reader(graph, files, names)
    found = (reader.shape(each) for each in roots(graph))
    return sorted(found, key=lambda shape: alphabetical(shape.anchor))


def read(paths: Iterable[Path]) -> tuple[Graph, Mapping[Node, list[str]]]:
    """The shapes of some files as one graph, and for each shape the files that speak of it."""
    graph = Graph()
    files: dict[Node, list[str]] = defaultdict(list)
    for path in paths:
        graph.parse(path)  # not added from the other graph, which does not keep the order
        for shape in set(Graph().parse(path).subjects()):
            files[shape].append(path.name)
    return graph, files
