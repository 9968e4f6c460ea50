"""The graph of one record, indexed once by subject, by object and by class.

https://www.w3.org/TR/shacl/#data-graph
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kg.rdf.nodes import Nodes, NodeStore, Properties
from kg.rdf.vocabulary import RDF_TYPE

Values = Sequence[str]
"""Value nodes, each once."""

NONE: Final[Properties] = {}
"""The properties of a node that is not a subject, or not an object."""

NO_NODES: Final[frozenset[str]] = frozenset()
"""The instances of a class without instances."""

_SUB_CLASS_OF: Final = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"


class Graph:
    """A graph with its classes; indexed by object and predicates if a shape needs it.

    `predicates` are those whose subjects are asked for: found for all of them at once.
    """

    __slots__ = ("_instances", "_inverse", "_leading", "_predicates", "_subjects", "nodes")

    def __init__(self, nodes: NodeStore, predicates: frozenset[str] = frozenset()) -> None:
        self.nodes = nodes
        self._predicates = predicates
        self._instances: dict[str, set[str]] | None = None
        self._subjects: dict[str, list[str]] = {}
        self._leading: dict[tuple[str, ...], dict[str, list[str]]] = {}
        self._inverse: dict[str, dict[str, list[str]]] | None = None

    def of(self, node: str) -> Properties:
        """Predicate -> objects of the triples with the node as subject."""
        return self.nodes.get(node, NONE)

    def objects(self, node: str, predicate: str) -> Values:
        """The objects of the triples with the node as subject and this predicate."""
        return self.nodes.objects(node, predicate)

    def with_value(self, node: str) -> Mapping[str, Values]:
        """Predicate -> subjects of the triples with the node as object."""
        if self._inverse is None:
            self._inverse = _inverse(self.nodes)
        return self._inverse.get(node, NONE)

    def leading_to(self, value: str, predicates: tuple[str, ...]) -> Values:
        """The subjects from which the predicates, one after the other, lead to the value."""
        found = self._leading.get(predicates)
        if found is None:
            found = self._leading[predicates] = {}
            for subject in self.subjects_of(predicates[0]):
                ends: Iterable[str] = (subject,)
                for predicate in predicates:
                    ends = {each for node in ends for each in self.of(node).get(predicate, ())}
                for end in ends:
                    found.setdefault(end, []).append(subject)
        return found.get(value, ())

    @property
    def instances(self) -> Mapping[str, set[str]]:
        """Class -> its SHACL instances: https://www.w3.org/TR/shacl/#dfn-shacl-instance."""
        if self._instances is None:
            self._instances = _instances(self.nodes)
        return self._instances

    def instances_of(self, class_: str) -> set[str] | frozenset[str]:
        """The SHACL instances of a class: https://www.w3.org/TR/shacl/#dfn-shacl-instance."""
        return self.instances.get(class_, NO_NODES)

    def subjects_of(self, predicate: str) -> list[str]:
        """The subjects of the triples with this predicate."""
        found = self._subjects.get(predicate)
        if found is None:
            asked = self._predicates if predicate in self._predicates else frozenset((predicate,))
            self._subjects |= _subjects(self.nodes, asked)
            found = self._subjects[predicate]
        return found


def _subjects(nodes: Nodes, predicates: frozenset[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {predicate: [] for predicate in predicates}
    for node, properties in nodes.items():
        if not predicates.isdisjoint(properties):
            for predicate in predicates & properties.keys():
                found[predicate].append(node)
    return found


def _instances(nodes: Nodes) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for node, has in nodes.items():
        for class_ in has.get(RDF_TYPE, ()):
            if class_ in found:
                found[class_].add(node)
            else:
                found[class_] = {node}
    above = {node: has[_SUB_CLASS_OF] for node, has in nodes.items() if _SUB_CLASS_OF in has}
    if above:
        for class_, members in list(found.items()):
            for ancestor in _ancestors(class_, above):
                found.setdefault(ancestor, set()).update(members)
    return found


def _ancestors(class_: str, above: Mapping[str, Values]) -> set[str]:
    found: set[str] = set()
    ahead = [class_]
    while ahead:
        further = set(above.get(ahead.pop(), ())) - found
        found |= further
        ahead += further
    return found


def _inverse(nodes: Nodes) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = {}
    for subject, has in nodes.items():
        for predicate, values in has.items():
            for value in values:
                found.setdefault(value, {}).setdefault(predicate, []).append(subject)
    return found
