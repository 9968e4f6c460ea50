"""Codes of medical terminologies that a record itself gives, such as MedDRA's or ATC's."""

from __future__ import annotations

from kg.mapping.statements import Statements, text
from kg.rdf import vocabulary as vocab
from kg.rdf.iris import slug


def medical_code(
    system: str | None,
    code: str | None,
    name: str | None,
    say: Statements,
    *more: tuple[str, str | None],
) -> str:
    """The node of a code within the trial, of which there is one; `more` are further pairs."""
    return say.shared_part(
        ("code", slug(system or "unnamed"), slug(code or name or "unnamed")),
        (vocab.RDF_TYPE, vocab.SCHEMA_MEDICAL_CODE),
        (vocab.SCHEMA_CODING_SYSTEM, text(system)),
        (vocab.SCHEMA_CODE_VALUE, text(code)),
        (vocab.SCHEMA_NAME, text(name)),
        *more,
    )
