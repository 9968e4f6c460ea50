"""Keeps the links between records of one trial up to date with the records of a store.

They follow from the numbers that all records state: those that a load brings, and those that stay.
So links that a loaded file has are left out, and the links of the trials whose numbers are touched
are made anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from kg.formats import nquads
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import TRIAL_IRIS, Iris
from kg.registries.numbers import slug_of
from kg.same_trial.link_graph import same_trial_graph
from kg.same_trial.rule import SameTrials
from kg.same_trial.stated import FIELDS, NumberInField, number_in
from kg.stores.embedded.quads import Quads
from kg.stores.loading import GRAPHS, SAME_TRIAL, is_of_record, number_of

if TYPE_CHECKING:
    import pyoxigraph

    from kg.stores.embedded.quads import Node, Term
    from kg.stores.embedded.staging import StagedLoad

_LINKS: Final = f"{GRAPHS}{SAME_TRIAL}/"


def stage_same_trials(staged: StagedLoad, old: pyoxigraph.Store | None) -> None:
    """Stages the links that change with the staged records, and marks those that are gone."""
    graphs = staged.graphs()
    staged.drop(graph for graph in graphs if _LINKS in graph)
    changed = {graph for graph in graphs if is_of_record(graph)}
    if not changed:
        return
    records = _Records(staged.store, old, changed)
    same = SameTrials(records.stated, records.present, records.has)
    pairs = same.pairs()
    trials = {trial for pair in pairs for trial in pair}
    if old is not None and _has_links(old):
        touched = records.touched()
        stating = {each for each, has in same.numbers.items() if not has.isdisjoint(touched)}
        trials &= touched | stating
    else:
        touched = stating = set()
    made: set[str] = set()

    def texts() -> Iterator[bytes]:
        for each in same.trials(pairs, trials, records.stated_by):
            graph = same_trial_graph(each, records.iris)
            made.add(graph.name[1:-1])
            yield nquads.record(graph)

    staged.add_computed(texts())
    staged.removed |= records.link_graphs(touched | stating) - made


def _has_links(store: pyoxigraph.Store) -> bool:
    return any(True for _ in Quads(store).statements(None, vocab.KG_SAME_TRIAL_AS))


class _Records:
    """The records that a store will have: those that are staged, and the old ones that stay.

    `stated` and `present` are those of kg.same_trial.rule.
    """

    def __init__(
        self, new: pyoxigraph.Store, old: pyoxigraph.Store | None, changed: set[str]
    ) -> None:
        import pyoxigraph

        self._node = pyoxigraph.NamedNode
        self._stores = (new,) if old is None else (new, old)
        self._changed = changed
        self._bases: set[str] = {graph.rpartition(GRAPHS)[0] for graph in changed}
        self.stated: dict[str, set[str]] = {}
        self.present: dict[str, str] = {}
        for number, value, graph in self._said(vocab.KG_REGISTERED_AS):
            self.stated.setdefault(number, set()).add(value.value)
            self._bases.add(graph.value.rpartition(GRAPHS)[0])
        for number, value, _ in self._said(vocab.KG_ALIAS):
            self.present[value.value] = number

    def has(self, number: str) -> bool:
        """Whether there is a record of a number."""
        return bool(self._places(number))

    def touched(self) -> set[str]:
        """The numbers that the changed records have and state, or did so before."""
        found = set(filter(None, map(number_of, self._changed)))
        for store in self._stores:
            for graph in self._changed:
                for has in (vocab.KG_REGISTERED_AS, vocab.KG_ALIAS):
                    values = Quads(store).statements(None, has, None, self._node(graph))
                    found.update(value.value for _, value, _ in values)
        return found

    def stated_by(self, number: str) -> Iterator[NumberInField]:
        """The numbers that the record of a trial states, with their fields."""
        for quads, graph in self._places(number):
            for has, field in FIELDS.items():
                for _, identifier, _ in quads.statements(None, has, None, graph):
                    yield from self._in_field(quads, identifier, graph, field)

    def _in_field(
        self, quads: Quads, identifier: Term, graph: Node, field: str
    ) -> Iterator[NumberInField]:
        if isinstance(identifier, quads.literal):
            return
        fields = quads.texts(identifier, vocab.KG_SOURCE_FIELD, graph) or [field]
        for text in quads.texts(identifier, vocab.SCHEMA_VALUE, graph):
            if number := number_in(text):
                yield from (NumberInField(number, each) for each in fields)

    def link_graphs(self, numbers: Iterable[str]) -> set[str]:
        """The graphs of links that the old files have of these trials."""
        old = self._stores[-1]
        named = (f"{base}{_LINKS}{slug_of(each)}" for each in numbers for base in self._bases)
        return {each for each in named if old.contains_named_graph(self._node(each))}

    def iris(self, number: str) -> Iris:
        """How the record of a number names things."""
        [(quads, graph), *_] = self._places(number)
        base = graph.value.rpartition(GRAPHS)[0] + "/"
        found = quads.subjects(vocab.SCHEMA_SUBJECT_OF, graph, graph)
        trials = {f"<{trial.value}>" for trial, _ in found}
        named = (Iris(base, form) for form in TRIAL_IRIS)
        return next((each for each in named if each.trial(number) in trials), Iris(base))

    def _places(self, number: str) -> list[tuple[Quads, Node]]:
        """The record of a number: the store it is in, and its graph."""
        found: list[tuple[Quads, Node]] = []
        for base in sorted(self._bases):
            graph = self._node(f"{base}{GRAPHS}{slug_of(number)}")
            for store in self._stores:
                stays = store is self._stores[0] or graph.value not in self._changed
                if stays and store.contains_named_graph(graph):
                    found.append((Quads(store), graph))
        return found

    def _said(self, predicate: str) -> Iterator[tuple[str, Term, Node]]:
        """What records say of their trials, each with the number of the record and its graph."""
        for store in self._stores:
            for _, value, graph in Quads(store).statements(None, predicate):
                stays = store is self._stores[0] or graph.value not in self._changed
                if stays and is_of_record(graph.value) and (number := number_of(graph.value)):
                    yield number, value, graph
