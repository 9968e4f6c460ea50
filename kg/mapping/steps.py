"""The steps of a plan: for each property, the field and how its value becomes the objects.

Steps are interpreted here, or by the core, which makes the common literals and terms itself and
asks Python for all others. Both state the same in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import attrgetter
from typing import Any, NamedTuple, TypeAlias

from kg.mapping.statements import Statements
from kg.rdf.node_builder import Objects, add
from kg.rdf.vocabulary import RDF_TYPE
from kg.records.base import Module
from kg.system.core import core

Pairs: TypeAlias = tuple[tuple[str, Objects], ...]

Interpreter: TypeAlias = Callable[[str, Module, Statements, Pairs], str]
"""A function that states further pairs of a subject, and the properties of a structure."""


class Step(NamedTuple):
    """A property, and how its objects are made of a field.

    `path` has the names that lead to the value, which is passed over if it is None. `literals`
    makes the objects of the value alone, or else `make` of the value and the statements. Without a
    property `make` states those of the value, of the same subject.

    `kind` is what the core knows of it, `terms` the codes of a list.
    """

    predicate: str
    path: tuple[str, ...]
    literals: Callable[[Any], Objects] | None
    make: Any = None
    kind: str = ""
    terms: Mapping[str, str] | None = None


def interpreter(steps: list[Step], class_: str | None) -> Interpreter:
    """The function that interprets these steps; `class_` is that of the subject."""
    if core is None:
        return _PlainSteps(steps, class_).state
    interpret: Interpreter = core.Steps(steps, class_).state
    return interpret


class _PlainSteps:
    """Steps that are interpreted in Python."""

    def __init__(self, steps: list[Step], class_: str | None) -> None:
        self._steps = [(s.predicate, _reader(s.path), s.literals, s.make) for s in steps]
        self._class = class_

    def state(self, subject: str, structure: Module, say: Statements, pairs: Pairs) -> str:
        """States the pairs, the class and what the steps say of the structure."""
        stated = say.stated[subject]
        for predicate, objects in pairs:
            if objects:
                add(stated, predicate, objects)
        if self._class:
            add(stated, RDF_TYPE, self._class)
        for predicate, read, literals, make in self._steps:
            value = read(structure)
            if value is None:
                continue
            if literals:
                objects = literals(value)
            elif predicate:
                objects = make(value, say)
            else:
                make(subject, value, say)
                continue
            if objects:
                if predicate in stated:
                    add(stated, predicate, objects)
                else:
                    stated[predicate] = objects
        return subject


def _reader(path: tuple[str, ...]) -> Callable[[Any], Any]:
    """A function that reads the field at a path; None where the record lacks a structure."""
    *parents, last = path
    if not parents:
        return attrgetter(last)

    def read(structure: Any) -> Any:
        for name in parents:
            structure = getattr(structure, name)
            if structure is None:
                return None
        return getattr(structure, last)

    return read
