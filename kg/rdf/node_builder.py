"""Nodes under construction: subjects with their predicate-object lists.

A mapping function reads like a Turtle predicate-object list: it calls `node` with a subject and its
(predicate, object) pairs. An object is a term, several terms, or None if it is absent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import TYPE_CHECKING

from kg.rdf.nodes import NodeStore, PlainNodes
from kg.system.core import core

_Objects = str | Collection[str | None]

Objects = _Objects | None
"""The objects of a predicate; None, also within a collection, means absent."""


class PlainNodeBuilder:
    """Collects triples by subject and predicate.

    `stated` is what is stated so far: subject -> predicate -> objects.
    """

    __slots__ = ("_given", "_within", "stated")

    def __init__(self) -> None:
        self.stated: defaultdict[str, dict[str, _Objects]] = defaultdict(dict)
        self._given: dict[str, int] = {}
        self._within = ""

    def distinct(self, term: str) -> str:
        """The term of a node of its own: the second time it ends in -2."""
        count = self._given[term] = self._given.get(term, 0) + 1
        return term if count == 1 else self.distinct(f"{term[:-1]}-{count}>")

    def set_within(self, term: str) -> None:
        """Says what the parts are within."""
        self._within = term[:-1]

    def part(self, *path: str) -> str:
        """The term of a part by its path; the second with the same path ends in -2."""
        return self.distinct(f"{self._within}/{'/'.join(path)}>")

    def node(self, subject: str, *pairs: tuple[str, Objects]) -> str:
        """States every pair of `subject`, and returns it for use as an object.

        Collections are read in `nodes` and must not change until then.
        """
        stated = self.stated[subject]
        for predicate, objects in pairs:
            if objects is not None:
                if predicate in stated:
                    add(stated, predicate, objects)
                else:
                    stated[predicate] = objects
        return subject

    def said(self, subject: str) -> bool:
        """Whether anything was stated about a subject before."""
        return subject in self.stated

    def nodes(self) -> NodeStore:
        """The nodes, sorted, each triple once."""
        nodes = PlainNodes()
        for subject in sorted(self.stated):
            stated = self.stated[subject]
            properties: dict[str, tuple[str, ...]] = {}
            for predicate in sorted(stated):
                objects = stated[predicate]
                if type(objects) is str:
                    properties[predicate] = (objects,)
                elif found := dict.fromkeys(filter(None, objects)):
                    properties[predicate] = tuple(sorted(found))
            if properties:
                nodes[subject] = properties
        return nodes


class _Several(list[str | None]):
    """The objects of several calls: a list that may be extended."""


def add(stated: dict[str, _Objects], predicate: str, more: _Objects) -> None:
    """Adds objects to those that are stated of a subject."""
    if predicate in stated:
        before = stated[predicate]
        several = before if isinstance(before, _Several) else _Several(_each(before))
        several += _each(more)
        stated[predicate] = several
    else:
        stated[predicate] = more


def _each(objects: _Objects) -> Collection[str | None]:
    return (objects,) if isinstance(objects, str) else objects


if TYPE_CHECKING:
    NodeBuilder = PlainNodeBuilder
else:
    NodeBuilder = PlainNodeBuilder if core is None else core.NodeBuilder
