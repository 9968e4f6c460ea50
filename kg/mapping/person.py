"""People: one node for a name with its affiliation, only if the name is one person's."""

from __future__ import annotations

from kg.mapping.agent_id import identified
from kg.mapping.organization import affiliation
from kg.mapping.statements import Statements, text
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.text.person_names import PersonName, person_name


def person(name: str | None, works_at: str | None, say: Statements) -> str | None:
    """The node of a person, the same wherever the name occurs with the same affiliation.

    A person without an affiliation, or with half a name, belongs to this trial only. None if the
    name is not that of one person.
    """
    known = person_name(name) if name else None
    if known is None or _is_organization(known, works_at):
        return None
    shared = say.iris.named("person", known.name, works_at or "") if known.is_full else None
    return say.node(
        shared or say.iris.part(say.number, "person", slug(known.name)),
        (vocab.RDF_TYPE, vocab.SCHEMA_PERSON),
        (vocab.SCHEMA_NAME, text(name)),
        (vocab.SCHEMA_HONORIFIC_SUFFIX, text(known.degrees)),
        *affiliation(works_at, say),
        *identified(name, say),
    )


def _is_organization(known: PersonName, works_at: str | None) -> bool:
    """Whether the name, without title or degree, is the beginning of that of the affiliation."""
    if known.has_title or not works_at:
        return False
    return f"{slug(works_at)}-".startswith(f"{slug(known.name)}-")
