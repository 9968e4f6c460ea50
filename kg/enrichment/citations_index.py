"""The publications that records cite, and the citing trials: what to query the services for."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from kg.enrichment.input_facts import REFERENCE_TYPES, InputFacts, numbers_of, texts
from kg.rdf import vocabulary as vocab
from kg.rdf.nodes import Properties
from kg.registries.numbers import TrialNumber, registry_of, trial_number
from kg.text.dois import is_doi
from kg.text.pubmed_ids import PMID


@dataclass(slots=True)
class CitingTrial:
    """A trial whose record cites a publication: all numbers of the trial, and what the record says
    that the publication is (BACKGROUND, RESULT, DERIVED).
    """

    numbers: set[TrialNumber] = field(default_factory=set)
    types: set[str] = field(default_factory=set)

    @classmethod
    def registered(cls, number: str) -> CitingTrial:
        """A trial of which only one number is known."""
        return cls(set(filter(None, [trial_number(number)])))


@dataclass(slots=True)
class CitedPublication:
    """A publication with an id at a service: the terms that records have for it, and the trials
    that cite it by their numbers.
    """

    subjects: set[str] = field(default_factory=set)
    trials: dict[str, CitingTrial] = field(default_factory=dict)

    def current(self) -> dict[str, str]:
        """Earlier number of a citing trial -> that of its record."""
        return {
            other.number: number
            for number, trial in sorted(self.trials.items())
            for other in trial.numbers
            if other.number != number and other.registry == _registry(number)
        }

    def elsewhere(self) -> dict[str, str]:
        """Number of a citing trial in another registry -> that of its record, if it is of one."""
        found: dict[str, set[str]] = defaultdict(set)
        for number, trial in self.trials.items():
            for other in trial.numbers:
                if other.registry != _registry(number):
                    found[other.number].add(number)
        return {other: min(numbers) for other, numbers in found.items() if len(numbers) == 1}


def _registry(number: str) -> str | None:
    row = registry_of(number)
    return row.key if row else None


@dataclass(slots=True)
class Citations:
    """The cited publications, by their PMIDs and by their DOIs."""

    by_pmid: dict[str, CitedPublication] = field(default_factory=dict)
    by_doi: dict[str, CitedPublication] = field(default_factory=dict)

    def add(self, described: InputFacts) -> None:
        """Adds the publications of records."""
        for term, number in described.trials.items():
            trial = described.nodes[term]
            numbers = numbers_of(trial)
            for publication in trial.get(vocab.KG_REFERENCE, ()):
                types = {
                    kind
                    for predicate, kind in REFERENCE_TYPES.items()
                    if publication in trial.get(predicate, ())
                }
                for cited in self._known(described.nodes.get(publication, {})):
                    cited.subjects.add(publication)
                    citing = cited.trials.setdefault(number, CitingTrial())
                    citing.numbers |= numbers
                    citing.types |= types

    def _known(self, publication: Properties) -> list[CitedPublication]:
        """What is known of a publication so far, by each of its ids."""
        pmids = filter(PMID.fullmatch, texts(publication, vocab.BIBO_PMID))
        dois = filter(is_doi, texts(publication, vocab.BIBO_DOI))
        return [
            *(self.by_pmid.setdefault(each, CitedPublication()) for each in pmids),
            *(self.by_doi.setdefault(each, CitedPublication()) for each in dois),
        ]
