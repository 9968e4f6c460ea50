"""How records become graphs: what the user chose, and what of a record is left out for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.dataset.report import OptionsUsed
from kg.rdf.iris import Iris
from kg.records import Record
from kg.records.redaction import without_contacts, without_results

if TYPE_CHECKING:
    from kg.shacl import Shapes

ON_VIOLATION: Final = ("reject", "keep", "stop")
"""What can be done with a record that breaks a shape: leave it out, write it, end the run."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How records become graphs.

    `shapes` None leaves validation out; `engine` is one of `kg.shacl.ENGINES`, `on_violation` one
    of ON_VIOLATION. `contacts` False leaves out the names, telephone numbers and e-mail addresses
    of contact persons, `results` False the results section.
    """

    iris: Iris = field(default_factory=Iris)
    shapes: Shapes | None = None
    engine: str = "compiled"
    on_violation: str = "reject"
    contacts: bool = True
    results: bool = True

    def applied(self, record: Record) -> Record:
        """The record without what is to be left out."""
        if not self.results:
            record = without_results(record)
        return record if self.contacts else without_contacts(record)

    def used(self, format: str, shards: int) -> OptionsUsed:
        """The options as the report of an export has them."""
        return OptionsUsed(
            base=self.iris.base,
            trial_iri=self.iris.trial_form,
            format=format,
            engine=self.engine if self.shapes else None,
            contacts=self.contacts,
            results=self.results,
            on_violation=self.on_violation,
            shards=shards,
        )
