"""A mapping set: its mappings, by the MeSH concept or the name that one side of them is.

A mapping is seen from that side: of one that leads from MONDO to MeSH the inverse is taken.
https://mapping-commons.github.io/sssom/spec-model/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from kg.mapping_sets.slots import stated
from kg.rdf import vocabulary as vocab
from kg.rdf.nodes import Properties

INVERSE: Final = {
    vocab.SKOS_EXACT_MATCH: vocab.SKOS_EXACT_MATCH,
    vocab.SKOS_CLOSE_MATCH: vocab.SKOS_CLOSE_MATCH,
    vocab.SKOS_BROAD_MATCH: vocab.SKOS_NARROW_MATCH,
    vocab.SKOS_NARROW_MATCH: vocab.SKOS_BROAD_MATCH,
    vocab.SKOS_RELATED_MATCH: vocab.SKOS_RELATED_MATCH,
}
"""The mapping properties that are taken -> their inverses.

https://www.w3.org/TR/skos-reference/#mapping
"""


class Folding(NamedTuple):
    """What is ignored when names are compared; a name is compared as it is unless the set says
    that it was prepared so.
    """

    case: bool = False
    blanks: bool = False

    def folded(self, name: str) -> str:
        """The name without what is ignored."""
        if self.blanks:
            name = " ".join(name.split())
        return name.casefold() if self.case else name


class MappedEntity(NamedTuple):
    """One side of a mapping: the CURIE in the set, the IRI as a term, and the label.

    Of a literal, which is a name without an identifier, only the label is not empty.
    """

    curie: str
    term: str
    label: str

    @property
    def is_literal(self) -> bool:
        """Whether it is a name without an identifier."""
        return not self.term


@dataclass(frozen=True, slots=True)
class TermMapping:
    """A row of a set: its line in the file, its slots, and what makes the term of a CURIE."""

    line: int
    slots: Mapping[str, Any]
    expanded: Callable[[str], str]

    @property
    def properties(self) -> Properties:
        """The slots as predicates and objects."""
        return stated(self.slots, vocab.MAPPING_SLOTS, self.expanded)


class MappedTo(NamedTuple):
    """What something of the records is mapped to: by which property, to what, in which row."""

    predicate: str
    other: MappedEntity
    mapping: TermMapping


@dataclass(slots=True)
class MappingSet:
    """The mappings of a file.

    `place` is the file, `sha256` its digest, `id` the IRI of the set, `properties` what the file
    says of itself. `rows` counts all mappings, `left_out` those that are not taken by the reason.
    `faults` are sentences about rows that can't be read, with their lines. `unknown_columns` are
    those that SSSOM does not have, which are not read.
    """

    place: str
    sha256: str
    id: str
    properties: Properties
    rows: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)
    _by_mesh: dict[str, list[MappedTo]] = field(default_factory=dict)
    _by_name: dict[Folding, dict[str, list[MappedTo]]] = field(default_factory=dict)

    @property
    def version(self) -> str | None:
        """The version of the set, if it states one."""
        return self.properties.get(vocab.MAPPING_SET_SLOTS["mapping_set_version"], (None,))[0]

    def leave_out(self, reason: str) -> None:
        """Counts a mapping that is not taken."""
        self.left_out[reason] = self.left_out.get(reason, 0) + 1

    def add_mesh(self, mesh: str, to: MappedTo) -> None:
        """Adds a mapping of a MeSH concept."""
        self._by_mesh.setdefault(mesh, []).append(to)

    def add_name(self, name: str, folding: Folding, to: MappedTo) -> None:
        """Adds a mapping of a name."""
        names = self._by_name.setdefault(folding, {})
        names.setdefault(folding.folded(name), []).append(to)

    def of_mesh(self, mesh: str) -> list[MappedTo]:
        """What a MeSH concept is mapped to, by its id, such as D000690."""
        return self._by_mesh.get(mesh, [])

    def of_name(self, name: str) -> Iterator[MappedTo]:
        """What a name is mapped to."""
        for folding, names in self._by_name.items():
            yield from names.get(folding.folded(name), ())

    def all_of_mesh(self) -> Iterator[tuple[str, MappedTo]]:
        """Every mapping of a MeSH concept, with its id."""
        for mesh, several in self._by_mesh.items():
            for to in several:
                yield mesh, to
