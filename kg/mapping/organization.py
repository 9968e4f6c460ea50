"""Organisations, one node for a name wherever it stands: sponsors, and where people work."""

from __future__ import annotations

import re
from typing import Final

from kg.mapping.statements import Statements, text
from kg.rdf import vocabulary as vocab
from kg.rdf.node_builder import Objects

_NO_NAME: Final = re.compile(r"(?:\W*\d){7}|[\W\d_]*")
"""What stands where an organisation should and is none: a telephone number, a lone sign."""


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
    """The pairs that say where somebody works; what names no organisation stays text."""
    if name and _NO_NAME.match(name.strip()) and not re.search(r"[^\W\d_]{4}", name):
        return ((vocab.KG_AFFILIATION_TEXT, text(name)),)
    return ((vocab.SCHEMA_AFFILIATION, organization(name, say)),)
