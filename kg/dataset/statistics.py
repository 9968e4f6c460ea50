"""Counts over the graphs of an export: classes, predicates, and what a user should know.

The counts of parts add up to the count of the whole, however a run is cut. The number of different
nodes does not, because records share organisations and places: it is known only of a class whose
nodes all belong to one record.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

from kg.dataset.bounded_counter import BoundedCounter, kind, shortened
from kg.rdf import vocabulary as vocab
from kg.rdf.nodes import NodeCounts, Types
from kg.rdf.record_graph import RecordGraph
from kg.rdf.terms import XSD, split_literal

if TYPE_CHECKING:
    from kg.shacl import Result

_POSITION: Final = re.compile(r"\[[0-9]+\]")
_DATE: Final = f'"^^<{XSD}date>'


@dataclass(slots=True)
class Statistics:
    """Counts over any number of graphs.

    `rows` are the graphs that say no more than that ICTRP has a row of a trial.
    `counts` are those of nodes and triples; shared are the nodes that other records may have as
    well: the number of their record is not in their IRI.
    `findings` are those of reading and mapping, by field and message; `warnings` the SHACL
    warnings, by shape and message; `unmapped` the fields that kg has no term for, by their path
    without positions; `unrecognized` the values of code lists that kg does not know.
    `criteria_as_items` and `criteria_as_text` are the graphs in which inclusion and exclusion
    criteria are separate items, and those that have only their text.
    `first` is the first trial; `oldest` and `newest` are the record versions, the dates on which
    the registry processed the data; `submitted` is the date on which the earliest trial was first
    submitted.
    """

    records: int = 0
    rows: int = 0
    triples: int = 0
    counts: NodeCounts = field(default_factory=NodeCounts)
    findings: BoundedCounter = field(default_factory=BoundedCounter)
    warnings: BoundedCounter = field(default_factory=BoundedCounter)
    unmapped: BoundedCounter = field(default_factory=BoundedCounter)
    unrecognized: BoundedCounter = field(default_factory=BoundedCounter)
    criteria_as_items: int = 0
    criteria_as_text: int = 0
    first: str | None = None
    oldest: str | None = None
    newest: str | None = None
    submitted: str | None = None

    @property
    def classes(self) -> Counter[str]:
        """Instances by class; a node in several graphs counts once for each."""
        return _by_class(self.counts.nodes)

    @property
    def entities(self) -> dict[str, int]:
        """Different instances by class, of the classes where this is known."""
        shared = _by_class(self.counts.shared)
        return {name: count for name, count in self.classes.items() if name not in shared}

    @property
    def predicates(self) -> Counter[str]:
        """Triples by predicate."""
        total: Counter[str] = Counter()
        for counts in self.counts.triples.values():
            total.update(counts)
        return total

    @property
    def class_predicates(self) -> dict[str, Counter[str]]:
        """Triples by the class of their subject and by predicate."""
        found: dict[str, Counter[str]] = defaultdict(Counter)
        for types, counts in self.counts.triples.items():
            for name in types:
                found[name].update(counts)
        return dict(found)

    def add(self, graph: RecordGraph, warnings: Iterable[Result] = ()) -> None:
        """Counts the graph of a record and its SHACL warnings."""
        self.add_links(graph)
        self.records += 1
        self.first = self.first or graph.number
        self._dated(_version(graph))
        self._submitted(_date(graph, graph.trial, vocab.DATES["study_first_submit_date"]))
        for finding in graph.findings:
            text = shortened(finding.message)
            place = shortened(_POSITION.sub("[]", finding.field))
            self.findings.add((place, kind(text)), text, graph.number)
        for result in warnings:
            text = shortened(result.message)
            self.warnings.add((result.source_shape, kind(text)), text, graph.number)

    def add_row(self, graph: RecordGraph) -> None:
        """Counts the graph of a row of ICTRP whose trial has another record."""
        self.rows += 1
        self.add_links(graph)

    def add_links(self, graph: RecordGraph) -> None:
        """Counts the statements of a graph, which need not be that of a record."""
        nodes = graph.nodes
        types = self.counts.add(nodes, graph.number)
        self.triples += nodes.size
        for class_ in _LOOKED_INTO.keys() & set(chain.from_iterable(types)):
            for subject in nodes.instances(class_):
                _LOOKED_INTO[class_](self, graph, subject)

    def merge(self, later: Statistics) -> None:
        """Adds the counts of graphs that come after those of this one."""
        self.records += later.records
        self.rows += later.rows
        self.triples += later.triples
        self.criteria_as_items += later.criteria_as_items
        self.criteria_as_text += later.criteria_as_text
        self.first = self.first or later.first
        self.counts.update(later.counts)
        self._submitted(later.submitted)
        self._dated(later.oldest)
        self._dated(later.newest)
        self.findings.merge(later.findings)
        self.warnings.merge(later.warnings)
        self.unmapped.merge(later.unmapped)
        self.unrecognized.merge(later.unrecognized)

    def _dated(self, version: str | None) -> None:
        if version is not None:
            self.oldest = min(version, self.oldest or version)
            self.newest = max(version, self.newest or version)

    def _submitted(self, date: str | None) -> None:
        if date is not None:
            self.submitted = min(date, self.submitted or date)

    def _add_criteria(self, graph: RecordGraph, subject: str) -> None:
        objects = graph.nodes.objects
        if any(objects(subject, predicate) for predicate, _ in vocab.CRITERIA.values()):
            self.criteria_as_items += 1
        elif objects(subject, vocab.KG_ELIGIBILITY_CRITERIA):
            self.criteria_as_text += 1

    def _add_unmapped(self, graph: RecordGraph, subject: str) -> None:
        path, _ = split_literal(graph.nodes[subject][vocab.KG_SOURCE_FIELD][0])
        path = shortened(_POSITION.sub("[]", path))
        self.unmapped.add((path, ""), path, graph.number)

    def _add_unrecognized(self, graph: RecordGraph, subject: str) -> None:
        properties = graph.nodes[subject]
        value, _ = split_literal(properties[vocab.SKOS_NOTATION][0])
        scheme = properties[vocab.SKOS_IN_SCHEME][0]
        self.unrecognized.add((scheme, shortened(value)), shortened(value), graph.number)


_LOOKED_INTO: Final = {
    vocab.KG_UNMAPPED_FIELD_CLASS: Statistics._add_unmapped,  # noqa: SLF001
    vocab.KG_UNRECOGNIZED_CODE: Statistics._add_unrecognized,  # noqa: SLF001
    vocab.SCHEMA_PEOPLE_AUDIENCE: Statistics._add_criteria,  # noqa: SLF001
}
"""The classes whose nodes are looked into, one by one."""


def _version(graph: RecordGraph) -> str | None:
    """The version, a date, of the record that a graph derives from; None if it has none."""
    [source] = graph.nodes.objects(graph.name, vocab.PROV_WAS_DERIVED_FROM)
    return _date(graph, source, vocab.KG_RECORD_VERSION)


def _date(graph: RecordGraph, node: str, predicate: str) -> str | None:
    """The value of a property if it is a whole date."""
    for term in graph.nodes.objects(node, predicate):
        return term[1 : -len(_DATE)] if term.endswith(_DATE) else None
    return None


def _by_class(counts: Mapping[Types, int]) -> Counter[str]:
    total: Counter[str] = Counter()
    for types, count in counts.items():
        for name in types:
            total[name] += count
    return total
