"""How records become graphs: what the user chose, and what of a record is left out for it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import msgspec

from kg.iris import Iris
from kg.records import Record

if TYPE_CHECKING:
    from kg.shacl import Shapes

ON_VIOLATION: Final = ("reject", "keep", "stop")
"""What can be done with a record that breaks a shape: leave it out, write it, end the run."""

_CONTACT: Final = re.compile(r"\.(?:centralC|c)ontacts\b")
"""The path of a field that belongs to a contact person."""


@dataclass(frozen=True, slots=True)
class Options:
    """How records become graphs.

    `shapes` None leaves validation out; `engine` is one of `kg.shacl.ENGINES`, `on_violation` one
    of ON_VIOLATION. `contacts` False leaves out the names, telephone numbers and e-mail addresses
    of contact persons.
    """

    iris: Iris = field(default_factory=Iris)
    shapes: Shapes | None = None
    engine: str = "compiled"
    on_violation: str = "reject"
    contacts: bool = True

    def applied(self, record: Record) -> Record:
        """The record without what is to be left out."""
        return record if self.contacts else without_contacts(record)


def without_contacts(record: Record) -> Record:
    """The record without its contact persons, of the trial and of each site."""
    section = record.study.protocol_section
    module = section.contacts_locations_module
    if module is None:
        return record
    replace = msgspec.structs.replace
    bare = replace(
        module,
        central_contacts=[],
        locations=[replace(location, contacts=[]) for location in module.locations],
        locations_nested=[replace(location, contacts=[]) for location in module.locations_nested],
    )
    return replace(
        record,
        study=replace(
            record.study, protocol_section=replace(section, contacts_locations_module=bare)
        ),
        unmapped=[field for field in record.unmapped if not _CONTACT.search(field.path)],
    )
