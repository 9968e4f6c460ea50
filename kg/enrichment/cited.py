"""The publications that records cite, and by whom: what is to be asked of the services."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg import vocab
from kg.enrichment.works import PMID
from kg.graphs import RecordGraph
from kg.terms import split_literal


@dataclass(slots=True)
class Cited:
    """A publication by its number at a service: the terms that records have for it, and the NCT ids
    of the trials that cite it.
    """

    subjects: set[str] = field(default_factory=set)
    trials: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Citations:
    """The cited publications, by their numbers in PubMed and by their DOIs."""

    by_pmid: dict[str, Cited] = field(default_factory=dict)
    by_doi: dict[str, Cited] = field(default_factory=dict)

    def add(self, graph: RecordGraph) -> None:
        """Takes the publications of a record."""
        for publication in graph.nodes[graph.trial].get(vocab.KG_REFERENCE, ()):
            said = graph.nodes[publication]
            for numbers, predicate in (
                (self.by_pmid, vocab.BIBO_PMID),
                (self.by_doi, vocab.BIBO_DOI),
            ):
                for term in said.get(predicate, ()):
                    number = split_literal(term)[0]
                    if numbers is self.by_doi or PMID.fullmatch(number):
                        cited = numbers.setdefault(number, Cited())
                        cited.subjects.add(publication)
                        cited.trials.add(graph.nct_id)
