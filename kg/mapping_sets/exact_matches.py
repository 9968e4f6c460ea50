"""What concepts and names are in other vocabularies, exactly, by one or several mapping sets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.mapping_sets.sets import MappedTo, MappingSet
from kg.rdf import vocabulary as vocab


class ExactMatches:
    """The CURIEs of exact matches. What several MeSH concepts match exactly is none of them."""

    def __init__(self, sets: Sequence[MappingSet] = ()) -> None:
        self.sets = tuple(sets)
        concepts: dict[str, set[str]] = {}
        for each in self.sets:
            for mesh, to in each.all_of_mesh():
                if to.predicate == vocab.SKOS_EXACT_MATCH:
                    concepts.setdefault(to.other.term, set()).add(mesh)
        self._shared = {term for term, several in concepts.items() if len(several) > 1}

    def __bool__(self) -> bool:
        return bool(self.sets)

    def __eq__(self, other: object) -> bool:
        """Whether the others are of sets with the same content."""
        return isinstance(other, ExactMatches) and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))

    def __repr__(self) -> str:
        """The sets by their content, as a part of the recipe of an export."""
        return f"ExactMatches({[each.sha256 for each in self.sets]})"

    def of_mesh(self, mesh: str) -> list[str]:
        """The CURIEs of what a MeSH concept is, by its id, such as D000690; sorted."""
        return self._exact(to for each in self.sets for to in each.of_mesh(mesh))

    def of_name(self, name: str) -> list[str]:
        """The CURIEs of what a name is; sorted."""
        return self._exact(to for each in self.sets for to in each.of_name(name))

    def _exact(self, mapped: Iterable[MappedTo]) -> list[str]:
        return sorted(
            {
                to.other.curie
                for to in mapped
                if to.predicate == vocab.SKOS_EXACT_MATCH and to.other.term not in self._shared
            }
        )
