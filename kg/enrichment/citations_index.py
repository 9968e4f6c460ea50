"""The publications that records cite, and the citing trials: what to query the services for."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.enrichment.input_facts import InputFacts, texts
from kg.rdf import vocabulary as vocab
from kg.rdf.record_graph import Properties
from kg.text.pubmed_ids import PMID


@dataclass(slots=True)
class CitedPublication:
    """A publication with an id at a service: the terms that records have for it, and the NCT ids of
    the trials that cite it.
    """

    subjects: set[str] = field(default_factory=set)
    trials: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Citations:
    """The cited publications, by their PMIDs and by their DOIs."""

    by_pmid: dict[str, CitedPublication] = field(default_factory=dict)
    by_doi: dict[str, CitedPublication] = field(default_factory=dict)

    def add(self, described: InputFacts) -> None:
        """Adds the publications of records."""
        for trial, nct_id in described.trials.items():
            for publication in described.nodes[trial].get(vocab.KG_REFERENCE, ()):
                self._note(publication, described.nodes.get(publication, {}), nct_id)

    def _note(self, publication: str, properties: Properties, nct_id: str) -> None:
        for numbers, predicate in (
            (self.by_pmid, vocab.BIBO_PMID),
            (self.by_doi, vocab.BIBO_DOI),
        ):
            for number in texts(properties, predicate):
                if numbers is self.by_doi or PMID.fullmatch(number):
                    cited = numbers.setdefault(number, CitedPublication())
                    cited.subjects.add(publication)
                    cited.trials.add(nct_id)
