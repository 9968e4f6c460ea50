"""Organisations, one node for a name wherever it occurs: sponsors and affiliations."""

from __future__ import annotations

from kg.mapping.agent_id import identified
from kg.mapping.statements import Statements, text
from kg.rdf import vocabulary as vocab
from kg.rdf.node_builder import Objects


def organization(
    name: str | None, role: str, say: Statements, *, is_shared: bool = True
) -> str | None:
    """The node of an organisation by its name; None for no name.

    One that is not shared, or whose name names nothing, belongs to this trial only; `role`
    identifies it there.
    """
    if not name or name.isspace():
        return None
    shared = say.iris.named("organization", name) if is_shared else None
    return _organization(shared or say.iris.part(say.number, "organization", role), name, say)


def affiliation(name: str | None, say: Statements) -> tuple[tuple[str, Objects], ...]:
    """The pairs for an affiliation; a text that names no organisation is kept as text."""
    if not name or name.isspace():
        return ()
    shared = say.iris.named("organization", name)
    if shared is None:
        return ((vocab.KG_AFFILIATION_TEXT, text(name)),)
    return ((vocab.SCHEMA_AFFILIATION, _organization(shared, name, say)),)


def _organization(term: str, name: str, say: Statements) -> str:
    return say.node(
        term,
        (vocab.RDF_TYPE, vocab.SCHEMA_ORGANIZATION),
        (vocab.SCHEMA_NAME, text(name)),
        *identified(name, say),
    )
