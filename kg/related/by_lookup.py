"""The links of a trial in an embedded store, by lookups in its index: the answers of `by_query`.

Only what the trial itself has is read from the store, and for each thing the trials that have it
from the postings; so the time depends on the number of links, not on the size of the store.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Final

from kg.rdf import vocabulary as vocab
from kg.rdf.terms import literal
from kg.related.by_query import (
    in_order,
    is_link,
    require_known,
    row_order,
    similar_link,
    take_similar,
    take_title,
    unreadable,
)
from kg.related.facts import PROPERTIES, facts_of
from kg.related.links import (
    Evidence,
    Feature,
    RelatedQuery,
    RelatedTrial,
    SharedThing,
    SimilarLink,
)
from kg.related.record_lookups import own_order, own_things, said, things
from kg.related.same_trial import followed
from kg.stores.embedded.postings import Postings, number_of
from kg.stores.embedded.quads import Quads

if TYPE_CHECKING:
    import pyoxigraph

    from kg.stores.embedded import EmbeddedStore
    from kg.stores.embedded.quads import Node, Term

_DIRECTIONS: Final = (
    ("to", vocab.KG_SOURCE_TRIAL, vocab.KG_TARGET_TRIAL),
    ("from", vocab.KG_TARGET_TRIAL, vocab.KG_SOURCE_TRIAL),
)
_NUMBERS: Final = (
    ("confidence", vocab.KG_CONFIDENCE),
    ("score", vocab.KG_SCORE),
    ("rank", vocab.KG_RANK),
)


class ByLookup:
    """The links of one trial in an embedded store with postings."""

    def __init__(
        self,
        place: EmbeddedStore,
        asked: RelatedQuery,
        store: pyoxigraph.Store,
        postings: Postings,
    ) -> None:
        import pyoxigraph

        self._place = place
        self._asked = asked
        self._store = store
        self._quads = Quads(store)
        self._postings = postings
        self._node, self._literal = pyoxigraph.NamedNode, pyoxigraph.Literal

    def evidence(self) -> Evidence:
        """All links of the trial. SourceError if it is not in the store."""
        numbers = self._asked.number, *self._present(self._asked.number)
        return followed(self.own_links(), numbers, self._links_of)

    def _links_of(self, number: str) -> Evidence:
        asked = replace(self._asked, number=number, other=None)
        return ByLookup(self._place, asked, self._store, self._postings).own_links()

    def own_links(self) -> Evidence:
        """The links that the trial has by the number that was asked for."""
        stated = sorted(self._stated(), key=row_order)
        if not all(map(is_link, stated)):
            raise unreadable(self._place)
        evidence = Evidence(stated, list(self._shared()))
        try:
            for related, link in self._similar():
                take_similar(evidence, related, link)
        except ValueError:
            raise unreadable(self._place) from None
        if self._asked.other or not self._mine:
            require_known(self._place, self._asked, evidence)
        return evidence

    def add_facts(self, trials: Iterable[RelatedTrial]) -> None:
        """Sets the facts of trials from their records; a title also from one that links to them."""
        for trial in trials:
            trial.facts = facts_of(self._facts(trial.number))
            rows = list(self._titles(trial.number))
            for row in sorted(rows, key=lambda row: [row.get("title", ""), row.get("own", "")]):
                take_title(trial, row)

    def add_features(self, links: Iterable[SimilarLink]) -> None:
        """Sets the reasons why trials are similar, the weightiest first."""
        for link in links:
            found = self._quads.statements(self._node(link.relation), vocab.KG_SHARED_FEATURE)
            link.features = in_order(
                feature
                for _, node, graph in found
                if not isinstance(node, self._literal)
                for feature in self._features(node, graph)
            )

    def own_things(self) -> list[dict[str, str]]:
        """What the trial itself is linked to, as the rows of OWN_QUERY."""
        found = (
            row
            for trial, graph in self._mine
            if not self._is_outdated(trial)
            for row in own_things(self._quads, trial, graph)
        )
        distinct = {tuple(sorted(row.items())): row for row in found}
        number = {"nct": self._asked.number}
        return sorted(({**number, **row} for row in distinct.values()), key=own_order)

    def _is_outdated(self, trial: Node) -> bool:
        """Whether it is the node of a trial's earlier number."""
        return any(
            self._quads.terms(current, vocab.KG_ALIAS, graph)
            for current, graph in self._quads.subjects(vocab.SCHEMA_SAME_AS, trial)
        )

    def has_similar_trials(self) -> bool:
        """Whether similar trials were ever computed for the store."""
        graph = self._node(vocab.KG_SIMILARITY_GRAPH[1:-1])
        return any(True for _ in self._quads.statements(None, vocab.RDF_TYPE, graph))

    def _stated(self) -> Iterator[dict[str, str]]:
        """The rows of the links that records state."""
        seen = set()
        for trial, same, graph in self._places_of_links():
            for direction, mine, theirs in _DIRECTIONS:
                for relation, _ in self._quads.subjects(mine, same, graph):
                    others = self._others(relation, theirs, graph, trial)
                    for related, row in product(others, said(self._quads, relation, graph)):
                        row = {"related": related, "direction": direction, **row}
                        if (key := tuple(sorted(row.items()))) not in seen:
                            seen.add(key)
                            yield {"nct": self._asked.number, **row}

    def _places_of_links(self) -> Iterator[tuple[Node, Node, Node]]:
        """The trial, its node under one of its numbers, and a graph that names this number."""
        literal = self._literal(self._asked.number)
        for trial, graph in self._quads.subjects(vocab.DCTERMS_IDENTIFIER, literal):
            yield trial, trial, graph
        for trial, own in self._mine:
            known = set(self._quads.terms(trial, vocab.KG_ALIAS, own))
            if known:
                known.update(self._quads.terms(trial, vocab.DCTERMS_IDENTIFIER, own))
            for other in known - {literal}:
                for same, graph in self._quads.subjects(vocab.DCTERMS_IDENTIFIER, other):
                    yield trial, same, graph

    def _others(self, relation: Node, predicate: str, graph: Node, trial: Node) -> Iterator[str]:
        """The present numbers of the other trials of a relation."""
        for other in self._quads.nodes(relation, predicate, graph):
            if other != trial and isinstance(other, self._node):
                yield from self._numbers({number_of(other.value)})

    def _shared(self) -> Iterator[SharedThing]:
        """What the trial has, with the other trials that have it."""
        trials: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
        for trial, graph in self._mine:
            for thing in things(self._quads, trial, graph):
                having = set(self._postings.numbers(thing.kind, thing.term))
                if thing.kind == vocab.KG_REGISTERED_AS:
                    having |= self._recorded(thing.name)
                having.discard(number_of(trial.value))
                trials[thing[:4]] |= self._numbers(having)
        own = self._asked.number
        having = set(self._postings.numbers(vocab.KG_REGISTERED_AS, literal(own)))
        trials["NUMBER", "", own, ""] |= self._numbers(having)
        for row, others in trials.items():
            if others:
                yield SharedThing(*row, frozenset(others))

    def _recorded(self, number: str) -> set[str]:
        """The number, if there is a record of it."""
        found = self._quads.subjects(vocab.DCTERMS_IDENTIFIER, self._literal(number))
        return {
            number
            for trial, graph in found
            if graph in self._quads.nodes(trial, vocab.SCHEMA_SUBJECT_OF, graph)
        }

    def _similar(self) -> Iterator[tuple[str, SimilarLink]]:
        """The similar trials, of the trial's own list and those of others."""
        for trial in {trial for trial, _ in self._mine}:
            for relation, graph in self._quads.subjects(vocab.KG_LINKED_TRIAL, trial):
                row = self._row_of_similar(relation, graph)
                if row and self._is_current(graph):
                    for related in self._others(relation, vocab.KG_LINKED_TRIAL, graph, trial):
                        yield related, similar_link(row)

    def _row_of_similar(self, relation: Node, graph: Node) -> dict[str, str]:
        found = {name: self._quads.texts(relation, has, graph) for name, has in _NUMBERS}
        if not all(found.values()):
            return {}
        kinds = self._quads.texts(relation, vocab.KG_SIMILARITY_KIND, graph, "SimilarityKind-")
        numbers = {name: texts[0] for name, texts in found.items()}
        return {"relation": relation.value, "kind": kinds[0] if kinds else "", **numbers}

    def _is_current(self, graph: Node) -> bool:
        """Whether the record of the trial whose list this is is in the store."""
        return any(
            True
            for owner in self._quads.nodes(graph, vocab.SCHEMA_ABOUT, graph)
            for _ in self._quads.statements(owner, vocab.SCHEMA_SUBJECT_OF)
        )

    def _features(self, feature: Node, graph: Node) -> Iterator[Feature]:
        kinds = self._quads.texts(feature, vocab.KG_FEATURE_KIND, graph, "FeatureKind-")
        names = self._quads.texts(feature, vocab.SCHEMA_NAME, graph)
        weights = self._quads.texts(feature, vocab.KG_WEIGHT, graph)
        fields = self._quads.texts(feature, vocab.KG_TEXT_FIELD, graph, "TextField-")
        for kind, name, weight in product(kinds[:1], names[:1], weights[:1]):
            yield Feature(kind, name, float(weight), tuple(sorted(fields)))

    def _facts(self, number: str) -> Iterator[tuple[str, str]]:
        """The values of the facts that the record of a trial states."""
        literal = self._literal(number)
        for trial, graph in self._quads.subjects(vocab.DCTERMS_IDENTIFIER, literal):
            if graph in self._quads.nodes(trial, vocab.SCHEMA_SUBJECT_OF, graph):
                for name, has in PROPERTIES.items():
                    for value in self._quads.terms(trial, has, graph):
                        yield name, self._name(value, graph)

    def _name(self, value: Term, graph: Node) -> str:
        names = (
            []
            if isinstance(value, self._literal)
            else self._quads.texts(value, vocab.SCHEMA_NAME, graph)
        )
        return names[0] if names else str(value.value)

    def _titles(self, number: str) -> Iterator[dict[str, str]]:
        for trial, graph in self._named(number):
            titles = self._quads.texts(trial, vocab.SCHEMA_NAME, graph)
            own = self._quads.texts(trial, vocab.SCHEMA_SUBJECT_OF, graph)
            yield from ({"title": title} for title in titles if not own)
            yield from ({"own": record} for record in own if not titles)
            yield from ({"title": title, "own": record} for title, record in product(titles, own))

    def _numbers(self, found: set[str]) -> set[str]:
        """These numbers made those that the trials have now, without that of the trial itself."""
        if earlier := self._postings.earlier.keys() & found:
            found -= earlier
            found.update(*map(self._present, earlier))
        if self._own:
            found.discard(self._own)
        return found

    @cached_property
    def _own(self) -> str | None:
        """The present number of the trial; None if it is an earlier number of several trials."""
        numbers = set(self._present(self._asked.number) or [self._asked.number])
        return numbers.pop() if len(numbers) == 1 else None

    def _present(self, earlier: str) -> list[str]:
        """The present numbers of the trials that had this number."""
        return [number_of(trial) for trial in self._postings.earlier.get(earlier, ())]

    @cached_property
    def _mine(self) -> list[tuple[Node, Node]]:
        """The trial, in each graph that says that it has the number asked for."""
        return self._named(self._asked.number)

    def _named(self, number: str) -> list[tuple[Node, Node]]:
        literal = self._literal(number)
        found = (
            *self._quads.subjects(vocab.DCTERMS_IDENTIFIER, literal),
            *self._quads.subjects(vocab.KG_ALIAS, literal),
        )
        return list(dict.fromkeys(found))
