"""The graph of one record, read from a node to the next; it remembers what was read."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

from kg.rdf import vocabulary as vocab

_DIGITS: Final = re.compile(r"([0-9]{1,18})")


class Term(NamedTuple):
    """An object: an IRI in angle brackets, or the text of a literal with its datatype."""

    value: str
    datatype: str = ""

    @property
    def is_iri(self) -> bool:
        """Whether it is an IRI."""
        return not self.datatype


class TrialGraph:
    """The statements about `trial`, an IRI in angle brackets, and about what it leads to."""

    def __init__(self, trial: str, triples: Iterable[tuple[str, str, Term]]) -> None:
        self.trial = trial
        self._objects: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._subjects: dict[tuple[str, str], list[str]] = defaultdict(list)
        for subject, predicate, term in triples:
            self._objects[subject][predicate].append(term)
            if term.is_iri:
                self._subjects[predicate, term.value].append(subject)
        self._read: set[tuple[str, str]] = set()

    def terms(self, node: str, predicate: str) -> list[Term]:
        """The values of a property, in natural order."""
        self._read.add((node, predicate))
        stated = self._stated(node, predicate)
        if len(stated) < 2:
            return [*stated]
        return sorted(stated, key=lambda term: natural(term.value))

    def texts(self, node: str, predicate: str) -> list[str]:
        """The values of a property that are literals."""
        return [term.value for term in self.terms(node, predicate) if not term.is_iri]

    def nodes(self, node: str, *path: str) -> list[str]:
        """The nodes that a path of properties leads to, by their position or else their name."""
        found = [node]
        for predicate in path:
            terms = (term for each in found for term in self.terms(each, predicate))
            found = list(dict.fromkeys(term.value for term in terms if term.is_iri))
        return self._in_order(found)

    def subjects(self, predicate: str, node: str) -> list[str]:
        """The nodes that have this node as the value of a property, in the same order."""
        return self._in_order(self._subjects.get((predicate, node), ()))

    def position(self, node: str) -> int:
        """The position that a node has in its list, 0 if it has none."""
        values = (term.value for term in self.terms(node, vocab.SCHEMA_POSITION))
        return min((int(each) for each in values if _DIGITS.fullmatch(each)), default=0)

    def is_a(self, node: str, class_: str) -> bool:
        """Whether a node is of a class."""
        return any(term.value == class_ for term in self._stated(node, vocab.RDF_TYPE))

    def has(self, node: str, predicate: str) -> bool:
        """Whether a node has a property; that alone does not count as reading it."""
        return bool(self._stated(node, predicate))

    def statements(self) -> Iterator[tuple[str, str, Term]]:
        """All statements, in the order of their nodes."""
        for node in sorted(self._objects, key=natural):
            for predicate, terms in sorted(self._objects[node].items()):
                yield from ((node, predicate, term) for term in terms)

    def unread(self) -> Iterator[tuple[str, str, Term]]:
        """The statements that were not read, in the order of their nodes."""
        return (each for each in self.statements() if each[:2] not in self._read)

    def _stated(self, node: str, predicate: str) -> list[Term]:
        return self._objects[node].get(predicate, []) if node in self._objects else []

    def _in_order(self, nodes: Collection[str]) -> list[str]:
        if len(nodes) > 1:
            return sorted(nodes, key=self._order)
        self._read.update((node, vocab.SCHEMA_POSITION) for node in nodes)
        return [*nodes]

    def _order(self, node: str) -> tuple[int, list[str | int]]:
        names = self._stated(node, vocab.SCHEMA_NAME)
        return self.position(node), natural(names[0].value if names else node)


def natural(text: str) -> list[str | int]:
    """A key that sorts "site 2" before "site 10"."""
    parts: list[str | int] = [*_DIGITS.split(text.casefold())]
    parts[1::2] = [int(digits) for digits in parts[1::2]]
    return parts
