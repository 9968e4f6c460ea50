"""The options of an export: how records become graphs, and what is left out of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.dataset.publication import Publication
from kg.dataset.report import MappingSetUsed, OptionsUsed
from kg.graph_tables.kgx.rows import NO_MATCHES
from kg.mapping_sets.exact_matches import ExactMatches
from kg.rdf.iris import Iris
from kg.records import Record
from kg.records.redaction import without_contacts, without_results

if TYPE_CHECKING:
    from kg.formats import Format
    from kg.graph_tables.formats import GraphFormat
    from kg.shacl import Shapes

ON_VIOLATION: Final = ("reject", "keep", "stop")
"""What to do with a record that violates a shape: leave it out, write it, or end the run."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How records become graphs.

    With `shapes` None nothing is validated. `engine` is one of `kg.shacl.ENGINES`, `on_violation`
    one of ON_VIOLATION. `contacts` False leaves out the names, phone numbers and e-mail addresses
    of contact persons, `results` False the results section. `exact` are the matches by which KGX
    has the preferred ids of concepts; RDF does not depend on them.
    """

    iris: Iris = field(default_factory=Iris)
    shapes: Shapes | None = None
    engine: str = "compiled"
    on_violation: str = "reject"
    contacts: bool = True
    results: bool = True
    exact: ExactMatches = NO_MATCHES

    @property
    def is_repeatable(self) -> bool:
        """Whether a record has the same outcome each time: pySHACL's SPARQL may ask for the day."""
        return self.shapes is None or self.engine != "pyshacl"

    def applied(self, record: Record) -> Record:
        """The record without what is to be left out."""
        if not self.results:
            record = without_results(record)
        return record if self.contacts else without_contacts(record)

    def used(
        self,
        format: Format | GraphFormat,
        shards: int,
        publication: Publication | None = None,
    ) -> OptionsUsed:
        """The options in the form of the report."""
        return OptionsUsed(
            base=self.iris.base,
            trial_iri=self.iris.trial_form,
            format=format.name,
            context=getattr(format, "context", None),
            engine=self.engine if self.shapes else None,
            contacts=self.contacts,
            results=self.results,
            on_violation=self.on_violation,
            shards=shards,
            publication=publication,
            mapping_sets=[
                MappingSetUsed(id=each.id, sha256=each.sha256) for each in self.exact.sets
            ],
        )
