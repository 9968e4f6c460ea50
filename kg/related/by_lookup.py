"""The links of a trial in an embedded store, by lookups in its index: the answers of `by_query`.

Only what the trial itself has is read from the store, and for each thing the trials that have it
from the postings; so the time depends on the number of links, not on the size of the store.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import product
from typing import TYPE_CHECKING, Final

from kg.rdf import vocabulary as vocab
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
from kg.related.links import (
    Evidence,
    Feature,
    RelatedQuery,
    RelatedTrial,
    SharedThing,
    SimilarLink,
)
from kg.stores.embedded.postings import INTERVENTION, Postings

if TYPE_CHECKING:
    import pyoxigraph

    from kg.stores.embedded import EmbeddedStore

    Node = pyoxigraph.NamedNode | pyoxigraph.BlankNode
    Graph = pyoxigraph.NamedNode | pyoxigraph.BlankNode

_SHARED: Final = (
    ("INVESTIGATOR", vocab.KG_OVERALL_OFFICIAL, vocab.SCHEMA_NAME),
    ("CONDITION", vocab.SCHEMA_HEALTH_CONDITION, vocab.SCHEMA_NAME),
    ("CONDITION", vocab.DERIVED["condition"].concept, vocab.SKOS_PREF_LABEL),
    ("SPONSOR", vocab.SCHEMA_SPONSOR, vocab.SCHEMA_NAME),
    ("SITE", vocab.KG_SITE, vocab.SCHEMA_NAME),
)
"""Reason, property and property of the name of what two trials share as one thing."""

_INTERVENTIONS: Final = (
    (vocab.SCHEMA_STUDY_SUBJECT, vocab.SCHEMA_NAME),
    (vocab.DERIVED["intervention"].concept, vocab.SKOS_PREF_LABEL),
)
_NO_TREATMENT: Final = re.compile("placebo|sham|standard of care|usual care", re.IGNORECASE)
_DIRECTIONS: Final = (
    ("to", vocab.KG_SOURCE_TRIAL, vocab.KG_TARGET_TRIAL),
    ("from", vocab.KG_TARGET_TRIAL, vocab.KG_SOURCE_TRIAL),
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
        self._postings = postings
        self._current: dict[str, list[str]] = {}
        self._node, self._literal = pyoxigraph.NamedNode, pyoxigraph.Literal
        self._default = pyoxigraph.DefaultGraph()

    def evidence(self) -> Evidence:
        """All links of the trial. SourceError if it is not in the store."""
        stated = sorted(self._stated(), key=row_order)
        if not all(map(is_link, stated)):
            raise unreadable(self._place)
        evidence = Evidence(stated, list(self._shared()))
        try:
            self._take_similar(evidence)
        except ValueError:
            raise unreadable(self._place) from None
        require_known(self._place, self._asked, evidence)
        return evidence

    def add_titles(self, trials: Iterable[RelatedTrial]) -> None:
        """Sets the titles of trials, from their own record or one that links to them."""
        for trial in trials:
            rows = list(self._titles(trial.nct_id))
            for row in sorted(rows, key=lambda row: [row.get("title", ""), row.get("own", "")]):
                take_title(trial, row)

    def add_features(self, links: Iterable[SimilarLink]) -> None:
        """Sets the reasons why trials are similar, the weightiest first."""
        for link in links:
            relation = self._node(link.relation)
            features = [
                self._feature(feature, graph)
                for feature, graph in self._objects(relation, vocab.KG_SHARED_FEATURE)
            ]
            link.features = in_order(filter(None, features))

    def has_similar_trials(self) -> bool:
        """Whether similar trials were ever computed for the store."""
        kind, graph = self._node(vocab.RDF_TYPE[1:-1]), self._node(vocab.KG_SIMILARITY_GRAPH[1:-1])
        return next(self._store.quads_for_pattern(None, kind, graph, None), None) is not None

    def _stated(self) -> Iterator[dict[str, str]]:
        """The rows of the links that records state."""
        seen = set()
        for trial, same, graph in self._places_of_links():
            for direction, mine, theirs in _DIRECTIONS:
                for relation, _ in self._subjects(mine, same, graph):
                    for other, said in self._said(relation, theirs, graph):
                        if other == trial:
                            continue
                        for related in self._related(other.value):
                            row = {"related": related, "direction": direction, **said}
                            if (key := tuple(sorted(row.items()))) not in seen:
                                seen.add(key)
                                yield {"nct": self._asked.nct_id, **row}

    def _places_of_links(self) -> Iterator[tuple[Node, Node, Graph]]:
        """The trial, its node under one of its numbers, and a graph that names this number."""
        number = self._literal(self._asked.nct_id)
        for trial, graph in self._subjects(vocab.DCTERMS_IDENTIFIER, number):
            yield trial, trial, graph
        for trial, own in self._mine:
            aliases = {alias for alias, _ in self._objects(trial, vocab.KG_ALIAS, own)}
            if aliases:
                aliases |= {it for it, _ in self._objects(trial, vocab.DCTERMS_IDENTIFIER, own)}
                for known in aliases - {number}:
                    for same, graph in self._subjects(vocab.DCTERMS_IDENTIFIER, known):
                        yield trial, same, graph

    def _said(
        self, relation: Node, theirs: str, graph: Graph
    ) -> Iterator[tuple[pyoxigraph.NamedNode, dict[str, str]]]:
        """The other trials of a relation, each with all that it says of them."""

        def values(predicate: str, before: str = "") -> list[str]:
            found = self._objects(relation, predicate, graph)
            return [value.value.partition(before)[2] if before else value.value for value, _ in found]

        optional = [
            [(name, value) for value in values(*predicate)] or [None]
            for name, *predicate in (
                ("quote", vocab.KG_QUOTE),
                ("cue", vocab.KG_CUE),
                ("kind", vocab.KG_RELATION_KIND, "RelationKind-"),
            )
        ]
        for reason, field in product(
            values(vocab.KG_BASIS, "RelationBasis-"), values(vocab.KG_SOURCE_FIELD)
        ):
            if reason == "ALIAS":
                continue
            for given in product(*optional):
                row = {"reason": reason, "field": field, **dict(filter(None, given))}
                for other, _ in self._objects(relation, theirs, graph):
                    if isinstance(other, self._node):
                        yield other, row

    def _shared(self) -> Iterator[SharedThing]:
        """What the trial has, with the other trials that have it."""
        trials: dict[tuple[str, str, str, str], set[str]] = defaultdict(set)
        for trial, graph in self._mine:
            for thing, kind, term in self._things(trial, graph):
                found = trials[thing]
                for other in self._postings.trials(kind, term):
                    if other != trial.value:
                        found.update(self._related(other))
        for thing, others in trials.items():
            if others:
                yield SharedThing(*thing, frozenset(others))

    def _things(
        self, trial: Node, graph: Graph
    ) -> Iterator[tuple[tuple[str, str, str, str], str, str]]:
        """What a record says that its trial has: reason, IRI, name and city; kind and term."""
        for number, _ in self._objects(trial, vocab.KG_REGISTERED_AS, graph):
            yield ("NUMBER", "", number.value, ""), vocab.KG_REGISTERED_AS, str(number)
        for has, naming in _INTERVENTIONS:
            for it, _ in self._objects(trial, has, graph):
                for name, _ in self._objects(it, naming, graph):
                    if not _NO_TREATMENT.search(name.value):
                        yield ("INTERVENTION", "", name.value, ""), INTERVENTION, str(name)
        for reason, has, naming in _SHARED:
            for thing, _ in self._objects(trial, has, graph):
                cities = self._cities(thing, graph) if reason == "SITE" else [""]
                for (name, _), city in product(self._objects(thing, naming, graph), cities):
                    yield (reason, thing.value, name.value, city), has, str(thing)

    def _cities(self, site: Node, graph: Graph) -> list[str]:
        return [
            city.value
            for address, _ in self._objects(site, vocab.SCHEMA_ADDRESS, graph)
            for city, _ in self._objects(address, vocab.SCHEMA_ADDRESS_LOCALITY, graph)
        ] or [""]

    def _take_similar(self, evidence: Evidence) -> None:
        for trial in {trial for trial, _ in self._mine}:
            for relation, graph in self._subjects(vocab.KG_LINKED_TRIAL, trial):
                if not self._is_current(graph):
                    continue
                link = self._similar(relation, graph)
                for other, _ in self._objects(relation, vocab.KG_LINKED_TRIAL, graph):
                    if link and other != trial and isinstance(other, self._node):
                        for related in self._related(other.value):
                            take_similar(evidence, related, link)

    def _similar(self, relation: Node, graph: Graph) -> SimilarLink | None:
        found = {
            quad.predicate.value: quad.object.value
            for quad in self._store.quads_for_pattern(relation, None, None, graph)
        }
        values = [found.get(name[1:-1]) for name in (vocab.KG_CONFIDENCE, vocab.KG_SCORE, vocab.KG_RANK)]
        if None in values:
            return None
        kind = found.get(vocab.KG_SIMILARITY_KIND[1:-1], "").partition("SimilarityKind-")[2]
        return similar_link({
            "relation": relation.value, "kind": kind,
            **dict(zip(("confidence", "score", "rank"), values, strict=True)),
        })

    def _is_current(self, graph: Graph) -> bool:
        """Whether the record of the trial whose list this is is in the store."""
        return any(
            next(iter(self._objects(owner, vocab.SCHEMA_SUBJECT_OF)), None) is not None
            for owner, _ in self._objects(graph, vocab.SCHEMA_ABOUT, graph)
        )

    def _feature(self, feature: Node, graph: Graph) -> Feature | None:
        kinds = self._objects(feature, vocab.KG_FEATURE_KIND, graph)
        names = self._objects(feature, vocab.SCHEMA_NAME, graph)
        weights = self._objects(feature, vocab.KG_WEIGHT, graph)
        if not (kinds and names and weights):
            return None
        fields = {
            field.value.partition("TextField-")[2]
            for field, _ in self._objects(feature, vocab.KG_TEXT_FIELD, graph)
        }
        kind = kinds[0][0].value.partition("FeatureKind-")[2]
        return Feature(kind, names[0][0].value, float(weights[0][0].value), tuple(sorted(fields)))

    def _titles(self, nct_id: str) -> Iterator[dict[str, str]]:
        for trial, graph in self._named(nct_id):
            titles = self._objects(trial, vocab.SCHEMA_NAME, graph) or [None]
            own = self._objects(trial, vocab.SCHEMA_SUBJECT_OF, graph) or [None]
            for title, record in product(titles, own):
                given = {"title": title and title[0].value, "own": record and record[0].value}
                yield {name: value for name, value in given.items() if value is not None}

    def _related(self, iri: str) -> list[str]:
        """The present numbers of another trial; none if it is the trial itself."""
        found = self._current.get(iri)
        if found is None:
            number = _number(iri)
            found = self._present.get(number) or [number]
            if self._own in found:
                found = [each for each in found if each != self._own]
            self._current[iri] = found
        return found

    @cached_property
    def _own(self) -> str | None:
        """The present number of the trial; None if it is an earlier number of several trials."""
        numbers = set(self._present.get(self._asked.nct_id) or [self._asked.nct_id])
        return numbers.pop() if len(numbers) == 1 else None

    @cached_property
    def _present(self) -> dict[str, list[str]]:
        """The earlier numbers of trials, each with the present ones."""
        found: dict[str, list[str]] = defaultdict(list)
        for earlier, trial in self._postings.aliases():
            found[earlier].append(_number(trial))
        return found

    @cached_property
    def _mine(self) -> list[tuple[Node, Graph]]:
        """The trial, in each graph that says that it has the number asked for."""
        return self._named(self._asked.nct_id)

    def _named(self, nct_id: str) -> list[tuple[Node, Graph]]:
        number = self._literal(nct_id)
        found = (
            *self._subjects(vocab.DCTERMS_IDENTIFIER, number),
            *self._subjects(vocab.KG_ALIAS, number),
        )
        return list(dict.fromkeys(found))

    def _subjects(
        self, predicate: str, value: pyoxigraph.Literal | Node, graph: Graph | None = None
    ) -> list[tuple[Node, Graph]]:
        """The subjects of a property with this value, in named graphs."""
        found = self._store.quads_for_pattern(None, self._node(predicate[1:-1]), value, graph)
        return [(q.subject, q.graph_name) for q in found if q.graph_name != self._default]

    def _objects(
        self, subject: Node, predicate: str, graph: Graph | None = None
    ) -> list[tuple[Node, Graph]]:
        """The values of a property, in named graphs."""
        found = self._store.quads_for_pattern(subject, self._node(predicate[1:-1]), None, graph)
        return [(q.object, q.graph_name) for q in found if q.graph_name != self._default]


def _number(iri: str) -> str:
    """The NCT id at the end of a trial's IRI."""
    return iri[max(iri.rfind("/"), iri.rfind(":")) + 1 :]
