"""Identifiers that a record itself gives to organisations, sites and persons."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from kg.mapping.statements import Statements, text
from kg.rdf import vocabulary as vocab
from kg.rdf.node_builder import Objects
from kg.rdf.terms import literal
from kg.records import Finding
from kg.text.orcids import orcid


class IdScheme(NamedTuple):
    """A scheme of identifiers: the property that states one, and the term of an identifier.

    `term` gives None for a text that is no identifier of the scheme.
    """

    predicate: str
    term: Callable[[str], str | None]


def _matched(pattern: str, template: str) -> Callable[[str], str | None]:
    """The IRI that an identifier becomes, made from the group of a pattern."""
    form = re.compile(pattern, re.IGNORECASE)

    def term(value: str) -> str | None:
        found = form.fullmatch(value.strip())
        return f"<{template.format(found[1].lower())}>" if found else None

    return term


def _orcid(value: str) -> str | None:
    known = orcid(value)
    return f"<https://orcid.org/{known}>" if known else None


def _oms(value: str) -> str | None:
    return literal(value) if re.fullmatch(r"(?:ORG|LOC)-[0-9]{9}", value) else None


SCHEMES: Final = {
    "ROR": IdScheme(
        vocab.SCHEMA_SAME_AS,
        _matched(
            r"(?:https?://ror\.org/|ror\.org/)?(0[a-hj-km-np-tv-z0-9]{6}[0-9]{2})/?",
            "https://ror.org/{}",
        ),
    ),
    "ORCID": IdScheme(vocab.SCHEMA_SAME_AS, _orcid),
    "Crossref Funder ID": IdScheme(
        vocab.SCHEMA_SAME_AS,
        _matched(
            r"(?:(?:https?://)?(?:dx\.)?doi\.org/)?(?:10\.13039/)?([0-9]{9,12})",
            "https://doi.org/10.13039/{}",
        ),
    ),
    "EMA OMS": IdScheme(vocab.KG_OMS_IDENTIFIER, _oms),
    "RTS": IdScheme(vocab.KG_OTHER_IDENTIFIER, lambda value: literal(f"RTS: {value}")),
}
"""Scheme -> how its identifiers are stated.

https://ror.readme.io/docs/ror-identifier-pattern, https://www.crossref.org/services/funder-registry/,
https://spor.ema.europa.eu/omswi/ (EMA's Organisation Management Service). RTS, the NHS's reference
data for sites of research, has no pages.
"""


def identified(name: str | None, say: Statements) -> list[tuple[str, Objects]]:
    """The pairs for the identifiers that the record gives to what it calls by this name.

    Of two identifiers of one scheme for a name it is unknown whose each is: neither is stated as
    one, and both are kept as text, as is what is no identifier of its scheme.
    """
    facts = say.record.registration
    if not facts or not name:
        return []
    given = [each for each in facts.agent_ids if each.name == name and each.id]
    pairs: list[tuple[str, Objects]] = []
    for each in given:
        scheme = SCHEMES.get(each.scheme or "")
        rivals = {other.id for other in given if other.scheme == each.scheme}
        term = scheme.term(each.id or "") if scheme and len(rivals) == 1 else None
        if scheme and term:
            pairs.append((scheme.predicate, term))
        else:
            kept = f"{each.scheme}: {each.id}" if each.scheme else each.id
            pairs.append((vocab.KG_OTHER_IDENTIFIER, text(kept)))
            _report(kept or "", name, say)
    return pairs


def _report(kept: str, name: str, say: Statements) -> None:
    """Reports an identifier that is kept as text, once for all nodes of the name."""
    message = f"{kept!r} of {name!r} is kept as text: it is not sure that it identifies it"
    if Finding("agentIds", message) not in say.findings:
        say.note("agentIds", message)
