"""Organisations, one node for a name wherever it occurs: sponsors and affiliations."""

from __future__ import annotations

from kg.mapping.statements import Statements, text
from kg.rdf import vocabulary as vocab
from kg.rdf.node_builder import Objects
from kg.text.placeholders import names_no_organization


def organization(name: str | None, say: Statements) -> str | None:
    """The node of an organisation by its name; None for no name."""
    if not name or name.isspace():
        return None
    return say.node(
        say.iris.organization(name),
        (vocab.RDF_TYPE, vocab.SCHEMA_ORGANIZATION),
        (vocab.SCHEMA_NAME, text(name)),
    )


def affiliation(name: str | None, say: Statements) -> tuple[tuple[str, Objects], ...]:
    """The pairs for an affiliation; a text that names no organisation is kept as text."""
    if name and names_no_organization(name):
        return ((vocab.KG_AFFILIATION_TEXT, text(name)),)
    return ((vocab.SCHEMA_AFFILIATION, organization(name, say)),)
