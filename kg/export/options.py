"""The options of an export: how records become graphs, and what is left out of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.dataset.publication import Publication
from kg.dataset.report import MappingSetUsed, OptionsUsed
from kg.errors import UsageError
from kg.graph_tables.kgx.rows import NO_MATCHES
from kg.mapping_sets.exact_matches import ExactMatches
from kg.rdf.iris import Iris
from kg.records import Record
from kg.records.redaction import without_contacts, without_results

if TYPE_CHECKING:
    from kg.formats import Format
    from kg.graph_tables.formats import GraphFormat
    from kg.shacl import Shapes


def _bundled() -> Shapes:
    from kg.shacl import bundled_shapes  # here, so that the command line starts without it

    return bundled_shapes()


ON_VIOLATION: Final = ("reject", "keep", "stop")
"""What to do with a record that violates a shape: leave it out, write it, or end the run."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How records become graphs.

    `shapes` are those bundled with kg unless others are given (`kg.shacl.load_shapes`); with None
    nothing is validated. `engine` is one of `kg.shacl.ENGINES`, `on_violation` one of ON_VIOLATION.
    `contacts` False leaves out the names, phone numbers and e-mail addresses of contact persons,
    `results` False the results section. `exact` are the matches by which KGX has the preferred ids
    of concepts; RDF does not depend on them.

    They are plain data: what is pickled of shapes is the text of the user's own files, and a
    process makes the shapes of a text once. Raises UsageError for an unknown `on_violation`.
    """

    iris: Iris = field(default_factory=Iris)
    shapes: Shapes | None = field(default_factory=_bundled)
    engine: str = "compiled"
    on_violation: str = "reject"
    contacts: bool = True
    results: bool = True
    exact: ExactMatches = NO_MATCHES

    def __post_init__(self) -> None:
        if self.on_violation not in ON_VIOLATION:
            known = ", ".join(ON_VIOLATION)
            raise UsageError(f"on_violation is one of {known}, not {self.on_violation!r}")

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
