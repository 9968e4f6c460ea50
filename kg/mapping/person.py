"""People: one node for a name with its affiliation, only if the name is a person's."""

from __future__ import annotations

from kg.mapping.organization import affiliation
from kg.mapping.statements import Statements, text
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug
from kg.text.person_names import split_name
from kg.text.placeholders import names_no_person


def person(name: str | None, works_at: str | None, say: Statements) -> str | None:
    """The node of a person, the same wherever the name occurs with the same affiliation.

    Without an affiliation the person belongs to this trial only. None if the name is no person's.
    """
    if not name or not is_person(name, works_at):
        return None
    bare, degrees = split_name(name)
    term = (
        say.iris.mint("person", slug(bare), slug(works_at))
        if works_at and works_at.strip()
        else say.iris.part(say.nct_id, "person", slug(bare))
    )
    return say.node(
        term,
        (vocab.RDF_TYPE, vocab.SCHEMA_PERSON),
        (vocab.SCHEMA_NAME, text(name)),
        (vocab.SCHEMA_HONORIFIC_SUFFIX, text(degrees)),
        *affiliation(works_at, say),
    )


def is_person(name: str, works_at: str | None = None) -> bool:
    """Whether a name is one person's, not a function, a call centre or the organisation itself."""
    bare = split_name(name)[0]
    if names_no_person(bare):
        return False
    return not works_at or slug(bare) != slug(works_at)
